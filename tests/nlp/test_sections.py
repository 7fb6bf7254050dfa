"""What each stretch of a note is for."""

from collections.abc import Callable
from itertools import pairwise

import pytest

from nlp.annotation import Annotation
from tests.nlp.notes import CUT, OPENING, category_at, osteotomy, over, report

Read = Callable[[str], Annotation]


@pytest.mark.parametrize(
    ("heading", "category"),
    [
        ("PROCEDURE", "title"),
        ("Operation performed", "title"),
        ("Procedure(s)", "title"),
        ("Planned procedure", "scheduled"),
        ("Consent", "scheduled"),
        ("PREOPERATIVE DIAGNOSIS", "diagnosis"),
        ("Dx", "diagnosis"),
        ("Indications", "indications"),
        ("Clinical background", "indications"),
        ("Past surgical history", "history"),
        ("PMH", "history"),
        ("Risks and benefits", "consent"),
        ("Description of procedure", "description"),
        ("Technique", "description"),
        ("Operative findings", "findings"),
        ("EUA", "findings"),
        ("Implants used", "implants"),
        ("Attending attestation", "attestation"),
        ("Surgeon", "admin"),
        ("EBL", "admin"),
    ],
)
def test_sections_heading_with_a_colon(read: Read, heading: str, category: str) -> None:
    text = f"OPERATIVE REPORT\n{heading}: zebra\nDETAILS: {OPENING} {CUT}\n"
    assert category_at(read(text), text, "zebra") == category


@pytest.mark.parametrize("heading", ["PLAN", "Post-op plan", "Follow-up", "Aftercare"])
def test_sections_plan_stands_below_the_body(read: Read, heading: str) -> None:
    text = f"{osteotomy()}{heading}: zebra\n"
    assert category_at(read(text), text, "zebra") == "plan"


def test_sections_plan_on_a_line_above_the_body_lists_what_was_booked(read: Read) -> None:
    text = f"OPERATIVE REPORT\nPlan: zebra\nTECHNIQUE: {OPENING} {CUT}\n"
    assert category_at(read(text), text, "zebra") == "scheduled"


@pytest.mark.parametrize(
    "line",
    [
        "Diagnosis: zebra",
        "diagnosis : zebra",
        "DIAGNOSIS\nzebra",
        "Diagnosis\tzebra",
        "Diagnosis    zebra",
        "DIAGNOSIS - zebra",
        "Diagnosis ..... zebra",
        "DIAGNOSIS zebra",
        "2) Diagnosis: zebra",
        "- Diagnosis: zebra",
        "* DIAGNOSIS: zebra",
        "Diagnosis = zebra",
        "Diagnosis | zebra",
        "Diagnosis (main): zebra",
    ],
)
def test_sections_heading_in_every_dress(read: Read, line: str) -> None:
    text = f"OPERATIVE REPORT\n{line}\nTECHNIQUE: {OPENING} {CUT}\n"
    assert category_at(read(text), text, "zebra") == "diagnosis"


def test_sections_headings_inside_one_line(read: Read) -> None:
    text = f"Op note. DIAGNOSIS: coxa valga. PROCEDURE: Left VDRO. TECHNIQUE: {CUT} PLAN: spica."
    answer = read(text)
    found = [category_at(answer, text, p) for p in ("coxa valga", "Left VDRO", "The femur", "spica")]
    assert found == ["diagnosis", "title", "description", "plan"]


@pytest.mark.parametrize(
    "sentence",
    [
        "The diagnosis was explained again to the family.",
        "The plan was followed and the findings were noted.",
        "The operation went well and the technique was the usual one.",
    ],
)
def test_sections_heading_words_inside_a_sentence_open_none(read: Read, sentence: str) -> None:
    text = osteotomy(sentence)
    assert category_at(read(text), text, sentence) == "description"


@pytest.mark.parametrize("bullet", ["1. ", "- ", "* ", ""])
def test_sections_title_takes_its_whole_list(read: Read, bullet: str) -> None:
    text = f"Operation:\n{bullet}Left VDRO\n{bullet.replace('1', '2')}Adductor release\n\nTechnique:\n{CUT}\n"
    answer = read(text)
    assert category_at(answer, text, "Left VDRO") == "title"
    assert {c.section for c in over(answer, text, "VDRO")} == {"title"}
    assert category_at(answer, text, "The femur") == "description"


def test_sections_narrative_ends_the_indications(read: Read) -> None:
    text = f"OP NOTE\nIndications:\nPain.\n\nToday the patient was positioned supine. {CUT}\n"
    answer = read(text)
    assert category_at(answer, text, "Pain") == "indications"
    assert category_at(answer, text, "Today") == "description"


def test_sections_body_under_a_title_heading_is_body(read: Read) -> None:
    text = f"OPERATIVE REPORT\nPROCEDURE:\n{OPENING} {CUT} A plate was applied. The wound was closed.\n"
    assert {c.section for c in over(read(text), text, "oscillating saw")} == {"description"}


def test_sections_short_first_line_is_a_title(read: Read) -> None:
    text = f"Left femoral osteotomy\n{OPENING} {CUT}\n"
    assert category_at(read(text), text, "Left") == "title"


@pytest.mark.parametrize("text", [report(CUT), CUT, "PLAN:", "A: B: C:\n:\n", f"{CUT}\nPLAN: home\n"])
def test_sections_cover_the_note_in_order(read: Read, text: str) -> None:
    sections = read(text).document.sections
    assert sections[0].start == 0
    assert sections[-1].end == len(text.rstrip())
    for before, after in pairwise(sections):
        assert before.end <= after.start
        assert text[before.end : after.start].strip() == ""


@pytest.mark.parametrize(
    "heading", ["NOT DONE", "Not done:", "Not performed:", "Procedures not performed:", "Omitted:"]
)
@pytest.mark.parametrize("listed", [" {}\n", "\n{}\n", "\n- {}\n- Adductor release\n"])
def test_sections_not_done_holds_its_list(read: Read, heading: str, listed: str) -> None:
    text = f"{osteotomy()}{heading}{listed.format('Pelvic osteotomy')}"
    answer = read(text)
    (act,) = over(answer, text, "Pelvic osteotomy")
    assert category_at(answer, text, "Pelvic") == "not_done"
    assert (act.section, act.status) == ("not_done", "negated")


def test_sections_not_done_ends_at_the_next_heading(read: Read) -> None:
    text = osteotomy().replace("DESCRIPTION", "NOT DONE\nPelvic osteotomy\nDESCRIPTION")
    answer = read(text)
    assert category_at(answer, text, "Pelvic") == "not_done"
    assert category_at(answer, text, "The femur") == "description"


@pytest.mark.parametrize("side", ["Left", "Right"])
def test_sections_side_under_a_title_lists_its_acts(read: Read, side: str) -> None:
    text = f"OP NOTE\nPROCEDURE:\n{side}: VDRO\nTECHNIQUE: {OPENING} {CUT}\n"
    (name,) = over(read(text), text, "VDRO")
    assert (name.section, name.side) == ("title", side.lower())


@pytest.mark.parametrize("name", ["Salter osteotomy", "spica"])
def test_sections_title_broken_by_width_runs_on(read: Read, name: str) -> None:
    text = (
        "OPERATIVE REPORT\n"
        "PROCEDURE: Left hip arthrogram, adductor release and\n"
        "Salter osteotomy of the pelvis, then an application\n"
        "of a spica\n"
        "DESCRIPTION OF PROCEDURE:\n"
        "The patient was placed supine. The hip was prepped\n"
        "and draped. A lateral incision was made. The hip was\n"
        "examined under the image intensifier and was stable.\n"
        "The wound was washed out and then closed in layers.\n"
    )
    assert {c.section for c in over(read(text), text, name)} == {"title"}
