"""The text of HTML, written out in full, and the way back for each of its characters."""

from functools import partial

import pytest
from hypothesis import given
from hypothesis import strategies as st

from nlp.documents import Location, read
from nlp.documents.html import parse
from nlp.documents.tags import words
from tests.documents.made import check_map, follow

TEXTS = {
    "empty": ("", ""),
    "blank": (" \n\t ", ""),
    "no tags keep lines": ("PROCEDURE:\nleft  VDRO\n", "PROCEDURE:\nleft  VDRO"),
    "body alone keeps lines": ("<html><body>a\nb</body></html>", "a\nb"),
    "paragraphs": ("<p>a</p><p>b</p>", "a\n\nb"),
    "unclosed paragraphs": ("<p>a<p>b", "a\n\nb"),
    "white space collapses": ("<div>  a \n\t b  </div>", "a b"),
    "white space across tags": ("<p>a <b> b</b> <i> </i> c</p>", "a b c"),
    "no space is made": ("<p>osteo<b>tom</b>y</p>", "osteotomy"),
    "divs": ("<div>a<div>b</div>c</div>", "a\nb\nc"),
    "empty blocks": ("<div></div><div> </div><p></p><div>a</div><p> </p>", "a"),
    "br": ("<p>a<br>b<br/><br>c<br></p><p>d", "a\nb\n\nc\n\nd"),
    "hr": ("a<hr>b", "a\nb"),
    "headings": ("<h1>Report</h1><h2>Plan</h2>Rest", "Report\n\nPlan\n\nRest"),
    "bullets": ("<ul><li>a<li>b</ul>c", "- a\n- b\nc"),
    "numbers": ("<ol><li>a</li><li>b</li></ol>", "1. a\n2. b"),
    "numbers from": ("<ol start='4'><li>a<li>b</ol>", "4. a\n5. b"),
    "numbers from nonsense": ("<ol start='many'><li>a</ol>", "1. a"),
    "nested lists": ("<ul><li>a<ol><li>b</ol><li>c</ul>", "- a\n1. b\n- c"),
    "paragraph in item": ("<ul><li><p>a</p></li><li></li></ul>b", "- a\n\nb"),
    "cells": ("<table><tr><td>a</td><td>b</td></tr><tr><td>c</td><td>d</td></tr></table>", "a\tb\nc\td"),
    "blocks in cells": (
        "<table><tr><td><p>a</p></td><td><div>b</div><div>c</div></td></tr></table>",
        "a\tb\nc",
    ),
    "empty cells": ("<table><tr><td></td><td>b</td><td></td><td>d</td><td></td></tr></table>e", "b\t\td\ne"),
    "label and value": ("<table><tr><th>Side</th><td>left</td></tr></table>", "Side: left"),
    "label with colon": ("<table><tr><th>Side:</th><td>left</td></tr></table>", "Side: left"),
    "two cells are no label": ("<table><tr><td>Side</td><td>left</td></tr></table>", "Side\tleft"),
    "header row": ("<table><tr><th>a</th><th>b</th></tr></table>", "a\tb"),
    "row label of three": ("<table><tr><th>a</th><td>b</td><td>c</td></tr></table>", "a\tb\tc"),
    "nested table": ("<table><tr><td>a</td><td><table><tr><td>b</td></tr></table></td></tr></table>", "a\tb"),
    "caption": ("<table><caption>Implants</caption><tr><td>plate</td></tr></table>", "Implants\n\nplate"),
    "definitions": ("<dl><dt>Level<dd>sub<dt>Side:<dd>left<dd>right</dl>", "Level: sub\nSide: left\nright"),
    "pre": ("<pre>\n a\n\n  b\r\nc </pre>d", " a\n\n  b\nc \nd"),
    "pre style": ("<div style='white-space: pre-wrap'>a  b\nc</div>", "a  b\nc"),
    "textarea": ("<textarea>\na\n<b>b</textarea>", "a\n<b>b"),
    "entities": ("<p>&lt;5&nbsp;mm &amp; &#48;&#x1F600; &copy &bogus;", "<5\xa0mm & 0😀 © &bogus;"),
    "impossible entities": ("<p>&#0;&#xD800;&#x110000;&#128;", "\ufffd\ufffd\ufffd€"),
    "soft hyphen": ("<p>osteo&shy;to\u200bmy", "osteotomy"),
    "script and style": ("<style>p{}</style><p>a<script>b</script><noscript>c</noscript>d", "ad"),
    "head": ("<html><head><title>t</title><meta name=x></head><body>a</body></html>", "a"),
    "comment": ("<p>os<!-- not -->teo<?php x ?>tomy<![CDATA[x]]>", "osteotomy"),
    "hidden": ("<p>a<span hidden>b</span><span style='DISPLAY : none'>c</span>d", "ad"),
    "visibility": ("<p>a<i style='color:red;visibility:hidden'>b</i><i style='mso-hide:all'>c</i>d", "ad"),
    "frames and drawings": (
        "<p>a<iframe>b</iframe><svg><text>c</text></svg><math>d</math><canvas>e</canvas>f",
        "af",
    ),
    "template": ("<p>a<template><p>b</template>c", "ac"),
    "struck out": (
        "<p>a <del>b</del><s>c</s><strike>d</strike><span style='text-decoration: line-through'>e</span>f",
        "a f",
    ),
    "inserted": ("<p>a <ins>b</ins> c", "a b c"),
    "checkboxes": (
        "<p><input type=checkbox>Pelvic <input type=CHECKBOX checked>Femoral",
        "[ ] Pelvic [x] Femoral",
    ),
    "radio": ("<input type=radio checked>left<br><input type=radio>right", "[x] left\n[ ] right"),
    "fields": (
        "<input value=' left  hip '><input type=hidden value=b><input type=password value=c>",
        "left hip",
    ),
    "select": ("<select><option>a<option selected>b<option>c</select>", "b"),
    "select first": ("<select><option>a<option>b</select>", "a"),
    "select many": ("<select multiple><option selected>a<option>b<option selected>c</select>", "a\nc"),
    "button": ("<p>a <button>Save</button>", "a Save"),
    "wbr and embed hold nothing": ("<p>a<wbr>b<embed src=x>c<source>d<track>e", "abcde"),
    "office": ("<p class=MsoNormal>a<o:p>&nbsp;</o:p></p><p>b", "a\xa0\n\nb"),
    "nul": ("<p>a\x00b", "a\ufffdb"),
    "lone surrogate": ("<p>a\ud800b", "a\ufffdb"),
    "xml declaration": ("<?xml version='1.0'?><html xmlns='x'><body><p>a</p></body></html>", "a"),
    "looks like a file": ("note.html", "note.html"),
    "looks like an address": ("http://example.org/x", "http://example.org/x"),
    "less than": ("<p>angle <5 degrees, a < b <", "angle <5 degrees, a < b <"),
    "right to left": ("<p dir=rtl>\u05e9\u05dc\u05d5\u05dd", "\u05e9\u05dc\u05d5\u05dd"),
}


@pytest.mark.parametrize("name", TEXTS)
def test_html_text(name) -> None:
    html, expected = TEXTS[name]
    assert read(html, "html").text == expected


@pytest.mark.parametrize("name", TEXTS)
def test_html_every_character_leads_back(name) -> None:
    html, _ = TEXTS[name]
    check_map(read(html, "html"), partial(follow, parse(html)))


@pytest.mark.parametrize(
    ("html", "phrase", "expected"),
    [
        (
            "<p>a</p><p>left  femoral <b>osteo</b>tomy",
            "femoral osteotomy",
            [
                ("/html[1]/body[1]/p[2]/text()[1]", 6, 14),
                ("/html[1]/body[1]/p[2]/b[1]/text()[1]", 0, 5),
                ("/html[1]/body[1]/p[2]/text()[2]", 0, 4),
            ],
        ),
        ("<p>one<!-- -->two", "two", [("/html[1]/body[1]/p[1]/text()[2]", 0, 3)]),
        ("<o:p>x</o:p><o:p>y</o:p>", "y", [("/html[1]/body[1]/*[2]/text()[1]", 0, 1)]),
        ("<input><input value='left hip'>", "hip", [("/html[1]/body[1]/input[2]/@value", 5, 8)]),
        ("<p>a  \n b", "a b", [("/html[1]/body[1]/p[1]/text()[1]", 0, 6)]),
        ("😀 b", "b", [("/html[1]/body[1]/text()[1]", 3, 4)]),
    ],
)
def test_html_locates_phrases(html, phrase, expected) -> None:
    document = read(html, "html")
    start = document.text.index(phrase)
    assert document.locate(start, start + len(phrase), "utf16") == [Location(*place) for place in expected]


@pytest.mark.parametrize(
    ("data", "charset", "expected"),
    [
        ("<meta charset=windows-1251><p>бедро".encode("cp1251"), None, "бедро"),
        (b'<meta http-equiv="x" content="text/html; charset=iso-8859-1"><p>caf\xe9', None, "café"),
        ("<meta charset=utf-16><p>café".encode(), None, "café"),
        ("<meta charset=ascii><p>бедро".encode("cp1251"), "cp1251", "бедро"),
        ("\ufeff<p>café".encode("utf-16"), None, "café"),
        ("<?xml version='1.0' encoding='koi8-r'?><p>бедро".encode("koi8-r"), None, "бедро"),
        ("<meta charset=koi8-r><p>бедро", None, "бедро"),
    ],
)
def test_html_encodings(data, charset, expected) -> None:
    assert read(data, "html", charset).text == expected


TAGS = words(
    "p div b i span br ul ol li table tr td th pre textarea script style select option dl dt dd del svg x:y"
)
PARTS = st.one_of(
    st.sampled_from([f"<{tag}>" for tag in sorted(TAGS)] + [f"</{tag}>" for tag in sorted(TAGS)]),
    st.sampled_from(
        ["<!--", "-->", "<", ">", "&", "&amp;", "&#1;", "&nbsp", '"', "'", " ", "\n", "\r\n", "<![CDATA["]
    ),
    st.sampled_from(
        ["<input value=' a  b'>", "<input type=checkbox>", "<p hidden>", "<p style='white-space:pre'>x"]
    ),
    st.text(max_size=8),
)


@given(st.lists(PARTS, max_size=30).map("".join))
def test_html_any_markup_leads_back(html) -> None:
    check_map(read(html, "html"), partial(follow, parse(html)))


@given(st.binary(max_size=200))
def test_html_takes_any_bytes(data) -> None:
    document = read(data, "html")
    assert document.locate(0, len(document.text)) is not None
