import re

import pytest
from hypothesis import given
from hypothesis import strategies as st

from nlp.documents import DocumentError, read

FONTS = r"{\fonttbl{\f0\fswiss\fcharset0 Arial;}{\f1\froman\fcharset204 Times;}{\f2\fcharset128 Gothic;}}"
TEXTS = {
    "words": (r"{\rtf1 Left hip}", "Left hip"),
    "paragraphs": (r"{\rtf1 a\par b\par\par c\par}", "a\nb\n\nc"),
    "lines": (r"{\rtf1 a\line b\sect c\page d}", "a\nb\n\nc\n\nd"),
    "line ends of the file": ("{\\rtf1 os\r\nteo\ntomy}", "osteotomy"),
    "escaped line end": ("{\\rtf1 a\\\nb}", "a\nb"),
    "formatting": (r"{\rtf1\ansi\b PROCEDURE:\b0  VDRO \i x\i0 y}", "PROCEDURE: VDRO x" + "y"),
    "tab and dashes": (r"{\rtf1 a\tab b\endash c\emdash d\~e\_f\-g}", "a\tb\u2013c\u2014d\xa0e\u2011fg"),
    "quotes": (r"{\rtf1 \lquote a\rquote  \ldblquote b\rdblquote}", "\u2018a\u2019 \u201cb\u201d"),
    "escapes": (r"{\rtf1 \{a\} \\ b}", r"{a} \ b"),
    "hex": (r"{\rtf1\ansi\ansicpg1252 95\'b0 caf\'e9 \'96}", "95° café \u2013"),
    "hex of another code page": (r"{\rtf1\ansi\ansicpg1251 \'e1\'e5\'e4\'f0\'ee}", "бедро"),
    "hex of a font": ("{\\rtf1\\ansi" + FONTS + r"\f1 \'e1\'e5\'e4\'f0\'ee\f0  caf\'e9}", "бедро café"),
    "hex of two bytes": ("{\\rtf1\\ansi" + FONTS + r"{\f2 \'91\'e5\'91\'da}}", "大腿"),
    "mac": (r"{\rtf1\mac caf\'8e}", "café"),
    "unknown code page": (r"{\rtf1\ansi\ansicpg99999 caf\'e9}", "café"),
    "unicode": (r"{\rtf1 \u8217?s \u233\'e9t\u233e}", "\u2019s été"),
    "unicode negative": (r"{\rtf1 \u-4064?}", "\uf020"),
    "unicode pair": (r"{\rtf1 \u-10179?\u-8704?!}", "😀!"),
    "unicode half a pair": (r"{\rtf1 a\u-8704?b}", "a\ufffdb"),
    "unicode too large": (r"{\rtf1 a\u99999999?b}", "a\ufffdb"),
    "unicode without fallback": (r"{\rtf1\uc0 \u233 t\u233 }", "été"),
    "unicode with two": (r"{\rtf1\uc2 \u233 xxt{\uc0\u233 }}", "été"),
    "hidden": (r"{\rtf1 a{\v b}c\v d\v0 e}", "ace"),
    "deleted": (r"{\rtf1 a{\deleted b}c\strike d\strike0 e}", "ace"),
    "plain ends it": (r"{\rtf1 a\v b\plain c}", "ac"),
    "tables": (r"{\rtf1\trowd a\cell b\cell\row c\cell\cell d\cell\row e}", "a\tb\nc\t\td\ne"),
    "bullets": (r"{\rtf1 {\listtext\f3\'b7\tab}a\par{\pntext 2.\tab}b\par}", "- a\n- b"),
    "destinations": (
        r"{\rtf1{\info{\title x}}{\stylesheet{\s0 y;}}{\*\any z}{\header h}a}",
        "a",
    ),
    "field": (r'{\rtf1 {\field{\*\fldinst HYPERLINK "http://x"}{\fldrslt link}} b}', "link b"),
    "picture": (r"{\rtf1 a{\pict\wmetafile8 00ff}b}", "ab"),
    "binary": ("{\\rtf1 a{\\pict\\bin4 }}{}}b}", "ab"),
    "binary past the end": (r"{\rtf1 a}\bin99 x", "a"),
    "title as a word": (r"{\rtf1 a\title b}", "ab"),
    "behind the end": (r"{\rtf1 a}b{c}", "a"),
    "mark before": ("\ufeff {\\rtf1 a}", "a"),
    "wrong escapes": (r"{\rtf1 a\'zz b\'4}", "azz b4"),
    "empty": (r"{\rtf1}", ""),
}


@pytest.mark.parametrize("name", TEXTS)
def test_rtf_text(name) -> None:
    rtf, expected = TEXTS[name]
    assert read(rtf, "rtf").text == expected


@pytest.mark.parametrize("name", sorted(set(TEXTS) - {"mark before"}))
def test_rtf_bytes_read_as_text_does(name) -> None:
    rtf, expected = TEXTS[name]
    assert read(rtf.encode("latin-1"), "rtf").text == expected


@pytest.mark.parametrize("name", TEXTS)
def test_rtf_every_character_leads_back(name) -> None:
    rtf, _ = TEXTS[name]
    document = read(rtf, "rtf")
    for offset, character in enumerate(document.text):
        for place in document.locate(offset, offset + 1):
            found = rtf[place.start : place.end]
            assert found == character or re.match(r"\\('[0-9a-f]{2}|u-?\d|[a-z~_{}\\])", found)


@pytest.mark.parametrize(
    ("data", "expected"),
    [
        ("{\\rtf1 é😀}", "é😀"),
        (b"{\\rtf1\\ansi\\ansicpg1252 caf\xe9}", "café"),
        (b"{\\rtf1\\ansi\\ansicpg65001 caf\xc3\xa9}", "café"),
        (b"\xef\xbb\xbf{\\rtf1 a}", "a"),
        (b"{\\rtf1 a}\x00\x00", "a"),
    ],
)
def test_rtf_raw_bytes_and_text(data, expected) -> None:
    assert read(data, "rtf").text == expected


@pytest.mark.parametrize(
    ("data", "what", "where"),
    [
        ("", "the file is not RTF", "byte 0"),
        ("plain", "the file is not RTF", "byte 0"),
        (b"%PDF-1.4", "the file is not RTF", "byte 0"),
        (r"{\rtf1 a", "the file ends inside a group", "byte 8"),
        ("{\\rtf1 a\\", "the file ends inside a group", "byte 9"),
        (r"{\rtf1 {\b a}", "the file ends inside a group", "byte 13"),
        (r"{\rtf1 \bin99 }", "the file ends inside a group", "byte 15"),
    ],
)
def test_rtf_refuses(data, what, where) -> None:
    with pytest.raises(DocumentError) as caught:
        read(data, "rtf")
    assert (caught.value.what, caught.value.where) == (what, where)


@pytest.mark.parametrize(
    "rtf",
    [
        "{\\rtf1 " + "{" * 300_000 + "}" * 300_000 + "}",
        "{\\rtf1 " + '{\\field{\\*\\fldinst{ HYPERLINK "a"}}{\\fldrslt x}}' * 10_000 + "}",
        "{\\rtf1 " + "\\'e9" * 100_000 + "}",
        "{\\rtf1 " + "\\u8217?" * 80_000 + "}",
    ],
    ids=["deep", "fields", "hex", "unicode"],
)
def test_rtf_hostile_files_are_read(rtf) -> None:
    assert len(read(rtf, "rtf").text) in (0, 10_000, 100_000, 80_000)


CONTROLS = r"{ } \par \b0 \'e9 \u233? \u-10179? \u-8704? \cell \row \v \v0 \*\x \uc2 \f1 \bin3 \ "
PARTS = st.one_of(
    st.sampled_from(re.split(" ", CONTROLS)),
    st.text(st.characters(exclude_characters="\\{}"), max_size=6),
)


@given(st.lists(PARTS, max_size=30).map("".join))
def test_rtf_any_groups_are_read_or_refused(body) -> None:
    rtf = "{\\rtf1\\ansi " + body + "}"
    try:
        document = read(rtf, "rtf")
    except DocumentError as error:
        assert error.what == "the file ends inside a group"
        return
    for offset in range(len(document.text)):
        for place in document.locate(offset, offset + 1):
            assert 0 <= place.start < place.end <= len(rtf)


@given(st.binary(max_size=200))
def test_rtf_any_bytes_are_read_or_refused(data) -> None:
    try:
        assert read(b"{\\rtf1 " + data, "rtf").format == "rtf"
    except DocumentError as error:
        assert error.where.startswith("byte ")
