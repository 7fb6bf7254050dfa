"""Where a sentence points on the body: bones, and levels told by landmarks and distances."""

from nlp.components.measures import UNITS, distance
from nlp.knowledge.words import words
from nlp.parts import Mark, Place, Sentence
from nlp.reading import Reading

BELOW = words("places.below")
ABOVE = words("places.above")
AT = words("places.at")
_FILLER = words("places.filler")
SIDE_NOUNS = words("places.side_nouns")
_NAMED = {"pelvic_osteotomy": "pelvis", "tibial_osteotomy": "tibia"}
_MERELY = words("places.merely")
_COVERED = (["below"], ["under"], ["beneath"])
_INSIDE = (["in", "the"], ["into", "the"])
_LOWER = frozenset({"lower", "inferior", "bottom", "foot"})
_UPPER = frozenset({"upper", "superior", "top", "summit", "crown"})
_ACROSS = frozenset({"perpendicular", "perpendicularly", "parallel", "orthogonal"})
_PARTS = frozenset({"half", "third", "quarter"})
_TENDONS = frozenset({"patellar", "quadriceps", "hamstring", "achilles"})
_TROCHANTERS = frozenset({"trochanter", "troch", "gt", "lt"})
_GLUTEAL = frozenset({"fossa", "piriformis", "piriform", "glutei", "gluteus", "abductors"})
_CUTS_OF = frozenset({"osteotomy", "section", "resection", "division", "cut"})
_PARTS_OF = frozenset({"middle", "base", "level", "waist"})
_MIDDLE = frozenset({"middle", "mid", "centre", "center"})
_POINTING = frozenset({"side", "name", "level", "bone", "landmark"})
SUBTROCHANTERIC_CM = 5.0


def places(reading: Reading, sentence: Sentence) -> list[Place]:
    """All places of the sentence, landmarks turned into levels by their direction and distance."""
    if _POINTING.isdisjoint(sentence.groups):
        return []
    if sentence.places is None:
        sentence.places = _places(reading, sentence)
    return sentence.places


def _places(reading: Reading, sentence: Sentence) -> list[Place]:
    out: list[Place] = []
    for mark in sentence.marks:
        group, data = mark.entry.group, mark.entry
        if group == "side" and data.short:
            if data.side == "left" and is_trochanter(reading, mark, sentence):
                out.append(_lesser(reading, mark, sentence))
        elif group == "name" and data.concept in _NAMED:
            out.append(Place(mark.first, mark.last, _NAMED[data.concept], "", False, mark.entry.id))
        elif group not in ("level", "bone", "landmark"):
            continue
        elif data.role == "object":
            if _is_object(reading, mark, sentence):
                out.append(Place(mark.first, mark.last, data.region, data.level, False, mark.entry.id))
        elif data.landmark == "lesser_trochanter":
            out.append(_lesser(reading, mark, sentence))
        elif data.landmark:
            place = _landmark(reading, mark, sentence)
            if place and not _ends_trochanter(reading, mark, sentence.marks):
                out.append(place)
        elif _no_place(reading, mark, sentence):
            continue
        else:
            before = reading.words[mark.first - 2 : mark.first]
            if mark.entry.id == "bone.acetabulum" and (before in _INSIDE or before[:1] in _COVERED):
                continue
            if data.region == "pelvis" and _MERELY.intersection(
                reading.words[max(sentence.first, mark.first - 4) : mark.first]
            ):
                continue
            place = Place(mark.first, mark.last, data.region, data.level, group == "level", mark.entry.id)
            place.relative = data.role == "relative"
            out.append(place)
    return out


def _no_place(reading: Reading, mark: Mark, sentence: Sentence) -> bool:
    """The shaft as a direction or a part of something else, the intertrochanteric line as a landmark."""
    words = reading.words
    if mark.entry.id == "level.intertrochanteric":
        return _is_line(reading, mark, sentence)
    if words[mark.last - 1] == "radius":
        return words[mark.last : mark.last + 1] != [] and words[mark.last][0].isdecimal()
    if mark.entry.role == "relative" and not _TENDONS.isdisjoint(words[mark.last : mark.last + 1]):
        return True
    if mark.entry.role == "relative" and words[mark.last : mark.last + 1] == ["of"]:
        return not _TROCHANTERS.isdisjoint(words[mark.last + 1 : mark.last + 5])
    if mark.entry.region != "shaft":
        return False
    across = not _ACROSS.isdisjoint(words[max(0, mark.first - 4) : mark.first])
    return across or (
        words[mark.last : mark.last + 1] == ["of"] and "lesser" in words[mark.last : mark.last + 3]
    )


def _is_line(reading: Reading, mark: Mark, sentence: Sentence) -> bool:
    """The intertrochanteric line as a landmark of the capsule or the neck cut."""
    words = reading.words
    if words[mark.last : mark.last + 1] not in (["line"], ["crest"], ["ridge"]):
        return False
    if not {"above", "proximal"}.isdisjoint(words[max(sentence.first, mark.first - 3) : mark.first]):
        return True
    return bool(
        {
            "neck",
            "capsule",
            "capsular",
            "capsulotomy",
            "retractor",
            "exposed",
            "detached",
            "insertion",
            "quadratus",
            "flipped",
        }.intersection(words[sentence.first : sentence.last])
    )


def _ends_trochanter(reading: Reading, mark: Mark, marks: list[Mark]) -> bool:
    """The vastus ridge as the end of a cut of the greater trochanter ("from the tip to the ridge")."""
    if mark.entry.landmark != "vastus_ridge":
        return False
    before = reading.words[max(0, mark.first - 3) : mark.first]
    if not {"to", "from"}.intersection(before) or (BELOW - {"from"}).intersection(before):
        return False
    return any(
        m.entry.id in ("bone.greater_trochanter", "name.trochanter", "name.trochanter_approach")
        for m in marks
    )


def _is_object(reading: Reading, mark: Mark, sentence: Sentence) -> bool:
    """The neck or head is what is worked on ("the neck was", "through the neck"), not a mere direction."""
    words = reading.words
    after = words[mark.last : min(mark.last + 2, sentence.last)]
    before = words[max(sentence.first, mark.first - 2) : mark.first]
    return bool(
        {"was", "were", "is", "separated", "lifted", "sawn", "cut", "divided", "osteotomised", "osteotomized"}
        & set(after)
        or {"through", "across"} & set(before)
        or (before == ["of", "the"] and not _PARTS_OF.isdisjoint(words[max(0, mark.first - 4) : mark.first]))
        or (before == ["of", "the"] and words[mark.first - 3] in _CUTS_OF)
        or (before == ["of", "the"] and "from" in words[max(sentence.first, mark.first - 5) : mark.first])
    )


_EDGE_WORDS = frozenset({"border", "margin", "edge", "pole", "tip", "base"})
_EDGES = (["border"], ["margin"], ["edge"], ["pole"], ["level"])


def is_trochanter(reading: Reading, mark: Mark, sentence: Sentence) -> bool:
    """Tell "LT" the lesser trochanter from "LT" the left side by the words round it."""
    words = reading.words
    if words[mark.first] != "lt":
        return False
    after = words[mark.last] if mark.last < sentence.last else ""
    if after in ("level", "region", "area", "apex", "border"):
        return True
    if "trochanter" in words[max(sentence.first, mark.first - 2) : min(mark.last + 3, sentence.last)] and (
        after == "(" or words[mark.first - 1] == "("
    ):
        return True
    if (
        after in ("proximal", "superior", "inferior", "upper")
        and words[mark.last + 1 : mark.last + 2] in _EDGES
    ):
        return True
    beside = words[max(sentence.first, mark.first - 2) : mark.first]
    if beside[-1:] == ["to"] and (beside[0] in BELOW or beside[0] in ABOVE):
        return True
    if after in SIDE_NOUNS:
        return False
    before = words[max(sentence.first, mark.first - 4) : mark.first]
    if before[-1:] == ["of"] and not _EDGE_WORDS.isdisjoint(before):
        return True
    return any(w in BELOW or w in ABOVE or w in AT or w in UNITS for w in before)


def _direction(reading: Reading, mark: Mark, sentence: Sentence) -> tuple[str, float | None, int]:
    """Direction (below, above, at, none), distance in cm and first word of what stands before a landmark."""
    words, i = reading.words, mark.first - 1
    direction, at = "", mark.first
    while i >= max(sentence.first, mark.first - 9):
        word = words[i]
        if word in _PARTS:
            return "at", None, i
        if word in BELOW or word in ABOVE:
            direction, at = ("below" if word in BELOW else "above"), i
            break
        if word in AT and not direction:
            direction, at = "at", i
        elif word not in _FILLER:
            break
        i -= 1
    return direction, distance(words, at, sentence.first), at


def _lesser(reading: Reading, mark: Mark, sentence: Sentence) -> Place:
    direction, distance, first = _direction(reading, mark, sentence)
    edge = set(reading.words[max(sentence.first, mark.first - 4) : mark.first])
    if direction in ("", "at") and edge & _LOWER and not edge & _PARTS:
        return Place(
            first, mark.last, "proximal_femur", "subtrochanteric", True, "landmark.lesser_trochanter"
        )
    if direction == "" and edge & (_UPPER | _MIDDLE):
        return Place(
            first, mark.last, "proximal_femur", "intertrochanteric", True, "landmark.lesser_trochanter"
        )
    if direction == "below":
        far = distance is not None and distance > SUBTROCHANTERIC_CM
        level = "shaft" if far else "subtrochanteric"
        return Place(
            first, mark.last, "shaft" if far else "proximal_femur", level, True, "landmark.lesser_trochanter"
        )
    return Place(
        first, mark.last, "proximal_femur", "intertrochanteric", bool(direction), "landmark.lesser_trochanter"
    )


def _landmark(reading: Reading, mark: Mark, sentence: Sentence) -> Place | None:
    direction, distance, first = _direction(reading, mark, sentence)
    kind, id_ = mark.entry.landmark, mark.entry.id
    if kind == "blade":
        if direction not in ("below", "at") or (
            direction == "at" and "parallel" not in reading.words[first : mark.first]
        ):
            return None
        return Place(first, mark.last, "proximal_femur", "intertrochanteric", True, id_)
    if kind == "vastus_ridge":
        low = direction == "below" and distance is not None and distance > 4
        return Place(
            first,
            mark.last,
            "proximal_femur",
            "subtrochanteric" if low else "intertrochanteric",
            bool(direction),
            id_,
        )
    if direction == "below" and distance is not None:
        level = "intertrochanteric" if distance < 5 else "subtrochanteric" if distance < 10 else "shaft"
        return Place(first, mark.last, "shaft" if level == "shaft" else "proximal_femur", level, True, id_)
    if direction in ("below", "above") and _GLUTEAL.isdisjoint(reading.words[sentence.first : sentence.last]):
        return None
    return Place(mark.first, mark.last, "greater_trochanter", "greater_trochanter", False, id_)
