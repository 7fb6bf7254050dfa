"""What happened: on which side, at a level told elsewhere, or only planned."""

from collections.abc import Callable

import pytest

from nlp.annotation import Annotation
from tests.nlp.notes import CUT, PLATE, decisions, only, osteotomy, over, report, suggestion

Read = Callable[[str], Annotation]
LEFT_CUT = "On the left side the femur was cut with a saw below the lesser trochanter."
BARE_CUT = "The femur was cut with a saw."


# ---- sides


@pytest.mark.parametrize(
    ("title", "side", "modifiers"),
    [
        ("Left femoral osteotomy", "left", ["LT"]),
        ("Right femoral osteotomy", "right", ["RT"]),
        ("LT femoral osteotomy", "left", ["LT"]),
        ("Rt femoral osteotomy", "right", ["RT"]),
        ("R femoral osteotomy", "right", ["RT"]),
        ("(L) femoral osteotomy", "left", ["LT"]),
        ("Femoral osteotomy, left hip", "left", ["LT"]),
        ("Bilateral femoral osteotomies", "bilateral", ["50"]),
        ("Femoral osteotomy", "unspecified", []),
    ],
)
def test_procedures_side_comes_from_the_title(
    read: Read, title: str, side: str, modifiers: list[str]
) -> None:
    text = osteotomy(title=title)
    answer = read(text)
    assert only(answer, text, "oscillating saw", "femoral_osteotomy")[1] == side
    found = suggestion(answer, "27165")
    assert (found.side, found.modifiers) == (side, modifiers)


@pytest.mark.parametrize(
    ("sections", "body"),
    [
        ({"diagnosis": "Right coxa valga"}, CUT),
        ({}, CUT.replace("The femur", "The right femur")),
        ({}, f"The right leg was draped free. {CUT}"),
    ],
)
def test_procedures_side_comes_from_elsewhere_where_the_title_is_silent(
    read: Read, sections: dict[str, str], body: str
) -> None:
    answer = read(report(body, PLATE, title="Femoral osteotomy", **sections))
    assert suggestion(answer, "27165").side == "right"


@pytest.mark.parametrize(
    "sentence",
    [
        "The pin was left in place.",
        "The wound was left open.",
        "A drain was left in.",
        "LT was palpated.",
        "The L4 root was spared.",
    ],
)
def test_procedures_left_that_is_no_side(read: Read, sentence: str) -> None:
    answer = read(osteotomy(sentence, title="Right femoral osteotomy"))
    found = suggestion(answer, "27165")
    assert (found.side, found.decision) == ("right", "suggest")


@pytest.mark.parametrize("sentence", ["The pin was left in place.", "The wound was left open."])
def test_procedures_left_behind_gives_a_silent_note_no_side(read: Read, sentence: str) -> None:
    assert suggestion(read(osteotomy(sentence, title="Femoral osteotomy")), "27165").side == "unspecified"


def test_procedures_each_hip_has_its_own_acts(read: Read) -> None:
    answer = read(
        report(
            LEFT_CUT,
            "On the right side a Salter osteotomy was performed.",
            title="Left femoral osteotomy and right Salter osteotomy",
        )
    )
    assert decisions(answer) == {"27165 suggest", "27146 suggest"}
    assert suggestion(answer, "27165").modifiers == ["LT"]
    assert suggestion(answer, "27146").modifiers == ["RT"]


def test_procedures_opposite_side_follows_the_side_in_hand(read: Read) -> None:
    text = report(
        "The left femur was cut with a saw below the lesser trochanter.",
        "The opposite femur was then sawn below the lesser trochanter.",
        title="Bilateral femoral osteotomies",
    )
    answer = read(text)
    assert only(answer, text, "cut with a saw", "femoral_osteotomy")[1] == "left"
    assert only(answer, text, "sawn below", "femoral_osteotomy")[1] == "right"


@pytest.mark.parametrize("title", ["Left femoral osteotomy", "Left hip surgery"])
def test_procedures_body_against_the_title_is_no_guess(read: Read, title: str) -> None:
    text = report(
        "The right femur was sawn below the lesser trochanter.", "The right femur was plated.", title=title
    )
    found = suggestion(read(text), "27165")
    assert (found.decision, found.side, found.modifiers) == ("review", "unspecified", [])
    assert found.questions


def test_procedures_addendum_corrects_the_side(read: Read) -> None:
    text = f"{osteotomy()}\nADDENDUM: The side above is wrong. The osteotomy was on the right side.\n"
    found = suggestion(read(text), "27165")
    assert (found.decision, found.side) == ("suggest", "right")


# ---- levels


@pytest.mark.parametrize(
    ("told", "level"),
    [
        ("The cut was 2 cm below the lesser trochanter.", "subtrochanteric"),
        ("The osteotomy site was at the intertrochanteric level.", "intertrochanteric"),
        ("The osteotomy site lay in the supracondylar region.", "distal"),
    ],
)
def test_procedures_level_told_in_the_next_sentence(read: Read, told: str, level: str) -> None:
    text = report(BARE_CUT, told, PLATE)
    cuts = [c for c in over(read(text), text, BARE_CUT) if c.concept.endswith("femoral_osteotomy")]
    assert [c.level for c in cuts] == [level]


@pytest.mark.parametrize(
    "told",
    [
        "A wire was placed at the intertrochanteric level.",
        "The previous cut had been subtrochanteric.",
        "The intended level had been subtrochanteric.",
    ],
)
def test_procedures_level_of_something_else_is_not_taken(read: Read, told: str) -> None:
    text = report(BARE_CUT, told)
    assert only(read(text), text, BARE_CUT, "femoral_osteotomy")[2] == "unspecified"


def test_procedures_level_comes_from_the_addendum(read: Read) -> None:
    text = f"{report(BARE_CUT, PLATE)}\nADDENDUM: the cut was 2 cm below the lesser trochanter.\n"
    answer = read(text)
    assert only(answer, text, BARE_CUT, "femoral_osteotomy")[2] == "subtrochanteric"
    assert decisions(answer) == {"27165 suggest"}


def test_procedures_cut_among_words_of_the_knee_end_is_distal(read: Read) -> None:
    text = report(
        "The distal femur was exposed above the condyles.", "Its supracondylar part was cleared.", BARE_CUT
    )
    assert {c.concept for c in over(read(text), text, "cut with a saw")} == {
        "shaft_or_distal_femoral_osteotomy"
    }


def test_procedures_title_before_an_arrow_was_only_planned(read: Read) -> None:
    text = report("A Dega osteotomy was done.", title="Left Salter osteotomy -> Dega osteotomy")
    answer = read(text)
    (salter,) = over(answer, text, "Salter")
    assert (salter.status, [c.rule for c in salter.cues]) == ("planned", ["arrow.superseded"])
    assert only(answer, text, "Dega osteotomy was", "pelvic_osteotomy")[0] == "performed"


def test_procedures_numbered_parts_take_the_sides_of_their_numbers(read: Read) -> None:
    text = (
        "Op. 1: Salter osteotomy right\nOp. 2: VDRO left\n\n"
        "Op. 1: Supine. Anterior incision and approach. The ilium was cut with a saw and a wedge put in.\n"
        "Op. 2: Lateral incision and approach, vastus reflected. The femur was cut with a saw below the "
        "lesser trochanter and plated."
    )
    assert {(s.code, s.side) for s in read(text).suggestions} == {("27146", "right"), ("27165", "left")}
