"""Which stretch of a note is a title, a diagnosis, indications, the body, a plan...

A heading is a known phrase at the start of a line or of a sentence, set off by a colon, a dash, dotted
leaders, a wide gap, capitals or the end of its line. Some sections hold for their line or list only, the
others until the next heading; a section that is not the body ends where the narrative begins.
"""

from bisect import bisect_left, bisect_right
from dataclasses import dataclass
from itertools import pairwise

from spacy.language import Language
from spacy.tokens import Doc

from nlp.components.fields import box_at
from nlp.components.tokenizer import knowledge_of
from nlp.knowledge.lexicon import Lexicon
from nlp.knowledge.words import words
from nlp.reading import Line, Reading, Stretch

LISTED = frozenset({"title", "scheduled", "diagnosis", "implants", "admin"})
_PARAGRAPH = frozenset({"indications", "history", "consent", "attestation"})
_BULLETS = frozenset("-*•·–—>+o►▪●#)(")
_TELLING = words("sections.telling")
_VERBS = words("sections.verbs")
_COLUMNS = words("sections.columns")


@dataclass(slots=True)
class _Head:
    first: int
    content: int
    category: str
    line: Line
    own_line: bool


class Sections:
    """Fills ``reading.sections`` and ``reading.headings``."""

    def __init__(self, headings: Lexicon) -> None:
        self.headings = headings

    def __call__(self, doc: Doc) -> Doc:
        reading: Reading = doc._.reading
        heads = self._heads(reading)
        for head in heads:
            reading.headings.update(range(head.first, head.content))
        reading.sections = _stretches(reading, heads)
        return doc

    def _heads(self, reading: Reading) -> list[_Head]:
        heads: list[_Head] = []
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

    def _inline_caps(self, reading: Reading, first: int, line: Line) -> list[_Head]:
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
                out.append(_Head(i, hit[1], hit[2][0].id, line, False))
        return out

    def _before_colon(self, reading: Reading, colon: int, line: Line) -> _Head | None:
        """A heading that ends at ``colon`` and begins a sentence inside the line."""
        for first in range(max(line.first + 1, colon - 6), colon):
            before = reading.words[first - 1]
            gap = reading.starts[first] - reading.ends[first - 1]
            if before in ".;,|)" or gap > 2 or before == "]":
                head = self._head_at(reading, first, line, at_line=False)
                if head and head.content == colon + 1:
                    return head
        return None

    def _head_at(self, reading: Reading, first: int, line: Line, at_line: bool) -> _Head | None:
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
            return _Head(first, line.last, category, line, True) if ok else None
        if words[last] in (":", "=", "|"):
            return _Head(first, last + 1, category, line, last + 1 >= line.last)
        if first in reading.bare_headings or (at_line and self._set_off(reading, first, last, line)):
            return _Head(first, last, category, line, False)
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


def _stretches(reading: Reading, heads: list[_Head]) -> list[Stretch]:
    """Cut the note at its headings; what no heading governs is title (short, verbless, on top) or body."""
    count = len(reading.words)
    out: list[Stretch] = []
    stop = heads[0].first if heads else count
    _preamble(reading, stop, out, bool(heads))
    _place_sides(reading, heads)
    for head, after in zip(heads, [*heads[1:], None], strict=False):
        if head.category == "plan" and not head.own_line and head.content < count * 0.4:
            head.category = "scheduled"
        end = after.first if after else count
        reach = _reach(reading, head, end)
        label = (
            "description" if head.category == "title" and _whole_body(reading, head, reach) else head.category
        )
        out.append(Stretch(head.first, reach, label))
        if reach < end:
            category = (
                "description"
                if head.category in LISTED | _PARAGRAPH | {"addendum", "plan"}
                else head.category
            )
            out.append(Stretch(reach, end, category))
    return out


def _place_sides(reading: Reading, heads: list[_Head]) -> None:
    """ "Left:" under a title lists what was done there; elsewhere it opens a part of the narrative.

    An act that heads a line under "not done" belongs to that list.
    """
    before = ""
    acts = {m.first for m in reading.marks if m.entry.group in ("name", "cut")}
    for head in heads:
        if head.category == "side":
            listing = (
                before in ("title", "scheduled", "diagnosis")
                and not _tells(reading, head.line)
                and not head.line.blank_before
            )
            head.category = before if listing else "description"
        if before == "not_done" and head.category == "description" and head.first in acts:
            head.category = "not_done"
        before = head.category


def _whole_body(reading: Reading, head: _Head, reach: int) -> bool:
    """What stands under a title heading is the narrative itself: several sentences with verbs."""
    words = reading.words[head.content : reach]
    if sum(w in _TELLING for w in words) >= 3:
        return True
    return len(words) > 35 and len(_VERBS.intersection(words)) >= 2 and words.count(".") >= 3


def _preamble(reading: Reading, stop: int, out: list[Stretch], headed: bool) -> None:
    for line in reading.lines:
        if line.first >= stop:
            return
        last = min(line.last, stop)
        words = reading.words[line.first : last]
        top = not out or out[-1].label in ("title", "preamble")
        short = len(words) <= 22 and not _VERBS.intersection(words) and words[-1] != "."
        label = "title" if top and short and line.first < 60 else "description"
        if label == "description" and out and out[-1].label == "description":
            out[-1].last = last
        else:
            out.append(Stretch(line.first, last, label))


def _reach(reading: Reading, head: _Head, end: int) -> int:
    """The word where the section of ``head`` stops."""
    narrative = _narrative_start(reading, head, end)
    listed = False
    if head.category not in LISTED and head.category not in _PARAGRAPH:
        return narrative
    lines = reading.lines
    at = bisect_left(lines, head.line.last, key=lambda ln: ln.last)
    reach = head.line.last
    seen = not head.own_line
    for line in lines[at + 1 :]:
        if line.first >= end:
            return min(end, narrative)
        if (
            line.blank_before
            and seen
            and not (head.own_line and head.category in LISTED and _listed(reading, line))
        ):
            break
        if seen and not head.own_line and not _continues(reading, line):
            break
        if seen and head.category in LISTED and _tells(reading, line) and not _listed(reading, line):
            break
        if (
            listed
            and head.category in ("title", "scheduled")
            and not _listed(reading, line)
            and not _continues(reading, line)
        ):
            break
        listed = listed or _listed(reading, line)
        seen = True
        reach = line.last
    return min(reach, end, narrative)


def _tells(reading: Reading, line: Line) -> bool:
    """The line tells what was done rather than naming it."""
    words = reading.words[line.first : line.last]
    stops = sum(w == "." and not before.isdecimal() for before, w in pairwise(words))
    return tells(words) or stops > 2


def tells(words: list[str]) -> bool:
    """Words of an operation in progress, or a clause with a verb."""
    return bool(_TELLING.intersection(words)) or (len(_VERBS.intersection(words)) > 0 and len(words) > 6)


def _listed(reading: Reading, line: Line) -> bool:
    words = reading.words
    first = words[line.first]
    return (
        first.isdecimal() and line.first + 1 < line.last and words[line.first + 1] in ".)"
    ) or first in "-•*"


def _continues(reading: Reading, line: Line) -> bool:
    """A wrapped line, or the next item of a list."""
    before = reading.text[reading.starts[line.first] - 1 : reading.starts[line.first]]
    first = reading.text[reading.starts[line.first]]
    above = reading.ends[line.first - 1]
    begun = reading.text.rfind("\n", 0, above) + 1
    wrapped = above - begun >= 58 and reading.words[line.first - 1] not in ".:;"
    at = bisect_left(reading.lines, line.first, key=lambda ln: ln.first)
    wrapped = wrapped or (at > 0 and reading.runs_on(reading.lines[at - 1], line))
    if first in "-•*":
        return before in " \t"
    return first.islower() or _listed(reading, line) or wrapped


def _narrative_start(reading: Reading, head: _Head, end: int) -> int:
    if head.category in ("description", "findings", "addendum"):
        return end
    if head.category == "plan" and head.content > len(reading.words) * 0.6:
        return end
    marks = reading.marks
    for at in range(bisect_right(marks, head.content, key=lambda mark: mark.first), len(marks)):
        i = marks[at].first
        if i >= end:
            break
        if marks[at].entry.id == "start.narrative":
            before = reading.words[i - 1]
            if before in ".:;" or reading.breaks(i):
                return i
    return end


@Language.factory("osteotome_sections", assigns=["doc._.reading"])
def create_sections(nlp: Language, name: str) -> Sections:
    """spaCy factory."""
    return Sections(knowledge_of(nlp).headings)
