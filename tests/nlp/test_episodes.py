"""Whose report a stretch is, and what kind of document."""

from collections.abc import Callable
from itertools import pairwise

import pytest

from nlp.annotation import Annotation
from tests.nlp.notes import CUT, OPENING, PLATE, decisions, osteotomy, over, report

Read = Callable[[str], Annotation]
OLD = "Left femoral osteotomy was performed and the bone was plated in another town."


def episode_at(answer: Annotation, text: str, phrase: str) -> str:
    """The kind of the episode in which ``phrase`` begins."""
    at = text.index(phrase)
    (kind,) = [e.kind for e in answer.document.episodes if e.start <= at < e.end]
    return kind


@pytest.mark.parametrize(
    ("text", "kind"),
    [
        ("Operative report\nFemur cut and plated.", "operative_report"),
        ("OP NOTE\nFemur cut and plated.", "operative_report"),
        ("Femoral osteotomy", "operative_report"),
        ("Discharge summary\nHospital course: femoral osteotomy done.", "discharge_summary"),
        ("Radiology report\nXR left hip\nComparison: none\nImpression: plate in place.", "radiology_report"),
        ("Consent form\nName of proposed procedure: femoral osteotomy", "consent"),
        ("Anaesthesia record\nASA 1. Femoral osteotomy.", "anaesthesia_record"),
        ("Implant log\nLot 12 Ref 9 blade plate", "implant_log"),
        ("Preoperative plan\nFemoral osteotomy with blade plate", "surgical_plan"),
        ("Prior authorization\nMember id 12. We ask for femoral osteotomy", "authorisation_letter"),
        ("Nursing note\nPatient belongings: none", "nursing_note"),
        ("From: Ann\nTo: coding\nSubject: query\nSent: Monday\nWhich femur?", "email"),
        ("MDT minutes\nFemoral osteotomy discussed", "conference_minutes"),
        ("Clinic letter\nDear Dr Hall,\nI saw this boy. Yours sincerely", "clinic_letter"),
    ],
)
def test_episodes_kind_of_document(read: Read, text: str, kind: str) -> None:
    assert read(text).document.kind == kind


@pytest.mark.parametrize(
    "head", ["Discharge summary", "Clinic letter", "Radiology report", "Consent form", "Preoperative plan"]
)
def test_episodes_no_act_is_done_today_outside_an_operative_report(read: Read, head: str) -> None:
    answer = read(f"{head}\nFemoral osteotomy. The femur was divided with a saw below the lesser trochanter.")
    assert answer.concepts
    assert {c.status for c in answer.concepts}.isdisjoint({"performed"})
    assert answer.suggestions == []
    assert {e.kind for e in answer.document.episodes} == {"other"}


@pytest.mark.parametrize(
    "words",
    ["Kind regards", "The clinic letter was read.", "Consent form signed.", "X ray of the pelvis seen."],
)
def test_episodes_words_of_other_documents_do_not_turn_a_report(read: Read, words: str) -> None:
    answer = read(osteotomy(words))
    assert answer.document.kind == "operative_report"
    assert decisions(answer) == {"27165 suggest"}


@pytest.mark.parametrize(
    ("opening", "closing"),
    [
        ("Copied from the old chart: ", "\nEnd of copied text.\n"),
        ("Copied forward:\n", "\nEnd of excerpt\n"),
        ("Prior op note: \u201c", "\u201d\n"),
        ('Outside records: "', '"\n'),
    ],
)
def test_episodes_pasted_text_is_history(read: Read, opening: str, closing: str) -> None:
    text = report("The plate was taken off.", title="Removal of plate").replace(
        "DESCRIPTION", f"{opening}{OLD}{closing}DESCRIPTION"
    )
    answer = read(text)
    assert episode_at(answer, text, "bone was plated") in ("pasted", "quoted")
    assert episode_at(answer, text, "taken off") == "today"
    assert {c.status for c in over(answer, text, "Left femoral osteotomy")} == {"historical"}
    assert answer.suggestions == []


def test_episodes_quoted_words_are_history(read: Read) -> None:
    text = report(
        f"The mother read aloud: \u201c{OLD}\u201d The plate was taken off.", title="Removal of plate"
    )
    answer = read(text)
    assert episode_at(answer, text, OLD) == "quoted"
    assert answer.suggestions == []


def test_episodes_short_quotes_are_the_surgeons_own(read: Read) -> None:
    text = osteotomy('The plate was a "hockey stick" one.')
    assert [e.kind for e in read(text).document.episodes] == ["today"]


def test_episodes_addendum_runs_to_the_end(read: Read) -> None:
    text = osteotomy() + "\nADDENDUM: counts were correct.\nSigned later.\n"
    answer = read(text)
    assert episode_at(answer, text, CUT) == "today"
    assert episode_at(answer, text, "counts were") == "addendum"
    assert episode_at(answer, text, "Signed later") == "addendum"


def test_episodes_word_addendum_inside_a_line_opens_none(read: Read) -> None:
    answer = read(osteotomy("We shall write an addendum tomorrow."))
    assert {e.kind for e in answer.document.episodes} == {"today"}


def test_episodes_older_date_heads_an_earlier_operation(read: Read) -> None:
    text = (
        f"Date of surgery: 01/02/2015\nDescription: {OPENING} {CUT}\n"
        f"Date of surgery: 03/04/2021\nDescription: {OPENING} The plate was taken off.\n"
    )
    answer = read(text)
    assert episode_at(answer, text, CUT) == "earlier"
    assert episode_at(answer, text, "taken off") == "today"
    assert {c.status for c in over(answer, text, "oscillating saw")} == {"historical"}


def test_episodes_one_date_alone_is_today(read: Read) -> None:
    text = f"Date of surgery: 01/02/2015\n{osteotomy()}"
    answer = read(text)
    assert {e.kind for e in answer.document.episodes} == {"today"}
    assert decisions(answer) == {"27165 suggest"}


def test_episodes_lie_in_order_without_overlap(read: Read) -> None:
    text = f"Copied from old notes: {OLD} End of copied text.\n{osteotomy()}\nADDENDUM: none.\n"
    episodes = read(text).document.episodes
    assert len(episodes) > 2
    for before, after in pairwise(episodes):
        assert before.end <= after.start


@pytest.mark.parametrize(
    "chart",
    [
        "12/03/2021 {old}\n\n18/02/2025 {new}",
        "12 Feb 2022. {old}\n\n19 Sep 2024. {new}",
        "Date: 06.09.2019\nProcedure: done\n{old}\n\nDate: 13.05.2025\nProcedure: done\n{new}",
    ],
)
def test_episodes_of_a_running_chart_only_the_latest_is_today(read: Read, chart: str) -> None:
    new = "GA. Old scar of the left hip. Plate and screws taken out. Closed."
    text = chart.format(old=CUT, new=new)
    assert episode_at(read(text), text, "divided with") == "earlier"
    assert "27165 suggest" not in decisions(read(text))
    assert "27165 suggest" in decisions(read(chart.format(old=new, new=CUT)))


def test_episodes_pasted_note_lends_nothing_to_the_one_behind_it(read: Read) -> None:
    old = "----- PREVIOUS OPERATIVE NOTE, COPIED -----\nPROCEDURE: Left Salter osteotomy.\nIlium cut."
    own = "Nasal septum straightened.\nThe lateral osteotomies were made with a guarded osteotome."
    assert decisions(read(f"{old}\n----- END OF PREVIOUS NOTE -----\n\n{own}")) == set()


@pytest.mark.parametrize(
    "opening",
    [
        "My clinic letter said that we might wait.",
        "Plan from MDT: operate on the worse side first.",
        "Young adult hip clinic operating list.",
    ],
)
def test_episodes_another_document_spoken_of_makes_no_letter(read: Read, opening: str) -> None:
    assert read(f"{opening}\n{osteotomy()}").document.kind == "operative_report"


@pytest.mark.parametrize(
    ("heading", "kind"),
    [
        ("DISCHARGE CARD", "discharge_summary"),
        ("SURGICAL PATHOLOGY", "pathology_report"),
        ("ANES SUMMARY", "anaesthesia_record"),
        ("CLINICAL DOCUMENTATION QUERY", "email"),
    ],
)
def test_episodes_kind_by_its_heading(read: Read, heading: str, kind: str) -> None:
    assert read(f"{heading}\nLeft varus derotation osteotomy of the femur, {PLATE}").document.kind == kind
