"""Tables with a column for each side: the header line says which column is right and which left."""

import re

from nlp.reading import Line, Reading, Stretch

_WIDE = re.compile(r" *\t\s*|  +")
_SIDES = {"right": "right", "r": "right", "rt": "right", "left": "left", "l": "left", "lt": "left"}
MAX_HEADER = 8


def column_sides(reading: Reading) -> list[Stretch]:
    """The cells under RIGHT and LEFT, each with its side; nothing for a note without such a header."""
    out: list[Stretch] = []
    header: list[str] = []
    for line in reading.lines:
        cells = _cells(reading, line)
        named = [_SIDES.get(reading.raw(first, last).lower().strip(" :"), "") for first, last in cells]
        if {"left", "right"} <= set(named) and line.last - line.first <= MAX_HEADER:
            header = named
        elif header and len(cells) == len(header) and not line.blank_before:
            out += [
                Stretch(first, last, side) for (first, last), side in zip(cells, header, strict=True) if side
            ]
        elif len(cells) < 2:
            header = []
    return out


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
