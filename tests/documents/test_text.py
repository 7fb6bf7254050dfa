import pytest
from hypothesis import given
from hypothesis import strategies as st

from nlp.documents import Location, read


@pytest.mark.parametrize(
    "text",
    [
        "",
        "one line",
        "CRLF\r\nand CR\rand LF\n",
        "tab\tnbsp\xa0nul\x00bell\x07",
        "emoji 😀 combining e\u0301",
        "lone \ud800 surrogate",
        "\ufeffmark",
        "<b>not html</b> &amp;",
    ],
)
def test_text_is_kept_as_sent(text) -> None:
    document = read(text, "text")
    assert (document.text, document.format) == (text, "text")
    assert document.locate(0, len(text)) == ([Location("", 0, len(text))] if text else [])


@pytest.mark.parametrize(
    ("data", "charset", "expected"),
    [
        (b"caf\xe9", None, "café"),
        (b"caf\xc3\xa9", None, "café"),
        (b"caf\xc3\xa9", "iso-8859-1", "cafÃ©"),
        (b"\xef\xbb\xbfx", None, "x"),
        (b"a\x00b", None, "a\x00b"),
    ],
)
def test_text_decodes_bytes(data, charset, expected) -> None:
    assert read(data, "text", charset).text == expected


@given(st.text(), st.data())
def test_text_locates_every_span_at_itself(text, data) -> None:
    document = read(text, "text")
    start = data.draw(st.integers(0, len(text)))
    end = data.draw(st.integers(start, len(text)))
    assert document.locate(start, end) == ([Location("", start, end)] if start < end else [])
