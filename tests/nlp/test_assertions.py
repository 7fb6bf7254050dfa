"""Done, not done, past, planned or conditional: each status with the cue that says so."""

from collections.abc import Callable

import pytest

from nlp.annotation import Annotation
from tests.nlp.notes import CLOSING, OPENING, decisions, over, report

Read = Callable[[str], Annotation]
TITLE = "Left hip arthrogram"

DONE = """
A pelvic osteotomy was performed.
A pelvic osteotomy was then carried out.
A pelvic osteotomy was performed as planned.
The planned pelvic osteotomy was performed.
A pelvic osteotomy was not only planned but performed.
There was no bleeding after the pelvic osteotomy.
No complications occurred and a pelvic osteotomy was performed.
No tourniquet was used; a pelvic osteotomy was performed.
No implant was needed but a pelvic osteotomy was performed.
Without difficulty a pelvic osteotomy was performed.
With no complications a pelvic osteotomy was performed.
Without opening the joint, a pelvic osteotomy was performed.
If bleeding occurs, transfuse. A pelvic osteotomy was performed.
He had no fever. A pelvic osteotomy was performed.
A pelvic osteotomy was performed on 2 May 2025.
On May 2 a pelvic osteotomy was performed.
On 2 MAY 2025 a pelvic osteotomy was performed.
The hip was not covered, therefore a pelvic osteotomy was performed.
The hip was not stable and then a pelvic osteotomy was performed.
No muscle was torn and a pelvic osteotomy was performed.
"""
NOT_DONE = """
No pelvic osteotomy was made. | No
A pelvic osteotomy was not performed. | was not performed
A pelvic osteotomy was not required. | was not required
There was no need for a pelvic osteotomy. | no need for
The pelvic osteotomy was omitted. | was omitted
A pelvic osteotomy was deferred. | was deferred
The pelvic osteotomy was abandoned. | was abandoned
We decided against a pelvic osteotomy. | decided against
A pelvic osteotomy was considered and rejected. | considered and rejected
A pelvic osteotomy was considered but not performed. | considered but not performed
Traction was used instead of a pelvic osteotomy. | instead of
A pelvic osteotomy was therefore not done. | was therefore not done
A pelvic osteotomy was thus not needed. | was thus not needed
A pelvic osteotomy was therefore in the end not performed. | not performed
A pelvic osteotomy was then not required. | not required
The pelvic osteotomy was therefore abandoned. | abandoned
The ilium was not cut. | was not cut
The ilium was not sawn through. | not
The ilium was left alone. | left alone
"""
PAST = """
The scar of the previous pelvic osteotomy was seen. | previous
He had a prior pelvic osteotomy. | prior
She is status post pelvic osteotomy. | status post
S/p pelvic osteotomy. | S/p
History of pelvic osteotomy. | History of
He had undergone pelvic osteotomy. | had undergone
Pelvic osteotomy at age 4. | at age
Pelvic osteotomy two years ago. | years ago
Pelvic osteotomy in childhood. | childhood
The old pelvic osteotomy had healed. | old
"""
TO_COME = """
He will need a pelvic osteotomy. | will need
A pelvic osteotomy will be done at a later date. | will be done
A pelvic osteotomy is planned. | is planned
Pelvic osteotomy is scheduled for spring. | is scheduled
Pelvic osteotomy next year. | next year
She is awaiting pelvic osteotomy. | awaiting
"""
PERHAPS = """
Pelvic osteotomy if the hip stays uncovered. | if
If the hip stays uncovered, pelvic osteotomy. | If
If the hip stays uncovered then a pelvic osteotomy. | If
If cover is poor, then pelvic osteotomy. | If
If cover is poor then we shall add a pelvic osteotomy. | If
A pelvic osteotomy may 2 years on follow. | may
A pelvic osteotomy might be needed. | might
A pelvic osteotomy may be needed. | may
A pelvic osteotomy would have been unwise. | would have
Possible pelvic osteotomy. | Possible
? pelvic osteotomy. | ?
Pelvic osteotomy was discussed. | was discussed
Pelvic osteotomy was considered. | was considered
The options were traction, pelvic osteotomy or waiting. | options
The risks of pelvic osteotomy were explained. | risks of
Options were traction; pelvic osteotomy; waiting. | Options
"""


def table(lines: str, status: str) -> list[tuple[str, str, str]]:
    rows = (line.split(" | ") for line in lines.strip().splitlines())
    return [(sentence, cue, status) for sentence, cue in rows]


@pytest.mark.parametrize("sentence", DONE.strip().splitlines())
def test_assertions_performed_has_no_cue(read: Read, sentence: str) -> None:
    text = report(sentence, title=TITLE)
    (act,) = over(read(text), text, sentence, "pelvic_osteotomy")
    assert act.status == "performed"
    assert act.cues == []


@pytest.mark.parametrize(
    ("sentence", "cue", "status"),
    [
        *table(NOT_DONE, "negated"),
        *table(PAST, "historical"),
        *table(TO_COME, "planned"),
        *table(PERHAPS, "hypothetical"),
    ],
)
def test_assertions_cue_changes_the_status(read: Read, sentence: str, cue: str, status: str) -> None:
    text = report(sentence, title=TITLE)
    answer = read(text)
    (act,) = over(answer, text, sentence, "pelvic_osteotomy")
    assert act.status == status
    (shown,) = act.cues
    assert cue in shown.text
    assert shown.means == status
    assert shown.rule.startswith((status, "untouched"))
    assert text.index(sentence) <= shown.start < shown.end <= text.index(sentence) + len(sentence)
    assert answer.suggestions == []


@pytest.mark.parametrize(
    ("line", "status"),
    [
        ("Pelvic osteotomy: no", "negated"),
        ("Pelvic osteotomy ..... no", "negated"),
        ("[ ] Pelvic osteotomy", "negated"),
        ("Pelvic osteotomy: [ ] Yes [x] No", "negated"),
        ("Pelvic osteotomy: yes", "performed"),
        ("[x] Pelvic osteotomy", "performed"),
    ],
)
def test_assertions_field_answers(read: Read, line: str, status: str) -> None:
    text = f"OPERATIVE REPORT\nPROCEDURE: {TITLE}\nDETAILS:\n{OPENING} {CLOSING}\n{line}\n"
    (act,) = over(read(text), text, "Pelvic osteotomy")
    assert act.status == status
    assert [c.rule for c in act.cues] == (["field.no"] if status == "negated" else [])


@pytest.mark.parametrize(
    ("heading", "status"),
    [
        ("Indications", "planned"),
        ("Consent", "planned"),
        ("Background", "planned"),
        ("Family history", "historical"),
        ("Preoperative diagnosis", "historical"),
        ("Risks and benefits", "hypothetical"),
        ("Findings", "performed"),
        ("Technique", "performed"),
        ("Procedure", "performed"),
    ],
)
def test_assertions_section_gives_the_status_where_no_cue_does(read: Read, heading: str, status: str) -> None:
    text = f"OPERATIVE REPORT\n{heading}: Pelvic osteotomy.\nDETAILS: {OPENING} {CLOSING}\n"
    (act,) = over(read(text), text, "Pelvic osteotomy")
    assert act.status == status
    assert act.cues == []


def test_assertions_cue_outweighs_the_section(read: Read) -> None:
    text = f"OPERATIVE REPORT\nIndications: Previous pelvic osteotomy.\nDETAILS: {OPENING} {CLOSING}\n"
    (act,) = over(read(text), text, "pelvic osteotomy")
    assert act.status == "historical"


@pytest.mark.parametrize(
    ("year", "status"), [("2009", "historical"), ("2021", "performed"), ("1899", "performed")]
)
def test_assertions_year_before_the_reports_own_is_past(read: Read, year: str, status: str) -> None:
    text = f"Date of surgery: 3 May 2021\n{report(f'Pelvic osteotomy {year}.', title=TITLE)}"
    (act,) = over(read(text), text, "Pelvic osteotomy")
    assert act.status == status


@pytest.mark.parametrize(
    "sentence",
    [
        "Pelvic osteotomy 2019.",
        "Pelvic osteotomy in 2019.",
        "Pelvic osteotomy of 2019.",
        "Pelvic osteotomy (2019).",
        "Pelvic osteotomy left, March 2019.",
        "Pelvic osteotomy Jan 2019.",
        "The 2019 pelvic osteotomy was seen.",
        "Her 2019 pelvic osteotomy was seen.",
    ],
)
def test_assertions_year_beside_a_name_in_the_body_is_past(read: Read, sentence: str) -> None:
    text = report(sentence, title=TITLE)
    answer = read(text)
    (act,) = over(answer, text, sentence)
    assert act.status == "historical"
    assert [c.text for c in act.cues] == ["2019"]
    assert answer.suggestions == []


@pytest.mark.parametrize("date", ["2019", "3/4/2019", "March 2019"])
def test_assertions_year_in_the_title_is_the_reports_own(read: Read, date: str) -> None:
    text = report("A pelvic osteotomy was performed.", title=f"Left pelvic osteotomy {date}")
    assert {c.status for c in read(text).concepts if c.concept == "pelvic_osteotomy"} == {"performed"}


def test_assertions_year_of_something_else_leaves_the_name(read: Read) -> None:
    text = report("A pelvic osteotomy was done with a 2019 plate.", title=TITLE)
    (act,) = over(read(text), text, "pelvic osteotomy")
    assert act.status == "performed"


@pytest.mark.parametrize("stop", [".", ";", "\n-"])
def test_assertions_negation_ends_with_its_clause(read: Read, stop: str) -> None:
    text = report(f"The femur was not cut{stop} a pelvic osteotomy was performed.", title="Left hip surgery")
    answer = read(text)
    assert [c.status for c in over(answer, text, "femur was not cut", "femoral_osteotomy")] == ["negated"]
    assert [c.status for c in over(answer, text, "pelvic osteotomy")] == ["performed"]
    assert decisions(answer) == {"27146 suggest"}


@pytest.mark.parametrize(
    "sentence",
    [
        "A femoral cut was planned 2 cm below the lesser trochanter.",
        "A 10 mm wedge was planned 2 cm below the lesser trochanter.",
        "A 10 mm wedge had been planned 2 cm below the lesser trochanter.",
    ],
)
def test_cut_planned_with_its_level(read: Read, sentence: str) -> None:
    text = report(sentence, title="Left hip surgery")
    answer = read(text)
    assert {c.status for c in over(answer, text, sentence)} == {"planned"}
    assert answer.suggestions == []


def test_year_with_from(read: Read) -> None:
    text = report("The VDRO from 2019 was seen.", title="Left hip arthrogram")
    assert {c.status for c in over(read(text), text, "VDRO")} == {"historical"}
