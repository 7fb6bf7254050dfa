"""Finds headings: known phrases set off from what follows by a mark, a gap, capitals or a line's end."""

from dataclasses import dataclass

from nlp.components.fields import box_at
from nlp.knowledge.lexicon import Lexicon
from nlp.knowledge.words import words
from nlp.reading import Line, Reading

_BULLETS = frozenset("-*•·–—>+o►▪●#)(")
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
        shouting = reading.text.isupper()
        for line in reading.lines:
            first = _after_bullet(reading, line)
            ticked = box_at(reading.words, line.first) is not None
            head = None if ticked else self._head_at(reading, first, line, at_line=True)
            if head:
                heads.append(head)
            words = reading.words
            if not shouting:
                heads += self._inline_caps(reading, first, line)
            for i in range(max(first + 1, line.first + 1), line.last):
                if words[i] in ":" and not (head and i < head.content):
                    inline = self._before_colon(reading, i, line)
                    if inline:
                        heads.append(inline)
        return sorted({h.first: h for h in heads}.values(), key=lambda h: h.first)

    def _inline_caps(self, reading: Reading, first: int, line: Line) -> list[Head]:
        """Capital headings without a colon at the start of a sentence inside the line."""
        out = []
        for i in range(first + 1, line.last - 1):
            if reading.words[i - 1] not in ".;" or not reading.text[reading.starts[i]].isupper():
                continue
            hit = self.headings.at(reading.words, i)
            if hit is None or hit[1] >= line.last:
                continue
            raw, after = reading.raw(i, hit[1]), reading.text[reading.starts[hit[1]] : reading.ends[hit[1]]]
            if raw.isupper() and len(raw) > 3 and not after.isupper() and after != ":":
                out.append(Head(i, hit[1], hit[2][0].id, line, False))
        return out

    def _before_colon(self, reading: Reading, colon: int, line: Line) -> Head | None:
        """A heading that ends at ``colon`` and begins a sentence inside the line."""
        for first in range(max(line.first + 1, colon - 6), colon):
            before = reading.words[first - 1]
            gap = reading.starts[first] - reading.ends[first - 1]
            if before in ".;,|)" or gap > 2 or before == "]":
                head = self._head_at(reading, first, line, at_line=False)
                if head and head.content == colon + 1:
                    return head
        return None

    def _head_at(self, reading: Reading, first: int, line: Line, at_line: bool) -> Head | None:
        hit = self.headings.at(reading.words, first) if first < line.last else None
        if hit is None:
            return None
        words, last = reading.words, min(hit[1], line.last)
        category = hit[2][0].id
        for _ in range(2):
            last = _skip_suffix(words, last, line.last)
        if last < line.last and words[last] in _COLUMNS:
            return None
        if last >= line.last:
            ok = at_line and (category != "admin" or line.last - line.first <= 3)
            if category == "title" and "(" in words[first:last] and last - first > 8:
                return None
            return Head(first, line.last, category, line, True) if ok else None
        if words[last] in (":", "=", "|"):
            return Head(first, last + 1, category, line, last + 1 >= line.last)
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
        if words[last] in (".", "…"):
            return words[last] == "…" or last + 1 < line.last
        raw, after = reading.raw(first, last), reading.raw(last, last + 1)
        return after not in ",/&+" and raw.isupper() and len(raw) > 3 and not after.isupper()


def _skip_suffix(words: list[str], last: int, stop: int) -> int:
    """Pass ``(s)``, ``#1``, a side or a short parenthesis between a heading and its colon."""
    if last < stop and words[last] == "(":
        for i in range(last, min(last + 9, stop)):
            if words[i] == ")":
                return i + 1 if i + 1 >= stop or words[i + 1] == ":" or i - last <= 2 else last
    if last + 1 < stop and words[last + 1] == ":" and (words[last].isalnum()):
        return last + 1
    return last


def _after_bullet(reading: Reading, line: Line) -> int:
    words, i = reading.words, line.first
    while i < line.last and (words[i] in _BULLETS or words[i] in "[]" or words[i] == "_"):
        i += 1
    if i + 1 < line.last and words[i].isdecimal() and words[i + 1] in ".)":
        i += 2
    return i
