"""Distances told in words or numerals."""

import pytest

from nlp.components.measures import distance, number


@pytest.mark.parametrize(
    ("told", "cm"),
    [
        ("2 cm below", 2.0),
        ("12 mm below", 1.2),
        ("two fingers below", 4.0),
        ("a finger's below", 2.0),
        ("one and a half cm below", 1.5),
        ("one point eight cm below", 1.8),
        ("half an inch below", None),
        ("well below", None),
        ("below", None),
    ],
)
def test_measures_tells_the_distance_before_a_word(told: str, cm: float | None) -> None:
    words = told.split()
    assert distance(words, len(words) - 1, -1) == (cm and pytest.approx(cm))


@pytest.mark.parametrize(
    ("word", "value"), [("3", 3.0), ("2,5", 2.5), ("ten", 10.0), ("1.2.3", None), ("some", None), ("", None)]
)
def test_measures_number_reads_words_and_numerals(word: str, value: float | None) -> None:
    assert number(word) == value
