"""C-CDA: the narrative of every section of a clinical document, under the heading of its code."""

from collections.abc import Callable, Iterator

from bs4.element import NavigableString, Tag

from nlp.documents.document import Document, DocumentError, Source
from nlp.documents.layout import Layout
from nlp.documents.loinc import HEADINGS
from nlp.documents.nested import embed, unbase64
from nlp.documents.reader import TreeReader
from nlp.documents.walk import Paths
from nlp.documents.xml import parse_xml, xml_text

_LOINC = "2.16.840.1.113883.6.1"
_AS_HTML = {"paragraph": "p", "item": "li", "content": "span", "linkHtml": "a", "renderMultiMedia": "img"}
_TITLE_WORDS = 6


def read_ccda(data: bytes | str, charset: str | None = None) -> Document:
    """A C-CDA document (Operative Note or another): title, then each section's heading and narrative.

    A section with a LOINC code of operative notes gets the usual heading for it, another its own title.
    Coded entries are not read: the narrative is what was signed. A body that is not XML is read by
    its own reader. A location has the XPath of a text node (steps by position, free of namespaces).
    Raises DocumentError for XML that is not well-formed, declares a document type, nests deeper than
    256, or is no ClinicalDocument.
    """
    soup = parse_xml(xml_text(data, charset))
    root = next(child for child in soup.contents if isinstance(child, Tag))
    if _local(root) != "ClinicalDocument":
        raise DocumentError(
            "the root element is not ClinicalDocument", "line 1", "Send C-CDA, or name the format it is in."
        )
    reader = _Reader()
    reader.read(root)
    return reader.layout.finish("ccda")


class _Reader:
    def __init__(self) -> None:
        self.layout = Layout()
        self.paths = Paths()

    def read(self, root: Tag) -> None:
        """Lay out the title and the body under ``root``."""
        title = _child(root, "title")
        if title is not None:
            self._narrative(title)
        for component in _children(root, "component"):
            for body in _children(component, "nonXMLBody"):
                self._other(body)
            for body in _children(component, "structuredBody"):
                for section in body.find_all(lambda tag: _local(tag) == "section"):
                    self._section(section)

    def _section(self, section: Tag) -> None:
        text = _child(section, "text")
        if text is None or not text.get_text(strip=True):
            if any(_children(section, "component")):
                self._heading(section)
            return
        self._heading(section)
        self.layout.break_line()
        self._narrative(text)

    def _heading(self, section: Tag) -> None:
        """The heading of a section: its title where that says what the code says, else the code's own."""
        title, code = _child(section, "title"), _child(section, "code")
        words = " ".join(title.get_text().split()) if title is not None else ""
        known = HEADINGS.get(str(code["code"])) if code is not None and _is_loinc(code) else None
        self.layout.break_line(2)
        if known and words.rstrip(":").upper() != known:
            self.layout.insert(f"{known}:")
            if ":" not in words.rstrip(":") and len(words.split()) <= _TITLE_WORDS:
                return
            self.layout.break_line()
        if title is not None and words:
            self._narrative(title)
            if not words.endswith(":"):
                self.layout.insert(":")

    def _narrative(self, tag: Tag) -> None:
        _NarrativeReader(tag, self.layout, self.paths).run()

    def _other(self, body: Tag) -> None:
        """A body that is no XML: base64 of another format, or plain text."""
        from nlp.documents import detect_format, read

        text = _child(body, "text")
        if text is None:
            return
        if text.get("compression"):
            raise DocumentError(
                "the body is compressed", "component/nonXMLBody/text", "Send it uncompressed."
            )
        self.layout.break_line(2)
        if text.get("representation") != "B64":
            self._plain(text)
            return
        inner = unbase64(text.get_text(), "component/nonXMLBody/text")
        format = detect_format(str(text.get("mediaType") or ""), inner)
        if format in ("ccda", "fhir"):
            raise DocumentError(
                "the body is another document in XML or JSON",
                "component/nonXMLBody/text",
                "Send that document alone.",
            )
        embed(self.layout, read(inner, format), self.paths.path(text))

    def _plain(self, text: Tag) -> None:
        for node in text.find_all(string=True):
            if isinstance(node, NavigableString):
                self.layout.write(Source(str(node), self.paths.path(node)), preserve=True)


class _NarrativeReader(TreeReader):
    """Lays out the narrative markup of CDA as the HTML it resembles."""

    def name(self, tag: Tag) -> str:
        """``paragraph`` as ``p``, ``item`` as ``li`` and so on."""
        local = _local(tag)
        if local == "list":
            return "ol" if tag.get("listType") == "ordered" else "ul"
        if local in ("text", "title"):
            return "span"
        return _AS_HTML.get(local, local)

    def keeps_lines(self, tag: Tag) -> bool:
        """A narrative without markup is plain text, its lines as dictated."""
        return _local(tag) == "text" and not any(isinstance(child, Tag) for child in tag.contents)

    def skipper(self) -> Callable[[Tag], bool]:
        """Revisions that were deleted are left out."""
        return lambda tag: tag.get("revised") == "delete"


def _local(tag: Tag) -> str:
    return tag.name.rpartition(":")[2]


def _children(tag: Tag, name: str) -> Iterator[Tag]:
    return (child for child in tag.contents if isinstance(child, Tag) and _local(child) == name)


def _child(tag: Tag, name: str) -> Tag | None:
    return next(_children(tag, name), None)


def _is_loinc(code: Tag) -> bool:
    return "code" in code.attrs and code.get("codeSystem") in (_LOINC, None)
