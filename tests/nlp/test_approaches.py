"""Cuts that only open the way, and those that look alike and do not."""

from collections.abc import Callable

import pytest

from nlp.annotation import Annotation
from tests.nlp.notes import decisions, only, report, statuses

Read = Callable[[str], Annotation]


@pytest.mark.parametrize(
    ("sentences", "title", "phrase", "concept"),
    [
        (
            ["The femoral neck was cut with a saw.", "The cup and stem were set."],
            "Right total hip replacement",
            "neck was cut",
            "neck_osteotomy",
        ),
        (
            ["The greater trochanter was osteotomised.", "The cup and stem were set."],
            "Right total hip replacement",
            "trochanter was osteotomised",
            "trochanter_osteotomy",
        ),
        (
            ["A trochanteric flip osteotomy gave access.", "The hip was dislocated."],
            "Right surgical dislocation",
            "flip osteotomy",
            "trochanter_osteotomy",
        ),
        (
            ["The distal femur was cut with a saw.", "The tibial tray was set."],
            "Right total knee replacement",
            "cut with a saw",
            "shaft_or_distal_femoral_osteotomy",
        ),
        (
            ["The femoral shaft was divided with a saw."],
            "Right above knee amputation",
            "divided with a saw",
            "shaft_or_distal_femoral_osteotomy",
        ),
        (
            ["The femur was cut with a saw to free the fragments.", "The fracture was reduced and plated."],
            "Fixation of right femur fracture",
            "cut with a saw",
            "femoral_osteotomy",
        ),
    ],
)
def test_approaches_cut_that_opens_the_way_is_an_approach(
    read: Read, sentences: list[str], title: str, phrase: str, concept: str
) -> None:
    text = report(*sentences, title=title)
    answer = read(text)
    assert only(answer, text, phrase, concept)[0] == "approach"
    assert [s.code for s in answer.suggestions] == []


def test_approaches_trochanter_moved_is_no_approach(read: Read) -> None:
    text = report(
        "The greater trochanter was osteotomised, moved distally and fixed.",
        title="Left greater trochanter transfer",
    )
    answer = read(text)
    assert statuses(answer, text, "greater trochanter was", "trochanter_osteotomy") == {"performed"}
    assert decisions(answer) == {"27140 suggest"}


def test_approaches_trochanter_slid_open_and_then_moved_is_no_approach(read: Read) -> None:
    text = report(
        "The greater trochanter was osteotomised.",
        "The hip was dislocated.",
        "A greater trochanter transfer was done.",
        title="Left surgical dislocation",
    )
    assert only(read(text), text, "was osteotomised", "trochanter_osteotomy")[0] == "performed"
