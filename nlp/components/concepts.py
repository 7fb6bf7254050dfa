"""Finds what the note mentions: bone cuts by name and by action, with bone and level, and the acts beside them."""

from spacy.language import Language
from spacy.tokens import Doc

from nlp.components.cuts import Cut, action_cuts
from nlp.components.denials import denials
from nlp.components.gestures import gestures
from nlp.components.places import Place, places
from nlp.components.regions import FEMUR_REGIONS, RegionTracker
from nlp.knowledge.words import words
from nlp.reading import NARRATIVE, Mark, Mention, Reading, Sentence

CONCEPT_OF = {
    "proximal_femur": "femoral_osteotomy",
    "femur": "femoral_osteotomy",
    "shaft": "shaft_or_distal_femoral_osteotomy",
    "distal_femur": "shaft_or_distal_femoral_osteotomy",
    "neck": "neck_osteotomy",
    "greater_trochanter": "trochanter_osteotomy",
    "pelvis": "pelvic_osteotomy",
    "tibia": "tibial_osteotomy",
    "other": "other_osteotomy",
}
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
_TRIGGER = frozenset({"name", "cut", "act", "wedge", "flag"})
NAME_REACH = 5
_THINGS = words("concepts.things")
_GRAFT = words("concepts.graft")
_ACROSS = words("concepts.across")
_DOING = words("concepts.doing")
_BONE_NOUNS = words("concepts.bone_nouns")
_CAST = words("concepts.cast")
_WINDOW = frozenset(["window", "trapdoor", "lid", "unroofed"])
_ACTING = words("concepts.acting")
_COMPLETION = frozenset({"completed", "finished", "completion", "remaining"})
_DOUBT = frozenset({"planned", "hypothetical", "historical", "negated"})
_MANY = words("concepts.many")
_APART_FROM = words("concepts.apart_from")
_APART = frozenset({",", ";", "+", "and", "with"})


class Concepts:
    """Fills ``reading.mentions`` and ``reading.flags``."""

    def __call__(self, doc: Doc) -> Doc:
        reading: Reading = doc._.reading
        tracker = RegionTracker()
        for sentence in reading.sentences:
            if sentence.marks:
                sentence.marks = [m for m in prune(sentence.marks) if not _number_sign(reading, m)]
                _read(reading, sentence, tracker)
        return doc


def _number_sign(reading: Reading, mark: Mark) -> bool:
    """ "#2" is an item of a list, no fracture."""
    after = reading.words[mark.last : mark.last + 1]
    return mark.entry.role == "sign" and bool(after) and after[0][:1].isdecimal()


def prune(marks: list[Mark]) -> list[Mark]:
    """Drop a mark that stands inside a longer one of its family, and anatomy inside a name."""
    ends: dict[str, tuple[int, int]] = {}
    out = []
    for mark in sorted(marks, key=lambda m: (m.first, -m.last)):
        group = mark.entry.group
        family = _FAMILY.get(group, group)
        first, last = ends.get(family, (-1, -1))
        if mark.last <= last and not (mark.first == first and mark.last == last):
            continue
        if group in _ANATOMY and mark.last <= ends.get("name", (-1, -1))[1]:
            continue
        if family == "place" and mark.last <= ends.get("soft", (-1, -1))[1]:
            continue
        if group == "soft" and mark.last <= ends.get("place", (-1, -1))[1]:
            continue
        if mark.last > last:
            ends[family] = (mark.first, mark.last)
        if group == "name":
            ends["name"] = (mark.first, mark.last)
        out.append(mark)
    return out


def _read(reading: Reading, sentence: Sentence, tracker: RegionTracker) -> None:
    marks = sentence.marks
    where = places(reading, sentence, marks)
    if any(m.entry.group in _TRIGGER for m in marks):
        _flags(reading, sentence, marks)
        _names(reading, sentence, marks, where, tracker)
        _actions(reading, sentence, marks, where, tracker)
        _acts(reading, sentence, marks)
    if marks:
        for mention in (
            *gestures(reading, sentence, marks, where, tracker),
            *denials(reading, sentence, marks, where),
        ):
            _add(reading, mention)
        if sentence.section in ("title", "scheduled"):
            for mention in reading.mentions:
                if mention.sentence is sentence and mention.concept in CONCEPT_OF.values():
                    tracker.title(mention)
    tracker.see(reading, sentence, marks, where)


def _flags(reading: Reading, sentence: Sentence, marks: list[Mark]) -> None:
    for mark in marks:
        flag = mark.entry.flag
        if flag:
            mention = Mention(mark.first, mark.last, "diagnosis", mark.entry.id, sentence, flag=flag)
            reading.flags.setdefault(flag, []).append(mention)


def _names(
    reading: Reading, sentence: Sentence, marks: list[Mark], where: list[Place], tracker: RegionTracker
) -> None:
    for mark in marks:
        level = _composed(reading, sentence, mark, marks)
        if level:
            mention = Mention(
                mark.first, mark.last, "femoral_osteotomy", mark.entry.id, sentence, level=level, named=True
            )
            _bone_of_name(reading, mark, mention, where)
            _add(reading, mention)
        if mark.entry.group != "name" or (sentence.section == "admin" and mark.last - mark.first == 1):
            continue
        data = mark.entry
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
        if after in _THINGS or label:
            mention.told = False
        _add(reading, mention)
        if mention.concept in ("femoral_osteotomy", "shaft_or_distal_femoral_osteotomy"):
            tracker.named = "femur"


def _composed(reading: Reading, sentence: Sentence, mark: Mark, marks: list[Mark]) -> str:
    """The level that a name with an insertion implies ("valgus (abduction) osteotomy"); empty when it is none."""
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
    """A bone named beside the osteotomy ("tibial ...", "... of the distal femur") overrides what its name implies."""
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
        if gap > reach or (apart and (place.region != "proximal_femur" or ";" in apart)):
            continue
        if place.region == "greater_trochanter" or (place.region == "femur" and mention.level != "none"):
            continue
        if best is None or gap < best[0]:
            best = (gap, place)
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
        if gap_small(place, mark):
            mention.first, mention.last = min(mention.first, place.first), max(mention.last, place.last)


def gap_small(place: Place, mark: Mark) -> bool:
    """The place stands right beside the mark."""
    return place.first - mark.last <= 3 and mark.first - place.last <= 1


def _actions(
    reading: Reading, sentence: Sentence, marks: list[Mark], where: list[Place], tracker: RegionTracker
) -> None:
    names = [(m.first, m.last) for m in marks if m.entry.group == "name"]
    free = [m for m in marks if not any(a <= m.first and m.last <= b for a, b in names)]
    for cut in action_cuts(reading, sentence, free, where):
        place = _place_of(reading, cut.first, cut.last, where)
        if place and place.rule == "landmark.blade" and tracker.region in ("distal_femur", "tibia"):
            place = None
        if tracker.cut_concept and _refers(reading, cut, place):
            _add(
                reading,
                Mention(
                    cut.first,
                    cut.last,
                    tracker.cut_concept,
                    cut.rule,
                    sentence,
                    level=tracker.cut_level,
                    weak=True,
                ),
            )
            continue
        if place and cut.rule == "wedge.removed" and place.rule == "bone.acetabulum":
            place = None
        region = place.region if place else tracker.region
        if place and place.relative and tracker.region in ("tibia", "other", ""):
            region = tracker.region
        if place and place.relative and place.region == "pelvis" and tracker.region != "pelvis":
            continue
        if place and place.rule == "bone.neck" and not reading.about_hip:
            continue
        if _CAST.intersection(
            reading.words[max(sentence.first, cut.first - 4) : min(sentence.last, cut.last + 4)]
        ):
            continue
        if (
            region == "greater_trochanter"
            and place
            and not cut.strong
            and not _beside(place, cut.first, cut.last)
        ):
            region, place = tracker.region, None
        if region == "pelvis" and _harvest(reading, sentence):
            continue
        if place is None and cut.rule == "cut.osteotome" and region not in FEMUR_REGIONS:
            continue
        if not region and cut.rule == "cut.osteotomy":
            region = place.region if place and tracker.named else tracker.named
        if not region or (place is None and not cut.strong and not tracker.narrative(sentence)):
            continue
        level = place.level if place and place.level else tracker.level_for(region)
        mention = Mention(
            cut.first, cut.last, CONCEPT_OF[region], cut.rule, sentence, level=level or "unspecified",
            explicit=bool(place and place.exact),
            several=bool(_MANY.intersection(reading.words[max(sentence.first, cut.first - 3) : cut.last])),
        )  # fmt: skip
        mention.stated = not _ACTING.intersection(reading.words[sentence.first : sentence.last])
        mention.evident = place is not None and (place.exact or _noun(reading, place))
        if _WINDOW.intersection(
            reading.words[max(sentence.first, cut.first - 8) : min(sentence.last, cut.last + 8)]
        ):
            mention.status = "approach"
        mention.weak = _mere(reading, sentence, cut, place) or (
            cut.rule == "wedge.removed"
            and not (place and place.exact and region in ("neck", "proximal_femur", "distal_femur"))
        )
        doubtful = any(m.entry.group in _DOUBT and m.entry.rank > 3 for m in marks)
        if tracker.narrative(sentence) and not mention.weak and not doubtful and region != "other":
            tracker.cut(mention)
        if place and abs(place.first - cut.last) < 12:
            mention.first, mention.last = min(cut.first, place.first), max(cut.last, place.last)
        _add(reading, mention)


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


def _beside(place: Place, first: int, last: int) -> bool:
    return place.first - last <= 4 and first - place.last <= 4


def _place_of(reading: Reading, first: int, last: int, where: list[Place]) -> Place | None:
    """The place the cut is at: the nearest, exact levels before bare bones, clause ends counted as distance."""
    best: tuple[float, Place] | None = None
    exact = any(p.exact for p in where)
    other = any(
        p.exact
        and p.rule not in ("landmark.blade", "bone.greater_trochanter")
        and p.region == "proximal_femur"
        for p in where
    )
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
        ):
            return place
        cost = len(between) + 3.0 * between.count(",") + (0 if place.exact else 4)
        cost += 25 if place.region == "femur" and exact else 6 if place.region == "femur" else 0
        if place.rule == "landmark.blade" or (place.rule == "bone.greater_trochanter" and place.exact):
            cost += 12 if other else 5
        if ";" in between or "but" in between:
            cost += 12
        if best is None or cost < best[0]:
            best = (cost, place)
    return best[1] if best and best[0] <= 30 else None


def _acts(reading: Reading, sentence: Sentence, marks: list[Mark]) -> None:
    removed = [m for m in marks if m.entry.id == "hardware.removed"]
    for mark in marks:
        metal = mark.entry.id in ("act.fixation", "hardware.metal")
        out = _removal(reading, mark, removed) if metal and removed else None
        if out:
            first, last = min(mark.first, out.first), max(mark.last, out.last)
            _add(reading, Mention(first, last, "hardware_removal", out.entry.id, sentence))
        elif mark.entry.group == "act" and not (
            mark.entry.short and not reading.raw(mark.first, mark.last).isupper()
        ):
            _act(reading, sentence, mark, marks)


def _act(reading: Reading, sentence: Sentence, mark: Mark, marks: list[Mark]) -> None:
    """An act as named; metal or a reduction beside a fracture is treatment of the fracture."""
    concept, first, last = mark.entry.concept, mark.first, mark.last
    if mark.entry.id in ("act.fixation", "act.reduction"):
        broken = [m for m in marks if m.entry.flag == "fracture" and abs(m.first - mark.first) <= 12]
        if broken and sentence.section != "diagnosis":
            low, high = min(first, broken[0].first), max(last, broken[0].last)
            _add(reading, Mention(low, high, "fracture_fixation", "act.fracture", sentence))
    if concept:
        mention = Mention(first, last, concept, mark.entry.id, sentence)
        mention.status = mark.entry.status or "performed"
        _add(reading, mention)


def _removal(reading: Reading, metal: Mark, removed: list[Mark]) -> Mark | None:
    """The word that takes this metal out: right before it ("removal of the plate") or soon after ("plate ... removed")."""
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


def _add(reading: Reading, mention: Mention) -> None:
    for other in reversed(reading.mentions[-4:]):
        if other.concept == mention.concept and other.first <= mention.first and mention.last <= other.last:
            other.flag = other.flag or mention.flag
            return
    reading.mentions.append(mention)


@Language.factory("osteotome_concepts", assigns=["doc._.reading", "doc.spans"])
def create_concepts(nlp: Language, name: str) -> Concepts:
    """spaCy factory."""
    return Concepts()
