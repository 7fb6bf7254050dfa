"""Bytes to text: the byte order mark, what was declared, what the bytes themselves say."""

import codecs
import re

from charset_normalizer import from_bytes

_MARKS = (
    (codecs.BOM_UTF8, "utf-8"),
    (codecs.BOM_UTF32_LE, "utf-32-le"),
    (codecs.BOM_UTF32_BE, "utf-32-be"),
    (codecs.BOM_UTF16_LE, "utf-16-le"),
    (codecs.BOM_UTF16_BE, "utf-16-be"),
)
_WINDOWS = {"ascii": "cp1252", "iso8859-1": "cp1252", "iso8859-9": "cp1254", "gb2312": "gb18030"}
_ANSI = {byte: bytes([byte]).decode("cp1252", "ignore") or chr(byte) for byte in range(256)}
_SURROGATE = re.compile("[\ud800-\udfff]")
_GUESS_BYTES = 20_000
_GUESS_HIGH = 16


def decode(data: bytes | str, *declared: str | None) -> str:
    """The text of ``data`` without its byte order mark; text that is ``str`` already comes back as it is.

    A byte order mark decides; then the first of ``declared`` that fits every byte (a label is taken
    as browsers take it: ``iso-8859-1`` means ``windows-1252``); then UTF-8, UTF-16 without mark, and
    what the bytes look like. No byte is dropped, and nothing ever fails to decode.
    """
    if isinstance(data, str):
        return data
    for mark, encoding in _MARKS:
        if data.startswith(mark):
            return data[len(mark) :].decode(encoding, "replace")
    for label in (*declared, "utf-8", _utf16_without_mark(data)):
        text = _strict(data, label)
        if text is not None:
            return text
    return _guess(data)


def well_formed(text: str) -> str:
    """``text`` with each lone surrogate as U+FFFD: the same length in code points and in UTF-16 units."""
    return _SURROGATE.sub("\ufffd", text)


def _strict(data: bytes, label: str | None) -> str | None:
    if not label:
        return None
    try:
        name = codecs.lookup(label.strip().strip("\"'")).name
        text = data.decode(_WINDOWS.get(name, name))
    except (LookupError, ValueError, AssertionError):
        return None
    return text if isinstance(text, str) else None


def _utf16_without_mark(data: bytes) -> str | None:
    """The UTF-16 order of mostly Latin text: every other byte is NUL."""
    head = data[:2048]
    if len(head) < 4 or len(data) % 2:
        return None
    even, odd = head[0::2].count(0) * 2 / len(head), head[1::2].count(0) * 2 / len(head)
    if odd > 0.6 and even < 0.1:
        return "utf-16-le"
    if even > 0.6 and odd < 0.1:
        return "utf-16-be"
    return None


def _guess(data: bytes) -> str:
    """Western text with few accents is Windows-1252; only text full of high bytes is worth a statistic."""
    high = len(data.translate(None, bytes(range(128))))
    if high >= _GUESS_HIGH and high * 3 > len(data):
        best = from_bytes(data[:_GUESS_BYTES]).best()
        text = _strict(data, best.encoding) if best else None
        if text is not None:
            return text
    return _windows_1252(data)


def _windows_1252(data: bytes) -> str:
    """Windows-1252 as browsers read it: the five bytes without a character stay control characters."""
    return data.decode("latin-1").translate(_ANSI)
