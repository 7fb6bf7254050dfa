"""The words that tell a side: left, right, both, and letters that surely mean one."""

from nlp.components.places import SIDE_NOUNS, is_trochanter
from nlp.knowledge.words import words
from nlp.parts import Mark, Sentence
from nlp.reading import Reading

OPPOSITE = {"left": "right", "right": "left"}
SIDE_WORDS = {"left": "left", "right": "right", "l": "left", "r": "right", "lt": "left", "rt": "right"}
_AUXILIARY = words("sides.auxiliary")
_LEAVING = words("sides.leaving")
_LEAVERS = words("sides.leavers")
_OBJECTS = frozenset(["the", "a", "it", "her", "his", "them", "this"])
_LYING = frozenset(["decubitus", "decub", "position", "posture"])
_NONE = frozenset(["no", "none", "nothing", "little", "any"])
_SEEMS = frozenset(["looks", "look", "looked", "seems", "seemed", "feels", "felt"])
_LEFT_SO = words("sides.left_so")
_TAKES_BACK = frozenset({"correction", "sorry", "rather"})
_COMPARING = (["for", "the"], ["from", "the"], ["than", "the"], ["as", "the"], ["like", "the"])
_LEFT_OVER = words("sides.left_over")
_TITLES = words("tokenizer.titles")


def side_marks(reading: Reading, sentence: Sentence) -> list[tuple[Mark, str]]:
    """The sentence's side words, single letters only where they are surely sides."""
    if "side" not in sentence.groups or sentence.field_value == "no":
        return []
    if sentence.sides is None:
        sentence.sides = _side_marks(reading, sentence)
    return sentence.sides


def _side_marks(reading: Reading, sentence: Sentence) -> list[tuple[Mark, str]]:
    out: list[tuple[Mark, str]] = []
    for mark in sentence.marks:
        if mark.entry.group != "side":
            continue
        data = mark.entry
        if data.short and not _is_side(reading, mark, sentence):
            continue
        if reading.words[mark.first] == "left" and _is_verb(reading, mark, sentence):
            continue
        if _corrected(reading, mark):
            continue
        if data.side == "other" and reading.words[mark.first - 2 : mark.first] in _COMPARING:
            continue
        side = "right" if data.side == "none" and _on_the_right(reading, mark) else data.side
        if side != "none" and not _is_position(reading, mark):
            out.append((mark, side))
    return out


def _corrected(reading: Reading, mark: Mark) -> bool:
    """ "Right, correction, left": the speaker takes the side back."""
    after = [word for word in reading.words[mark.last : mark.last + 5] if word != ","]
    return len(after) > 1 and after[0] in _TAKES_BACK and after[1] in OPPOSITE


def _on_the_right(reading: Reading, mark: Mark) -> bool:
    """ "On the right through a bikini incision": a side after all."""
    return reading.words[max(0, mark.first - 2) : mark.first + 1] == ["on", "the", "right"]


def _is_position(reading: Reading, mark: Mark) -> bool:
    """ "Right lateral decubitus", "left side position": how the patient lies, not the operated side."""
    after = reading.words[mark.last : mark.last + 2]
    if after == ["side", "position"]:
        return True
    return len(after) == 2 and after[0] == "lateral" and after[1] in _LYING


def _is_verb(reading: Reading, mark: Mark, sentence: Sentence) -> bool:
    """ "was left in place" is no side."""
    words = reading.words
    before = words[mark.first - 1] if mark.first > sentence.first else ""
    after = words[mark.last] if mark.last < sentence.last else ""
    if after in _LEAVING or (after in ("in", "to") and before not in ("the", "on", "from", "")):
        return True
    if before in _LEFT_OVER and after in (".", "", ";"):
        return True
    if (before in _LEAVERS and after in _OBJECTS) or before in _SEEMS or after == "it":
        return True
    nothing = words[max(sentence.first, mark.first - 8) : mark.first]
    if after in (".", "") and before != "the" and not _NONE.isdisjoint(nothing):
        return True
    unchanged = after == "as" and words[mark.last + 1 : mark.last + 2] in (["was"], ["is"], ["it"])
    return unchanged or (after in _LEFT_SO and before in _AUXILIARY)


def _is_side(reading: Reading, mark: Mark, sentence: Sentence) -> bool:
    words = reading.words
    word = words[mark.first]
    after = words[mark.last] if mark.last < sentence.last else ""
    before = words[mark.first - 1] if mark.first > sentence.first else ""
    if word == "lt":
        return not is_trochanter(reading, mark, sentence)
    if word == "rt":
        return True
    dated = words[max(0, mark.first - 2) : mark.first - 1] == ["/"]
    if after in SIDE_NOUNS:
        return before not in (".",) and (dated or not before[:1].isdecimal())
    text, end = reading.text, reading.ends[mark.first]
    capital = text[reading.starts[mark.first]].isupper() or reading.lower_case
    if before in ("an", "inverted", "reversed"):
        return False
    if not capital or text[end : end + 1] in ("-", "\u2010", "\u2011"):
        return False
    if after == "." and before.isalpha() and text[reading.starts[mark.first - 1]].islower():
        return before not in _TITLES
    if after == "." and before in ("", ":") and mark.last + 1 < sentence.last:
        return not reading.lower_case and text[reading.starts[mark.last + 1]].islower()
    return not before[:1].isdecimal() and after not in (".", "'") and not after[:1].isdecimal()
