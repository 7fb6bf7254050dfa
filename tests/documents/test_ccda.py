from functools import partial

import pytest
from bs4 import BeautifulSoup
from hypothesis import given
from hypothesis import strategies as st
from lxml import etree

import nlp
from nlp.documents import DocumentError, read
from nlp.documents.loinc import HEADINGS
from nlp.documents.tags import words
from tests.documents.made import ccda, check_map, narrative, other_body, section

ENTITIES = '<!DOCTYPE x [<!ENTITY a "aaaaaaaaaa"><!ENTITY b "&a;&a;&a;&a;&a;&a;&a;&a;">]>'
BODY = "component/nonXMLBody/text"
FILE = '<!DOCTYPE x [<!ENTITY a SYSTEM "file:///etc/hostname">]>'

DX = section("10219-4", "", "a")
SUB = section("1-1", "Sub", "b")
ROWS = "<thead><tr><th>A</th><th>B</th></tr></thead><tbody><tr><td>c</td><td>d</td></tr></tbody>"
TEXTS = {
    "coded section": (ccda(section("10219-4", "Pre-op Dx", "Hip")), "PREOPERATIVE DIAGNOSIS:\nHip"),
    "title says it": (ccda(section("59768-2", "Indications", "Pain")), "Indications:\nPain"),
    "title with colon": (ccda(section("59768-2", "INDICATIONS:", "Pain")), "INDICATIONS:\nPain"),
    "title says more": (
        ccda(section("29554-3", "Procedure: left VDRO", "Cut.")),
        "DESCRIPTION OF PROCEDURE:\nProcedure: left VDRO:\nCut.",
    ),
    "unknown code": (ccda(section("99999-9", "Team", "Two")), "Team:\nTwo"),
    "no title": (ccda(section("99999-9", "", "Two")), "Two"),
    "order": (ccda(DX, section("59776-5", "Findings", "b")), "PREOPERATIVE DIAGNOSIS:\na\n\nFindings:\nb"),
    "empty section": (ccda(section("10218-6", "x", ""), DX), "PREOPERATIVE DIAGNOSIS:\na"),
    "nested": (ccda(section("59776-5", "Findings", "a", SUB)), "Findings:\na\n\nSub:\nb"),
    "nested alone": (ccda(section("59776-5", "Findings", "", SUB)), "Findings:\n\nSub:\nb"),
    "plain lines": (narrative("one\n  two\n\nthree"), "T:\none\n  two\n\nthree"),
    "paragraphs": (
        narrative("<paragraph>a\n b</paragraph><paragraph>c<br/>d</paragraph>"),
        "T:\n\na b\n\nc\nd",
    ),
    "list": (narrative("<list><item>a</item><item>b</item></list>"), "T:\n- a\n- b"),
    "ordered list": (narrative("<list listType='ordered'><item>a</item></list>"), "T:\n1. a"),
    "table": (narrative(f"<table>{ROWS}</table>"), "T:\nA\tB\nc\td"),
    "content": (narrative("os<content styleCode='Bold'>teo</content>tomy <sup>2</sup>"), "T:\nosteotomy 2"),
    "deleted": (narrative("<content revised='delete'>a</content><content>b</content>"), "T:\nb"),
    "media": (narrative("a<renderMultiMedia><caption>b</caption></renderMultiMedia>"), "T:\na\n\nb"),
    "entities": (narrative("a &lt; b &amp; &#x1F600;&#xA0;c"), "T:\na < b & 😀\xa0c"),
    "cdata": (narrative("<![CDATA[a < b]]> &amp; c"), "T:\na < b & c"),
    "comment": (narrative("a<!-- no -->b<?x no?>c"), "T:\nabc"),
    "document title": (
        ccda().replace("<component>", "<title>Operative Note</title><component>"),
        "Operative Note",
    ),
    "prefixed": (
        ccda(DX).replace("<", "<n:").replace("<n:/", "</n:").replace("xmlns=", "xmlns:n="),
        "PREOPERATIVE DIAGNOSIS:\na",
    ),
    "no namespace": (ccda(DX).replace(' xmlns="urn:hl7-org:v3"', ""), "PREOPERATIVE DIAGNOSIS:\na"),
    "declaration": ("\n<?xml version='1.0'\nencoding='utf-8'?>\n" + narrative("a"), "T:\na"),
    "stylesheet": ("<?xml-stylesheet href='x'?>" + narrative("a"), "T:\na"),
    "coded entries": (ccda(section("1-1", "T", "a", "<entry><act><text>no</text></act></entry>")), "T:\na"),
    "lone surrogate": (narrative("a\ud800b"), "T:\na\ufffdb"),
    "body as text": (other_body("one\ntwo", mediaType="text/plain"), "one\ntwo"),
    "body as RTF": (
        other_body("\ne1xydGYxIG9uZVxwYXIg\ndHdvfQ==", mediaType="application/rtf", representation="B64"),
        "one\ntwo",
    ),
    "no body": ("<ClinicalDocument/>", ""),
}


@pytest.mark.parametrize("name", TEXTS)
def test_ccda_text(name) -> None:
    xml, expected = TEXTS[name]
    assert read(xml, "ccda").text == expected


@pytest.mark.parametrize("name", sorted(set(TEXTS) - {"body as RTF"}))
def test_ccda_every_character_leads_back(name) -> None:
    xml = TEXTS[name][0].replace("\ud800", "\ufffd").strip()
    tree = etree.fromstring(xml.replace("encoding='utf-8'", ""))
    check_map(read(xml, "ccda"), lambda path: str(tree.xpath(path)[0]))


def test_ccda_body_of_another_format_leads_into_it() -> None:
    place = read(TEXTS["body as RTF"][0], "ccda").locate(4, 7)[0]
    rtf = "{\\rtf1 one\\par two}"
    assert (place.path, rtf[place.start : place.end]) == ("/*[1]/*[1]/*[1]/*[1]", "two")


@pytest.mark.parametrize("declared", ["utf-8", "iso-8859-1", "utf-16"])
def test_ccda_encodings(declared) -> None:
    xml = f"<?xml version='1.0' encoding='{declared}'?>" + narrative("95° flexion, café")
    assert read(xml.encode(declared), "ccda").text == "T:\n95° flexion, café"


@pytest.mark.parametrize(
    ("xml", "what", "where"),
    [
        ("", "the document is empty", "the whole document"),
        (" \n<?xml version='1.0'?>\n", "the document is empty", "the whole document"),
        ("plain words", "the XML is not well-formed", "line 1"),
        ("<ClinicalDocument>\n<a>", "the XML is not well-formed", "line 2"),
        ("<ClinicalDocument>\n\n<a></b></ClinicalDocument>", "the XML is not well-formed", "line 3"),
        ("<ClinicalDocument>&nbsp;</ClinicalDocument>", "the XML is not well-formed", "line 1"),
        ("<ClinicalDocument>\x0b</ClinicalDocument>", "the XML is not well-formed", "line 1"),
        ("<ClinicalDocument>\x00</ClinicalDocument>", "the XML is not well-formed", "line 1"),
        ("<a>" * 300 + "</a>" * 300, "the XML is not well-formed (resource limit)", "line 1"),
        (f"{ENTITIES}<ClinicalDocument>&b;</ClinicalDocument>", "the XML declares a document type", "line 1"),
        (f"\n{FILE}<ClinicalDocument>&a;</ClinicalDocument>", "the XML declares a document type", "line 2"),
        ("<html><body/></html>", "the root element is not ClinicalDocument", "line 1"),
        (other_body("?", representation="B64"), "the attached data is not base64", BODY),
        (other_body("x", compression="DF"), "the body is compressed", BODY),
        (
            other_body("PGE+", representation="B64", mediaType="text/xml"),
            "the body is another document",
            BODY,
        ),
    ],
)
def test_ccda_refuses(xml, what, where) -> None:
    with pytest.raises(DocumentError) as caught:
        read(xml, "ccda")
    assert caught.value.what.startswith(what)
    assert caught.value.where.startswith(where)
    assert caught.value.fix


def test_ccda_errors_hold_no_words_of_the_note() -> None:
    with pytest.raises(DocumentError) as caught:
        read("<ClinicalDocument><Zebra>quagga &okapi; </Giraffe></ClinicalDocument>", "ccda")
    assert not any(word in str(caught.value).lower() for word in ("zebra", "quagga", "okapi", "giraffe"))


@pytest.mark.parametrize("heading", sorted(set(HEADINGS.values())))
def test_ccda_headings_are_headings_to_the_pipeline(pipeline, heading) -> None:
    text = f"OPERATIVE REPORT\n\n{heading}:\nwords of the section.\n"
    sections = nlp.annotate(text, pipeline).document.sections
    assert any(part.start <= text.index(heading) < part.end for part in sections), sections


TAGS = sorted(words("paragraph list item table tr td th content br caption sub text title section component"))
PARTS = st.one_of(st.sampled_from([f"<{t}>" for t in TAGS] + [f"</{t}>" for t in TAGS]), st.text(max_size=6))


@given(st.lists(PARTS, max_size=12).map("".join))
def test_ccda_any_narrative_leads_back(body) -> None:
    text = BeautifulSoup(f"<text>{body}</text>", "lxml-xml").find("text")
    xml = narrative(text.decode_contents() if text else "")
    try:
        document = read(xml, "ccda")
    except DocumentError as error:
        assert "well-formed" in error.what
        return
    tree = etree.fromstring(xml.encode("utf-8", "replace"))
    check_map(document, partial(_at, tree))


def _at(tree: etree._Element, path: str) -> str:
    return str(tree.xpath(path)[0])


@given(st.binary(max_size=200))
def test_ccda_any_bytes_are_read_or_refused(data) -> None:
    try:
        assert read(data, "ccda").format == "ccda"
    except DocumentError as error:
        assert error.where and error.fix


def test_ccda_megabyte_in_linear_time() -> None:
    xml = ccda(*[section("29554-3", "Body", "<paragraph>The femur was cut.</paragraph>" * 100)] * 200)
    document = read(xml, "ccda")
    assert document.text.count("The femur was cut.") == 20_000
