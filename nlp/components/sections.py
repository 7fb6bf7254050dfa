"""Which stretch of a note is a title, a diagnosis, indications, the body, a plan...

A heading is a known phrase at the start of a line or of a sentence, set off by a colon, a dash, dotted
leaders, a wide gap, capitals or the end of its line. Some sections hold for their line or list only, the
others until the next heading; a section that is not the body ends where the narrative begins.
"""

from bisect import bisect_left, bisect_right
from itertools import pairwise

from spacy.language import Language

from nlp.components.heads import Head, Heads
from nlp.components.step import Step
from nlp.components.tokenizer import knowledge_of
from nlp.knowledge.lexicon import Lexicon
from nlp.knowledge.words import words
from nlp.parts import Line
from nlp.reading import Reading
from nlp.stretches import Stretch

LISTED = frozenset({"title", "scheduled", "diagnosis", "implants", "admin"})
_PARAGRAPH = frozenset({"indications", "history", "consent", "attestation"})
_TELLING = words("sections.telling")
_VERBS = words("sections.verbs")
_CUTTING = words("sections.cutting")
_STEPS = _TELLING | words("sections.steps")
_LEAVING = frozenset({"indications", "history", "diagnosis", "admin", "plan"})
_RUN = 40


class Sections(Step):
    """Fills ``reading.sections`` and ``reading.headings``."""

    def __init__(self, headings: Lexicon) -> None:
        self.heads = Heads(headings)

    def read(self, reading: Reading) -> None:
        heads = self.heads(reading)
        for head in heads:
            reading.headings.update(range(head.first, head.content))
        reading.sections = _stretches(reading, heads)


def _stretches(reading: Reading, heads: list[Head]) -> list[Stretch]:
    """Cut the note at its headings; what no heading governs is title (short, verbless, on top) or body."""
    count = len(reading.words)
    out: list[Stretch] = []
    ends = [*(e.last for e in reading.episodes if e.label == "pasted"), count]
    _preamble(reading, 0, heads[0].first if heads else count, out)
    _place_sides(reading, heads)
    body = max((head.first for head in heads if head.category == "description"), default=-1)
    for head, after in zip(heads, [*heads[1:], None], strict=False):
        if head.category == "plan" and not head.own_line and head.content < count * 0.4:
            head.category = "scheduled"
        following = after.first if after else count
        end = min(following, ends[bisect_right(ends, head.first, hi=len(ends) - 1)])
        reach = _reach(reading, head, end, head.first < body)
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
        if end < following:
            _preamble(reading, end, following, out)
    return out


def _place_sides(reading: Reading, heads: list[Head]) -> None:
    """ "Left:" under a title lists what was done there; elsewhere it opens a part of the narrative.

    An act that heads a line under "not done" belongs to that list.
    """
    before = ""
    undone = any(head.category == "not_done" for head in heads)
    acts = {m.first for m in reading.marks if m.entry.group in ("name", "cut")} if undone else set()
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


def _whole_body(reading: Reading, head: Head, reach: int) -> bool:
    """What stands under a title heading is the narrative itself: several sentences with verbs."""
    words = reading.words[head.content : reach]
    if sum(w in _TELLING for w in words) >= 3:
        return True
    if len(words) > 35 and sum(w in _STEPS for w in words) >= 4:
        return True
    return len(words) > 35 and len(_VERBS.intersection(words)) >= 2 and words.count(".") >= 3


def _preamble(reading: Reading, start: int, stop: int, out: list[Stretch]) -> None:
    """What stands above a document's first heading: titles line by line, until a line or paragraph tells."""
    top = True
    for first, last in _blocks(reading, start, stop):
        words = reading.words[first:last]
        short = len(words) <= 22 and not _VERBS.intersection(words) and words[-1] != "."
        short = short and (first == start or _CUTTING.isdisjoint(words))
        top = top and short and first < start + 60
        label = "title" if top else "description"
        if label == "description" and first > start and out[-1].label == "description":
            out[-1].last = last
        else:
            out.append(Stretch(first, last, label))


def _blocks(reading: Reading, start: int, stop: int) -> list[tuple[int, int]]:
    """The lines of words ``start`` to ``stop``, those that the page's width broke taken together."""
    blocks: list[tuple[int, int]] = []
    above: Line | None = None
    at = bisect_right(reading.lines, start, key=lambda line: line.last)
    for line in reading.lines[at:]:
        if line.first >= stop:
            break
        last = min(line.last, stop)
        if above is not None and reading.runs_on(above, line):
            blocks[-1] = (blocks[-1][0], last)
        else:
            blocks.append((max(line.first, start), last))
        above = line
    return blocks


def _reach(reading: Reading, head: Head, end: int, bodied: bool) -> int:
    """The word where the section of ``head`` stops; ``bodied`` where a heading of the body comes later."""
    narrative = _narrative_start(reading, head, end, bodied)
    listed = False
    if head.category not in LISTED and head.category not in _PARAGRAPH:
        return narrative
    told = _told_behind(reading, head) if head.category == "title" and not head.own_line else 0
    if told:
        return min(told, end, narrative)
    lines = reading.lines
    at = bisect_left(lines, head.line.last, key=lambda ln: ln.last)
    reach = head.line.last
    seen = not head.own_line
    for number in range(at + 1, len(lines)):
        line = lines[number]
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


def _told_behind(reading: Reading, head: Head) -> int:
    """Where a line that names the operation goes on to tell it ("Op: VDRO. Supine, ..."), or 0."""
    words = reading.words
    for i in range(head.content + 1, head.line.last - 1):
        if words[i] == "." and not words[i - 1].isdecimal() and not words[i + 1].isdecimal():
            told = len(_TELLING.intersection(words[i + 1 : head.line.last]))
            return i + 1 if told > 1 else 0
    return 0


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


def _narrative_start(reading: Reading, head: Head, end: int, bodied: bool) -> int:
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
                end = i
                break
    return min(end, _first_steps(reading, head, end)) if head.category in _LEAVING and not bodied else end


def _first_steps(reading: Reading, head: Head, end: int) -> int:
    """The sentence that begins a run of steps of an operation, or ``end``."""
    words = reading.words
    steps = [i for i in range(head.content, end) if words[i] in _STEPS]
    for first, third in zip(steps, steps[2:], strict=False):
        if third - first <= _RUN and len({words[i] for i in steps if first <= i <= first + _RUN}) > 2:
            while first > head.content and words[first - 1] not in ".;" and not reading.breaks(first):
                first -= 1
            return first
    return end


@Language.factory("osteotome_sections", assigns=["doc._.reading"])
def create_sections(nlp: Language, name: str) -> Sections:
    """spaCy factory."""
    return Sections(knowledge_of(nlp).headings)
