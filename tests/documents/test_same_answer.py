"""A note gets the same answer in every format that keeps its lines."""

from collections.abc import Callable
from html import escape
from pathlib import Path

import pytest

import nlp
from nlp.documents import read
from nlp.samples.format import load
from tests.documents.made import attachment, docx, fhir, narrative

SAMPLES = load([Path(__file__).parents[1] / "samples"])[::15]
NAMES = {"\\": "\\\\", "{": "\\{", "}": "\\}", "\n": "\\par ", "\t": "\\tab "}


def rtf(text: str) -> str:
    """``text`` as RTF."""
    return (
        "{\\rtf1\\ansi "
        + "".join(NAMES.get(one) or (one if one.isascii() else _unicode(one)) for one in text)
        + "}"
    )


def _unicode(character: str) -> str:
    units = character.encode("utf-16-be")
    return "".join(f"\\u{int.from_bytes(units[at : at + 2], signed=True)}?" for at in range(0, len(units), 2))


def lines(text: str, line: str) -> str:
    """Each line of ``text``, escaped, in ``line``."""
    return "".join(line.format(escape(one)) for one in text.split("\n"))


FORMS: dict[str, tuple[str, Callable[[str], str | bytes]]] = {
    "pre": ("html", lambda text: f"<pre>{escape(text)}</pre>"),
    "br": ("html", lambda text: lines(text, "{}<br>")),
    "div": ("html", lambda text: lines(text, "<div>{}<br></div>")),
    "rtf": ("rtf", rtf),
    "docx": ("docx", lambda text: docx(lines(text, "<w:p><w:r><w:t>{}</w:t></w:r></w:p>"))),
    "ccda": ("ccda", lambda text: narrative(escape(text)).replace("<title>T</title>", "<title/>")),
    "fhir": ("fhir", lambda text: fhir("DiagnosticReport", presentedForm=[attachment(text, "text/plain")])),
}


def answer(text: str, pipeline: object) -> list[tuple[str, ...]]:
    """What a coder would act on."""
    found = nlp.annotate(text, pipeline)
    return sorted((one.code, one.decision, one.side, one.level) for one in found.suggestions)


def test_same_answer_has_samples_of_every_kind() -> None:
    assert len(SAMPLES) >= 20


@pytest.mark.parametrize("form", FORMS)
@pytest.mark.parametrize("sample", SAMPLES, ids=lambda sample: sample.id)
def test_same_answer_in_every_format(pipeline, sample, form) -> None:
    format, made = FORMS[form]
    document = read(made(sample.text), format)
    assert document.text.split() == sample.text.split()
    assert answer(document.text, pipeline) == answer(sample.text, pipeline)
