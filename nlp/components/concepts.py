"""Finds what the note mentions: bone cuts by name and by action, and the acts beside them."""

from spacy.language import Language

from nlp.components.actions import actions
from nlp.components.denials import denials
from nlp.components.gestures import gestures
from nlp.components.names import names
from nlp.components.places import places
from nlp.components.regions import CONCEPT_OF, RegionTracker
from nlp.components.step import Step
from nlp.knowledge.words import words
from nlp.parts import Mark, Mention, Sentence
from nlp.reading import Reading

_FAMILY = {
    "untouched": "untouched",
    "clash": "act",
    "name": "act",
    "cut": "act",
    "act": "act",
    "level": "place",
    "bone": "place",
    "landmark": "place",
}
_ANATOMY = frozenset({"bone", "landmark"})
_NOWHERE = (-1, -1)
_BESIDE = frozenset({"gesture", "wedge", "correction", "untouched", "work"})
_APART_FROM = words("concepts.apart_from")
_REGIONAL = frozenset(CONCEPT_OF.values())
_NAMING, _CUTTING = frozenset({"name", "cut"}), frozenset({"cut", "wedge", "correction"})
_WITHOUT = frozenset({"no", "without", "not", "avoid", "any"})
_OLD = frozenset({"nonunion", "malunion"})
_ACTING = frozenset({"act", "hardware"})
_TRIGGER = frozenset({"name", "cut", "act", "wedge", "flag", "correction"})


class Concepts(Step):
    """Fills ``reading.mentions`` and ``reading.flags``."""

    def read(self, reading: Reading) -> None:
        own, pasted = RegionTracker(), RegionTracker()
        for sentence in reading.sentences:
            if sentence.marks:
                tracker = pasted if sentence.episode == "pasted" else own
                sentence.keep(
                    [
                        m
                        for m in prune(sentence.marks)
                        if m.entry.role != "sign" or not _number_sign(reading, m)
                    ]
                )
                _read(reading, sentence, tracker)


def _number_sign(reading: Reading, mark: Mark) -> bool:
    """ "#2" is an item of a list, no fracture."""
    after = reading.words[mark.last : mark.last + 1]
    return bool(after) and after[0][:1].isdecimal()


def prune(marks: list[Mark]) -> list[Mark]:
    """Drop a mark that stands inside a longer one of its family, and anatomy inside a name.

    ``marks`` are in the order of the text, as the lexicon finds them: of those at one word all are as long.
    """
    out: list[Mark] = []
    if len(marks) == 1:
        return marks
    ends: dict[str, tuple[int, int]] = {}
    reach = -1
    for mark in marks:
        group = mark.entry.group
        family = _FAMILY.get(group, group)
        if mark.first >= reach:
            ends.clear()
            reach = mark.last
        else:
            reach = max(reach, mark.last)
            if _held(mark, group, family, ends):
                continue
        if family not in ends or mark.last > ends[family][1]:
            ends[family] = (mark.first, mark.last)
        if group == "name":
            ends["name"] = (mark.first, mark.last)
        if group == "act":
            ends["metal"] = (mark.first, mark.last)
        out.append(mark)
    return out


def _held(mark: Mark, group: str, family: str, ends: dict[str, tuple[int, int]]) -> bool:
    """A mark before it, of those that end at ``ends``, takes ``mark`` in."""
    first, last = ends.get(family, _NOWHERE)
    if mark.last <= last and not (mark.first == first and mark.last == last):
        return True
    if group in _ANATOMY and mark.last <= ends.get("name", _NOWHERE)[1]:
        return True
    if family == "place":
        return mark.last <= max(ends.get("soft", _NOWHERE)[1], ends.get("metal", _NOWHERE)[1])
    return group == "soft" and mark.last <= ends.get("place", _NOWHERE)[1]


def _read(reading: Reading, sentence: Sentence, tracker: RegionTracker) -> None:
    marks, groups, known = sentence.marks, sentence.groups, len(reading.mentions)
    where = places(reading, sentence)
    if not groups.isdisjoint(_TRIGGER):
        _flags(reading, sentence, marks)
        if not groups.isdisjoint(_NAMING):
            names(reading, sentence, marks, where, tracker)
        if not groups.isdisjoint(_CUTTING):
            actions(reading, sentence, marks, where, tracker)
        if not groups.isdisjoint(_ACTING):
            _acts(reading, sentence, marks)
    if not groups.isdisjoint(_BESIDE):
        for mention in (
            *gestures(reading, sentence, marks, where, tracker),
            *denials(reading, sentence, marks, where),
        ):
            reading.add(mention)
    if sentence.section in ("title", "scheduled") and not _told_of_past(reading, sentence):
        for mention in reading.mentions[known:]:
            if mention.concept in _REGIONAL:
                tracker.title(mention)
    if where:
        tracker.see(reading, sentence, marks, where)


def _told_of_past(reading: Reading, sentence: Sentence) -> bool:
    """A title's sentence that speaks of history or of a year: its bone is not the one in hand."""
    return "historical" in sentence.groups and bool(reading.years_in(sentence.first, sentence.last))


def _flags(reading: Reading, sentence: Sentence, marks: list[Mark]) -> None:
    for mark in marks:
        flag = mark.entry.flag
        if flag:
            mention = Mention(mark.first, mark.last, "diagnosis", mark.entry.id, sentence, flag=flag)
            reading.flags.setdefault(flag, []).append(mention)


def _acts(reading: Reading, sentence: Sentence, marks: list[Mark]) -> None:
    removed = [m for m in marks if m.entry.id == "hardware.removed"]
    for mark in marks:
        metal = mark.entry.id in ("act.fixation", "hardware.metal")
        out = _removal(reading, mark, removed) if metal and removed else None
        if out:
            first, last = min(mark.first, out.first), max(mark.last, out.last)
            reading.add(Mention(first, last, "hardware_removal", out.entry.id, sentence))
        elif mark.entry.group == "act" and not (
            mark.entry.short and not reading.raw(mark.first, mark.last).isupper()
        ):
            _act(reading, sentence, mark, marks)


def _act(reading: Reading, sentence: Sentence, mark: Mark, marks: list[Mark]) -> None:
    """An act as named; metal or a reduction beside a fracture is treatment of the fracture."""
    concept, first, last = mark.entry.concept, mark.first, mark.last
    if mark.entry.id in ("act.fixation", "act.reduction"):
        broken = [
            m
            for m in marks
            if m.entry.flag == "fracture"
            and abs(m.first - mark.first) <= 12
            and reading.words[m.first - 1] not in _WITHOUT
        ]
        old = broken and not _OLD.isdisjoint(reading.flags)
        if broken and not old and sentence.section != "diagnosis":
            low, high = min(first, broken[0].first), max(last, broken[0].last)
            reading.add(Mention(low, high, "fracture_fixation", "act.fracture", sentence))
    if concept:
        mention = Mention(first, last, concept, mark.entry.id, sentence)
        mention.status = mark.entry.status or "performed"
        reading.add(mention)


def _removal(reading: Reading, metal: Mark, removed: list[Mark]) -> Mark | None:
    """The word that takes this metal out: right before it, or soon after ("plate ... removed")."""
    for mark in removed:
        if mark.last <= metal.first:
            gap = metal.first - mark.last
            if (
                gap <= 4
                and reading.words[mark.first] not in ("out", "off")
                and "," not in reading.words[mark.last : metal.first]
            ):
                return mark
        elif mark.first >= metal.last:
            between = reading.words[metal.last : mark.first]
            if len(between) <= 6 and not _APART_FROM.intersection(between):
                return mark
    return None


@Language.factory("osteotome_concepts", assigns=["doc._.reading", "doc.spans"])
def create_concepts(nlp: Language, name: str) -> Concepts:
    """spaCy factory."""
    return Concepts()
