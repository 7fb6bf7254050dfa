"""Which stretch of a document is today's own report, and what kind of document it is."""

import re
from bisect import bisect_right

from spacy.language import Language

from nlp.components.step import Step
from nlp.knowledge.words import words
from nlp.parts import Line, Mark
from nlp.reading import Reading
from nlp.stretches import Stretch, label_at

_DATE = re.compile(r"(\d{1,4})[/.-](\d{1,2})[/.-](\d{1,4})")
_WRITTEN = re.compile(r"(\d{1,2})(?:st|nd|rd|th)? ([A-Za-z]{3,9}),? ((?:19|20)\d\d)")
_MONTHS = "jan feb mar apr may jun jul aug sep oct nov dec".split()
Date = tuple[int, int, int]
HEAD_WORDS = 45
HALF_REACH = 12
COLLAPSED_NOTE = 30
_DOING = frozenset({"cut", "gesture", "wedge", "part"})
_REFERRED = words("episodes.referred")
_QUOTES = {"“": "”", '"': '"', "«": "»", "„": "“"}
_OPENING = frozenset(_QUOTES)
MIN_QUOTE, MAX_QUOTE = 8, 400
NOT_OPERATIVE = 4
BARELY_OPERATIVE, SHORT_NOTE = 2, 60
_RECORDS = frozenset({"anaesthesia_record", "nursing_note", "implant_log", "radiology_report"})


class Episodes(Step):
    """Fills ``reading.kind`` and ``reading.episodes`` (what is not listed there is ``today``)."""

    def read(self, reading: Reading) -> None:
        spans = [*_pasted(reading), *_quoted(reading), *_earlier(reading)]
        reading.episodes = _flatten(spans)
        reading.kind, reading.kind_mark = document_kind(reading)
        reading.episodes = _flatten([*spans, *_quoted_lines(reading), *_addenda(reading)])


def document_kind(reading: Reading) -> tuple[str, Mark | None]:
    """Weigh the words of the first lines and of the whole note; a tie is an operative report."""
    scores: dict[str, int] = {}
    head = _own_start(reading)
    collapsed = len(reading.words) > COLLAPSED_NOTE and sum(not ln.divided for ln in reading.lines) <= 2
    first: dict[str, Mark] = {}
    seen: set[str] = set()
    for mark in reading.marks:
        data = mark.entry
        kind = data.kind
        if (
            not kind
            or (data.head and mark.first > head + HEAD_WORDS)
            or label_at(reading.episodes, mark.first, "")
        ):
            continue
        anywhere = kind in ("operative_report", "email") or (collapsed and kind == "clinic_letter")
        if not anywhere and not _begins_line(reading, mark.first):
            continue
        if kind != "operative_report" and _referred(reading, mark):
            continue
        phrase = " ".join(reading.words[mark.first : mark.last])
        if phrase in seen:
            continue
        seen.add(phrase)
        early = 2 if data.head and mark.first - head < 12 and kind != "email" else 1
        scores[kind] = scores.get(kind, 0) + data.weight * early
        first.setdefault(kind, mark)
    own = scores.pop("operative_report", 0)
    if own < BARELY_OPERATIVE and len(reading.words) > SHORT_NOTE:
        if scores:
            return max(scores, key=lambda k: scores[k]), None
        if not any(m.entry.group in _DOING for m in reading.marks):
            return "other", None
    if not scores:
        return "operative_report", None
    best = max(scores, key=lambda k: scores[k])
    if best == "implant_log" and _tells(reading):
        return "operative_report", None
    if best in _RECORDS and own >= (8 if first[best].first - head < 12 else 5):
        return "operative_report", None
    if scores[best] >= NOT_OPERATIVE and scores[best] > own:
        return best, first[best]
    return "operative_report", None


def _referred(reading: Reading, mark: Mark) -> bool:
    """ "My clinic letter said", "hip clinic operating list": another document or a place is spoken of."""
    words = reading.words
    lists = words[mark.last : mark.last + 2] in (["operating", "list"], ["theatre", "list"])
    return lists or (mark.first > 0 and words[mark.first - 1] in _REFERRED)


def _begins_line(reading: Reading, word: int) -> bool:
    """``word`` stands in a short line or at the beginning of a long one."""
    line = reading.lines[bisect_right(reading.lines, word, key=lambda ln: ln.first) - 1]
    return line.last - line.first <= 10 or word < line.first + 4


def _tells(reading: Reading) -> bool:
    """The note tells a cut: a saw or division, and a piece or fragment, within a dozen words."""
    cuts = [m.first for m in reading.marks if m.entry.id in ("cut.saw", "cut.divide", "cut.osteotomize")]
    pieces = [m.first for m in reading.marks if m.entry.group in ("wedge", "part")]
    return any(abs(a - b) <= HALF_REACH for a in cuts for b in pieces)


def _own_start(reading: Reading) -> int:
    """The first word that is the document's own."""
    at = 0
    for stretch in reading.episodes:
        if stretch.first - at > 3:
            break
        at = stretch.last
    return at


def _pasted(reading: Reading) -> list[Stretch]:
    out: list[Stretch] = []
    closers = reading.marks_of("paste.end")
    ends = [m.first for m in closers]
    closing = {i for m in closers for i in range(m.first, m.last)}
    for mark in reading.marks:
        if mark.entry.episode not in ("pasted", "template"):
            continue
        if (out and mark.first < out[-1].last) or mark.first in closing:
            continue
        out.append(Stretch(mark.first, _pasted_end(reading, mark, ends), mark.entry.episode))
    return out


def _pasted_end(reading: Reading, mark: Mark, ends: list[int]) -> int:
    words, count = reading.words, len(reading.words)
    for i in range(mark.last, min(mark.last + 16, count)):
        if words[i] in _QUOTES:
            return _closing(words, i, count)
    line = bisect_right(reading.lines, mark.first, key=lambda ln: ln.first) - 1
    alone = reading.lines[line].last - mark.last <= 8
    later = bisect_right(ends, mark.last)
    if later < len(ends):
        return ends[later]
    bracketed = (mark.first > 0 and words[mark.first - 1] in "([") or words[mark.first] == "hpi"
    for following in reading.lines[line + 1 :]:
        if bracketed and following.divided:
            return following.first
        if following.blank_before and not (alone and following is reading.lines[line + 1]):
            return following.first
    return count


def _closing(words: list[str], opening: int, count: int) -> int:
    close = _QUOTES[words[opening]]
    for i in range(opening + 1, min(opening + MAX_QUOTE, count)):
        if words[i] == close:
            return i + 1
    return opening + 1


def _quoted(reading: Reading) -> list[Stretch]:
    out: list[Stretch] = []
    for i in reading.signs(_OPENING):
        if not out or i >= out[-1].last:
            end = _closing(reading.words, i, len(reading.words))
            if end - i >= MIN_QUOTE:
                out.append(Stretch(i, end, "quoted"))
    return out


def _quoted_lines(reading: Reading) -> list[Stretch]:
    """Lines behind ``>`` are quoted in an email, by a second ``>`` or a paste marker; else a bullet."""
    lines = [ln for ln in reading.lines if reading.words[ln.first] == ">"]
    if not lines:
        return []
    nested = any(
        reading.words[ln.first + 1 : ln.first + 2] == [">"]
        or "from" in reading.words[ln.first : ln.first + 3]
        for ln in lines
    )
    marked = any(
        m.entry.episode == "pasted" and m.first < lines[0].first and lines[0].first - m.last < 25
        for m in reading.marks
    )
    if not (nested or marked or reading.kind == "email"):
        return []
    return [Stretch(line.first, line.last, "quoted") for line in lines]


def _earlier(reading: Reading) -> list[Stretch]:
    """Blocks under an older date, each until the next date or second body heading.

    A block begins at a labelled date of operation, or at a line that opens with a date (a running chart).
    """
    starts = {line.first: line for line in reading.lines}
    labels = {m.first for m in reading.marks_of("block.date") if m.first in starts}
    dated = [(first, date_in(reading, starts[first])) for first in sorted(labels)]
    if len({date for _, date in dated if date}) < 2:
        headed = [first for first in starts if reading.words[first : first + 2] == ["date", ":"]]
        dated = [(first, date_in(reading, starts[first])) for first in headed]
    if len({date[:2] for _, date in dated if date}) < 2:
        dated = _chart(reading)
    known = [date for _, date in dated if date is not None]
    if len(set(known)) < 2:
        return []
    out = []
    bodies = [m.first for m in reading.marks_of("block.body") if m.first in starts]
    for first, date in dated:
        if date is None or date == max(known):
            continue
        later = [f for f, _ in dated if f > first]
        own = [b for b in bodies if b > first]
        stop = min([len(reading.words), *later[:1], *own[1:2]])
        out.append(Stretch(first, stop, "earlier"))
    return out


def _chart(reading: Reading) -> list[tuple[int, Date | None]]:
    """The lines that open with a date, where the last of them is the latest and weeks lie between."""
    opened = [line for line in reading.lines if reading.words[line.first][0].isdecimal()]
    found = [(line.first, date_in(reading, line, opening=True)) for line in opened]
    entries = [(first, date) for first, date in found if date is not None]
    if len(entries) < 2 or entries[-1][1] != max(date for _, date in entries):
        return []
    latest = entries[-1][1]
    apart = [(first, date) for first, date in entries[:-1] if date[:2] != latest[:2]]
    return [*apart, entries[-1]] if apart else []


def date_in(reading: Reading, line: Line, opening: bool = False) -> Date | None:
    """The first date of the line (the one that opens it) as (year, month, day); None without one."""
    text = reading.raw(line.first, line.last)
    found = _DATE.match(text) if opening else _DATE.search(text)
    if found:
        a, b, c = (int(g) for g in found.groups())
        if a > 31:
            return (a, b, c)
        return (c + 2000 if c < 100 else c, *((a, b) if b > 12 else (b, a)))
    written = _WRITTEN.match(text) if opening else _WRITTEN.search(text)
    if written and written[2][:3].lower() in _MONTHS:
        return (int(written[3]), _MONTHS.index(written[2][:3].lower()) + 1, int(written[1]))
    return None


def _addenda(reading: Reading) -> list[Stretch]:
    starts = {line.first for line in reading.lines}
    for mark in reading.marks_of("addendum.marker"):
        before = reading.words[mark.first - 1] if mark.first else ""
        if mark.first in starts or before in "*[.-–—=_#":
            return [Stretch(mark.first, len(reading.words), "addendum")]
    return []


def _flatten(spans: list[Stretch]) -> list[Stretch]:
    """Order the stretches and cut overlaps; the one that begins first keeps its words."""
    out: list[Stretch] = []
    for span in sorted(spans, key=lambda s: (s.first, -s.last)):
        first = max(span.first, out[-1].last if out else 0)
        if span.last > first:
            out.append(Stretch(first, span.last, span.label))
    return out


@Language.factory("osteotome_episodes", assigns=["doc._.reading"])
def create_episodes(nlp: Language, name: str) -> Episodes:
    """spaCy factory."""
    return Episodes()
