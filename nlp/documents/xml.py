"""XML that is safe to parse: well-formed, no document type, no entities of its own, no deep nesting."""

import re
from io import BytesIO
from typing import Any

from bs4 import BeautifulSoup
from lxml import etree

from nlp.documents.document import DocumentError
from nlp.documents.encoding import decode, well_formed

_DECLARATION = re.compile(r"\s*<\?xml\s[^>]*\?>")
_DECLARED = re.compile(rb"""\s*<\?xml[^>]{0,200}?encoding\s*=\s*["']([\w.-]{1,40})""")
_DOCTYPE = re.compile(r"<!(?:DOCTYPE|ENTITY)")


def xml_text(data: bytes | str, charset: str | None = None) -> str:
    """The XML in ``data`` as text, without its declaration.

    Raises DocumentError for a document type or entity declaration: they could include other files or
    grow without end, and clinical XML has no use for them.
    """
    match = _DECLARED.match(data[:400]) if isinstance(data, bytes) else None
    label = match[1].decode("ascii") if match else None
    if label and label.lower().startswith(("utf-16", "ucs-", "utf-32")):
        label = None
    text = well_formed(decode(data, charset, label)).removeprefix("\ufeff")
    if doctype := _DOCTYPE.search(text):
        raise DocumentError(
            "the XML declares a document type or entities",
            line_of(text, doctype.start()),
            "Remove the <!DOCTYPE ...>; entities other than the five of XML are not read.",
        )
    text = text.lstrip(" \t\r\n")
    if declaration := _DECLARATION.match(text):
        text = "\n" * declaration.group().count("\n") + text[declaration.end() :]
    if not text.strip(" \t\r\n"):
        raise DocumentError("the document is empty", "the whole document", "Send the XML of one document.")
    return text


def check_xml(text: str) -> "etree._Element":
    """Parse ``text`` strictly and return its root (lxml).

    Raises DocumentError with the line of the first fault. Nothing is fetched, no entity is expanded,
    and nesting deeper than the parser's limit of 256 is a fault.
    """
    parser = etree.XMLParser(
        resolve_entities=False, no_network=True, load_dtd=False, huge_tree=False, remove_blank_text=False
    )
    try:
        return etree.fromstring(text.encode("utf-8"), parser)
    except etree.XMLSyntaxError as error:
        log: Any = error.error_log
        fault = log.last_error.type_name if log else "unknown"
        raise DocumentError(
            f"the XML is not well-formed ({fault.removeprefix('ERR_').lower().replace('_', ' ')})",
            f"line {error.lineno}, column {error.offset}",
            "Send the document as its system wrote it, in one piece.",
        ) from None


def parse_xml(text: str) -> BeautifulSoup:
    """The tree of ``text`` (Beautiful Soup over lxml-xml). Raises DocumentError as ``check_xml`` does."""
    check_xml(text)
    return BeautifulSoup(BytesIO(text.encode("utf-8")), "lxml-xml", from_encoding="utf-8")


def line_of(text: str, offset: int) -> str:
    """``line N`` of an offset."""
    return f"line {text.count(chr(10), 0, offset) + 1}"
