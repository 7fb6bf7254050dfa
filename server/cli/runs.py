"""Cutting a note into runs over which the same concepts hold."""

from collections.abc import Iterable
from dataclasses import dataclass
from itertools import pairwise

from nlp.annotation import Concept


@dataclass(frozen=True)
class Run:
    """``text[start:end]``, the concepts over it, and those of them that begin here."""

    start: int
    end: int
    concepts: tuple[Concept, ...]
    begins: tuple[int, ...]


def runs(text: str, concepts: Iterable[Concept]) -> list[Run]:
    """Runs in order, which together are the whole of ``text``."""
    spans = sorted(concepts, key=lambda one: (one.start, -one.end))
    edges = sorted({0, len(text), *(one.start for one in spans), *(one.end for one in spans)})
    result: list[Run] = []
    open_: list[Concept] = []
    following = 0
    for start, end in pairwise(edges):
        open_ = [one for one in open_ if one.end > start]
        begins: list[int] = []
        while following < len(spans) and spans[following].start <= start:
            open_.append(spans[following])
            begins.append(spans[following].id)
            following += 1
        result.append(Run(start, end, tuple(open_), tuple(begins)))
    return result
