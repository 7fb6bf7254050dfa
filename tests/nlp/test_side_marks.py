"""Which words tell a side: not how the patient lies, not what is left behind, not every L and R."""

from collections.abc import Callable

import pytest

from nlp.annotation import Annotation
from tests.nlp.notes import CUT, PLATE, osteotomy, report, suggestion

Read = Callable[[str], Annotation]


def side(read: Read, *sentences: str, title: str = "Femoral osteotomy") -> str:
    """The side of the proposal for a note whose only side words stand in ``sentences`` and ``title``."""
    return suggestion(read(osteotomy(*sentences, title=title)), "27165").side


@pytest.mark.parametrize(
    "sentence",
    [
        "The patient lay in right lateral decubitus.",
        "He was turned to the left lateral position.",
        "She lay in the right lateral decub position.",
        "The child was kept in right lateral posture.",
        "He lay in left side position.",
        "There was no line left.",
        "None of the metal was left.",
        "Nothing was left.",
        "Little of the cartilage was left.",
        "The drain was left in.",
        "The plate was left as it was.",
        "We left the pin.",
        "I left it.",
        "The registrar left it.",
        "The flap was left attached.",
        "The trochanter was left intact.",
        "The wound was left to drain.",
        "A wire was put 1 cm above the LT.",
        "Dr. L. Reed held the leg.",
        "Mr R. Hall assisted.",
        "The registrar L. Reed came.",
        "The L5 root was spared.",
        "R-wave seen throughout.",
        "Lactate 2 mmol/l was noted.",
        "The cut was just below LT.",
    ],
)
def test_side_marks_word_that_is_no_side(read: Read, sentence: str) -> None:
    assert side(read, sentence) == "unspecified"
    assert side(read, sentence, title="Right femoral osteotomy") == "right"
    assert side(read, sentence, title="Left femoral osteotomy") == "left"


@pytest.mark.parametrize(
    ("sentence", "told"),
    [
        ("The right thigh was prepped.", "right"),
        ("The Rt leg was draped.", "right"),
        ("The R leg was draped.", "right"),
        ("The (L) hip was prepped.", "left"),
        ("The L thigh was prepped.", "left"),
        ("The Lt. hip was prepped.", "left"),
        ("The patient lay on the right side with the left leg up.", "left"),
        ("The right lateral cortex was seen.", "right"),
        ("The right, correction, left hip was prepped.", "left"),
        ("Either side of the fragment the left hip was exposed.", "left"),
        ("The leg on the left was draped.", "left"),
        ("Side: [x] Right [ ] Left", "right"),
        ("Side: [ ] Right [x] Left", "left"),
    ],
)
def test_side_marks_word_that_is_a_side(read: Read, sentence: str, told: str) -> None:
    assert side(read, sentence) == told


@pytest.mark.parametrize(
    ("title", "told"),
    [
        ("Femoral osteotomy L", "left"),
        ("Femoral osteotomy R.", "right"),
        ("Femoral osteotomy (R)", "right"),
        ("L femoral osteotomy", "left"),
        ("femoral osteotomy, L hip", "left"),
        ("Femoral osteotomy, B/L", "bilateral"),
    ],
)
def test_side_marks_letter_in_a_title(read: Read, title: str, told: str) -> None:
    assert side(read, title=title) == told


@pytest.mark.parametrize(("letter", "told"), [("l", "left"), ("r", "right")])
def test_side_marks_small_letter_is_a_side_in_a_note_without_capitals(
    read: Read, letter: str, told: str
) -> None:
    answer = read(osteotomy(title=f"{letter} proximal femoral osteotomy").lower())
    assert suggestion(answer, "27165").side == told


def test_side_marks_position_does_not_move_the_work(read: Read) -> None:
    text = report(
        "The patient was turned to the right lateral position.", CUT, PLATE, title="Left femoral osteotomy"
    )
    found = suggestion(read(text), "27165")
    assert (found.decision, found.side, found.modifiers) == ("suggest", "left", ["LT"])


@pytest.mark.parametrize(
    ("sentence", "title", "side"),
    [
        ("The lesser trochanter (LT) was palpated.", "Femoral osteotomy", "unspecified"),
        ("The LT (lesser trochanter) was felt.", "Femoral osteotomy", "unspecified"),
        ("None of the old metal was left.", "Femoral osteotomy", "unspecified"),
        ("The leg was draped.", "L. femoral osteotomy", "left"),
        ("The leg was draped.", "R. femoral osteotomy", "right"),
    ],
)
def test_left_over(read: Read, sentence: str, title: str, side: str) -> None:
    assert suggestion(read(osteotomy(sentence, title=title)), "27165").side == side


@pytest.mark.parametrize(
    "sentence",
    ["A second cut left the lesser trochanter behind.", "The capsule was closed and its corner left loose."],
)
def test_left_as_a_verb_behind_a_cut_or_before_loose_is_no_side(read: Read, sentence: str) -> None:
    assert suggestion(read(osteotomy(sentence, title="Right femoral osteotomy")), "27165").side == "right"
