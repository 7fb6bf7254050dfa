import pytest
from hypothesis import given
from hypothesis import strategies as st

from nlp.documents import FORMATS, DocumentError, charset_of, detect_format
from tests.documents.made import ccda, docx, fhir, pdf

WORD = "application/vnd.openxmlformats-officedocument.wordprocessingml.document"


@pytest.mark.parametrize(
    ("content_type", "head", "expected"),
    [
        (None, b"", "text"),
        (None, b"Left hip", "text"),
        ("", "Left hip", "text"),
        ("text/plain", b"<html>", "text"),
        ("text/plain; charset=utf-8", b"x", "text"),
        ("TEXT/HTML; charset=utf-8", b"x", "html"),
        ("application/xhtml+xml", b"x", "html"),
        ("text/csv", b"x", "text"),
        ("application/rtf", b"x", "rtf"),
        ("text/plain", b"{\\rtf1 x}", "rtf"),
        ("text/plain", b"%PDF-1.7", "pdf"),
        ("text/html", b"%PDF-1.7", "html"),
        ("application/octet-stream", pdf("x"), "pdf"),
        (None, docx(""), "docx"),
        (WORD, b"x", "docx"),
        ("application/fhir+json", b"x", "fhir"),
        ("application/json", b"{}", "fhir"),
        (None, fhir("Binary"), "fhir"),
        (None, b"{ braces }", "text"),
        ("application/xml", b"<a/>", "ccda"),
        ("text/xml", ccda(), "ccda"),
        ("application/xml", b"<html xmlns='http://www.w3.org/1999/xhtml'>", "html"),
        (None, ccda().encode(), "ccda"),
        (None, "\ufeff<?xml version='1.0'?>\n" + ccda(), "ccda"),
        (None, ccda().encode("utf-16"), "ccda"),
        (None, b"\xef\xbb\xbf  <!DOCTYPE HTML><p>", "html"),
        (None, b"<HTML><p>", "html"),
        (None, b"<!-- saved -->\n<html>", "html"),
        (None, b"words of <html>", "text"),
        (None, b"\xef\xbb\xbf{\\rtf1", "rtf"),
    ],
)
def test_detect_format(content_type, head, expected) -> None:
    assert detect_format(content_type, head) == expected


@pytest.mark.parametrize("content_type", ["image/png", "application/zip", "application/msword", "nonsense"])
def test_detect_refuses_other_types(content_type) -> None:
    with pytest.raises(DocumentError, match="no reader takes this type of document"):
        detect_format(content_type, b"x")


@pytest.mark.parametrize(
    ("content_type", "expected"),
    [
        (None, None),
        ("text/plain", None),
        ("text/plain; charset=utf-8", "utf-8"),
        ('text/plain; Charset="ISO-8859-1"; x=y', "ISO-8859-1"),
        ("text/plain; charset=", None),
        ("text/plain; boundary=charset", None),
    ],
)
def test_detect_charset(content_type, expected) -> None:
    assert charset_of(content_type) == expected


@given(
    st.none() | st.sampled_from(["", "text/plain", "application/xml", "application/json"]),
    st.binary() | st.text(),
)
def test_detect_names_a_format_for_any_head(content_type, head) -> None:
    assert detect_format(content_type, head) in FORMATS
