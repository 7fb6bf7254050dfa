"""Titles, consent, body and control films that name opposite sides for one operation."""

from nlp.components.side_marks import OPPOSITE, side_marks
from nlp.components.sides import acts_side, title_side
from nlp.knowledge.words import words
from nlp.parts import NARRATIVE, Mention
from nlp.reading import Reading

_BODY = words("side_conflict.body")
_PAPERS = frozenset({"implants", "consent"})
_PAPER_WORDS = words("side_conflict.paper_words")
_OPENING = words("side_conflict.opening")
_NOT_SITE = words("side_conflict.not_site")
_ASKED, _SHOWN = words("side_conflict.asked"), words("side_conflict.shown")


def side_conflict(reading: Reading, side: str) -> list[Mention]:
    """The titles name one side only and the body works on the other, and no addendum settles it."""
    title = acts_side(reading) or title_side(reading)
    other = OPPOSITE.get(title)
    if other is None and side in OPPOSITE:
        return _untitled(reading, OPPOSITE[side])
    if other is None or any(s.episode == "addendum" and side_marks(reading, s) for s in reading.sentences):
        return []
    found, papers = [], 0
    for sentence in reading.sentences:
        against = [mark for mark, named in side_marks(reading, sentence) if named == other]
        if sentence.episode != "today" or not against:
            continue
        words = reading.words
        if sentence.section in _PAPERS or _PAPER_WORDS.intersection(
            words[sentence.first : sentence.first + 3]
        ):
            papers += 1
            continue
        if sentence.section not in NARRATIVE:
            continue
        if _NOT_SITE.intersection(words[sentence.first : sentence.last]) or any(
            m.entry.group in ("negated", "historical", "planned", "hypothetical") and m.entry.rank > 2
            for m in sentence.marks
        ):
            continue
        opened = not _OPENING.isdisjoint(words[sentence.first : sentence.last])
        for mark in against:
            if _BODY.intersection(words[mark.last : mark.last + 2] + words[mark.first - 1 : mark.first]):
                papers += opened
                found.append(Mention(mark.first, mark.last, "side", mark.entry.id, sentence, side=other))
    return found if len(found) + papers > 1 else []


def _untitled(reading: Reading, other: str) -> list[Mention]:
    """Without a title: consent was given for the ``other`` side and the result is shown there."""
    asked: list[Mention] = []
    shown: list[Mention] = []
    for sentence in reading.sentences:
        told = reading.words[sentence.first : sentence.last]
        if sentence.episode != "today" or not _NOT_SITE.isdisjoint(told):
            continue
        against = [
            Mention(mark.first, mark.last, "side", mark.entry.id, sentence, side=other)
            for mark, named in side_marks(reading, sentence)
            if named == other
        ]
        if not _ASKED.isdisjoint(told):
            asked += against
        elif not _SHOWN.isdisjoint(told):
            shown += against
    return asked + shown if asked and shown else []
