"""Fields of forms: "Pelvic osteotomy ..... no", "[x] spica", "Level: [x] Intertrochanteric  [ ] Shaft"."""

from nlp.knowledge.words import words
from nlp.reading import Reading, Sentence

YES = words("fields.yes")
NO = words("fields.no")
MARKS = words("fields.marks")
_TICK = words("fields.tick")
_OPEN, _SHUT = "☐", frozenset({"☑", "☒", "✅", "✔"})
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
    return {i for i, w in enumerate(words) if w in "[(☐☑☒✅✔" and box_at(words, i)}


def set_values(reading: Reading) -> None:
    """Give each sentence that is a field or an option its value; a ticked Yes or No answers its label."""
    label: Sentence | None = None
    line_of = {ln.first: n for n, ln in enumerate(reading.lines)}
    for sentence in reading.sentences:
        if sentence.first in line_of:
            label = None
        box = box_at(reading.words, sentence.first)
        if box is None:
            label = sentence
            sentence.field_value = _value_of(reading, sentence)
            continue
        first, ticked = box
        answer = reading.words[first] if first < sentence.last else ""
        if answer in YES | NO:
            if ticked == "yes" and label is not None:
                label.field_value = "yes" if answer in YES else "no"
            continue
        sentence.field_value = ticked


def _value_of(reading: Reading, sentence: Sentence) -> str:
    words, first, last = reading.words, sentence.first, sentence.last
    for i in range(first + 1, min(first + REACH, last)):
        if words[i] in MARKS - {"."} or (i + 1 < last and reading.starts[i + 1] - reading.ends[i] > 2):
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
