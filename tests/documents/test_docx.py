import io
import zipfile

import pytest
from hypothesis import given
from hypothesis import strategies as st
from lxml import etree

from nlp.documents import DocumentError, read
from nlp.documents.docx import MAX_BYTES
from tests.documents.made import WORDS, check_map, docx, zipped


def run(text: str, properties: str = "") -> str:
    """A run of text."""
    kept = f"<w:rPr>{properties}</w:rPr>" if properties else ""
    return f'<w:r>{kept}<w:t xml:space="preserve">{text}</w:t></w:r>'


def cell(text: str) -> str:
    """A table cell of one paragraph."""
    return f"<w:tc><w:p>{run(text)}</w:p></w:tc>"


STRUCK = "<w:strike/>"
DOUBLE = '<w:dstrike w:val="true"/>'
NOT_STRUCK = '<w:strike w:val="0"/>'
NOT_HIDDEN = '<w:vanish w:val="false"/>'
NUMBERED = "<w:pPr><w:numPr><w:numId w:val='1'/></w:numPr></w:pPr>"
STYLED = "<w:pPr><w:pStyle w:val='ListBullet'/></w:pPr>"
TEXTS = {
    "paragraphs": (f"<w:p>{run('a')}</w:p><w:p/><w:p>{run('b')}</w:p>", "a\n\nb"),
    "runs": (f"<w:p>{run('osteo')}{run('tomy ')}{run('done', '<w:b/>')}</w:p>", "osteotomy done"),
    "breaks": (
        "<w:p><w:r><w:t>a</w:t><w:br/><w:t>b</w:t><w:tab/><w:t>c</w:t><w:noBreakHyphen/></w:r></w:p>",
        "a\nb\tc\u2011",
    ),
    "numbered": (f"<w:p>{NUMBERED}{run('a')}</w:p><w:p>{STYLED}{run('b')}</w:p>", "- a\n- b"),
    "other style": (f"<w:p><w:pPr><w:pStyle w:val='Heading1'/></w:pPr>{run('a')}</w:p>", "a"),
    "table": (
        f"<w:tbl><w:tr>{cell('a')}{cell('b')}</w:tr><w:tr>{cell('')}{cell('d')}</w:tr></w:tbl><w:p>{run('e')}</w:p>",
        "a\tb\nd\ne",
    ),
    "inserted and deleted": (
        f"<w:p><w:ins>{run('a')}</w:ins><w:del><w:r><w:delText>b</w:delText></w:r></w:del>{run('c')}</w:p>",
        "ac",
    ),
    "hidden and struck": (
        f"<w:p>{run('a', '<w:vanish/>')}{run('b', STRUCK)}{run('c', DOUBLE)}{run('d')}</w:p>",
        "d",
    ),
    "not struck": (
        f"<w:p>{run('a', NOT_STRUCK)}{run('b', NOT_HIDDEN)}</w:p>",
        "ab",
    ),
    "field": (f"<w:p><w:r><w:instrText>PAGE</w:instrText></w:r>{run('1')}</w:p>", "1"),
    "link": (f"<w:p><w:hyperlink>{run('a')}</w:hyperlink></w:p>", "a"),
    "content control": (
        f"<w:sdt><w:sdtPr><w:t>no</w:t></w:sdtPr><w:sdtContent><w:p>{run('a')}</w:p></w:sdtContent></w:sdt>",
        "a",
    ),
    "emoji and entities": (f"<w:p>{run('a &lt; 😀 &amp; b')}</w:p>", "a < 😀 & b"),
    "empty": ("", ""),
}


@pytest.mark.parametrize("name", TEXTS)
def test_docx_text(name) -> None:
    body, expected = TEXTS[name]
    assert read(docx(body), "docx").text == expected


@pytest.mark.parametrize("name", TEXTS)
def test_docx_every_character_leads_back(name) -> None:
    body, _ = TEXTS[name]
    tree = etree.fromstring(f"{WORDS}{body}</w:body></w:document>")
    document = read(docx(body), "docx")
    if "\u2011" not in document.text:
        check_map(document, lambda path: str(tree.xpath(path)[0]))
    assert all(place.path.endswith("/text()[1]") for place in document.locate(0, len(document.text)))


def encrypted() -> bytes:
    """A zip file whose part says that it is encrypted."""
    data = bytearray(docx("<w:p/>"))
    data[6] |= 1
    data[data.index(b"PK\x01\x02") + 8] |= 1
    return bytes(data)


def bomb() -> bytes:
    """A small file that unpacks to more than the limit."""
    file = io.BytesIO()
    with (
        zipfile.ZipFile(file, "w", zipfile.ZIP_DEFLATED) as archive,
        archive.open("word/document.xml", "w") as part,
    ):
        for _ in range(MAX_BYTES // (1 << 20) + 1):
            part.write(b" " * (1 << 20))
    return file.getvalue()


@pytest.mark.parametrize(
    ("data", "what"),
    [
        (b"", "the file cannot be unpacked (BadZipFile)"),
        (b"plain", "the file cannot be unpacked (BadZipFile)"),
        (b"PK\x03\x04 torn", "the file cannot be unpacked (BadZipFile)"),
        (docx("<w:p/>")[:-30], "the file cannot be unpacked (BadZipFile)"),
        (docx("<w:p/>", "xl/workbook.xml"), "the file cannot be unpacked (KeyError)"),
        (encrypted(), "the file cannot be unpacked (RuntimeError)"),
        (b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1", "the file is encrypted, or of Word before 2007"),
        ("text", "a Word document is bytes, not text"),
        (zipped(b"<w:document>"), "the XML is not well-formed"),
        (zipped(b"<!DOCTYPE a [<!ENTITY b 'c'>]><a>&b;</a>"), "the XML declares a document type or entities"),
        (bomb(), "the document unpacks to more than 32 MiB"),
    ],
    ids=lambda value: value if isinstance(value, str) else "",
)
def test_docx_refuses(data, what) -> None:
    with pytest.raises(DocumentError) as caught:
        read(data, "docx")
    assert caught.value.what.startswith(what)


@given(st.binary(max_size=300))
def test_docx_any_bytes_are_read_or_refused(data) -> None:
    for file in (data, zipped(data)):
        with pytest.raises(DocumentError) as caught:
            read(file, "docx")
        assert caught.value.where and caught.value.fix


@given(
    st.lists(
        st.tuples(st.text(st.characters(categories=["L", "N", "P", "S"]), max_size=8), st.booleans()),
        max_size=8,
    )
)
def test_docx_any_runs_lead_back(runs) -> None:
    escaped = [
        (text.replace("&", "&amp;").replace("<", "&lt;").replace(">", "&gt;"), struck)
        for text, struck in runs
    ]
    body = "".join(f"<w:p>{run(text, STRUCK if struck else '')}</w:p>" for text, struck in escaped)
    document = read(docx(body), "docx")
    assert document.text == "\n".join("" if struck else text for text, struck in runs).strip("\n")
    tree = etree.fromstring(f"{WORDS}{body}</w:body></w:document>")
    check_map(document, lambda path: str(tree.xpath(path)[0]))
