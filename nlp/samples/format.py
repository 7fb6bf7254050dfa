"""Sample files (``*.sample``): notes with their gold answers, written to be read and diffed by people.

    === dev-001
    kind: op_note
    style: structured paediatric EHR
    gold: suggest
    codes: 27165
    side: right
    level: intertrochanteric
    why: One sentence for the next reader.
    ---
    The note, with <femoral_osteotomy performed side=right decides>inline tags</femoral_osteotomy>.

A file holds one sample or many. Lines that start with ``#`` before the first sample are comments.
The text of a sample runs to the next ``===`` line; blank lines round it do not belong to it
(see ``nlp.samples.markup`` for tags and escapes).
"""

import re
from collections.abc import Iterable
from pathlib import Path

from nlp.samples.markup import parse as parse_markup
from nlp.samples.markup import write as write_markup
from nlp.samples.model import DECISIONS, LEVELS, SIDES, Gold, Sample, SampleError

SUFFIX = ".sample"
_REQUIRED = ("kind", "style", "gold", "side", "level")
_LISTS = {
    "accept": DECISIONS,
    "codes": None,
    "review_codes": None,
    "other_codes": None,
    "accept_codes": None,
    "accept_side": SIDES,
    "accept_level": LEVELS,
}
_FIELDS = (
    "kind",
    "style",
    "gold",
    "accept",
    "codes",
    "review_codes",
    "other_codes",
    "accept_codes",
    "side",
    "accept_side",
    "level",
    "accept_level",
    "marked",
    "why",
)
_SINGLE = {"gold": DECISIONS, "side": SIDES, "level": LEVELS, "marked": ("all", "deciding")}
_ID = re.compile(r"[A-Za-z0-9][A-Za-z0-9._-]*")
_KIND = re.compile(r"[a-z][a-z_]*")
_CODE = re.compile(r"[0-9]{4}[0-9A-Z]")


def load(paths: Iterable[Path]) -> list[Sample]:
    """Read every sample of the files and folders (their ``*.sample`` files, sorted), in order.

    Raises:
        SampleError: a file holds a fault, an id occurs twice, or nothing was found.
        OSError: a file cannot be read.
    """
    samples: list[Sample] = []
    seen: dict[str, Path] = {}
    for path in _files(paths):
        for sample in loads(path.read_text(encoding="utf-8"), str(path), path.stem):
            if sample.id in seen:
                raise SampleError(f"{path}: id {sample.id} stands in {seen[sample.id]} already")
            seen[sample.id] = path
            samples.append(sample)
    if not samples:
        raise SampleError("no samples found")
    return samples


def loads(content: str, name: str = "<text>", source: str = "") -> list[Sample]:
    """Read the samples in the text of one file; ``name`` is used in messages, ``source`` set on each.

    Raises:
        SampleError: ``name:line: fault`` at the first fault.
    """
    lines = content.split("\n")
    starts = [number for number, line in enumerate(lines) if line.startswith("===")]
    for number, line in enumerate(lines[: starts[0] if starts else None], 1):
        if line.strip() and not line.startswith("#"):
            raise SampleError(f"{name}:{number}: text before the first '=== id' line")
    ends = [*starts, len(lines)][1:]
    return [_sample(lines, start, stop, name, source) for start, stop in zip(starts, ends, strict=True)]


def dumps(samples: Iterable[Sample]) -> str:
    """Write samples as the text of one file, in canonical form."""
    return "\n".join(_block(sample) for sample in samples)


def _files(paths: Iterable[Path]) -> list[Path]:
    files: list[Path] = []
    for path in paths:
        files += sorted(path.rglob(f"*{SUFFIX}")) if path.is_dir() else [path]
    return files


def _sample(lines: list[str], start: int, stop: int, name: str, source: str) -> Sample:
    ident = lines[start][3:].strip()
    if not _ID.fullmatch(ident):
        raise SampleError(f"{name}:{start + 1}: bad or missing id after '==='")
    try:
        rule = lines.index("---", start, stop)
    except ValueError:
        raise SampleError(f"{name}:{start + 1}: {ident} has no '---' line before its text") from None
    fields = _fields(lines, start + 1, rule, name)
    first = rule + 1
    while first < stop and not lines[first]:
        first += 1
    try:
        text, marks = parse_markup("\n".join(lines[first:stop]).rstrip("\n"))
    except SampleError as error:
        line, _, fault = str(error).removeprefix("line ").partition(": ")
        raise SampleError(f"{name}:{first + int(line)}: {ident}: {fault}") from None
    marked = fields.pop("marked", "all")
    if marked == "deciding" and not all(mark.deciding for mark in marks):
        raise SampleError(f"{name}:{start + 1}: {ident} says 'marked: deciding' but a tag lacks 'decides'")
    kind, style = fields.pop("kind"), fields.pop("style")
    gold = Gold(
        decision=fields.pop("gold"),
        side=fields.pop("side"),
        level=fields.pop("level"),
        why=fields.pop("why", ""),
        **{key: tuple(value.split(", ")) for key, value in fields.items()},
    )
    return Sample(ident, kind, style, text, gold, marks, marked == "all", source)


def _fields(lines: list[str], start: int, stop: int, name: str) -> dict[str, str]:
    fields: dict[str, str] = {}
    for number in range(start, stop):
        key, colon, value = lines[number].partition(":")
        value = value.strip()
        where = f"{name}:{number + 1}"
        if not colon or key not in _FIELDS:
            raise SampleError(f"{where}: unknown field (known: {', '.join(_FIELDS)})")
        if key in fields:
            raise SampleError(f"{where}: {key} is given twice")
        fault = _value_fault(key, value)
        if fault:
            raise SampleError(f"{where}: {key}: {fault}")
        fields[key] = value
    missing = [key for key in _REQUIRED if key not in fields]
    if missing:
        raise SampleError(f"{name}:{start}: missing {', '.join(missing)}")
    return {key: value for key, value in fields.items() if value or key not in _LISTS}


def _value_fault(key: str, value: str) -> str:
    if key in _SINGLE and value not in _SINGLE[key]:
        return f"not one of {', '.join(_SINGLE[key])}"
    if key == "kind" and not _KIND.fullmatch(value):
        return "not a lower-case word"
    if key not in _LISTS or not value:
        return ""
    allowed = _LISTS[key]
    for item in value.split(", "):
        if allowed is None and not _CODE.fullmatch(item):
            return "not codes of five characters divided by ', '"
        if allowed is not None and item not in allowed:
            return f"'{item}' is not one of {', '.join(allowed)}"
    return ""


def _block(sample: Sample) -> str:
    gold = sample.gold
    values = {"kind": sample.kind, "style": sample.style, "gold": gold.decision, "why": gold.why}
    values |= {"side": gold.side, "level": gold.level, "marked": "" if sample.fully_marked else "deciding"}
    values |= {key: ", ".join(getattr(gold, key)) for key in _LISTS}
    lines = [f"=== {sample.id}"]
    for key in _FIELDS:
        value = values[key]
        if (
            value != value.strip()
            or "\n" in value
            or (_value_fault(key, value) and (value or key in _REQUIRED))
        ):
            raise SampleError(
                f"{sample.id}: {key} cannot be written: {_value_fault(key, value) or 'white space'}"
            )
        if value or key in _REQUIRED:
            lines.append(f"{key}: {value}".rstrip())
    return "\n".join([*lines, "---", write_markup(sample.text, sample.marks), ""])
