import pytest
from bs4 import BeautifulSoup, Tag

from nlp.documents import read
from nlp.documents.effort import effort
from nlp.documents.flatten import DEPTH, flatten
from nlp.documents.walk import walk

CALLS_PER_CHARACTER = 50

HOSTILE = {
    "deep": "<div>{n}</div>",
    "deep open": "<div>{n}",
    "deep inline": "<i>{n}</i>",
    "stray ends": "<b>{n}</i>",
    "stray ends behind paragraphs": "<p>{n}<b>{n}</p>",
    "comments": "<!--{n}",
    "closed comments": "<!-->{n}",
    "open tags": "<a {n}",
    "open attributes": '<a b="{n}',
    "slashes": "<a/{n}",
    "declarations": "<!DOCTYPE{n}",
    "instructions": "<?{n}",
    "sections": "<![CDATA[{n}",
    "entities": "&{n}",
    "numbers": "&#{n}",
    "scripts": "<script>{n}",
    "options": "<select><option>{n}",
    "cells": "<td>{n}",
    "tables": "<table><b>{n}",
    "formats": "<b><i><p>{n}",
    "empty": "<wbr>{n}",
    "spaces": " {n}",
    "words": "a {n}",
    "lists": "<ul><li>{n}",
    "definitions": "<dt>x<dd>y{n}",
    "pre": "<pre {n}",
}


def repeated(pattern: str, size: int) -> str:
    """``pattern`` with each part before ``{n}`` repeated, about ``size`` characters in all."""
    parts = [part for part in pattern.split("{n}") if part]
    return "".join(part * (size // (len(parts) * len(part))) for part in parts)


@pytest.mark.parametrize("name", HOSTILE)
def test_flatten_leaves_nothing_hostile(name) -> None:
    flat = flatten(repeated(HOSTILE[name], 100_000))
    assert flatten(flat) is flat
    assert depth(flat) <= 2 * DEPTH + 10


def depth(html: str) -> int:
    """How deep the elements of ``html`` nest."""
    deepest = now = 0
    for event, node in walk(BeautifulSoup(html, "lxml"), lambda tag: False):
        if isinstance(node, Tag):
            now += 1 if event == "enter" else -1
            deepest = max(deepest, now)
    return deepest


@pytest.mark.parametrize("name", HOSTILE)
def test_flatten_hostile_markup_costs_no_more_than_its_length(name) -> None:
    html = repeated(HOSTILE[name], 100_000)
    with effort(CALLS_PER_CHARACTER * len(html)) as spent:
        document = read(html, "html")
        document.locate(0, len(document.text))
    assert spent() > 0


@pytest.mark.parametrize(
    ("html", "text"),
    [
        ("<div>" * 100_000 + "x" + "</div>" * 100_000, "x"),
        ("<div>a" * 1000, "\n".join("a" * 1000)),
        ("<b>a" * 1000, "a" * 1000),
        ("<p>a" * 1000, "\n\n".join("a" * 1000)),
    ],
    ids=["100,000 nested", "nested with text", "inline", "flat"],
)
def test_flatten_keeps_text(html, text) -> None:
    assert read(html, "html").text == text


@pytest.mark.parametrize(
    "html",
    [
        "<div>" * DEPTH + "x" + "</div>" * DEPTH,
        "<p>a" * 5000,
        "<tr><td>" * 5000,
        "<!--" + "<div>" * 5000 + "-->x",
        "<script>" + "<div>" * 5000 + "</script>x",
        "<br>" * 5000,
        "</p>" * 5000,
    ],
)
def test_flatten_leaves_ordinary_pages_alone(html) -> None:
    assert flatten(html) is html


@pytest.mark.parametrize(
    ("html", "end"),
    [
        ("<div>" * 300 + "x", "<br>" * (300 - DEPTH) + "x"),
        ("<i>" * 300 + "x", "<img>" * (300 - DEPTH) + "x"),
        ("<b></i a>" * 600, "<img><!/i a>" * 10),
    ],
    ids=["blocks", "inline", "strays"],
)
def test_flatten_replaces_what_is_too_deep(html, end) -> None:
    assert flatten(html).endswith(end)
