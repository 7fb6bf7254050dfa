"""The built-in notes teach what they say: each is answered as its line in the page promises."""

import pytest
from spacy.language import Language

import nlp
from nlp.documents import read
from server.pages.samples import page_samples

NOTES = {sample.id: sample for sample in page_samples()}
ANSWERS = {
    "vdro": {"27165": ("suggest", "left")},
    "pelvic-femoral": {"27151": ("suggest", "right")},
    "history-only": {},
    "level-missing": {"27165": ("review", "right")},
    "tha-slide": {},
    "scfe": {"27165": ("review", "left")},
    "title-body": {"27165": ("review", "right")},
    "two-hips": {"27165": ("suggest", "left"), "27146": ("suggest", "right")},
    "ehr-html": {"27165": ("suggest", "right")},
}


def test_samples_every_note_has_its_answer_here() -> None:
    assert list(ANSWERS) == list(NOTES)


@pytest.mark.parametrize("name", list(ANSWERS))
def test_samples_note_is_answered_as_it_promises(pipeline: Language, name: str) -> None:
    text = read(NOTES[name].text, NOTES[name].format).text
    found = nlp.annotate(text, pipeline)
    answers = {one.code: (one.decision, one.side) for one in found.suggestions}
    for code, answer in ANSWERS[name].items():
        assert answers.get(code) == answer
    if "27165" not in ANSWERS[name]:
        assert "27165" not in answers
        assert "27165" in {one.code for one in found.ruled_out}


@pytest.mark.parametrize("name", list(NOTES))
def test_samples_note_is_nobodys(name: str) -> None:
    words = NOTES[name].text.lower()
    assert not any(mark in words for mark in ("mrn", "date of birth", "dob", "patient name"))
