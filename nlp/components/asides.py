"""Acts told without their name: "Right: left alone", "left done in 2022", "but it was not needed".

What is not named is the act that the note is about, or the one spoken of just before. None of these says
that a cut was made today, so that they change no decision; they show the reader what the note leaves out.
"""

from bisect import bisect_left, bisect_right
from functools import cached_property

from nlp.components.dates import dated, report_year
from nlp.components.regions import FEMUR_REGIONS
from nlp.components.side_marks import OPPOSITE, side_marks
from nlp.knowledge.words import words
from nlp.parts import CUTS, FEMORAL, CueHit, Mark, Mention, Sentence
from nlp.reading import Reading

REACH = 12
DONE_REACH = 5
BACK = 30
_HEALED = "historical.site"
_NOTHING = "untouched.nothing"
_DENYING = frozenset({"negated.not_verb", "negated.left_alone", "untouched.bone"})
_TELLING = _DENYING | {"planned.listed", "planned.later", "historical.ago", _HEALED, _NOTHING}
_GROUPS = frozenset(id_.split(".")[0] for id_ in _TELLING)
_THINGS = frozenset({"name", "cut", "act", "hardware", "metal", "soft", "gesture"})
_LINKS = words("asides.links")
_AFTER = words("asides.after")
_BREAKS = words("asides.breaks")
_SIDED = words("asides.sided")
_DONE = words("asides.done")
_BEFORE_SIDE = frozenset({"on", "for", "to", "the", "at"})
_IT = frozenset({"it", "this", "that"})
_BOOKED = frozenset({"booked", "listed", "scheduled", "due", "awaiting", "awaits"})
_STOPS = frozenset({";", "but"})


class Asides:
    """Finds the asides of one note: ``acts`` are its bone cuts in order, ``main`` the concept it is about."""

    def __init__(self, reading: Reading) -> None:
        self.reading = reading
        self.acts = sorted((m for m in reading.mentions if m.concept in CUTS), key=lambda m: m.first)
        self.starts = [m.first for m in self.acts]
        self.main = next((m for m in self.acts if m.concept in FEMORAL), self.acts[0]).concept

    def of_cue(self, sentence: Sentence, mark: Mark) -> Mention | None:
        """The act that the cue speaks of, if it is told by its side alone or by nothing."""
        reading, id_ = self.reading, mark.entry.id
        if id_ == _HEALED:
            healed = reading.words[mark.first].startswith("osteotom") and not self._named(mark)
            return _mention(sentence, mark, self.main, mark.first, "aside.healed") if healed else None
        sided = (_side_behind if id_ == _NOTHING else _side_before)(reading, sentence, mark)
        if sided:
            side, name = sided
            mention = _mention(sentence, mark, self.main, min(side.first, mark.first), "aside.side", name)
            mention.last = max(side.last, mark.last)
            return mention
        return self._denied(sentence, mark) if id_ in _DENYING else None

    @cached_property
    def _year(self) -> int:
        return report_year(self.reading)

    def dated(self, sentence: Sentence) -> Mention | None:
        """A side operated on in a year that is past ("both hips were done in 2019")."""
        words = self.reading.words
        for side, name in side_marks(self.reading, sentence):
            last = min(side.last + DONE_REACH, sentence.last)
            at = next((i for i in range(side.last, last) if words[i] in _DONE), 0)
            if not at or any(side.last <= m.first < at and _names(m) for m in sentence.marks):
                continue
            operated = "unspecified" if name == "other" else name
            mention = Mention(
                side.first, at + 1, self.main, "aside.dated", sentence, side=operated, weak=True
            )
            past = dated(self.reading, mention, self._year)
            if past:
                mention.status = past[1].means
                mention.cues.append(past[1])
                return mention
        return None

    def _named(self, mark: Mark) -> bool:
        """An act holds the first word of ``mark``."""
        before = self.acts[: bisect_right(self.starts, mark.first)][-2:]
        return any(mark.first < act.last for act in before)

    def _denied(self, sentence: Sentence, mark: Mark) -> Mention | None:
        at = bisect_left(self.starts, mark.first) - 1
        if at < 0:
            return None
        act = self.acts[at]
        if not _bare(self.reading, sentence, mark, act) or not _spoken_of(act, sentence, mark):
            return None
        return _mention(sentence, mark, act.concept, act.first, "aside.denied", act.side)


def asides(reading: Reading) -> None:
    """Add a mention for every cue that speaks of an act by its side alone or by nothing."""
    if not any(m.concept in CUTS for m in reading.mentions):
        return
    found, reach = Asides(reading), -1
    for sentence in reading.sentences:
        past = found.dated(sentence) if "side" in sentence.groups else None
        if past:
            reading.mentions.append(past)
        if _GROUPS.isdisjoint(sentence.groups):
            continue
        for mark in sentence.marks:
            if mark.first < reach or mark.first in reading.headings or not _tells(reading, mark):
                continue
            mention = found.of_cue(sentence, mark)
            if mention:
                reach = mention.last
                reading.mentions.append(mention)


def _tells(reading: Reading, mark: Mark) -> bool:
    """A cue that may stand for its act; of those that say "will" only a booking."""
    return mark.entry.id in _TELLING or (
        mark.entry.id == "planned.will" and reading.words[mark.first] in _BOOKED
    )


def _mention(
    sentence: Sentence, mark: Mark, concept: str, first: int, rule: str, side: str = "unspecified"
) -> Mention:
    means = mark.entry.means or "negated"
    mention = Mention(first, mark.last, concept, rule, sentence, status=means, side=side, weak=True)
    mention.cues.append(CueHit(mark.first, mark.last, means, mark.entry.id))
    return mention


def _bare(reading: Reading, sentence: Sentence, mark: Mark, act: Mention) -> bool:
    """The cue has no object and no subject but a pronoun, or the act of its own sentence."""
    at = mark.first
    while at > sentence.first and reading.words[at - 1] not in _BREAKS:
        at -= 1
    clause = reading.words[at : mark.first]
    told = act.sentence is sentence or at == sentence.first or not _IT.isdisjoint(clause)
    return told and _LINKS.issuperset(clause) and _ends(reading, sentence, mark)


def _ends(reading: Reading, sentence: Sentence, mark: Mark) -> bool:
    """No object stands behind the cue."""
    return mark.last >= sentence.last or reading.words[mark.last] in _AFTER


def _spoken_of(act: Mention, sentence: Sentence, mark: Mark) -> bool:
    """The cue comes soon after ``act`` and nothing else is named between the two."""
    if not 0 <= mark.first - act.last <= BACK:
        return False
    held = sentence.marks if act.sentence is sentence else [*act.sentence.marks, *sentence.marks]
    return not any(act.last <= m.first < mark.first and _names(m) for m in held)


def _names(mark: Mark) -> bool:
    """The mark names a thing that a cue could speak of."""
    elsewhere = mark.entry.group == "bone" and mark.entry.region not in FEMUR_REGIONS
    return mark.entry.group in _THINGS or mark.entry.group == "landmark" or elsewhere


def _side_before(reading: Reading, sentence: Sentence, mark: Mark) -> tuple[Mark, str] | None:
    """The side word that the cue speaks of, nothing else named between the two."""
    found = [(m, s) for m, s in side_marks(reading, sentence) if s in OPPOSITE and m.last <= mark.first]
    if not found or mark.first - found[-1][0].last > REACH:
        return None
    side = found[-1][0]
    told = reading.words[side.last : mark.first]
    if _STOPS.intersection(told) or reading.words[side.last] not in _SIDED:
        return None
    if any(side.last <= m.first <= mark.last and _names(m) for m in sentence.marks):
        return None
    if reading.words[mark.first] == ":" and not _ends(reading, sentence, mark):
        return None
    past = mark.entry.means == "historical"
    return None if past and _DONE.isdisjoint(reading.words[side.last : mark.last]) else found[-1]


def _side_behind(reading: Reading, sentence: Sentence, mark: Mark) -> tuple[Mark, str] | None:
    """The side right behind the cue: "nothing was done on the left"."""
    if any(mark.first <= m.first < mark.last and _names(m) for m in sentence.marks):
        return None
    for side, name in side_marks(reading, sentence):
        between = reading.words[mark.last : side.first]
        if name in OPPOSITE and side.first >= mark.last and _BEFORE_SIDE.issuperset(between):
            return None if any(m.first == side.last and _names(m) for m in sentence.marks) else (side, name)
    return None
