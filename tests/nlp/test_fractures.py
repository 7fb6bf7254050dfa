"""Metal that treats a fracture: told as fixation of the bone and as treatment of the fracture."""

from collections.abc import Callable

import pytest

from nlp.annotation import Annotation
from tests.nlp.notes import CUT, report, statuses

Read = Callable[[str], Annotation]
BROKEN = "An intertrochanteric fracture of the femur was seen on screening."
NAIL = "A long nail was passed."
LAST = "His thigh pain came after nailing of a femoral shaft fracture in 2009."


def test_fractures_metal_in_a_broken_femur_treats_the_fracture(read: Read) -> None:
    text = report(BROKEN, NAIL, title="Left hip")
    answer = read(text)
    assert statuses(answer, text, NAIL, "fracture_fixation") == {"performed"}
    assert statuses(answer, text, NAIL, "fixation") == {"performed"}


def test_fractures_closed_reduction_of_the_broken_femur_is_its_treatment(read: Read) -> None:
    step = "Closed reduction was good in both planes."
    text = report(BROKEN, step, NAIL, title="Left hip")
    assert statuses(read(text), text, step, "fracture_fixation") == {"performed"}


def test_fractures_metal_of_an_old_fracture_is_past(read: Read) -> None:
    text = report(CUT, NAIL, title="Left femoral osteotomy", history=LAST)
    answer = read(text)
    assert statuses(answer, text, LAST, "fracture_fixation") == {"historical"}
    assert statuses(answer, text, NAIL, "fracture_fixation") == set()


@pytest.mark.parametrize(
    "sentence",
    [
        "There was no fracture of the femur.",
        "A fracture of the wrist was seen last year.",
        "The femur was cut with a saw. The fracture of the femur was old.",
    ],
)
def test_fractures_named_in_passing_make_no_metal_their_treatment(read: Read, sentence: str) -> None:
    text = report(sentence, NAIL, title="Left hip")
    assert statuses(read(text), text, NAIL, "fracture_fixation") == set()
