"""Fields of forms: "Pelvic osteotomy ..... no", "[x] spica", "Level: [x] Intertrochanteric  [ ] Shaft"."""

from bisect import bisect_right

from nlp.knowledge.words import words
from nlp.parts import Sentence
from nlp.reading import Reading

YES = words("fields.yes")
NO = words("fields.no")
MARKS = words("fields.marks")
_TICK = words("fields.tick")
_OPEN, _SHUT = "☐", frozenset({"☑", "☒", "✅", "✔"})
_BOXES = frozenset({"[", "(", _OPEN, *_SHUT})
ANSWERS = YES | NO
_SETS_OFF = MARKS - {"."}
REACH = 9


def box_at(words: list[str], i: int) -> tuple[int, str] | None:
    """A check box at word ``i``: the word after it and ``yes`` or ``no``; None when there is none."""
    word = words[i]
    if word == _OPEN:
        return i + 1, "no"
    if word in _SHUT:
        return i + 1, "yes"
    if word not in ("[", "(") or i + 1 >= len(words):
        return None
    shut = "]" if word == "[" else ")"
    if words[i + 1] == shut:
        return i + 2, "no"
    if words[i + 1] in _TICK and i + 2 < len(words) and words[i + 2] == shut:
        return i + 3, "yes"
    return None


def box_starts(reading: Reading) -> set[int]:
    """Words at which a check box opens."""
    words = reading.words
    return {i for i in reading.signs(_BOXES) if box_at(words, i)}


def set_values(reading: Reading) -> None:
    """Give each sentence that is a field or an option its value; a ticked Yes or No answers its label."""
    label: Sentence | None = None
    lines = {line.first for line in reading.lines}
    setting_off = sorted({*reading.signs(_SETS_OFF), *reading.wide})
    for sentence in reading.sentences:
        if sentence.first in lines:
            label = None
        box = box_at(reading.words, sentence.first)
        if box is None:
            label = sentence
            sentence.field_value = _value_of(reading, sentence, setting_off)
            continue
        first, ticked = box
        answer = reading.words[first] if first < sentence.last else ""
        if answer in ANSWERS:
            if ticked == "yes" and label is not None:
                label.field_value = "yes" if answer in YES else "no"
            continue
        sentence.field_value = ticked


def _value_of(reading: Reading, sentence: Sentence, setting_off: list[int]) -> str:
    """What the first sign or wide gap near the start sets off, as ``yes``, ``no`` or nothing."""
    words, last = reading.words, sentence.last
    opening = int(words[sentence.first] in _SETS_OFF)
    for at in range(bisect_right(setting_off, sentence.first + opening), len(setting_off)):
        i = setting_off[at]
        if i >= min(sentence.first + REACH, last):
            break
        if words[i] in _SETS_OFF or i + 1 < last:
            return _value(words, i if words[i] in MARKS else i + 1, last)
    return ""


def _value(words: list[str], i: int, last: int) -> str:
    while i < last and words[i] in MARKS:
        i += 1
    if i >= last:
        return ""
    if i + 5 < last:
        return "no" if words[i] in NO and words[i + 1] in ("(", ",", ".", "-", "–", ";") else ""
    return "no" if words[i] in NO else "yes" if words[i] in YES else ""
