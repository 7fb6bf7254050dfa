"""Finds headings: known phrases set off from what follows by a mark, a gap, capitals or a line's end."""

from bisect import bisect_left, bisect_right
from dataclasses import dataclass

from nlp.components.fields import box_at
from nlp.knowledge.lexicon import Lexicon
from nlp.knowledge.words import words
from nlp.parts import Line
from nlp.reading import Reading

_BULLETS = frozenset("-*•·–—>+o►▪●#)(")
_EARLIER = frozenset({"previous", "prior", "past", "earlier"})
_COLON, _STOPS = frozenset(":"), frozenset(".;")
_COLUMNS = words("sections.columns")


@dataclass(slots=True)
class Head:
    """A heading at word ``first``; its content begins at ``content``; ``own_line`` if nothing follows it."""

    first: int
    content: int
    category: str
    line: Line
    own_line: bool


class Heads:
    """Finds the headings of a note by the phrases of ``headings``."""

    def __init__(self, headings: Lexicon) -> None:
        self.headings = headings

    def __call__(self, reading: Reading) -> list[Head]:
        """The headings in text order."""
        heads: list[Head] = []
        colons = reading.signs(_COLON)
        stops = [] if reading.text.isupper() else reading.signs(_STOPS)
        for line in reading.lines:
            first = _after_bullet(reading, line)
            ticked = box_at(reading.words, line.first) is not None
            head = None if ticked else self._head_at(reading, first, line, at_line=True)
            if head:
                heads.append(head)
            for i in stops[bisect_left(stops, first) : bisect_left(stops, line.last - 2)]:
                heads += self._inline_caps(reading, i + 1, line)
            for i in colons[bisect_right(colons, first) : bisect_left(colons, line.last)]:
                if not (head and i < head.content):
                    heads += self._before_colon(reading, i, line)
        return sorted({h.first: h for h in heads}.values(), key=lambda h: h.first)

    def _inline_caps(self, reading: Reading, first: int, line: Line) -> list[Head]:
        """The capital heading without a colon at ``first``, the start of a sentence inside the line."""
        if not reading.text[reading.starts[first]].isupper():
            return []
        hit = self.headings.at(reading.words, first)
        if hit is None or hit[1] >= line.last:
            return []
        raw, after = reading.raw(first, hit[1]), reading.raw(hit[1], hit[1] + 1)
        if raw.isupper() and len(raw) > 3 and not after.isupper() and after != ":":
            return [Head(first, hit[1], hit[2][0].id, line, False)]
        return []

    def _before_colon(self, reading: Reading, colon: int, line: Line) -> list[Head]:
        """The heading that ends at ``colon`` and begins a sentence inside the line."""
        for first in range(max(line.first + 1, colon - 6), colon):
            before = reading.words[first - 1]
            gap = reading.starts[first] - reading.ends[first - 1]
            if before in ".;,|)" or gap > 2 or before == "]":
                head = self._head_at(reading, first, line, at_line=False)
                if head and head.content == colon + 1:
                    return [head]
        return []

    def _head_at(self, reading: Reading, first: int, line: Line, at_line: bool) -> Head | None:
        hit = self.headings.at(reading.words, first) if first < line.last else None
        if hit is None:
            return None
        words, last = reading.words, min(hit[1], line.last)
        category = hit[2][0].id
        if category == "title" and first and words[first - 1] in _EARLIER:
            category = "history"
        for _ in range(2):
            last = _skip_suffix(words, last, line.last)
        if last < line.last and words[last] in _COLUMNS:
            return None
        if last >= line.last:
            ok = at_line and not _goes_on(reading, first)
            ok = ok and (category != "admin" or line.last - line.first <= 3)
            if category == "title" and "(" in words[first:last] and last - first > 8:
                return None
            return Head(first, line.last, category, line, True) if ok else None
        if words[last] in (":", "=", "|"):
            return Head(first, last + 1, category, line, last + 1 >= line.last)
        gap = reading.text[reading.ends[last - 1] : reading.starts[last]]
        if category == "side" and gap == " " and reading.raw(last, last + 1).islower():
            return None
        if first in reading.bare_headings or (at_line and self._set_off(reading, first, last, line)):
            return Head(first, last, category, line, False)
        return None

    @staticmethod
    def _set_off(reading: Reading, first: int, last: int, line: Line) -> bool:
        words, text = reading.words, reading.text
        gap = text[reading.ends[last - 1] : reading.starts[last]]
        if "\t" in gap or len(gap) > 2:
            return True
        if words[last] in "–—-" and gap:
            return True
        if words[last] == ".":
            return last + 1 < line.last and not _goes_on(reading, first)
        if words[last] == "…":
            return True
        raw, after = reading.raw(first, last), reading.raw(last, last + 1)
        return after not in ",/&+" and raw.isupper() and len(raw) > 3 and not after.isupper()


def _skip_suffix(words: list[str], last: int, stop: int) -> int:
    """Pass ``(s)``, ``#1``, a side or a short parenthesis between a heading and its colon."""
    dated = last
    while dated < min(last + 6, stop) and (words[dated].isdecimal() or words[dated] in "/.-"):
        dated += 1
    if last < dated < stop and words[dated] == ":":
        return dated
    if words[last : last + 1] == ["#"] and last + 2 < stop and words[last + 2] == ":":
        return last + 2
    if last < stop and words[last] == "(":
        for i in range(last, min(last + 9, stop)):
            if words[i] == ")":
                return i + 1 if i + 1 >= stop or words[i + 1] == ":" or i - last <= 2 else last
    if last + 1 < stop and words[last + 1] == ":" and (words[last].isalnum()):
        return last + 1
    return last


def _goes_on(reading: Reading, first: int) -> bool:
    """The word ``first`` stands inside a sentence: small, behind a word that ends none."""
    text = reading.text
    return (
        first > 0
        and text[reading.starts[first]].islower()
        and not reading.lower_case
        and reading.words[first - 1] not in ".:;?!"
    )


def _after_bullet(reading: Reading, line: Line) -> int:
    words, i = reading.words, line.first
    while i < line.last and (words[i] in _BULLETS or words[i] in "[]" or words[i] == "_"):
        i += 1
    if i + 1 < line.last and words[i].isdecimal() and words[i + 1] in ".)":
        i += 2
    return i
