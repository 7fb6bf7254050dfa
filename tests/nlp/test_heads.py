"""Headings: known phrases set off from what follows, and phrases that only look like one."""

from collections.abc import Callable

import pytest

from nlp.annotation import Annotation
from tests.nlp.notes import CUT, OPENING, PLATE, category_at, decisions, over, report

Read = Callable[[str], Annotation]


def note(line: str) -> str:
    return f"OPERATIVE REPORT\n{line}\nTECHNIQUE: {OPENING} {CUT}\n"


@pytest.mark.parametrize(
    ("line", "category"),
    [
        ("Procedure(s): zebra", "title"),
        ("Procedure 1: zebra", "title"),
        ("Procedure (left hip): zebra", "title"),
        ("Diagnosis (before and after the operation): zebra", "diagnosis"),
        ("Diagnosis. zebra", "diagnosis"),
        ("Diagnosis \u2013 zebra", "diagnosis"),
        ("Diagnosis \u2014 zebra", "diagnosis"),
        ("Diagnosis \u2026 zebra", "diagnosis"),
        ("DIAGNOSIS a zebra", "diagnosis"),
        ("> Diagnosis: zebra", "diagnosis"),
        ("\u25ba Diagnosis: zebra", "diagnosis"),
        ("# Diagnosis\nzebra", "diagnosis"),
        ("3. Diagnosis: zebra", "diagnosis"),
        ("Age 9   Diagnosis: zebra", "diagnosis"),
        ("Age 9, Diagnosis: zebra", "diagnosis"),
        ("Seen in clinic. DIAGNOSIS zebra", "diagnosis"),
    ],
)
def test_heads_set_off_by_their_dress(read: Read, line: str, category: str) -> None:
    text = note(line)
    assert category_at(read(text), text, "zebra") == category


@pytest.mark.parametrize(
    "line",
    [
        "Diagnosis, zebra and the rest were told",
        "Diagnosis & zebra were told",
        "Diagnosis was zebra",
        "DIAGNOSIS AND ZEBRA",
        "Seen in clinic. Diagnosis zebra was told",
        "Seen for a diagnosis: zebra",
        "[x] Diagnosis zebra",
    ],
)
def test_heads_phrase_that_runs_on_is_none(read: Read, line: str) -> None:
    text = note(line)
    assert category_at(read(text), text, "zebra" if "zebra" in line else "ZEBRA") != "diagnosis"


@pytest.mark.parametrize("box", ["[x]", "[ ]", "\u2611", "\u2610"])
def test_heads_ticked_item_is_none(read: Read, box: str) -> None:
    text = report("The leg was draped.", title="Left hip surgery").replace(
        "DESCRIPTION", f"{box} Consent\nzebra\nDESCRIPTION"
    )
    assert category_at(read(text), text, "zebra") != "scheduled"


@pytest.mark.parametrize(
    ("line", "category"),
    [
        ("Surgeon", "admin"),
        ("Surgeon:", "admin"),
        ("The surgeon and the assistant", "description"),
        ("Surgeon (a team of two)", "description"),
        ("Procedure   Laterality   Surgeon", "description"),
    ],
)
def test_heads_heading_alone_on_its_line(read: Read, line: str, category: str) -> None:
    text = note(f"{line}\nzebra")
    assert category_at(read(text), text, "zebra") == category


@pytest.mark.parametrize("word", ["performed", "procedure", "plan", "findings"])
def test_heads_heading_word_that_ends_a_sentence_is_none(read: Read, word: str) -> None:
    text = report(f"We went on to the {word}. {CUT}")
    assert {c.section for c in over(read(text), text, "oscillating saw")} == {"description"}


@pytest.mark.parametrize(
    "word", ["performed", "procedure", "surgery", "operation", "diagnosis", "plan", "closure", "consent"]
)
def test_wrapped_line_that_begins_with_a_heading_word_is_none(read: Read, word: str) -> None:
    text = (
        "OPERATIVE REPORT\nPROCEDURE: Left femoral osteotomy\nDESCRIPTION OF PROCEDURE:\n"
        "The patient was placed supine on the table and the hip and the thigh\n"
        "were then prepped and draped free in the usual way. We went on to the\n"
        f"{word}. {CUT}\n{PLATE} The wound was washed out with saline and then closed\nin layers.\n"
    )
    answer = read(text)
    assert category_at(answer, text, CUT) == "description"
    assert decisions(answer) == {"27165 suggest"}


@pytest.mark.parametrize("heading", ["Procedure #1:", "Procedure # 1:"])
def test_numbered_by_a_sign(read: Read, heading: str) -> None:
    text = f"OPERATIVE REPORT\n{heading} zebra\nTECHNIQUE: {OPENING} {CUT}\n"
    assert category_at(read(text), text, "zebra") == "title"
