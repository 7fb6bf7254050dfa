"""Acts denied by naming only their bone: "femur left alone", "ilium whole", "no angular correction"."""

from nlp.knowledge.words import words
from nlp.parts import Mark, Mention, Place, Sentence
from nlp.reading import Reading

REACH = 7
BESIDE = 2
BARE = "work.bare"
_TELLING = frozenset({"untouched", "work"})
_BARE_WORK = words("denials.work")
_TURNING = words("denials.turning")
_BONY = words("denials.bony")
_OF_REGION = {
    "proximal_femur": "femoral_osteotomy",
    "femur": "femoral_osteotomy",
    "shaft": "shaft_or_distal_femoral_osteotomy",
    "distal_femur": "shaft_or_distal_femoral_osteotomy",
    "pelvis": "pelvic_osteotomy",
    "tibia": "tibial_osteotomy",
    "greater_trochanter": "trochanter_osteotomy",
}


def denials(reading: Reading, sentence: Sentence, marks: list[Mark], where: list[Place]) -> list[Mention]:
    """Bones left alone, and work on a bone told by a general noun ("intertrochanteric correction")."""
    out: list[Mention] = []
    if _TELLING.isdisjoint(sentence.groups):
        return out
    acts = [m for m in marks if m.entry.group in ("name", "cut")]
    if "untouched" in sentence.groups:
        denied = [m for m in marks if m.entry.group == "untouched"]
        acts = [m for m in acts if not _inside(m, denied)]
    zones = [
        Place(m.first, m.last, m.entry.region, "", False, m.entry.id)
        for m in marks
        if m.entry.group == "zone"
    ]
    out += _bare(reading, sentence, marks, [*where, *zones], acts)
    for place in (*where, *zones):
        concept = _OF_REGION.get(place.region)
        if concept is None or any(
            abs(m.first - place.last) <= 3 or abs(place.first - m.last) <= 3 for m in acts
        ):
            continue
        alone = next((m for m in marks if m.entry.group == "untouched" and _reaches(reading, place, m)), None)
        if alone:
            out.append(_mention(sentence, place, alone, concept, "bone.untouched"))
            continue
        if place.rule.startswith("zone."):
            continue
        work = next((m for m in marks if m.entry.id == "work.noun" and 0 <= m.first - place.last <= 2), None)
        work = work or next(
            (m for m in marks if m.entry.id == "work.noun" and 0 <= place.first - m.last <= 3), None
        )
        donor = reading.words[place.last : place.last + 1] == ["crest"]
        if work and not donor and work.first not in reading.headings and not _parted(reading, place, work):
            mention = _mention(sentence, place, work, concept, "bone.work")
            mention.evident = place.exact and reading.words[work.last - 1] in _TURNING
            mention.explicit, mention.weak = mention.evident, not mention.evident
            out.append(mention)
    if not acts:
        free = [m for m in marks if not any(o.first <= m.first < o.last for o in out)]
        out += _bare_work(reading, sentence, free, [*where, *zones])
    return out


def _bare(
    reading: Reading, sentence: Sentence, marks: list[Mark], where: list[Place], acts: list[Mark]
) -> list[Mention]:
    """ "Nothing was cut", "no bone work": bone work denied as a whole, in a note about the femur."""
    if not reading.about_hip:
        return []
    out = []
    for mark in marks:
        if mark.entry.id != "untouched.nothing" or not _BONY.intersection(
            reading.words[mark.first : mark.last]
        ):
            continue
        if any(_reaches(reading, place, mark) for place in where) or any(_near(m, mark) for m in acts):
            continue
        mention = Mention(
            mark.first, mark.last, "femoral_osteotomy", "untouched.nothing", sentence, weak=True
        )
        mention.status, mention.level = "negated", "unspecified"
        out.append(mention)
    return out


def _bare_work(reading: Reading, sentence: Sentence, marks: list[Mark], where: list[Place]) -> list[Mention]:
    """ "Shortening was unnecessary": work on the femur without its bone; kept only when it was not done."""
    if not reading.about_hip or any(p.region in ("tibia", "other", "pelvis") for p in where):
        return []
    out = []
    for mark in marks:
        if mark.entry.id == "work.noun" and reading.words[mark.last - 1] in _BARE_WORK:
            mention = Mention(mark.first, mark.last, "femoral_osteotomy", BARE, sentence, weak=True)
            mention.level = "unspecified"
            out.append(mention)
    return out


def _inside(act: Mark, denied: list[Mark]) -> bool:
    """ "No bone cut": the words of the act are those that deny it."""
    return any(m.first <= act.first and act.last <= m.last for m in denied)


def _near(act: Mark, mark: Mark) -> bool:
    inside = mark.first <= act.first and act.last <= mark.last
    return not inside and (abs(act.first - mark.last) <= 3 or abs(mark.first - act.last) <= 3)


def _reaches(reading: Reading, place: Place, mark: Mark) -> bool:
    """ "Nothing was needed on the femur" stands before its bone, "left alone" after it, "none" beside it."""
    if mark.entry.role == "before":
        between = reading.words[mark.last : place.first]
        return 0 <= place.first - mark.last <= REACH and not {",", ";", "."}.intersection(between)
    if mark.first < place.first and place.last < mark.last:
        return True
    between = reading.words[place.last : mark.first]
    reach = BESIDE if mark.entry.role == "beside" else REACH
    return 0 <= mark.first - place.last <= reach and not {",", ";", "and", "."}.intersection(between)


def _parted(reading: Reading, place: Place, work: Mark) -> bool:
    """A label and its value, the cells of a table: no phrase."""
    between = reading.words[min(place.first, work.first) : max(place.last, work.last)]
    return not {":", "|", "—"}.isdisjoint(between)


def _mention(sentence: Sentence, place: Place, mark: Mark, concept: str, rule: str) -> Mention:
    first, last = min(place.first, mark.first), max(place.last, mark.last)
    mention = Mention(
        first, last, concept, rule, sentence, level=place.level or "none", named=True, weak=True
    )
    if rule == "bone.untouched":
        mention.status = "negated"
    return mention
