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


@pytest.mark.parametrize(
    ("told", "expected"),
    [
        ("Osteotomes were used about the ilium.", {"27146 suggest"}),
        ("The iliac bone was opened with curved osteotomes.", {"27146 suggest"}),
        ("The acetabular roof was levered down from the ilium.", {"27146 suggest"}),
        ("The ilium was exposed.", set()),
        ("The saw was not used on the ilium.", set()),
        ("Osteotomes may be used about the ilium.", set()),
    ],
)
def test_facts_and_precedence_title_and_work_on_the_ilium_make_a_pelvic_cut(
    read: Read, told: str, expected: set[str]
) -> None:
    assert decisions(read(report(told, title="Left Dega osteotomy"))) == expected
    assert decisions(read(report(told, title="Left hip surgery"))) == set()


@pytest.mark.parametrize(
    ("told", "title", "expected"),
    [
        ("", "Left hip surgery", set()),
        (" and fixed with two screws", "Left hip surgery", set()),
        (" and fixed with two screws", "Left trochanteric osteotomy", set()),
        (" and advanced distally", "Left hip surgery", {"27140 suggest"}),
        (", moved distally and fixed", "Left trochanteric osteotomy", {"27140 suggest"}),
        (" and fixed with two screws", "Left greater trochanter transfer", {"27140 suggest"}),
    ],
)
def test_facts_and_precedence_trochanter_counts_when_it_was_moved(
    read: Read, told: str, title: str, expected: set[str]
) -> None:
    assert decisions(read(report(f"The greater trochanter was osteotomised{told}.", title=title))) == expected


@pytest.mark.parametrize(
    "told",
    [
        "A 3 cm length of the shaft was removed.",
        "Three cm of shaft was removed to shorten it.",
        "The femur was shortened by 3 cm.",
    ],
)
@pytest.mark.parametrize(
    ("cut", "diagnosis", "expected"),
    [
        ("The femoral shaft was divided with a saw.", "Leg length discrepancy", "27465 suggest"),
        ("The femoral shaft was divided with a saw.", "Femoral anteversion", "27450 suggest"),
        (CUT, "Leg length discrepancy", "27165 suggest"),
    ],
)
def test_facts_and_precedence_shaft_shortened_for_leg_length(
    read: Read, cut: str, diagnosis: str, told: str, expected: str
) -> None:
    text = report(cut, told, PLATE, title="Left femoral osteotomy", diagnosis=diagnosis)
    assert decisions(read(text)) == {expected}


def test_graft_taken_with_an_osteotome_proves_no_pelvic_cut(read: Read) -> None:
    text = report("An osteotome took graft from the iliac crest.", title="Left Dega osteotomy")
    assert decisions(read(text)) == set()


@pytest.mark.parametrize(
    ("text", "wanted"),
    [
        (report(CUT, PLATE, "Ischium, pubis, ilium and the posterior column were cut."), "27165 review"),
        (osteotomy("A second cut lower down was not needed."), "27165 suggest"),
        (osteotomy("The psoas tendon was hooked and cut at the lesser trochanter."), "27165 suggest"),
        (osteotomy("Pelvic osteotomy performed? No."), "27165 suggest"),
        (osteotomy(indications="Old femoral neck fracture, not joined."), "27165 suggest"),
        (osteotomy("Hip replacement was refused."), "27165 suggest"),
    ],
)
def test_facts_beside_the_cut_of_a_plain_report(read: Read, text: str, wanted: str) -> None:
    assert wanted in decisions(read(text))


def test_facts_an_addendum_takes_the_osteotomy_from_the_heading(read: Read) -> None:
    text = (
        "OPERATION: Left VDRO.\nAdductors released.\nAddendum: The femoral osteotomy was not carried out.\n"
    )
    assert decisions(read(text)) == set()


@pytest.mark.parametrize("cut", ["osteotomised flush with the calcar", "cut off"])
def test_facts_the_lesser_trochanter_alone_is_no_femoral_osteotomy(read: Read, cut: str) -> None:
    text = report(f"The lesser trochanter was {cut}.", title="Excision of the left lesser trochanter")
    assert decisions(read(text)) == set()
