"""What is told of a cut besides the cut: fragments realigned, a wedge measured, a roof levered down.

None of these proves a cut alone; each takes its bone and level from the cut in hand.
"""

from nlp.components.measures import UNITS, number
from nlp.components.regions import CONCEPT_OF, FEMUR_REGIONS, RegionTracker
from nlp.knowledge.words import words
from nlp.parts import FEMORAL, Mark, Mention, Place, Sentence
from nlp.reading import Reading

REACH = 10
LEVEL_REACH = 8
_ANGLES = frozenset({"°", "deg", "degs", "degree", "degrees"})
_MEASURES = _ANGLES | UNITS.keys()
_NO_BONE = frozenset({"soft", "metal", "act"})
_WAY, _TAKEN = frozenset({"out", "off"}), frozenset({"sawn", "trimmed", "cut", "took"})
_OTHER_PIECES = frozenset({"head", "graft", "scar", "cam"})
_NAMED = frozenset({"wedge.piece", "hardware.metal"})
_SOCKET = frozenset({"acetabulum", "socket", "acetabular"})
_NOT_PIECE = words("gestures.not_piece")


def gestures(
    reading: Reading, sentence: Sentence, marks: list[Mark], where: list[Place], tracker: RegionTracker
) -> list[Mention]:
    """The weak mentions of a sentence."""
    found: list[Mention | None] = []
    for mark in marks:
        id_ = mark.entry.id
        if id_ == "correction.angle":
            found.append(_realigned(reading, sentence, mark, marks, tracker))
        elif id_ == "wedge.piece":
            found.append(_piece(reading, sentence, mark, marks, where, tracker))
        elif id_ == "wedge.removed":
            found.append(_taken_out(reading, sentence, mark, marks, tracker))
        elif id_ == "gesture.neck":
            found.append(_neck(sentence, mark, reading))
        elif id_ in ("gesture.head", "gesture.reduce"):
            found.append(_head(reading, sentence, mark))
        elif id_ == "gesture.distraction":
            found.append(_distracted(reading, sentence, mark))
        elif mark.entry.group == "gesture" and id_ != "gesture.roof":
            found.append(_trochanter(reading, sentence, mark, where))
        elif id_ == "gesture.roof":
            roof = _roof(reading, sentence, mark, where)
            found.append(roof or _realigned(reading, sentence, mark, marks, tracker))
    return [m for m in found if m is not None]


def _near(mark: Mark, first: int, last: int, reach: int = REACH) -> bool:
    return mark.first - last <= reach and first - mark.last <= reach


def _weak(
    sentence: Sentence, first: int, last: int, rule: str, tracker: RegionTracker, needs_cut: bool = True
) -> Mention | None:
    concept = tracker.cut_concept or ("" if needs_cut else CONCEPT_OF.get(tracker.start, "femoral_osteotomy"))
    if not concept:
        return None
    return Mention(first, last, concept, rule, sentence, level=tracker.cut_level, weak=True)


def _realigned(
    reading: Reading, sentence: Sentence, mark: Mark, marks: list[Mark], tracker: RegionTracker
) -> Mention | None:
    """A fragment or the shaft is turned, tilted, shifted (with its name or with an angle beside it)."""
    if not tracker.narrative(sentence):
        return None
    for part in marks:
        if part.entry.id == "part.fragment" and _near(mark, part.first, part.last):
            first, last = min(mark.first, part.first), max(mark.last, part.last)
            return _weak(sentence, first, last, "correction.realigned", tracker)
    if _angle_beside(reading, sentence, mark):
        return _weak(sentence, mark.first, mark.last, "correction.realigned", tracker)
    return None


def _angle_beside(reading: Reading, sentence: Sentence, mark: Mark) -> bool:
    words = reading.words
    for i in range(max(sentence.first, mark.first - 4), min(sentence.last, mark.last + 4)):
        if words[i][:1].isdecimal():
            after = words[i + 1] if i + 1 < len(words) else ""
            if after in _ANGLES or (after not in UNITS and abs(i - mark.first) <= 3 and len(words[i]) <= 3):
                return True
    return False


def _piece(
    reading: Reading,
    sentence: Sentence,
    mark: Mark,
    marks: list[Mark],
    where: list[Place],
    tracker: RegionTracker,
) -> Mention | None:
    """A wedge or segment with its measure or its removal; told with its level it proves the cut."""
    words = reading.words
    around = words[max(sentence.first, mark.first - 7) : min(sentence.last, mark.last + 8)]
    if _NOT_PIECE.intersection(words[max(sentence.first, mark.first - 2) : mark.last + 2]):
        return None
    if words[mark.first] == "bone" and mark.last - mark.first == 1:
        return None
    close = words[max(sentence.first, mark.first - 4) : min(sentence.last, mark.last + 4)]
    measured = _measured(around) or any(w[:1].isdecimal() for w in close)
    removed = any(m.entry.id == "wedge.removed" and _near(mark, m.first, m.last, 8) for m in marks)
    if not (measured or removed) or not tracker.narrative(sentence):
        return None
    place = _level_of_piece(words, mark, where)
    if place is not None:
        first, last = min(mark.first, place.first), max(mark.last, place.last)
        piece = Mention(first, last, CONCEPT_OF[place.region], "wedge.piece", sentence, level=place.level)
        piece.explicit = piece.evident = True
        tracker.cut(piece)
        return piece
    if any(p.region == "greater_trochanter" and _near(mark, p.first, p.last) for p in where):
        return None
    return _weak(sentence, mark.first, mark.last, "wedge.piece", tracker, needs_cut=False)


def _measured(words: list[str]) -> bool:
    """A number and a unit of length or angle."""
    return not _MEASURES.isdisjoint(words) and any(number(w) for w in words)


def _taken_out(
    reading: Reading, sentence: Sentence, mark: Mark, marks: list[Mark], tracker: RegionTracker
) -> Mention | None:
    """So much was taken out of a fragment ("17 mm removed from the lower fragment")."""
    if tracker.cut_concept not in FEMORAL or not tracker.narrative(sentence):
        return None
    if any(m.entry.id in _NAMED or m.entry.group in _NO_BONE for m in marks):
        return None
    if reading.words[mark.first] in _WAY and reading.words[mark.first - 1] not in (*UNITS, *_TAKEN):
        return None
    around = reading.words[max(sentence.first, mark.first - REACH) : min(sentence.last, mark.last + 4)]
    if not _OTHER_PIECES.isdisjoint(around):
        return None
    part = any(m.entry.id == "part.fragment" and 0 <= m.first - mark.last <= 4 for m in marks)
    if not part and not _measured(around):
        return None
    return _weak(sentence, mark.first, mark.last, "correction.taken_out", tracker)


def _level_of_piece(words: list[str], mark: Mark, where: list[Place]) -> Place | None:
    """The level told beside the piece in the same clause."""
    for place in where:
        told = place.exact and not place.relative and place.rule != "landmark.blade"
        if not told or place.region not in (*FEMUR_REGIONS, "neck"):
            continue
        low, high = min(mark.last, place.last), max(mark.first, place.first)
        if high - low <= LEVEL_REACH and ";" not in words[low:high]:
            return place
    return None


def _trochanter(reading: Reading, sentence: Sentence, mark: Mark, where: list[Place]) -> Mention | None:
    """The greater trochanter is moved, or put back where it was."""
    for place in where:
        if place.region == "greater_trochanter" and _near(mark, place.first, place.last, 12):
            first, last = min(mark.first, place.first), max(mark.last, place.last)
            mention = Mention(
                first, last, "trochanter_osteotomy", mark.entry.id, sentence, level="greater_trochanter",
                purpose=mark.entry.purpose, weak=True,
            )  # fmt: skip
            mention.status = mark.entry.status or "performed"
            return mention
    cut = reading.last_cut
    if cut is None or cut.concept != "trochanter_osteotomy" or mark.entry.purpose != "transfer":
        return None
    told = reading.words[sentence.first : sentence.last]
    if ("fragment" in told or "tip" in told) and not UNITS.keys().isdisjoint(told):
        cut.purpose = cut.purpose or mark.entry.purpose
    return None


def _neck(sentence: Sentence, mark: Mark, reading: Reading) -> Mention | None:
    """The neck or calcar is cut back."""
    words = reading.words
    for i in range(max(sentence.first, mark.first - 6), mark.first):
        if words[i] in ("neck", "calcar", "stump"):
            return Mention(i, mark.last, "neck_osteotomy", "gesture.neck", sentence, level="neck", weak=True)
    return None


def _head(reading: Reading, sentence: Sentence, mark: Mark) -> Mention | None:
    """The femoral head was brought into the socket."""
    before = reading.words[max(sentence.first, mark.first - 8) : mark.first]
    if "head" not in before and "hip" not in before:
        return None
    if mark.entry.role == "verb" and not _SOCKET.intersection(
        reading.words[mark.last : min(sentence.last, mark.last + 8)]
    ):
        return None
    first = mark.first - len(before) + (before.index("head") if "head" in before else before.index("hip"))
    return Mention(first, mark.last, "open_reduction_hip", "act.reduction_step", sentence)


def _distracted(reading: Reading, sentence: Sentence, mark: Mark) -> Mention | None:
    """The bone of the last cut is to be drawn out day by day: the lengthening is still to come."""
    cut = reading.last_cut
    if cut is None or cut.concept not in FEMORAL:
        return None
    mention = Mention(mark.first, mark.last, cut.concept, mark.entry.id, sentence, level=cut.level, weak=True)
    mention.status = "planned"
    return mention


def _roof(reading: Reading, sentence: Sentence, mark: Mark, where: list[Place]) -> Mention | None:
    if "head" in reading.words[max(sentence.first, mark.first - 5) : mark.first]:
        return None
    for place in where:
        if place.region == "pelvis" and _near(mark, place.first, place.last, 6):
            first, last = min(mark.first, place.first), max(mark.last, place.last)
            at = reading.order[sentence.first]
            cut = any("cut" in s.groups for s in reading.sentences[max(0, at - 1) : at + 1])
            return Mention(first, last, "pelvic_osteotomy", mark.entry.id, sentence, weak=not cut)
    return None
