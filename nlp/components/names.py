"""Operations told by name: what the name implies, and the bone named beside it."""

from nlp.components.regions import CONCEPT_OF, RegionTracker
from nlp.knowledge.words import words
from nlp.parts import Mark, Mention, Place, Sentence
from nlp.reading import Reading

NAME_REACH = 5
_THINGS = words("names.things")
_SCOPE = frozenset({"arthroscopy", "arthroscopic", "arthroscope", "portals"})
_BROKEN = frozenset({"#", "fracture", "fx"})
_APART = frozenset({",", ";", "+", "and", "with", "vs", "versus", "or"})


def names(
    reading: Reading, sentence: Sentence, marks: list[Mark], where: list[Place], tracker: RegionTracker
) -> None:
    """Add a mention for every operation that ``sentence`` names."""
    for mark in marks:
        level = _composed(reading, sentence, mark, marks)
        if level:
            mention = Mention(
                mark.first, mark.last, "femoral_osteotomy", mark.entry.id, sentence, level=level, named=True
            )
            _bone_of_name(reading, mark, mention, where)
            reading.add(mention)
        if mark.entry.group != "name" or (sentence.section == "admin" and mark.last - mark.first == 1):
            continue
        data = mark.entry
        if data.concept == "pelvic_osteotomy" and _rim_trim(reading, mark):
            continue
        mention = Mention(
            mark.first, mark.last, data.concept, mark.entry.id, sentence, level=data.level or "none",
            purpose=data.purpose, flag=data.flag, named=True,
        )  # fmt: skip
        mention.explicit = (
            mention.level in ("distal", "shaft", "subtrochanteric")
            or mark.entry.id == "name.intertrochanteric"
        )
        if data.concept in ("femoral_osteotomy", "shaft_or_distal_femoral_osteotomy"):
            _bone_of_name(reading, mark, mention, where)
        if data.status:
            mention.status = data.status
        after = reading.words[mark.last] if mark.last < sentence.last else ""
        label = after == ":" and mark.first - sentence.first <= 1
        label = label and not any(m.entry.group in ("cut", "wedge") for m in marks if m.first >= mark.last)
        if after in _THINGS or label:
            mention.told = False
        reading.add(mention)
        if mention.concept in ("femoral_osteotomy", "shaft_or_distal_femoral_osteotomy"):
            tracker.named = "femur"


def _rim_trim(reading: Reading, mark: Mark) -> bool:
    """ "Acetabuloplasty" through a scope trims the rim."""
    return reading.words[mark.first].startswith("acetabuloplast") and reading.holds(_SCOPE)


def _composed(reading: Reading, sentence: Sentence, mark: Mark, marks: list[Mark]) -> str:
    """The level implied by a name with an insertion ("valgus (abduction) osteotomy"), or nothing."""
    if mark.entry.id != "cut.osteotomy":
        return ""
    for other in marks:
        between = reading.words[other.last : mark.first]
        if other.entry.id == "correction.angle" and 0 < mark.first - other.last <= 5 and "(" in between:
            word = reading.words[other.first]
            return (
                "proximal_unspecified"
                if word in ("varus", "valgus", "abduction", "adduction")
                else "unspecified"
            )
    return ""


def _bone_of_name(reading: Reading, mark: Mark, mention: Mention, where: list[Place]) -> None:
    """A bone named beside the osteotomy ("... of the distal femur") overrides what its name implies."""
    best: tuple[int, Place] | None = None
    for place in where:
        if place.rule.startswith("name."):
            continue
        if place.last <= mark.first:
            between = reading.words[place.last : mark.first]
            gap = len(between)
        elif place.first >= mark.last:
            between = reading.words[mark.last : place.first]
            gap = len(between) + 1
        else:
            between, gap = [], 0
        reach = NAME_REACH if place.region in ("tibia", "pelvis", "other") else NAME_REACH + 8
        behind = place.first >= mark.last and gap <= 4 and mention.level == "unspecified"
        apart = _APART.intersection(between) - ({","} if behind else set())
        if not _BROKEN.isdisjoint(between):
            continue
        if gap > reach or (apart and (place.region != "proximal_femur" or ";" in apart)):
            continue
        if place.region == "greater_trochanter" or (place.region == "femur" and mention.level != "none"):
            continue
        rank = gap + NAME_REACH * 3 * (place.level == "proximal_unspecified")
        if best is None or rank < best[0]:
            best = (rank, place)
    if best:
        place = best[1]
        if place.region == "femur":
            return
        mention.concept = CONCEPT_OF[place.region]
        if place.level and not (
            place.level == "proximal_unspecified"
            and mention.level in ("intertrochanteric", "subtrochanteric")
        ):
            mention.level = place.level
        mention.explicit = place.exact and place.level != "proximal_unspecified"
        if _adjoins(place, mark):
            mention.first, mention.last = min(mention.first, place.first), max(mention.last, place.last)


def _adjoins(place: Place, mark: Mark) -> bool:
    """The place stands right beside the mark."""
    return place.first - mark.last <= 3 and mark.first - place.last <= 1
