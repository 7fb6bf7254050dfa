"""Splits notes, not prose: bullets, numbered lists, wrapped lines, decimals, abbreviations, fields."""

from bisect import bisect_right
from collections.abc import Sequence
from itertools import islice

from spacy.language import Language

from nlp.components.fields import ANSWERS, box_starts, set_values
from nlp.components.lines import LONG
from nlp.components.sections import LISTED, tells
from nlp.components.step import Step
from nlp.knowledge.words import words
from nlp.parts import Line, Sentence
from nlp.reading import Reading
from nlp.stretches import label_at, labels_at

_ABBREVIATIONS = words("sentences.abbreviations")
_ENDS = frozenset("cm mm deg c op lat med min post p".split())
_STOPS = frozenset(".?!;")
_DASHES = words("sentences.dashes")
_SIGNS = _DASHES | _STOPS
_OPENERS = words("sentences.openers")
_JOINING = words("lines.joining") | words("tokenizer.titles")
_OPTIONS = frozenset(["options", "alternatives", "choices"])
_UNTOLD = frozenset({"diagnosis", "title"})
_DOING = words("sections.doing")
_BULLETS = frozenset("-*•·–—>+►▪●→")
MAX_WORDS = 80


class Sentences(Step):
    """Fills ``reading.sentences``; each gets its section, episode and marks."""

    def read(self, reading: Reading) -> None:
        if reading.idle:
            return
        cuts = sorted(
            {line_start for line_start in _line_starts(reading)}
            | _stops(reading)
            | _section_starts(reading)
            | box_starts(reading)
        )
        cuts = _limit(cuts, len(reading.words))
        reading.sentences += map(
            Sentence,
            cuts,
            [*cuts[1:], len(reading.words)],
            labels_at(reading.sections, cuts, "description"),
            labels_at(reading.episodes, cuts, "today"),
        )
        set_values(reading)
        _share_marks(reading)
        _narratives(reading)


def _line_starts(reading: Reading) -> list[int]:
    """Words that begin a line which is not a mere wrap of the line above."""
    out = []
    before: Line | None = None
    item = 0
    for line in reading.lines:
        first = reading.words[line.first]
        number = int(first) if first.isdecimal() and len(first) < 3 else 0
        if before is None or (number and number == item + 1) or not _wrapped(reading, before, line):
            out.append(line.first)
        item = number or item
        before = line
    return out


def _wrapped(reading: Reading, above: Line, line: Line) -> bool:
    if line.blank_before or line.first in reading.headings or reading.words[line.first] in _BULLETS:
        return False
    words = reading.words
    if words[line.first].isdecimal() and line.first + 1 < line.last and words[line.first + 1] in ".)":
        return False
    if words[line.first] == "(" and words[line.first + 2 : line.first + 3] == [")"]:
        return False
    text = reading.text
    if reading.runs_on(above, line) and words[above.last - 1] not in ".:;?!|":
        return True
    if {":", "…", "["}.intersection(words[line.first : min(line.first + 7, line.last)]):
        return False
    length = reading.ends[above.last - 1] - reading.starts[above.first]
    if words[above.last - 1] in ".:;?!|":
        return False
    indented = (
        text[reading.starts[line.first] - 1] in " \t" and text[reading.starts[above.first] - 1] in " \t"
    )
    if indented and words[above.last - 1] not in _JOINING:
        return False
    return length >= 50 or (length >= 25 and text[reading.starts[line.first]].islower())


def _stops(reading: Reading) -> set[int]:
    words, text, starts, ends = reading.words, reading.text, reading.starts, reading.ends
    out = set()
    spoken = words.count(".") * 30 > len(words)
    for i in _breaks(reading, spoken):
        word = words[i]
        if word in _DASHES and _dash_item(reading, i):
            out.add(i)
            continue
        if not spoken and _starts_sentence(reading, i):
            out.add(i)
            continue
        if word == "?" and i and (starts[i] > ends[i - 1] or words[i - 1] == "("):
            continue
        if word == "?" and i + 1 < len(words) and words[i + 1] in ANSWERS:
            continue
        if word not in _STOPS:
            if i + 1 < len(words) and starts[i + 1] - ends[i] > 2 and _wide_gap(reading, i):
                out.add(i + 1)
            continue
        if i + 1 >= len(words) or starts[i + 1] == ends[i]:
            continue
        if word == ";" and _OPTIONS.intersection(words[max(0, i - 40) : i]):
            continue
        before = words[i - 1] if i else ""
        if word == "." and (before in _ABBREVIATIONS or (len(before) == 1 and before.isalpha())):
            after = text[starts[i + 1]]
            if not after.isupper() or not (
                before in _ENDS or _is_side(reading, i - 1) or _is_age(words, i - 1)
            ):
                continue
        out.add(i + 1)
    return out


def _is_side(reading: Reading, i: int) -> bool:
    """ "osteotomy L.": the letter is a side, not an initial."""
    return reading.words[i] in "lr" and i > 0 and reading.text[reading.starts[i - 1]].islower()


def _is_age(words: list[str], i: int) -> bool:
    """ "12 y.", "34 / M.": an age or a sex, no initial."""
    return words[i] in "ymf" and i > 0 and (words[i - 1].isdecimal() or words[i - 1] == "/")


def _breaks(reading: Reading, spoken: bool) -> Sequence[int]:
    """Words at or behind which a sentence may end: signs and wide gaps, all words of a note without stops."""
    return sorted({*reading.signs(_SIGNS), *reading.wide}) if spoken else range(len(reading.words))


def _dash_item(reading: Reading, i: int) -> bool:
    """ " - Item" inside a line: a bullet that lost its line."""
    text, starts, ends = reading.text, reading.starts, reading.ends
    if not i or i + 1 >= len(starts) or starts[i] == ends[i - 1] or starts[i + 1] == ends[i]:
        return False
    return (text[starts[i + 1]].isupper() and text[ends[i - 1] - 1] in ".;:)") or text[starts[i]] in "•▪●◆"


def _starts_sentence(reading: Reading, i: int) -> bool:
    """Without full stops a capital begins a sentence, unless a name may stand there (behind "a", "by")."""
    if not i or (reading.words[i] not in _OPENERS and reading.words[i - 1] in _JOINING):
        return False
    if reading.starts[i] == reading.ends[i - 1]:
        return False
    text = reading.text[reading.starts[i] : reading.ends[i]]
    before = reading.text[reading.starts[i - 1] : reading.ends[i - 1]]
    return (
        text[0].isupper()
        and (len(text) == 1 or not text.isupper())
        and not before[0].isupper()
        and before not in "-/,([]:|…→+&\"'"
    )


def _in_row(reading: Reading, i: int) -> bool:
    """The line of word ``i`` is a row of a table that opens with a bar: a field and its value."""
    at = bisect_right(reading.lines, i, key=lambda line: line.first) - 1
    return reading.words[reading.lines[at].first] == "|"


def _wide_gap(reading: Reading, i: int) -> bool:
    """Columns on one line: a wide gap divides them, unless the second column is a field's value."""
    gap = reading.text[reading.ends[i] : reading.starts[i + 1]]
    after = reading.words[i + 1]
    return (
        "\n" not in gap
        and ("\t" in gap or len(gap) > 2)
        and after not in ANSWERS
        and after != "["
        and not (after == "|" and _in_row(reading, i))
    )


def _section_starts(reading: Reading) -> set[int]:
    starts = {s.first for s in reading.sections} | {s.first for s in reading.episodes}
    return starts | {s.last for s in reading.episodes if s.last < len(reading.words)}


def _limit(cuts: list[int], count: int) -> list[int]:
    """Break sentences without a stop every MAX_WORDS words, so that scopes and time stay bounded."""
    out: list[int] = []
    for first, last in zip(cuts, [*cuts[1:], count], strict=False):
        if last - first > MAX_WORDS:
            out += range(first, last, MAX_WORDS)
        elif last > first:
            out.append(first)
    return out


def _narratives(reading: Reading) -> None:
    """Where sentences under a title, diagnosis or field begin to tell, the body has begun."""
    heads = {s.first for s in reading.sections}
    opening = _own_opening(reading)
    if opening and _titles(opening, reading.words):
        opening[0].section, opening[0].opening = "title", True
    ends = {line.last for line in reading.lines}
    for at, sentence in enumerate(reading.sentences[:4]):
        if sentence.section == "description" and sentence.first in heads and sentence.last in ends:
            if _titles(reading.sentences[at : at + 2], reading.words):
                sentence.section = "title"
            break
    telling = False
    for sentence in reading.sentences:
        if sentence.first in heads:
            telling = False
        if sentence.section not in LISTED or sentence.episode != "today":
            continue
        words = reading.words[sentence.first : sentence.last]
        at = bisect_right(reading.lines, sentence.first, key=lambda line: line.first) - 1
        inside = sentence.first not in heads and sentence.first != reading.lines[at].first
        if sentence.section == "admin" and inside and reading.lines[at].last - sentence.first > LONG:
            telling = True
        telling = telling or (
            sentence.first not in heads
            and (tells(words) or (sentence.section in _UNTOLD and not _DOING.isdisjoint(words)))
        )
        if telling:
            sentence.section = "description"


def _own_opening(reading: Reading) -> list[Sentence]:
    """The first two sentences of a report without headings; notes pasted into it do not count."""
    if any(label_at(reading.episodes, first, "") != "pasted" for first in reading.headings):
        return []
    closers = {mark.first for mark in reading.marks_of("paste.end")}
    own = (
        s
        for s in reading.sentences
        if s.episode != "pasted"
        and closers.isdisjoint(range(s.first, s.last))
        and any(map(str.isalpha, reading.words[s.first : s.last]))
    )
    return list(islice(own, 2))


def _titles(first: list[Sentence], words: list[str]) -> bool:
    """A note without headings opens with a sentence that names its operation and tells nothing."""
    if len(first) < 2 or first[0].episode != "today":
        return False
    told = words[first[0].first : first[0].last]
    names = [m for m in first[0].marks if m.entry.group == "name"]
    cuts = [m for m in first[0].marks if m.entry.group == "cut"]
    if ":" in told[:4] or any(not any(n.first <= c.first < n.last for n in names) for c in cuts):
        return False
    return bool(names) and not tells(told) and _DOING.isdisjoint(told)


def _share_marks(reading: Reading) -> None:
    marks = [mark for mark in reading.marks if not mark.entry.whole]
    at, count = 0, len(marks)
    for sentence in reading.sentences:
        while at < count and marks[at].first < sentence.last:
            sentence.marks.append(marks[at])
            at += 1


@Language.factory("osteotome_sentences", assigns=["doc._.reading"])
def create_sentences(nlp: Language, name: str) -> Sentences:
    """spaCy factory."""
    return Sentences()
