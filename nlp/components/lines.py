"""Lines of a note: the physical ones, and those that a note pasted as one paragraph has lost.

A long line is divided where a heading, a numbered item or a marker of another document stands inside it,
so that all that reads lines (sections, fields, episodes, kinds) finds what it would have found before.
"""

import re
from bisect import bisect_left, bisect_right
from itertools import pairwise

from nlp.knowledge.lexicon import Lexicon
from nlp.knowledge.words import words
from nlp.parts import Line
from nlp.reading import Reading

LONG = 25
COLLAPSED = 0.6
_LINE_END = re.compile("[\n\r\x0b\x0c\u2028\u2029]")
_JOINING = words("lines.joining")
_COLONS = frozenset(":=|")
_CLOSING = frozenset(";,.)/")
_LEADS = frozenset({"title", "diagnosis", "indications", "history", "consent", "description"})
_BARE = _LEADS | {"findings", "plan", "implants", "addendum", "scheduled"}
_ACTS = frozenset({"name", "cut", "act", "wedge", "bone", "level", "landmark", "work", "soft"})
_MARKERS = frozenset({"pasted", "template"})
REACH = 8


def lines_of(text: str, starts: list[int]) -> list[Line]:
    """The physical lines that hold words; word ``i`` begins at ``starts[i]``."""
    lines: list[Line] = []
    word, begin, blank = 0, 0, False
    for stop in [m.start() for m in _LINE_END.finditer(text)] + [len(text)]:
        first = word
        word = bisect_left(starts, stop, word)
        if word > first:
            lines.append(Line(first, word, blank))
            blank = False
        elif stop > begin or text[begin:stop].strip() == "":
            blank = not (text[stop - 1 : stop] == "\r" and text[stop : stop + 1] == "\n") or blank
        begin = stop + 1
    return lines


def divide(reading: Reading, headings: Lexicon) -> None:
    """Divide the long lines of ``reading``."""
    if all(line.last - line.first <= LONG for line in reading.lines):
        return
    cased = not (reading.text.isupper() or reading.text.islower())
    colons = reading.signs(_COLONS)
    lines: list[Line] = []
    for line in reading.lines:
        if line.last - line.first <= LONG:
            lines.append(line)
            continue
        heads = _colon_headings(reading, headings, line, colons)
        other: set[int] = set()
        if line.last - line.first > COLLAPSED * len(reading.words):
            other = _numbered(reading, line) | _markers(reading, line) | _leaders(reading, line)
            if cased:
                bare = _bare_headings(reading, headings, line)
                reading.bare_headings |= bare
                heads |= bare
        edges = [line.first, *sorted((heads | other) - {line.first}), line.last]
        for first, last in pairwise(edges):
            blank = line.blank_before and first == line.first
            lines.append(Line(first, last, blank, first in heads))
    reading.lines = lines


def _colon_headings(reading: Reading, headings: Lexicon, line: Line, colons: list[int]) -> set[int]:
    """Where a heading begins that ends at a colon; the longest one before each colon."""
    words, cuts = reading.words, set()
    for colon in colons[bisect_right(colons, line.first) : bisect_left(colons, line.last - 1)]:
        for first in range(max(line.first + 1, colon - REACH), colon):
            hit = headings.at(words, first)
            if hit and _after_brackets(words, hit[1], line.last) == colon and _opens(reading, first):
                cuts.add(first)
                break
    return cuts


def _opens(reading: Reading, i: int) -> bool:
    """Word ``i`` is no mere part of the phrase before it."""
    before, first = reading.words[i - 1], reading.text[reading.starts[i]]
    if before in _JOINING:
        return False
    return not first.islower() or before in ".;" or reading.lower_case


def _bare_headings(reading: Reading, headings: Lexicon, line: Line) -> set[int]:
    """Headings in capitals or Title Case without a colon, before a word that begins anew."""
    cuts, i = set(), line.first + 1
    acts = {m.first for m in reading.marks if m.entry.group in _ACTS}
    while i < line.last - 1:
        hit = headings.at(reading.words, i)
        if hit is None or hit[1] >= line.last:
            i += 1
            continue
        raw, before = reading.raw(i, hit[1]), reading.raw(i - 1, i)
        at = _after_bracket(reading.words, hit[1], line.last)
        after = reading.raw(at, at + 1)
        capitals = raw.isupper() and len(raw) > 3 and not after.isupper() and not before[-1:].isupper()
        capitals = capitals and after not in _CLOSING and not (hit[2][0].id == "side" and after.islower())
        title = (
            hit[2][0].id in _BARE
            and i not in acts
            and len(raw) > 3
            and raw[0].isupper()
            and not raw.isupper()
            and (after[0].isupper() or after[0].isdecimal())
            and (not before.istitle() or before in ".;)")
        )
        if (capitals or title) and before.lower() not in _JOINING:
            cuts.add(i)
        i = hit[1]
    return cuts


def _after_brackets(words: list[str], i: int, last: int) -> int:
    """Past the one or two parentheses behind a heading: "Procedure(s) (LRB):"."""
    return _after_bracket(words, _after_bracket(words, i, last), last)


def _after_bracket(words: list[str], i: int, last: int) -> int:
    """The word behind a short parenthesis at ``i``, or ``i``."""
    if words[i] == "(":
        for end in range(i + 1, min(i + REACH, last - 1)):
            if words[end] == ")":
                return end + 1
    return i


def _numbered(reading: Reading, line: Line) -> set[int]:
    """The items "1. ... 2. ..." of a list that has lost its lines."""
    words, cuts, wanted = reading.words, [], 1
    for i in range(line.first, line.last - 2):
        if words[i] == str(wanted) and words[i + 1] in ".)" and reading.raw(i + 2, i + 3)[0].isalpha():
            cuts.append(i)
            wanted += 1
    return set(cuts) if wanted > 2 else set()


def _leaders(reading: Reading, line: Line) -> set[int]:
    """Where the label of a field with dotted leaders begins: at the capital nearest before the dots."""
    cuts = set()
    for dots in range(line.first + 1, line.last):
        if reading.ends[dots] - reading.starts[dots] < 4 or reading.words[dots] != "…":
            continue
        for i in range(dots - 1, max(line.first, dots - REACH), -1):
            if reading.text[reading.starts[i]].isupper():
                cuts.add(i)
                break
    return cuts


def _markers(reading: Reading, line: Line) -> set[int]:
    """Marks of pasted documents and addenda, where they stand in capitals or behind a rule."""
    return {
        m.first
        for m in reading.marks
        if line.first < m.first < line.last
        and (m.entry.episode in _MARKERS or m.entry.id in ("addendum.marker", "block.date"))
        and (reading.raw(m.first, m.last).isupper() or reading.words[m.first - 1] in "-—=*>.[")
    }
