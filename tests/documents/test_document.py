import pytest

from nlp.documents import Document, DocumentError, Location, read
from nlp.documents.document import Piece, Source


@pytest.fixture
def document() -> Document:
    first, second = Source("one  two", "a"), Source("x😀y", "b")
    pieces = [
        Piece(0, 4, first, 0, 4),
        Piece(4, 7, first, 5, 8),
        Piece(8, 11, second, 0, 3),
        Piece(11, 12, Source("{\\'e9}", "c"), 1, 5),
    ]
    return Document("one two\nx😀yé", "html", pieces)


@pytest.mark.parametrize(
    ("start", "end", "offsets", "expected"),
    [
        (0, 3, "codepoint", [("a", 0, 3)]),
        (2, 5, "codepoint", [("a", 2, 6)]),
        (4, 9, "codepoint", [("a", 5, 8), ("b", 0, 1)]),
        (7, 8, "codepoint", []),
        (3, 3, "codepoint", []),
        (0, 0, "codepoint", []),
        (12, 12, "codepoint", []),
        (9, 11, "codepoint", [("b", 1, 3)]),
        (9, 11, "utf16", [("b", 1, 4)]),
        (11, 12, "codepoint", [("c", 1, 5)]),
        (0, 12, "utf16", [("a", 0, 8), ("b", 0, 4), ("c", 1, 5)]),
    ],
)
def test_document_locate_ranges(document, start, end, offsets, expected) -> None:
    assert document.locate(start, end, offsets) == [Location(*place) for place in expected]


@pytest.mark.parametrize(("start", "end"), [(-1, 2), (3, 2), (0, 13), (13, 13)])
def test_document_locate_refuses_offsets_outside(document, start, end) -> None:
    with pytest.raises(ValueError, match=f"no such span: {start}..{end}"):
        document.locate(start, end)


def test_document_path_is_worked_out_once() -> None:
    calls = []
    source = Source("x", lambda: calls.append(1) or "p")
    assert (source.path, source.path, calls) == ("p", "p", [1])


def test_document_error_says_what_where_and_how() -> None:
    error = DocumentError("it is torn", "page 3", "Mend it.")
    assert (error.what, error.where, error.fix) == ("it is torn", "page 3", "Mend it.")
    assert str(error) == "it is torn (page 3). Mend it."


@pytest.mark.parametrize("format", ["", "HTML", "doc", "../text"])
def test_read_refuses_unknown_formats(format) -> None:
    with pytest.raises(ValueError, match="no reader for the format"):
        read("x", format)
