"""Bone cuts told by action become mentions: on which bone, at which level, and how sure."""

from nlp.components.cuts import OBJECT_REACH, Cut, action_cuts
from nlp.components.regions import CONCEPT_OF, FEMUR_REGIONS, RegionTracker
from nlp.knowledge.words import words
from nlp.parts import CUTS, FEMORAL, NARRATIVE, Mark, Mention, Place, Sentence
from nlp.reading import Reading

_GRAFT = words("actions.graft")
_ACROSS = words("actions.across")
_DOING = words("actions.doing")
_BONE_NOUNS = words("actions.bone_nouns")
_CAST = words("actions.cast")
_EXPOSURES = words("actions.exposures")
_WINDOW = frozenset(["window", "trapdoor", "hatch", "lid", "unroofed", "trough", "gutter"])
_ACTING = words("actions.acting")
_COMPLETION = frozenset({"completed", "finished", "completion", "remaining"})
_WHOLE = frozenset({"tibia", "other", "neck"})
_DOUBT = frozenset({"planned", "hypothetical", "historical", "negated"})
_TOOLS, _CLAUSES = frozenset({"with", "using", "by"}), frozenset({",", ";", ".", ":", "and", "then"})
_MANY = words("actions.many")


def actions(
    reading: Reading, sentence: Sentence, marks: list[Mark], where: list[Place], tracker: RegionTracker
) -> None:
    """Add a mention for every cut told by action in ``sentence``."""
    names = [(m.first, m.last) for m in marks if m.entry.group == "name"]
    free = [m for m in marks if not any(a <= m.first and m.last <= b for a, b in names)] if names else marks
    others = [m for m in marks if m.entry.group == "name" and m.entry.concept not in FEMORAL]
    for cut in action_cuts(reading, sentence, free, where):
        if cut.rule == "cut.saw" and any(_by_tool(reading, m, cut) for m in others):
            continue
        place = _place_of(reading, cut.first, cut.last, where)
        if place and place.relative:
            apex = reading.words[place.first] == "apex"
            place = next(
                (p for p in where if not p.relative and (p.exact if apex else p.region == place.region)),
                place,
            )
        between = "between" in reading.words[max(0, place.first - 6) : place.first] if place else False
        if place and place.region == "neck" and between and tracker.start == "proximal_femur":
            place = next((p for p in where if p.exact and p.region == "proximal_femur"), place)
        if place and place.rule == "landmark.blade" and tracker.region in ("distal_femur", "tibia"):
            place = None
        if tracker.cut_concept and _refers(reading, cut, place):
            concept, level = tracker.cut_concept, tracker.cut_level
            reading.add(Mention(cut.first, cut.last, concept, cut.rule, sentence, level=level, weak=True))
            continue
        if place and _of_lesser(reading, cut, place):
            continue
        region, place = _bone_of(reading, sentence, cut, place, tracker)
        told = reading.mentions[-1] if reading.mentions else None
        if cut.rule == "wedge.removed" and place is None and told and _cut_in(told, sentence):
            reading.add(
                Mention(cut.first, cut.last, told.concept, cut.rule, sentence, level=told.level, weak=True)
            )
            continue
        if place and place.relative and region in FEMUR_REGIONS:
            region = next((p.region for p in where if p.region in _WHOLE and p.last <= place.first), region)
        if not region:
            continue
        mention = _mention(reading, sentence, cut, place, region, tracker)
        if tracker.narrative(sentence) and not mention.weak and region != "other" and not _doubted(marks):
            tracker.cut(mention)
        if place and abs(place.first - cut.last) < 12:
            mention.first, mention.last = min(cut.first, place.first), max(cut.last, place.last)
        reading.add(mention)


def _by_tool(reading: Reading, name: Mark, cut: Cut) -> bool:
    """The saw of ``cut`` is the tool of the operation named before it ("... along the wire with a saw")."""
    between = reading.words[name.last : cut.first]
    beside = 0 <= cut.first - name.last <= 2
    return beside or (not _TOOLS.isdisjoint(between[-3:]) and _CLAUSES.isdisjoint(between))


def _of_lesser(reading: Reading, cut: Cut, place: Place) -> bool:
    """ "The lesser trochanter was osteotomised", "osteotomy of the lesser trochanter": not of the femur."""
    if place.rule != "landmark.lesser_trochanter" or place.exact or cut.rule == "wedge.removed":
        return False
    before, behind = reading.words[place.last : cut.first], reading.words[cut.last : place.first]
    taken = place.last <= cut.first and len(before) < 3 and before[:1] in ([], ["was"], ["is"])
    return taken or (cut.last <= place.first and behind in (["of", "the"], ["the"], []))


def _cut_in(mention: Mention, sentence: Sentence) -> bool:
    """The sentence has told a cut, to which a piece without a place belongs."""
    return mention.sentence is sentence and mention.concept in CUTS and not mention.weak


def _doubted(marks: list[Mark]) -> bool:
    return any(m.entry.group in _DOUBT and m.entry.rank > 3 for m in marks)


def _bone_of(
    reading: Reading, sentence: Sentence, cut: Cut, place: Place | None, tracker: RegionTracker
) -> tuple[str, Place | None]:
    """The region that the cut is on and the place that says so; no region when nothing shows the bone."""
    if place and cut.rule == "wedge.removed" and place.rule == "bone.acetabulum":
        place = None
    if place and cut.rule == "wedge.removed" and _fragment(place, tracker):
        place = None
    region = place.region if place else tracker.region
    if place and place.relative and tracker.region in ("tibia", "other", ""):
        started = tracker.start if tracker.start == place.region else ""
        region = started or tracker.region or (place.region if reading.about_hip else "")
    if (
        place
        and place.relative
        and tracker.start == "proximal_femur"
        and reading.words[place.first] == "apex"
    ):
        region, place = tracker.start, None
    if place and place.relative and place.region == "pelvis" and tracker.region != "pelvis":
        return "", None
    if place and place.rule == "bone.neck" and not reading.about_hip:
        return "", None
    near = reading.words[max(sentence.first, cut.first - 6) : min(sentence.last, cut.last + 4)]
    if _CAST.intersection(near):
        return "", None
    loose = place and not cut.strong and not _beside(place, cut.first, cut.last)
    if region == "greater_trochanter" and loose:
        region, place = tracker.region, None
    grafted = region == "pelvis" or (place and place.rule == "landmark.blade")
    if grafted and _harvest(reading, sentence):
        return "", None
    if place is None and cut.rule == "cut.osteotome" and region not in FEMUR_REGIONS:
        return "", None
    named = any(m.entry.group == "name" for m in sentence.marks)
    if not region and (cut.rule == "cut.osteotomy" or (cut.rule == "cut.saw" and not named)):
        region = place.region if place and tracker.named else tracker.named
    if place is None and not cut.strong and not tracker.narrative(sentence):
        return "", None
    return region, place


def _fragment(place: Place, tracker: RegionTracker) -> bool:
    """ "The distal femur was rotated": after an upper cut its lower fragment, no place above the knee."""
    return place.region == "distal_femur" and tracker.cut_concept == "femoral_osteotomy"


def _mention(
    reading: Reading, sentence: Sentence, cut: Cut, place: Place | None, region: str, tracker: RegionTracker
) -> Mention:
    """The cut as a mention, with how sure its bone and level are."""
    level = place.level if place and place.level else tracker.level_for(region)
    mention = Mention(
        cut.first, cut.last, CONCEPT_OF[region], cut.rule, sentence, level=level or "unspecified"
    )
    mention.explicit = bool(place and place.exact)
    counted = _MANY.intersection(reading.words[max(sentence.first, cut.first - 3) : cut.last])
    mention.several = bool(counted) and cut.rule != "cut.osteotome"
    mention.stated = not _ACTING.intersection(reading.words[sentence.first : sentence.last])
    mention.evident = place is not None and (place.exact or _noun(reading, place))
    if _in_window(reading, sentence, cut):
        mention.status = "approach"
    sure = place and place.exact and region in ("neck", "proximal_femur", "distal_femur")
    mention.weak = _mere(reading, sentence, cut, place) or (cut.rule == "wedge.removed" and not sure)
    return mention


def _in_window(reading: Reading, sentence: Sentence, cut: Cut) -> bool:
    """The cut opens a window in the bone; a "lateral window" is an exposure."""
    if not reading.holds(_WINDOW):
        return False
    words = reading.words
    near = range(max(sentence.first, cut.first - 20), min(sentence.last, cut.last + 12))
    return any(words[i] in _WINDOW and not (i and words[i - 1] in _EXPOSURES) for i in near)


def _noun(reading: Reading, place: Place) -> bool:
    """The bone itself is named ("the femur"), not only its adjective."""
    if place.region != "femur":
        return True
    after = reading.words[place.last] if place.last < len(reading.words) else ""
    return reading.words[place.first] not in ("femoral", "fem") or after in _BONE_NOUNS


def _refers(reading: Reading, cut: Cut, place: Place | None) -> bool:
    """The words point back at the cut already told: "the osteotomy" without a place, or its completion."""
    words = reading.words[cut.first : cut.last]
    if _COMPLETION.intersection(words) and (place is None or not place.exact):
        return True
    return place is None and cut.rule == "cut.osteotomy" and cut.last - cut.first == 1


def _mere(reading: Reading, sentence: Sentence, cut: Cut, place: Place | None) -> bool:
    """The noun alone, in a sentence that tells no doing and no level, proves no cut."""
    if cut.rule != "cut.osteotomy" or cut.last - cut.first > 1 or sentence.section not in NARRATIVE:
        return False
    if (place is not None and place.exact) or sentence.last - sentence.first <= 6:
        return False
    return not _DOING.intersection(
        reading.words[max(sentence.first, cut.first - 6) : min(sentence.last, cut.last + 8)]
    )


def _harvest(reading: Reading, sentence: Sentence) -> bool:
    """Bone cut from the crest for grafting is no pelvic osteotomy."""
    words = set(reading.words[sentence.first : sentence.last])
    return "crest" in words and bool(words & _GRAFT) and not words & _ACROSS


def _below_trochanter(shaft: Place, last: int, where: list[Place]) -> Place | None:
    """ "The femoral shaft was cut just below the lesser trochanter": the landmark tells the level."""
    if shaft.region != "shaft":
        return None
    told = (p for p in where if p.rule == "landmark.lesser_trochanter" and p.region == "proximal_femur")
    return next((p for p in told if p.exact and 0 <= p.first - last <= OBJECT_REACH), None)


def _beside(place: Place, first: int, last: int) -> bool:
    return place.first - last <= 4 and first - place.last <= 4


def _place_of(reading: Reading, first: int, last: int, where: list[Place]) -> Place | None:
    """The place the cut is at: the nearest, exact levels before bare bones, clause ends as distance."""
    best: tuple[float, Place] | None = None
    exact = any(p.exact for p in where)
    other = any(
        p.exact
        and p.rule not in ("landmark.blade", "bone.greater_trochanter")
        and p.region == "proximal_femur"
        for p in where
    )
    trochanter = any(p.exact and p.rule == "landmark.lesser_trochanter" for p in where)
    for place in where:
        if place.last <= first:
            between = reading.words[place.last : first]
        elif place.first >= last:
            between = reading.words[last : place.first]
        else:
            between = []
        if (
            not [w for w in between if w not in "()/"]
            and place.last <= first
            and place.region not in ("femur", "pelvis")
            and place.level != "proximal_unspecified"
        ):
            return _below_trochanter(place, last, where) or place
        cost = len(between) + 3.0 * between.count(",") + (0 if place.exact else 4)
        if place.rule == "bone.greater_trochanter" and not place.exact and other:
            cost += 8
        cost += 25 if place.region == "femur" and exact else 6 if place.region == "femur" else 0
        if place.rule == "landmark.vastus_ridge" and trochanter:
            cost += 4
        if place.rule == "landmark.blade" or (place.rule == "bone.greater_trochanter" and place.exact):
            cost += 12 if other else 5
        if ";" in between or "but" in between:
            cost += 12
        if best is None or cost < best[0]:
            best = (cost, place)
    return best[1] if best and best[0] <= 30 else None
