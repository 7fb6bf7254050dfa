import time

import pytest
from hypothesis import given
from hypothesis import strategies as st

from nlp.documents import DocumentError, Location, read
from tests.documents.made import packed_pdf, pdf

NOTE = pdf("PROCEDURE:\nLeft femoral osteotomy", "Second page")


def test_pdf_text_by_page() -> None:
    assert read(NOTE, "pdf").text == "PROCEDURE:\nLeft femoral osteotomy\n\nSecond page"


@pytest.mark.parametrize(
    ("phrase", "expected"),
    [
        ("PROCEDURE", [("/page[1]", 0, 9)]),
        ("femoral", [("/page[1]", 16, 23)]),
        ("Second page", [("/page[2]", 0, 11)]),
        ("osteotomy\n\nSecond", [("/page[1]", 24, 33), ("/page[2]", 0, 6)]),
    ],
)
def test_pdf_locates_phrases(phrase, expected) -> None:
    document = read(NOTE, "pdf")
    start = document.text.index(phrase)
    assert document.locate(start, start + len(phrase)) == [Location(*place) for place in expected]


@pytest.mark.parametrize(
    ("data", "what"),
    [
        (b"", "the PDF is damaged"),
        (b"plain words", "the PDF is damaged"),
        (b"%PDF-1.4\n%%EOF", "the PDF is damaged"),
        (NOTE[:200], "the PDF is damaged"),
        (NOTE.replace(b"/Kids", b"/Kidz"), "the PDF"),
        (
            NOTE.replace(b"/Root 1 0 R", b"/Root 1 0 R /Encrypt << /Filter /Standard /V 1 >>"),
            "the PDF is damaged",
        ),
        (pdf(""), "the PDF holds no text"),
        (pdf(*["x"] * 501), "the PDF has more than 500 pages"),
        ("text", "a PDF is bytes, not text"),
    ],
    ids=lambda value: value if isinstance(value, str) else "",
)
def test_pdf_refuses(data, what) -> None:
    with pytest.raises(DocumentError) as caught:
        read(data, "pdf")
    assert caught.value.what.startswith(what)
    assert caught.value.fix


DRAWN = {
    "a stream of blanks": (b" " * 100_000_000, 1),
    "many words": (b"BT /F1 12 Tf " + b"(a) Tj " * 200_000 + b"ET", 1),
    "one page many times": (b"BT /F1 12 Tf " + b"(a) Tj " * 20_000 + b"ET", 400),
    "one word without end": (b"BT /F1 12 Tf <" + b"41" * 200_000 + b"> Tj ET", 1),
    "numbers": (b"1 " * 280_000, 400),
}


@pytest.mark.parametrize("name", DRAWN)
def test_pdf_refuses_what_unpacks_without_end(name) -> None:
    content, pages = DRAWN[name]
    started = time.process_time()
    with pytest.raises(DocumentError, match="the PDF unpacks to more than a report can hold"):
        read(packed_pdf(content, pages), "pdf")
    assert time.process_time() - started < 10


def test_pdf_of_one_empty_page_and_one_with_text() -> None:
    document = read(pdf("", "cut"), "pdf")
    assert (document.text, document.locate(0, 3)) == ("cut", [Location("/page[2]", 0, 3)])


@given(st.binary(max_size=100), st.integers(0, len(NOTE)), st.integers(0, 60))
def test_pdf_any_damage_is_read_or_refused(data, place, gone) -> None:
    try:
        document = read(NOTE[:place] + data + NOTE[place + gone :], "pdf")
    except DocumentError as error:
        assert error.where and error.fix
        return
    assert document.locate(0, len(document.text))
