"""The same again on the other side."""

from collections.abc import Callable

import pytest

from nlp.annotation import Annotation
from tests.nlp.notes import only, report, statuses, suggestion

Read = Callable[[str], Annotation]
LEFT_CUT = "On the left side the femur was cut with a saw below the lesser trochanter."


@pytest.mark.parametrize(
    "again",
    [
        "The same was done on the right side.",
        "The right side was treated in identical fashion.",
        "Right side: likewise.",
        "Right: the same.",
        "Right side. The same procedure was done.",
        "Right:\nSame procedure, same level.",
        "Right hip\nThe same procedure.",
        "Right: 2 pins. The same was done.",
    ],
)
def test_repeats_same_again_counts_for_the_other_hip(read: Read, again: str) -> None:
    text = report(LEFT_CUT, again, title="Femoral osteotomies")
    answer = read(text)
    assert only(answer, text, again, "femoral_osteotomy") == ("performed", "right", "subtrochanteric")
    assert suggestion(answer, "27165").modifiers == ["50"]


@pytest.mark.parametrize(
    ("again", "title"),
    [
        ("On the right side the same incision was closed.", "Femoral osteotomy"),
        ("The same will be done on the right side in spring.", "Left femoral osteotomy"),
        ("The same was not done on the right side.", "Femoral osteotomy"),
        ("Right: the same was not done.", "Femoral osteotomy"),
        ("Right: the same incision.", "Femoral osteotomy"),
        ("The same was done.", "Femoral osteotomy"),
    ],
)
def test_repeats_same_again_of_something_else_repeats_nothing(read: Read, again: str, title: str) -> None:
    text = report(LEFT_CUT, again, title=title)
    answer = read(text)
    assert statuses(answer, text, again, "femoral_osteotomy") <= {"negated"}
    assert suggestion(answer, "27165").side == "left"


def test_repeats_same_way_of_an_act_told_in_full_adds_none(read: Read) -> None:
    again = LEFT_CUT.replace("left", "right").replace(".", " in the same way.")
    text = report(LEFT_CUT, again, title="Femoral osteotomies")
    assert only(read(text), text, again, "femoral_osteotomy") == ("performed", "right", "subtrochanteric")
