"""The highlights of an annotation: stretches of text that do not overlap, and their ``<mark>`` tags."""

from bisect import bisect_left
from collections.abc import Iterator
from html import escape
from itertools import pairwise
from typing import NamedTuple

from nlp.annotation import Annotation, Concept
from nlp.offsets import utf16_index

MARK_ATTRIBUTES = ("class", "data-concept", "data-evidence", "data-ids", "data-status")


class Highlight(NamedTuple):
    """``text[start:end]`` and the opening tag of its mark."""

    start: int
    end: int
    tag: str


def highlights(annotation: Annotation, text: str) -> list[Highlight]:
    """The matches of ``annotation`` in ``text``, in order; where concepts overlap they share a highlight.

    Offsets may be in either unit. Raises ValueError if a concept does not lie within the text.
    """
    spans = _spans(annotation, text)
    evidence = _evidence(annotation)
    starts = sorted(spans, key=lambda span: (span[0], -span[1]))
    cuts = sorted({offset for start, end, _ in spans for offset in (start, end)})
    result: list[Highlight] = []
    active: list[tuple[int, int, Concept]] = []
    position = 0
    for start, end in pairwise(cuts):
        active = [span for span in active if span[1] > start]
        while position < len(starts) and starts[position][0] == start:
            active.append(starts[position])
            position += 1
        if active:
            result.append(Highlight(start, end, _tag([span[2] for span in active], evidence)))
    return result


def _spans(annotation: Annotation, text: str) -> list[tuple[int, int, Concept]]:
    index = utf16_index(text) if annotation.offsets == "utf16" else None
    spans = []
    for concept in annotation.concepts:
        start, end = concept.start, concept.end
        if index is not None:
            start, end = bisect_left(index, start), bisect_left(index, end)
        if not 0 <= start <= end <= len(text):
            raise ValueError(f"concept {concept.id} does not lie within the text")
        if start < end:
            spans.append((start, end, concept))
    return spans


def _evidence(annotation: Annotation) -> dict[int, list[str]]:
    codes: dict[int, list[str]] = {}
    for suggestion in annotation.suggestions:
        for concept in suggestion.evidence:
            codes.setdefault(concept, []).append(suggestion.code)
    return codes


def _tag(concepts: list[Concept], evidence: dict[int, list[str]]) -> str:
    """The opening tag; the shortest of the concepts, being the most exact, gives name and status."""
    inner = min(concepts, key=lambda concept: (concept.end - concept.start, concept.id))
    codes = dict.fromkeys(code for concept in concepts for code in evidence.get(concept.id, ()))
    attributes = {
        "class": "osteotome",
        "data-ids": " ".join(str(concept.id) for concept in concepts),
        "data-concept": inner.concept,
        "data-status": inner.status,
    }
    if codes:
        attributes["data-evidence"] = " ".join(codes)
    return "<mark " + " ".join(f'{name}="{escape(value)}"' for name, value in attributes.items()) + ">"


def marked(text: str, marks: list[Highlight]) -> Iterator[str]:
    """``text`` escaped for HTML, in parts, ``marks`` (in order, offsets of ``text``) around their words."""
    done = 0
    for start, end, tag in marks:
        yield escape(text[done:start])
        yield f"{tag}{escape(text[start:end])}</mark>"
        done = end
    yield escape(text[done:])
