"""Measures told in words or numerals: "a finger", "one and a half cm", "12 mm"."""

from nlp.knowledge.words import words

_FILLER = words("places.filler")
UNITS = {
    "cm": 1.0,
    "cms": 1.0,
    "centimeter": 1.0,
    "centimeters": 1.0,
    "centimetre": 1.0,
    "centimetres": 1.0,
    "mm": 0.1,
    "millimeters": 0.1,
    "millimetres": 0.1,
    "millimeter": 0.1,
    "fingerbreadth": 2.0,
    "fingerbreadths": 2.0,
    "finger": 2.0,
    "fingers": 2.0,
    "finger's": 2.0,
    "fingerwidth": 2.0,
    "fb": 2.0,
    "inch": 2.5,
    "inches": 2.5,
}
_NUMBERS = {
    "a": 1.0,
    "one": 1.0,
    "two": 2.0,
    "three": 3.0,
    "four": 4.0,
    "five": 5.0,
    "six": 6.0,
    "seven": 7.0,
    "eight": 8.0,
    "nine": 9.0,
    "ten": 10.0,
    "twelve": 12.0,
    "fifteen": 15.0,
    "half": 0.5,
    "couple": 2.0,
}


def distance(words: list[str], at: int, first: int) -> float | None:
    """The distance in cm that stands before word ``at``, not before word ``first``."""
    for i in range(at - 1, max(first, at - 5) - 1, -1):
        unit = UNITS.get(words[i])
        if unit is not None and i > first:
            value = _spoken(words, i - 1)
            if words[i - 1] == "half" and i >= 4 and words[i - 2] in ("a", "one") and words[i - 3] == "and":
                value = (number(words[i - 4]) or 0) + 0.5
            return None if value is None else value * unit
        if words[i] not in _FILLER and words[i] not in ("down", "mark"):
            return None
    return None


def _spoken(words: list[str], i: int) -> float | None:
    """The number at word ``i``, "one point eight" included."""
    value = number(words[i])
    if value is None or i < 2 or words[i - 1] != "point" or words[i].isdecimal() or words[i - 2] == "a":
        return value
    return (number(words[i - 2]) or 0) + value / 10


def number(word: str) -> float | None:
    """The number that a word or numeral says."""
    if word[:1].isdecimal():
        try:
            return float(word.replace(",", "."))
        except ValueError:
            return None
    return _NUMBERS.get(word)
