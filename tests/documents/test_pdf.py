from collections.abc import Iterator
from contextlib import contextmanager

import pytest
from hypothesis import given
from hypothesis import strategies as st

import nlp.documents.pdf
from nlp.documents import DocumentError, Location, read
from nlp.documents.effort import effort
from nlp.documents.pdf import CALLS_PER_BYTE, LEAST_CALLS
from tests.documents.made import font_pdf, form_pdf, packed_pdf, pdf

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


RANGE = b"1 beginbfrange <0000> <FFFF> <0000> endbfrange "
BOMBS = {
    "a stream of blanks": lambda: packed_pdf(b" " * 100_000_000, 1),
    "many words": lambda: packed_pdf(b"BT /F1 12 Tf " + b"(a) Tj " * 140_000 + b"ET", 1),
    "one page many times": lambda: packed_pdf(b"BT /F1 12 Tf " + b"(a) Tj " * 20_000 + b"ET", 400),
    "one word without end": lambda: packed_pdf(b"BT /F1 12 Tf <" + b"41" * 200_000 + b"> Tj ET", 1),
    "long words": lambda: packed_pdf(b"BT /F1 12 Tf " + (b"<" + b"41" * 8000 + b"> Tj ") * 60 + b"ET", 1),
    "numbers": lambda: packed_pdf(b"1 " * 280_000, 400),
    "kerned words": lambda: packed_pdf(b"BT /F1 12 Tf " + b"[(a) -300 (b) -300 (c)] TJ " * 30_000 + b"ET", 1),
    "forms": lambda: form_pdf(b" " * 990_000, 300, 500),
    "small forms": lambda: form_pdf(b"BT (a) Tj ET", 300, 400),
    "one name in many forms": lambda: form_pdf(b"/" + b"a" * 900_000 + b" gs", 1, 400),
    "mappings": lambda: font_pdf(RANGE * 2, "[0 65535 500]", 50, 300),
    "widths": lambda: font_pdf(b"", f"[{'0 65535 500 ' * 2000}]", 3, 300),
}


@pytest.mark.parametrize("name", BOMBS)
def test_pdf_refuses_what_unpacks_without_end_for_work_bounded_by_its_size(name, monkeypatch) -> None:
    bomb = BOMBS[name]()
    allowed: list[int] = []
    spent: list[int] = []

    @contextmanager
    def watched(calls: int) -> Iterator[None]:
        allowed.append(calls)
        with effort(calls) as made:
            try:
                yield
            finally:
                spent.append(made())

    monkeypatch.setattr(nlp.documents.pdf, "effort", watched)
    with pytest.raises(DocumentError, match="the PDF unpacks to more than a report can hold"):
        read(bomb, "pdf")
    assert allowed == [LEAST_CALLS + CALLS_PER_BYTE * len(bomb)]
    assert spent[0] <= allowed[0] + 1


def test_pdf_reads_a_long_report() -> None:
    page = "\n".join(f"{number} The saw was used for an intertrochanteric osteotomy." for number in range(50))
    text = read(pdf(*[page] * 60), "pdf").text
    assert text.count("49 The saw") == 60


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
