"""Tables with a column for each side: the header line says which column is right and which left."""

import re

from nlp.components.fields import NO
from nlp.components.side_marks import SIDE_WORDS
from nlp.parts import Line
from nlp.reading import Reading
from nlp.stretches import Stretch

_WIDE = re.compile(r" *\t\s*|  +")
_LEFT = frozenset(word for word, side in SIDE_WORDS.items() if side == "left")
_RIGHT = frozenset(SIDE_WORDS) - _LEFT
MAX_HEADER, NEAR = 8, 3


def column_sides(reading: Reading) -> list[Stretch]:
    """The cells under RIGHT and LEFT, each with its side; nothing for a note without such a header."""
    both = reading.holds(_LEFT) and reading.holds(_RIGHT)
    if not both or not any(_may_head(reading, line) for line in reading.lines):
        return []
    out: list[Stretch] = []
    header: list[tuple[int, str]] = []
    for line in reading.lines:
        cells = _cells(reading, line)
        named = [SIDE_WORDS.get(reading.raw(first, last).lower().strip(" :"), "") for first, last in cells]
        if {"left", "right"} <= set(named) and line.last - line.first <= MAX_HEADER:
            header = [(_column(reading, first), side) for (first, _), side in zip(cells, named, strict=True)]
        elif header and len(cells) > 1 and not line.blank_before:
            sides = _sides_of(reading, cells, header)
            sides[0] = sides[0] or _filled(reading, cells, sides)
            out += [
                Stretch(first, last, side) for (first, last), side in zip(cells, sides, strict=True) if side
            ]
        elif len(cells) < 2:
            header = []
    return out


def _sides_of(reading: Reading, cells: list[tuple[int, int]], header: list[tuple[int, str]]) -> list[str]:
    """The side of each cell: by its number, or where the header lacks cells by what stands above it."""
    if len(cells) == len(header):
        return [side for _, side in header]
    columns = [_column(reading, first) for first, _ in cells]
    return [next((side for at, side in reversed(header) if at <= here + NEAR), "") for here in columns]


def _filled(reading: Reading, cells: list[tuple[int, int]], sides: list[str]) -> str:
    """The side that the label of a row is told for: that of its cells which hold more than "nil"."""
    told = {
        side
        for (first, last), side in zip(cells, sides, strict=True)
        if side and not NO.issuperset(reading.words[first:last])
    }
    return "bilateral" if len(told) > 1 else next(iter(told), "")


def _column(reading: Reading, word: int) -> int:
    """How many characters stand before ``word`` on its line."""
    at = reading.starts[word]
    return at - reading.text.rfind("\n", 0, at) - 1


def _may_head(reading: Reading, line: Line) -> bool:
    """A short line that names both sides."""
    if line.last - line.first > MAX_HEADER:
        return False
    told = reading.words[line.first : line.last]
    return not (_LEFT.isdisjoint(told) or _RIGHT.isdisjoint(told))


def _cells(reading: Reading, line: Line) -> list[tuple[int, int]]:
    """The cells of a line as word ranges, parted by tabs, bars or wide gaps."""
    cells: list[tuple[int, int]] = []
    first = line.first
    for i in range(line.first, line.last):
        wide = i > first and _WIDE.fullmatch(reading.text[reading.ends[i - 1] : reading.starts[i]])
        if wide or reading.words[i] == "|":
            if i > first:
                cells.append((first, i))
            first = i + (reading.words[i] == "|")
    return [*cells, (first, line.last)] if first < line.last else cells
