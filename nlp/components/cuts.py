"""Bone cuts told by action: the saw, the divided bone, the wedge that came out."""

from dataclasses import dataclass
from itertools import pairwise

from nlp.components.measures import UNITS
from nlp.knowledge.words import words
from nlp.parts import Mark, Place, Sentence
from nlp.reading import Reading

_SEE = words("cuts.see")
_HARD_STOP = frozenset({";", "but"})
_DIVIDES = words("cuts.divides")
_SHORTENED = frozenset({"wedge.removed", "correction.shortening"})
_WAYS = frozenset({"lateral", "medial", "anterior", "longitudinal", "stab", "straight"})
_PASSED = frozenset({"toward", "towards", "passed", "directed", "driven", "along", "around"})
_FINISHED = frozenset({"connected", "joined", "completed", "linked"})
_HANDLED = words("cuts.handled")
_INCISED = frozenset({"skin", "bikini", "groin", "ischial", "inguinal", "gluteal", "popliteal"})
_RINGS = frozenset({"ring", "rings"})
_THROUGH = frozenset({"through", "across", "below", "above", "distal", "proximal"})
_KNIFE = words("cuts.knife")
_BONE_THINGS = words("cuts.bone_things")
_WINDOW = words("cuts.window")
_TRIMMED = words("cuts.trimmed")
_LIKE = words("levels.like")
_CLAUSE_ENDS = frozenset({",", ";", ".", "and", "then", ":", "("})
OBJECT_REACH = 9
JOIN = 14


@dataclass(slots=True)
class Cut:
    """Words ``first`` to ``last`` tell a bone cut; ``strong`` when the words alone mean bone."""

    first: int
    last: int
    strong: bool
    rule: str


def action_cuts(reading: Reading, sentence: Sentence, marks: list[Mark], places: list[Place]) -> list[Cut]:
    """The cuts of the sentence, neighbouring words of one act joined."""
    found: list[Cut] = []
    tooled = "cut" in sentence.groups and any(
        _is_tool(reading, m) or m.entry.id == "cut.osteotome" for m in marks
    )
    for mark in marks:
        if mark.entry.group == "cut":
            cut = _cut(reading, sentence, mark, marks, places, tooled)
            if cut:
                found.append(cut)
        elif mark.entry.id in _SHORTENED and _length_at_level(reading, sentence, mark, places):
            found.append(Cut(mark.first, mark.last, False, "wedge.removed"))
        elif mark.entry.id == "wedge.piece":
            cut = _wedge(reading, mark, marks)
            if cut:
                found.append(cut)
    return _join(reading, found) if len(found) > 1 else found


def _is_tool(reading: Reading, mark: Mark) -> bool:
    if mark.entry.id != "cut.saw":
        return False
    word = reading.words[mark.first]
    if word != "saw" or mark.last - mark.first > 1:
        return True
    before = reading.words[mark.first - 1] if mark.first else ""
    after = reading.words[mark.last] if mark.last < len(reading.words) else ""
    return before not in _SEE and after not in ("no", "him", "her", "that", "them", "patient", "dr")


def _cut(
    reading: Reading, sentence: Sentence, mark: Mark, marks: list[Mark], places: list[Place], tooled: bool
) -> Cut | None:
    role, rule = mark.entry.role, mark.entry.id
    if _trims(reading, sentence, mark) or reading.words[mark.first - 1 : mark.first] == ["table"]:
        return None
    soft = [m for m in marks if m.entry.group in ("soft", "metal") or m.entry.id == "act.reduction_step"]
    if role in ("noun", "verb"):
        return Cut(mark.first, mark.last, True, rule)
    if role == "tool":
        return Cut(mark.first, mark.last, True, rule) if _is_tool(reading, mark) else None
    if role == "instrument":
        bone = any(p.region == "pelvis" or p.exact for p in places) or _FINISHED.intersection(
            reading.words[sentence.first : sentence.last]
        )
        pair = sum(m.entry.role == "instrument" for m in marks) > 1 and any(p.exact for p in places)
        return (
            Cut(mark.first, mark.last, False, rule)
            if bone and (pair or _divides(sentence, reading, any(p.region == "pelvis" for p in places)))
            else None
        )
    parts = [
        (m.first, m.last) for m in sentence.marks if m.entry.id == "part.fragment" or _bare_bone(reading, m)
    ]
    if not tooled and _KNIFE.intersection(reading.words[mark.first : min(mark.last + 4, sentence.last)]):
        return None
    if reading.words[mark.last : mark.last + 1] == ["from"] and any(m.last <= mark.first for m in soft):
        return None
    near_place = _nearest(reading, mark, [(p.first, p.last) for p in places] + parts)
    near_soft = _nearest(reading, mark, [(m.first, m.last) for m in soft])
    if any(m.last <= mark.first for m in soft) and _of_it(reading, mark) and not parts:
        return None
    if not tooled and any(_takes(reading, m, mark) for m in soft):
        return None
    if _of_skin(reading, mark) or (near_soft is not None and near_soft <= 3 and _frees(reading, mark)):
        return None
    if role == "counted":
        return None if near_soft is not None and near_soft <= 3 else Cut(mark.first, mark.last, False, rule)
    if _at_like_level(reading, mark):
        return Cut(mark.first, mark.last, False, rule)
    if near_place is None or near_place > OBJECT_REACH:
        return Cut(mark.first, mark.last, False, rule) if tooled and near_soft is None else None
    if near_soft is not None and near_soft <= near_place and not tooled:
        return None
    on_bone = bool(parts) or any(
        p.exact or p.region in ("femur", "neck", "pelvis", "greater_trochanter", "tibia") for p in places
    )
    return Cut(mark.first, mark.last, False, rule) if on_bone or tooled else None


def _at_like_level(reading: Reading, mark: Mark) -> bool:
    """ "Cut at the equivalent level": as the cut told before."""
    after = reading.words[mark.last : mark.last + 4]
    return after[:1] == ["at"] and any(a in _LIKE and b in ("level", "height") for a, b in pairwise(after))


def _trims(reading: Reading, sentence: Sentence, mark: Mark) -> bool:
    """A spur or spike is what the cut takes, or the bone is only trimmed: nothing is divided."""
    words = reading.words
    if words[mark.first].startswith("chisel") and words[mark.last : mark.last + 1] == ["off"]:
        return True
    before, after = (
        words[max(sentence.first, mark.first - OBJECT_REACH) : mark.first],
        words[mark.last : mark.last + 3],
    )
    for near in (before[::-1], after):
        for word in near:
            if word in _CLAUSE_ENDS:
                break
            if word in _TRIMMED:
                return True
    return False


def _of_it(reading: Reading, mark: Mark) -> bool:
    """ "The psoas is reached and it is sectioned": of the tendon named before."""
    return reading.words[max(0, mark.first - 2) : mark.first] in (["it", "is"], ["it", "was"])


def _takes(reading: Reading, soft: Mark, mark: Mark) -> bool:
    """ "The psoas tendon was hooked and cut at the lesser trochanter": the tendon is what is cut."""
    return soft.last <= mark.first and _HANDLED.issuperset(reading.words[soft.last : mark.first])


def _frees(reading: Reading, mark: Mark) -> bool:
    """ "Rectus: detached above the patella": a muscle is freed, whatever bone stands beside it."""
    return reading.words[mark.first] in ("detached", "taken", "lifted", "elevated")


def _of_skin(reading: Reading, mark: Mark) -> bool:
    """ "A 4 cm lateral cut": an incision by its length."""
    before = reading.words[max(0, mark.first - 4) : mark.first]
    if before[-2:] in (["incision", "was"], ["incision", "is"]):
        return True
    measured = bool(before) and (before[-1] in UNITS or before[-1] in _WAYS)
    return bool(_INCISED.intersection(before[-1:])) or (
        measured and not UNITS.keys().isdisjoint(before) and not _of_bone(reading, mark)
    )


def _of_bone(reading: Reading, mark: Mark) -> bool:
    """The words behind the cut say that it goes through something."""
    return not _THROUGH.isdisjoint(reading.words[mark.last : mark.last + 3])


def _bare_bone(reading: Reading, mark: Mark) -> bool:
    """ "The bone" itself, not bone graft, wax or a bone hook."""
    if mark.entry.id != "wedge.piece" or reading.words[mark.first : mark.last] != ["bone"]:
        return False
    return mark.last >= len(reading.words) or reading.words[mark.last] not in _BONE_THINGS


def _divides(sentence: Sentence, reading: Reading, pelvic: bool) -> bool:
    """An osteotome or drill divides bone only when the sentence says so; else it lifts or marks."""
    words = set(reading.words[sentence.first : sentence.last])
    if pelvic and words & _PASSED:
        return True
    return bool(words & _DIVIDES) and not words & _WINDOW


def _nearest(reading: Reading, mark: Mark, spans: list[tuple[int, int]]) -> int | None:
    """Words between ``mark`` and the nearest span, commas counted three-fold; None without spans."""
    best: int | None = None
    for first, last in spans:
        low, high = (last, mark.first) if last <= mark.first else (mark.last, first)
        between = reading.words[low:high]
        if any(w in _HARD_STOP for w in between):
            continue
        gap = max(0, high - low) + 3 * between.count(",")
        best = gap if best is None else min(best, gap)
    return best


def _length_at_level(reading: Reading, sentence: Sentence, mark: Mark, places: list[Place]) -> bool:
    """ "1.8 cm taken out just below LT": a measured length leaves the bone at a level."""
    words = reading.words
    shorter = mark.entry.id == "correction.shortening"
    if shorter and words[mark.first] != "shortened":
        return False
    last = min(mark.last + OBJECT_REACH, sentence.last) if shorter else mark.first
    measured = not UNITS.keys().isdisjoint(words[max(sentence.first, mark.first - 5) : last])
    return measured and any(
        p.exact and p.region == "proximal_femur" and abs(p.first - mark.last) <= 5 for p in places
    )


def _wedge(reading: Reading, piece: Mark, marks: list[Mark]) -> Cut | None:
    """A piece of bone together with its removal, at most eight words apart."""
    if reading.words[piece.first] == "bone" and piece.last - piece.first == 1:
        return None
    if reading.words[piece.first] in _RINGS and any(m.entry.id == "act.fixation" for m in marks):
        return None
    for mark in marks:
        if mark.entry.id != "wedge.removed":
            continue
        low, high = (piece.last, mark.first) if piece.last <= mark.first else (mark.last, piece.first)
        if 0 <= high - low <= 8 and not {";", ".", "pillow", "abduction"}.intersection(
            reading.words[low:high]
        ):
            return Cut(min(piece.first, mark.first), max(piece.last, mark.last), False, "wedge.removed")
    return None


def _join(reading: Reading, cuts: list[Cut]) -> list[Cut]:
    out: list[Cut] = []
    for cut in sorted(cuts, key=lambda c: (c.first, -c.last)):
        if (
            out
            and cut.first - out[-1].last <= JOIN
            and not {";", "."}.intersection(reading.words[out[-1].last : cut.first])
            and not (cut.rule == "wedge.removed" and "not" in reading.words[cut.first : cut.last])
        ):
            strong = out[-1].strong or cut.strong
            rule = out[-1].rule if out[-1].strong or not cut.strong else cut.rule
            out[-1] = Cut(out[-1].first, max(out[-1].last, cut.last), strong, rule)
        else:
            out.append(cut)
    return out
