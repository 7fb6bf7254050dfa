"""Samples as JSONL rows (``id, kind, style, text, gold``), both ways."""

import json
import re
from collections.abc import Iterable
from pathlib import Path
from typing import Any

from nlp.samples.model import Gold, Mark, Sample, SampleError, sort_marks

_LISTS = ("codes", "review_codes", "other_codes")
_OPTIONAL = ("accept", "accept_side", "accept_level", "accept_codes")
_PLAIN = ("d27165", "side", "level", "why", "mentions", "spans")
_SURROGATE = re.compile("[\ud800-\udfff]")
_MARK_KEYS = frozenset({"quote", "concept", "status", "side", "level", "occurrence"})


def read_rows(path: Path) -> list[Sample]:
    """Read a JSONL file of gold rows; ``source`` of each sample is the file's stem.

    Raises:
        SampleError: ``file:line: fault`` for a row that is no sample.
        OSError: the file cannot be read.
    """
    samples = []
    with path.open(encoding="utf-8") as handle:
        for number, line in enumerate(handle, 1):
            if not line.strip():
                continue
            try:
                samples.append(from_row(json.loads(line), path.stem))
            except (json.JSONDecodeError, KeyError, TypeError) as error:
                raise SampleError(f"{path}:{number}: not a sample row ({type(error).__name__})") from error
            except SampleError as error:
                raise SampleError(f"{path}:{number}: {error}") from error
    return samples


def write_rows(samples: Iterable[Sample]) -> str:
    """Write samples as JSONL text."""
    return "".join(_line(to_row(sample)) + "\n" for sample in samples)


def from_row(row: dict[str, Any], source: str = "") -> Sample:
    """Make a sample of one row.

    Where a row has ``spans``, every act is marked and ``mentions`` say which decide; a quote that occurs
    more than once is placed by ``occurrence`` (from 1; the first where absent).

    Raises:
        SampleError: unknown keys, or a quote that is not in the text.
    """
    gold = row["gold"]
    unknown = set(gold) - {*_LISTS, *_OPTIONAL, *_PLAIN}
    if unknown:
        raise SampleError(f"unknown gold fields {sorted(unknown)}")
    for key in ("side", "level"):
        if not isinstance(gold[key], str):
            raise SampleError(f"gold.{key} must be text ('unspecified' or 'none' where there is none)")
    text = row["text"]
    marks = {_place(text, item): item for item in gold.get("spans", [])}
    decides = {_place(text, item) for item in gold["mentions"]}
    marks |= {place: {} for place in decides if place not in marks}
    return Sample(
        id=row["id"],
        kind=row["kind"],
        style=row["style"],
        text=text,
        gold=Gold(
            decision=gold["d27165"],
            side=gold["side"],
            level=gold["level"],
            why=gold.get("why", ""),
            **{key: tuple(gold.get(key) or ()) for key in (*_LISTS, *_OPTIONAL)},
        ),
        marks=sort_marks(
            [
                Mark(*place, item.get("side"), item.get("level"), place in decides)
                for place, item in marks.items()
            ]
        ),
        fully_marked="spans" in gold,
        source=source,
    )


def to_row(sample: Sample) -> dict[str, Any]:
    """The row of a sample; optional fields that are empty are left out."""
    gold = sample.gold
    data: dict[str, Any] = {"d27165": gold.decision}
    data |= {key: list(getattr(gold, key)) for key in _LISTS}
    data |= {"side": gold.side, "level": gold.level}
    data |= {key: list(getattr(gold, key)) for key in _OPTIONAL if getattr(gold, key)}
    data["mentions"] = [_item(sample, mark, mention=True) for mark in sample.deciding]
    if sample.fully_marked:
        data["spans"] = [_item(sample, mark, mention=False) for mark in sample.marks]
    data["why"] = gold.why
    return {
        "id": sample.id,
        "kind": sample.kind,
        "style": sample.style,
        "text": sample.text,
        "gold": data,
    }


def occurrences(text: str, quote: str) -> list[tuple[int, int]]:
    """Every place of ``quote`` in ``text``, overlapping ones too."""
    places = []
    start = text.find(quote)
    while start >= 0:
        places.append((start, start + len(quote)))
        start = text.find(quote, start + 1)
    return places


def _line(row: dict[str, Any]) -> str:
    line = json.dumps(row, ensure_ascii=False)
    return json.dumps(row) if _SURROGATE.search(line) else line


def _place(text: str, item: dict[str, Any]) -> tuple[int, int, str, str]:
    unknown = set(item) - _MARK_KEYS
    if unknown:
        raise SampleError(f"unknown keys {sorted(unknown)} in a mention")
    places = occurrences(text, item["quote"]) if item["quote"] else []
    number = item.get("occurrence", 1)
    if not 1 <= number <= len(places):
        raise SampleError(f"a quote ({item['concept']}, {item['status']}) is not in the text")
    return (*places[number - 1], item["concept"], item["status"])


def _item(sample: Sample, mark: Mark, *, mention: bool) -> dict[str, Any]:
    quote = sample.quote(mark)
    item: dict[str, Any] = {"quote": quote, "concept": mark.concept, "status": mark.status}
    if not mention:
        item |= {"side": mark.side} if mark.side else {}
        item |= {"level": mark.level} if mark.level else {}
    places = occurrences(sample.text, quote)
    if len(places) > 1:
        item["occurrence"] = places.index((mark.start, mark.end)) + 1
    return item
