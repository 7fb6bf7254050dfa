"""Rendered HTML: the matches are marked, the words stay, and nothing in it can run."""

import re

import html5lib
import pytest
from hypothesis import given
from hypothesis import strategies as st

from nlp.documents import read, render
from nlp.documents.tags import words
from tests.documents.made import annotation, concept, suggestion
from tests.documents.payloads import PAYLOADS

XHTML = "{http://www.w3.org/1999/xhtml}"
HARMLESS = words(
    "html head body a abbr address article aside b bdi bdo big blockquote br caption center cite code col "
    "colgroup dd del details dfn div dl dt em figcaption figure footer h1 h2 h3 h4 h5 h6 header hr i ins kbd "
    "li main mark nav ol p pre q s samp section small span strike strong sub summary sup table tbody td "
    "tfoot th thead time tr tt u ul var wbr"
)
ATTRIBUTES = words("dir lang style href rel span value start type reversed colspan rowspan scope")
MARK = words("class data-concept data-evidence data-ids data-status")
STYLES = {"font-style", "font-weight", "text-align", "text-decoration", "vertical-align", "white-space"}
OURS = '<mark class="osteotome" data-ids="0" data-concept="femoral_osteotomy" data-status="performed">'


def check_harmless(html: str) -> None:
    """Every tag, attribute, address and style of ``html``, parsed as by a browser, is a harmless one."""
    for element in html5lib.parse(html).iter():
        assert isinstance(element.tag, str), "a comment"
        tag = element.tag.removeprefix(XHTML)
        assert tag in HARMLESS, tag
        for name, value in element.attrib.items():
            assert name in (MARK if tag == "mark" else ATTRIBUTES), (tag, name)
            if name == "href":
                assert re.match(r"(https?://|mailto:)", value), value
            if name == "style":
                assert {part.partition(":")[0].strip() for part in value.split(";") if part.strip()} <= STYLES
                assert "(" not in value and "\\" not in value


def test_render_has_a_hundred_payloads() -> None:
    assert len(set(PAYLOADS)) == len(PAYLOADS) >= 150


@pytest.mark.parametrize("payload", PAYLOADS)
def test_render_leaves_nothing_that_runs(payload) -> None:
    document = read(f"<p>A femoral osteotomy was done.</p>{payload}", "html")
    html = render(document, annotation(document.text, "femoral osteotomy"))
    check_harmless(html)
    assert html.count("<mark") == 1
    assert f"<p>A {OURS}femoral osteotomy</mark> was done.</p>" in html


@pytest.mark.parametrize("payload", PAYLOADS)
def test_render_leaves_nothing_that_runs_in_cells_lists_and_marks(payload) -> None:
    document = read(f"<table><tr><td>{payload}<td>cut</table><ul><li>{payload}</ul>", "html")
    check_harmless(render(document, annotation(document.text, *([document.text] if document.text else []))))


@pytest.mark.parametrize("payload", PAYLOADS)
def test_render_plain_text_is_shown_as_it_stands(payload) -> None:
    document = read(payload, "text")
    html = render(document, annotation(payload, payload))
    check_harmless(html)
    shown = "".join(html5lib.parse(html).itertext())
    assert shown == re.sub("[\x00-\x08]", "\ufffd", payload)


RENDERED = {
    "across tags": (
        "<p>The <b>femoral  os</b>teotomy",
        "femoral osteotomy",
        "<p>The <b>«femoral  os»</b>«teotomy»</p>",
    ),
    "across blocks": ("<p>femoral<p>cut", "femoral\n\ncut", "<p>«femoral»</p><p>«cut»</p>"),
    "entities": ("<p>a &lt; b &amp; c", "< b &", "<p>a «&lt; b &amp;» c</p>"),
    "kept markup": (
        "<h2 lang=en>Plan</h2><ol start=3><li>cut</ol>",
        "cut",
        '<h2 lang="en">Plan</h2><ol start="3"><li>«cut»</li></ol>',
    ),
    "kept style": ("<p style='text-align:left;color:red'>cut", "cut", '<p style="text-align:left">«cut»</p>'),
    "kept link": (
        "<a href=https://x.example/>cut</a>",
        "cut",
        '<a href="https://x.example/" rel="noopener noreferrer">«cut»</a>',
    ),
    "hidden goes": ("<p>a<b hidden>b</b><i style='display:none'>c</i> cut", "cut", "<p>a «cut»</p>"),
    "struck stays": ("<p>a <s>b</s> cut", "cut", "<p>a <s>b</s> «cut»</p>"),
    "struck by style stays": (
        "<p><span style='text-decoration:line-through'>c</span> cut",
        "cut",
        '<p><del style="text-decoration:line-through">c</del> «cut»</p>',
    ),
    "field": ("<input value='left cut'>", "cut", "<span>left «cut»</span>"),
    "checkbox": ("<input type=checkbox checked>cut", "cut", "[x] «cut»"),
    "textarea": ("<textarea>a\ncut</textarea>", "cut", "<pre>a\n«cut»</pre>"),
    "foreign mark": ("<mark class=osteotome data-ids=9>cut</mark>", "cut", "<span>«cut»</span>"),
    "page": ("<html><head><title>t</title></head><body class=x><div id=y>cut", "cut", "<div>«cut»</div>"),
    "no match": ("<p>a", "", "<p>a</p>"),
}


@pytest.mark.parametrize("name", RENDERED)
def test_render_html(name) -> None:
    html, phrase, expected = RENDERED[name]
    document = read(html, "html")
    rendered = render(document, annotation(document.text, *([phrase] if phrase else [])))
    assert rendered == expected.replace("«", OURS).replace("»", "</mark>")


@pytest.mark.parametrize(
    ("format", "data"),
    [("text", "a <b> & cut\r\n😀"), ("rtf", "{\\rtf1 a <b> & cut\\line 😀}")],
)
def test_render_other_formats_as_lines(format, data) -> None:
    document = read(data, format)
    html = render(document, annotation(document.text, "cut"))
    assert html.replace("\r", "") == f"<pre>a &lt;b&gt; &amp; {OURS}cut</mark>\n😀</pre>"


def test_render_overlapping_concepts_share_marks() -> None:
    document = read("femoral shaft osteotomy", "text")
    marked = annotation(document.text, "femoral shaft", "shaft osteotomy", suggestions=[suggestion(1)])
    tags = re.findall(r"<mark [^>]*>[^<]*</mark>", render(document, marked))
    facts = [re.findall(r'data-(?:ids|evidence)="([^"]*)"', tag) for tag in tags]
    assert list(zip(facts, [re.sub("<[^>]*>", "", tag) for tag in tags], strict=True)) == [
        (["0"], "femoral "),
        (["0 1", "27165"], "shaft"),
        (["1", "27165"], " osteotomy"),
    ]


def test_render_takes_utf16_offsets() -> None:
    document = read("<p>😀😀 cut", "html")
    made = annotation(document.text, offsets="utf16").model_copy(update={"concepts": [concept(0, 5, 8)]})
    assert render(document, made) == f"<p>😀😀 {OURS}cut</mark></p>"


@pytest.mark.parametrize(("start", "end"), [(0, 99), (-1, 2), (3, 1)])
def test_render_refuses_an_annotation_of_another_text(start, end) -> None:
    document = read("<p>cut", "html")
    made = annotation("cut").model_copy(update={"concepts": [concept(0, start, end)]})
    with pytest.raises(ValueError, match="concept 0 does not lie within the text"):
        render(document, made)


PIECES = st.lists(
    st.one_of(st.sampled_from([*PAYLOADS, "<p>", "<b>", "</b>", "&", "<"]), st.text(max_size=5)), max_size=6
)


@given(PIECES.map("".join), st.data())
def test_render_any_markup_is_harmless(html, data) -> None:
    document = read(html, "html")
    start = data.draw(st.integers(0, len(document.text)))
    end = data.draw(st.integers(start, len(document.text)))
    made = annotation(document.text).model_copy(update={"concepts": [concept(0, start, end)]})
    check_harmless(render(document, made))
