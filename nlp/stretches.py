"""Stretches of words that share a label: the episodes and the sections of a note, the cells of a table."""

from bisect import bisect_right
from dataclasses import dataclass


@dataclass(slots=True)
class Stretch:
    """Words ``first`` to ``last`` share a label: an episode, a section or the side of a table cell."""

    first: int
    last: int
    label: str


def labels_at(stretches: list[Stretch], words: list[int], default: str) -> list[str]:
    """The label at each of the ascending ``words``; stretches are in order and do not overlap."""
    if not stretches:
        return [default] * len(words)
    out, at = [], 0
    for word in words:
        while at + 1 < len(stretches) and stretches[at + 1].first <= word:
            at += 1
        held = stretches[at].first <= word < stretches[at].last
        out.append(stretches[at].label if held else default)
    return out


def label_at(stretches: list[Stretch], word: int, default: str) -> str:
    """The label of the stretch that holds ``word``; stretches are in order and do not overlap."""
    at = bisect_right(stretches, word, key=lambda s: s.first) - 1
    return stretches[at].label if at >= 0 and word < stretches[at].last else default
