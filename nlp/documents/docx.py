"""DOCX: the paragraphs, tables and lists of a Word document, from its XML."""

import zipfile
import zlib
from collections.abc import Iterator
from functools import partial
from io import BytesIO
from typing import Any

from nlp.documents.document import Document, DocumentError, Source
from nlp.documents.layout import Layout
from nlp.documents.tags import words
from nlp.documents.xml import check_xml, xml_text

MAX_BYTES = 32 * 1024 * 1024
Trail = tuple[Any, int]
_PART = "word/document.xml"
_SKIPPED = words("del moveFrom delText instrText pict object Fallback sectPr txbxContent")
_HIDING = words("vanish webHidden strike dstrike")
_OFF = words("0 false off")
_BROKEN = (zipfile.BadZipFile, zlib.error, KeyError, OSError, EOFError, ValueError, RuntimeError)


def read_docx(data: bytes | str, charset: str | None = None) -> Document:
    """The visible text of a Word document (the main part, without headers, footers and notes).

    Paragraphs are lines, empty ones too; table cells stand behind a tab, list items behind a bullet; deleted,
    hidden and struck out text is left out. A location has the XPath of a ``w:t`` in ``word/document.xml``.
    Raises DocumentError if the file is no Word document, is encrypted, or unpacks to more than 32 MiB.
    """
    root = check_xml(xml_text(_main_part(data)))
    reader = _Reader(root)
    reader.run()
    return reader.layout.finish("docx")


def _main_part(data: bytes | str) -> bytes:
    if isinstance(data, str):
        raise DocumentError("a Word document is bytes, not text", "the request", "Send the file itself.")
    if data.startswith(b"\xd0\xcf\x11\xe0"):
        raise DocumentError(
            "the file is encrypted, or of Word before 2007",
            "byte 0",
            "Save it as .docx without a password.",
        )
    try:
        with zipfile.ZipFile(BytesIO(data)) as archive:
            info = archive.getinfo(_PART)
            with archive.open(info) as part:
                content = part.read(MAX_BYTES + 1)
    except (
        zipfile.BadZipFile,
        zipfile.LargeZipFile,
        KeyError,
        OSError,
        EOFError,
        ValueError,
        RuntimeError,  # a password, or a packing that is not known
    ) as error:
        raise DocumentError(
            f"the file cannot be unpacked ({type(error).__name__})",
            _PART,
            "Send a .docx file, whole and without a password.",
        ) from None
    if len(content) > MAX_BYTES:
        raise DocumentError(
            f"the document unpacks to more than {MAX_BYTES >> 20} MiB",
            _PART,
            "Send the text of the note only.",
        )
    return content


class _Reader:
    def __init__(self, root: Any) -> None:
        self.root = root

        self.layout = Layout()
        self._rows: list[int] = []

    def run(self) -> None:
        """Lay out the body, without recursion."""
        for event, element, trail in _walk(self.root):
            name = _local(element)
            if event == "enter":
                self._enter(name, element, trail)
            else:
                self._exit(name)

    def _enter(self, name: str, element: Any, trail: Trail) -> None:
        layout = self.layout
        if name == "p" and _is_item(element):
            layout.prefix("- ")
        elif name == "t" and element.text:
            layout.map(element.text, Source(element.text, partial(_xpath, trail)), 0, len(element.text))
        elif name in ("br", "cr"):
            layout.add_break()
        elif name in ("tab", "ptab"):
            layout.insert("\t")
        elif name == "noBreakHyphen":
            layout.insert("\u2011")
        elif name == "tr":
            layout.break_line()
            self._rows.append(layout.length)
        elif name == "tc":
            if self._rows and layout.length > self._rows[-1]:
                layout.separate("\t")
            else:
                layout.hold()

    def _exit(self, name: str) -> None:
        if name == "p":
            self.layout.drop_prefix()
            self.layout.add_break()
        elif name == "tc":
            self.layout.hold()
        elif name == "tr":
            self.layout.release()
            self.layout.break_line()
            self._rows.pop()


def _walk(root: Any) -> Iterator[tuple[str, Any, Trail]]:
    """Each element entered and left, with its place: its parent's place and its position there."""
    stack: list[tuple[Any, Iterator[tuple[int, Any]], Trail]] = [(root, _elements(root), (None, 1))]
    while stack:
        element, children, trail = stack[-1]
        position, child = next(children, (0, None))
        if child is None:
            stack.pop()
            yield "exit", element, trail
        elif not _is_left_out(child):
            yield "enter", child, (trail, position)
            stack.append((child, _elements(child), (trail, position)))


def _elements(element: Any) -> Iterator[tuple[int, Any]]:
    return enumerate((child for child in element if isinstance(child.tag, str)), 1)


def _is_left_out(element: Any) -> bool:
    name = _local(element)
    if name in _SKIPPED or name.endswith("Pr"):
        return True
    if name != "r":
        return False
    properties = _find(element, "rPr")
    return properties is not None and any(
        _local(child) in _HIDING and not _OFF & set(child.attrib.values()) for child in properties
    )


def _is_item(paragraph: Any) -> bool:
    """Whether ``paragraph`` is numbered or bulleted, by itself or by a built-in list style."""
    properties = _find(paragraph, "pPr")
    if properties is None or _find(properties, "numPr") is not None:
        return properties is not None
    style = _find(properties, "pStyle")
    return style is not None and any(value.startswith("List") for value in style.attrib.values())


def _find(element: Any, *names: str) -> Any:
    for name in names:
        element = next((child for child in element if _local(child) == name), None)
        if element is None:
            return None
    return element


def _local(element: Any) -> str:
    tag = element.tag
    return tag.rpartition("}")[2] if isinstance(tag, str) else ""


def _xpath(trail: Trail) -> str:
    steps: list[str] = []
    place: Trail | None = trail
    while place is not None:
        place, position = place
        steps.append(f"*[{position}]")
    return "/" + "/".join(reversed(steps)) + "/text()[1]"
