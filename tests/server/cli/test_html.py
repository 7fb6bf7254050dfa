"""The page that ``annotate --html`` writes: whole, inert, and true to the note."""

import base64
import hashlib
import re

import pytest
from bs4 import BeautifulSoup
from hypothesis import given
from hypothesis import strategies as st

from nlp.annotation import Annotation
from server.cli.html import page
from server.cli.runs import runs
from tests.server.cli.conftest import concept


@pytest.fixture
def soup(annotation: Annotation, text: str) -> BeautifulSoup:
    return BeautifulSoup(page(text, annotation), "lxml")


def test_html_shows_the_whole_note_and_marks_its_concepts(
    soup: BeautifulSoup, annotation: Annotation, text: str
) -> None:
    shown = soup.select_one(".paper-text")
    assert shown is not None
    assert shown.get_text().replace("\r\n", "\n") == text.replace("\r\n", "\n")
    marked = [mark.get_text() for mark in shown.select("mark")]
    assert marked == [one.text for one in annotation.concepts]


def test_html_runs_and_loads_nothing(annotation: Annotation, text: str) -> None:
    html = page(text, annotation)
    assert not re.search(r"<script|<img|<link|\son\w+=|https?://|@import|url\(", html)
    assert "<b>below" not in html
    style = re.search(r"<style>(.*)</style>", html, re.S)
    assert style is not None
    digest = base64.b64encode(hashlib.sha256(style[1].encode()).digest()).decode()
    assert f"style-src &#39;sha256-{digest}&#39;" in html
    assert "default-src &#39;none&#39;" in html


def test_html_quotes_lead_to_their_words(soup: BeautifulSoup) -> None:
    links = [str(link["href"]) for link in soup.select("a.quote")]
    assert len(links) >= 4
    for link in links:
        assert soup.select_one(link) is not None


@pytest.mark.parametrize(
    "words", ["27165", "Ask first", "Modifier LT", "At what level?", "27151", "No pelvis & no cut."]
)
def test_html_says(soup: BeautifulSoup, words: str) -> None:
    findings = soup.select_one(".findings")
    assert findings is not None
    assert words in findings.get_text()


WORDS = ("varus osteotomy", "osteotomy", "Today 🦴", "🦴 the femur", "femur was cut", "No cast")


@given(st.lists(st.sampled_from(WORDS), unique=True))
def test_runs_are_the_whole_text_and_hold_each_concept(words: list[str]) -> None:
    from tests.server.cli.conftest import TEXT

    concepts = [concept(number, one) for number, one in enumerate(words)]
    found = runs(TEXT, concepts)
    assert "".join(TEXT[run.start : run.end] for run in found) == TEXT
    for one in concepts:
        assert "".join(TEXT[run.start : run.end] for run in found if one in run.concepts) == one.text
    assert sorted(number for run in found for number in run.begins) == [one.id for one in concepts]
