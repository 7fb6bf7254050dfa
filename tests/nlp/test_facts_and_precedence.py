"""Which code wins on one hip, from what is held of it."""

from collections.abc import Callable

import pytest

from nlp.annotation import Annotation
from tests.nlp.cases import CASES
from tests.nlp.notes import CUT, JOINT, PLATE, decisions, osteotomy, report

Read = Callable[[str], Annotation]


@pytest.mark.parametrize(("text", "expected"), CASES.values(), ids=CASES)
def test_facts_and_precedence_decide(read: Read, text: str, expected: set[str]) -> None:
    assert decisions(read(text)) == expected


@pytest.mark.parametrize(
    "more",
    [
        "No pelvic osteotomy was needed.",
        "A pelvic osteotomy was considered but not performed.",
        "The ilium was left alone.",
        "The previous pelvic osteotomy had healed.",
        "A pelvic osteotomy is planned for next year.",
        "The joint was not opened.",
        "Bone from the iliac crest was taken as graft with an osteotome.",
        "No fracture was seen.",
        "The adductor tendon was divided.",
        "The old plate was removed.",
        "A distal femoral osteotomy was not needed.",
        "The knee was flexed and two pins were put into the distal femur.",
    ],
)
def test_facts_and_precedence_what_was_not_done_takes_nothing(read: Read, more: str) -> None:
    assert decisions(read(osteotomy(more))) == {"27165 suggest"}


@pytest.mark.parametrize(
    ("section", "words"),
    [
        ("risks", "Nonunion, malunion, fracture, leg length discrepancy, need for total hip replacement"),
        ("plan", "Total hip replacement or pelvic osteotomy may follow"),
        ("history", "Open reduction and pelvic osteotomy at age 2"),
        ("consent", "Femoral osteotomy, possible pelvic osteotomy"),
    ],
)
def test_facts_and_precedence_risks_plans_and_history_hold_nothing(
    read: Read, section: str, words: str
) -> None:
    assert decisions(read(osteotomy(**{section: words}))) == {"27165 suggest"}


@pytest.mark.parametrize(
    ("told", "code"),
    [
        ("A 15 mm length of femur was removed.", "27259"),
        ("The femur was shortened.", "27259"),
        ("A 15 mm wedge of bone was removed from the femur.", "27258"),
    ],
)
def test_facts_and_precedence_bone_lost_is_shortening_and_a_wedge_is_not(
    read: Read, told: str, code: str
) -> None:
    text = report(JOINT, CUT, told, PLATE, title="Left open reduction and varus derotation osteotomy")
    assert f"{code} suggest" in decisions(read(text))


def test_facts_and_precedence_hips_are_decided_apart(read: Read) -> None:
    text = report(
        f"On the left side: {CUT} {PLATE}",
        "On the right side a Salter osteotomy was performed.",
        title="Left femoral osteotomy, right Salter osteotomy",
    )
    assert decisions(read(text)) == {"27165 suggest", "27146 suggest"}


def test_facts_and_precedence_brief_note_lives_by_its_title(read: Read) -> None:
    assert decisions(read("OP NOTE\nProcedure: Left intertrochanteric osteotomy\nSurgeon: A\n")) == {
        "27165 suggest"
    }
