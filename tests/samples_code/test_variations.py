"""Retelling a note: each text, and which answers count as departures."""

from dataclasses import replace
from typing import Any

import pytest

from nlp.samples import variations
from nlp.samples.markup import parse
from nlp.samples.model import Sample
from nlp.samples.sides import swap_sides
from nlp.samples.variations import Reading
from tests.samples_code import made

FIRST = made.samples()[0]


@pytest.mark.parametrize(
    ("text", "swapped"),
    [
        ("Left hip, RIGHT femur, left-sided", "Right hip, LEFT femur, right-sided"),
        ("(L) hip then (R)", "(R) hip then (L)"),
        ("Lt hip; R VDRO", "Rt hip; L VDRO"),
        ("left hip: the wedge was left in place", "right hip: the wedge was left in place"),
        ("the pelvis was left alone on the right", "the pelvis was left alone on the left"),
        ("right hip, pins at right angles", "left hip, pins at right angles"),
        ("cut above the LT, left hip", None),
        ("left hip, 2 L of saline", None),
        ("no side at all", None),
    ],
)
def test_sides_swap(text: str, swapped: str | None) -> None:
    assert swap_sides(text) == swapped


def _sample(text: str) -> Sample:
    return replace(FIRST, text=text, marks=())


@pytest.mark.parametrize(
    ("name", "text", "expected"),
    [
        ("lower case", "Left VDRO.", "left vdro."),
        ("upper case", "Left VDRO.", "LEFT VDRO."),
        ("one paragraph", "A\n\n b\tc ", "A b c"),
        (
            "wrapped at 70",
            "word " * 20 + "\nend",
            ("word " * 14).strip() + "\n" + ("word " * 6).strip() + "\nend",
        ),
        ("no full stops", "Cut 1.5 cm below. Closed.\nEnd.", "Cut 1.5 cm below Closed\nEnd"),
    ],
)
def test_variations_text(name: str, text: str, expected: str) -> None:
    make = {variation.name: variation.make for variation in variations.VARIATIONS}[name]
    assert make(_sample(text)) == expected


def test_variations_typing_errors_are_few_and_the_same_every_time() -> None:
    text = "osteotomy of the proximal femur " * 200
    made_text = variations.typing_errors(_sample(text))
    assert made_text == variations.typing_errors(_sample(text))
    pairs = list(zip(text.split(" "), made_text.split(" "), strict=True))
    changed = [old for old, new in pairs if old != new]
    assert all(len(word) >= 7 for word in changed)
    assert 0.05 * 400 < len(changed) < 0.15 * 400


def test_variations_older_notes_stand_apart() -> None:
    assert variations.older_before(FIRST).endswith("END OF PREVIOUS NOTE -----\n\n" + FIRST.text)
    assert variations.older_after(FIRST).startswith(FIRST.text + "\n\n----- PREVIOUS OPERATIVE NOTE")


@pytest.mark.parametrize(
    ("marked", "expected"),
    [
        ("The <>femur was cut</>.", "The femur was not cut."),
        ("The <>femur</> was cut.", "The femur was not cut."),
        ("Prepped. <>Saw cut below LT</>, plate.", "Prepped. No saw cut below LT, plate."),
        ("1. <>VDRO</>\n- <>ITO</>", "1. No VDRO\n- No ITO"),
        ("Then a <>Schanz osteotomy</>.", "Then a Schanz osteotomy (not performed)."),
    ],
)
def test_variations_not_performed_denies_each_performed_cut(marked: str, expected: str) -> None:
    marked = marked.replace("<>", "<femoral_osteotomy performed>").replace("</>", "</femoral_osteotomy>")
    text, marks = parse(marked)
    sample = replace(FIRST, text=text, marks=marks)
    assert variations.not_performed(sample) == expected
    assert variations.not_performed(replace(sample, fully_marked=False)) is None


@pytest.mark.parametrize(
    ("answer", "departed"),
    [
        ({"suggestions": [made.suggestion()]}, {"sides swapped", "not performed"}),
        ({"suggestions": []}, set()),
    ],
)
def test_variations_check_an_annotator_that_never_changes(answer: dict[str, Any], departed: set[str]) -> None:
    sample = replace(FIRST, text="Left femur cut.", marks=(replace(FIRST.marks[0], start=5, end=14),))
    tried, departures = variations.check([sample], {sample.id: answer}, lambda text: answer)
    assert {departure.variation for departure in departures} == departed
    assert tried["lower case"] == 1


def test_variations_departure_names_what_differs() -> None:
    before = Reading("suggest", frozenset({"27165"}), "left", "shaft")
    departure = variations.Departure("a", "lower case", before, replace(before, side="right", level="neck"))
    assert departure.aspects == ("side", "level")
