"""A note pasted as one paragraph: its headings, fields, lists and pasted parts are found all the same."""

from collections.abc import Callable

import pytest

from nlp.annotation import Annotation
from nlp.reading import Reading
from tests.nlp.cases import CASES
from tests.nlp.notes import (
    CLOSING,
    CUT,
    OPENING,
    PELVIC_CUT,
    PLATE,
    category_at,
    decisions,
    osteotomy,
    over,
    pasted,
    report,
)

Read = Callable[[str], Annotation]
Work = Callable[[str], Reading]
BODY = f"{OPENING} {CUT} {PLATE} {CLOSING}"


def lines(reading: Reading) -> list[str]:
    return [" ".join(reading.raw(line.first, line.last).split()) for line in reading.lines]


@pytest.mark.parametrize(("text", "expected"), CASES.values(), ids=CASES)
def test_lines_note_pasted_as_one_paragraph_is_decided_alike(
    read: Read, text: str, expected: set[str]
) -> None:
    assert decisions(read(pasted(text))) == expected


@pytest.mark.parametrize(
    ("heading", "category"),
    [
        ("Preoperative diagnosis:", "diagnosis"),
        ("Postop Dx:", "diagnosis"),
        ("Indications:", "indications"),
        ("Past surgical history:", "history"),
        ("Planned procedure:", "scheduled"),
        ("Implants used:", "implants"),
        ("Surgeon =", "admin"),
        ("DIAGNOSIS", "diagnosis"),
        ("PREOPERATIVE DIAGNOSIS", "diagnosis"),
        ("INDICATIONS", "indications"),
        ("Diagnosis", "diagnosis"),
        ("Preoperative Diagnosis", "diagnosis"),
        ("History", "history"),
        ("Diagnosis (main)", "diagnosis"),
    ],
)
def test_lines_heading_inside_a_paragraph(read: Read, heading: str, category: str) -> None:
    text = f"Operative report {heading} Zebra hip Procedure: Left VDRO Technique: {BODY}"
    answer = read(text)
    assert category_at(answer, text, "Zebra") == category
    assert category_at(answer, text, "Left VDRO") == "title"
    assert category_at(answer, text, "The femur") == "description"


@pytest.mark.parametrize(
    "sentence",
    [
        "The Diagnosis Dysplasia was told to the family.",
        "We kept to the diagnosis Dysplasia all along.",
        "This is the Diagnosis: Dysplasia of long standing.",
        "His diagnosis: Dysplasia of long standing.",
    ],
)
def test_lines_heading_word_inside_a_clause_is_no_heading(read: Read, sentence: str) -> None:
    text = f"Operative report Procedure: Left VDRO Technique: {OPENING} {sentence} {CUT} {CLOSING}"
    answer = read(text)
    assert category_at(answer, text, "Dysplasia") == "description"
    assert category_at(answer, text, CUT) == "description"


@pytest.mark.parametrize("change", [str.upper, str.lower])
def test_lines_bare_heading_needs_its_capitals_to_stand_out(work: Work, change: Callable[[str], str]) -> None:
    reading = work(change(f"Operation Left VDRO Diagnosis Coxa valga {BODY}"))
    assert len(reading.lines) == 1


def test_lines_act_in_title_case_is_no_heading(read: Read) -> None:
    text = f"Operative report Procedure: Left Hip Arthrogram Pelvic Osteotomy Technique: {BODY}"
    assert {c.section for c in over(read(text), text, "Pelvic Osteotomy")} == {"title"}


def test_lines_divided_at_a_heading_are_marked_so(work: Work) -> None:
    reading = work(f"Op note Diagnosis: Coxa valga Technique: {BODY}")
    assert [line.split()[0] for line in lines(reading)] == ["Op", "Diagnosis:", "Technique:"]
    assert [line.divided for line in reading.lines] == [False, True, True]


def test_lines_divided_keep_every_word_once(work: Work) -> None:
    reading = work(pasted(osteotomy(diagnosis="Coxa valga", surgeon="A Reed")))
    firsts = [line.first for line in reading.lines]
    assert len(firsts) > 3
    assert firsts[0] == 0
    assert [line.last for line in reading.lines] == [*firsts[1:], len(reading.words)]


def test_lines_short_line_stays_whole(work: Work) -> None:
    assert lines(work("Diagnosis: Coxa valga Procedure: Left VDRO")) == [
        "Diagnosis: Coxa valga Procedure: Left VDRO"
    ]


@pytest.mark.parametrize(("heading", "count"), [("Findings:", 4), ("Findings", 3)])
def test_lines_long_line_among_others_is_divided_at_colons_only(work: Work, heading: str, count: int) -> None:
    told = "The bone was hard and bled little all the way through it."
    long = f"{told} {told} {heading} The hip was stable."
    other = f"{told} {told}"
    assert len(work(f"{long}\n{other}\n{other}").lines) == count


@pytest.mark.parametrize(
    ("gap", "breaks"), [("\n", False), ("\n\n", True), ("\r\n", False), ("\r\n\r\n", True), ("\n \t\n", True)]
)
def test_lines_blank_line_is_kept_in_mind(work: Work, gap: str, breaks: bool) -> None:
    reading = work(f"Bone cut{gap}Plate set")
    assert [line.blank_before for line in reading.lines] == [False, breaks]


@pytest.mark.parametrize("stop", [".", ")"])
def test_lines_numbered_items_of_a_lost_list_stand_apart(work: Work, stop: str) -> None:
    text = f"Operation: 1{stop} Left VDRO 2{stop} Adductor release 3{stop} Spica Technique: {BODY}"
    told = lines(work(text))
    assert [line for line in told if line[:1].isdecimal()] == [
        f"1{stop} Left VDRO",
        f"2{stop} Adductor release",
        f"3{stop} Spica",
    ]


@pytest.mark.parametrize("number", ["1. ", "1.5 ", "2. ", "1 of 2 "])
def test_lines_lone_number_opens_no_list(work: Work, number: str) -> None:
    assert len(work(f"The screw was set {number}Then it was turned home. {BODY}").lines) == 1


@pytest.mark.parametrize("marker", ["ADDENDUM", "- Addendum", "[Addendum]", "> Addendum"])
def test_lines_addendum_inside_a_paragraph(read: Read, marker: str) -> None:
    text = (
        f"{pasted(report('The femur was divided with a saw.', PLATE))} {marker} the cut was subtrochanteric."
    )
    answer = read(text)
    (kind,) = {e.kind for e in answer.document.episodes if e.end >= len(text) - 1}
    assert kind == "addendum"


@pytest.mark.parametrize("marker", ["COPIED FROM OLD NOTES:", "--- Copied from old notes:"])
def test_lines_pasted_part_inside_a_paragraph_is_history(read: Read, marker: str) -> None:
    text = f"{pasted(osteotomy())} {marker} {PELVIC_CUT} The ilium was pinned."
    answer = read(text)
    assert {c.status for c in over(answer, text, "Salter")} == {"historical"}
    assert decisions(answer) == {"27165 suggest"}


def test_lines_act_among_headings_of_a_title_is_no_heading(read: Read) -> None:
    text = f"Op report Procedure: left hip and femur Hardware Removal Left thigh Technique: {BODY}"
    assert {c.section for c in over(read(text), text, "Hardware Removal")} == {"title"}


@pytest.mark.parametrize("answer", ["no", "No", "NO"])
@pytest.mark.parametrize("dots", ["....", "............"])
def test_dotted_leaders_end_the_field_before(read: Read, dots: str, answer: str) -> None:
    text = (
        f"Operative report Procedure: Left VDRO Technique: {BODY} "
        f"Tourniquet {dots} none Pelvic osteotomy {dots} {answer} Hip spica {dots} yes"
    )
    found = read(text)
    assert [c.status for c in over(found, text, "Pelvic osteotomy")] == ["negated"]
    assert [c.status for c in over(found, text, "Hip spica")] == ["performed"]
    assert decisions(found) == {"27165 suggest"}


@pytest.mark.parametrize("marker", ["--- Addendum", "=== Addendum", "*** Addendum"])
def test_addendum_behind_a_rule(read: Read, marker: str) -> None:
    told = pasted(report("The femur was divided with a saw.", PLATE))
    answer = read(f"{told} {marker} the cut was subtrochanteric.")
    assert answer.document.episodes[-1].kind == "addendum"


@pytest.mark.parametrize(
    ("heading", "category"),
    [
        ("Planned Procedure", "scheduled"),
        ("Proposed Procedure", "scheduled"),
        ("Previous Surgery", "history"),
        ("Past Surgical History", "history"),
        ("Surgical History", "history"),
    ],
)
def test_heading_that_is_also_a_cue(read: Read, heading: str, category: str) -> None:
    text = f"Operative report {heading} Zebra hip Procedure: Left VDRO Technique: {BODY}"
    assert category_at(read(text), text, "Zebra") == category
