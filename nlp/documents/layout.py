"""Lays text out in lines as a reader sees it, and remembers where each character came from."""

import re

from nlp.documents.document import Document, Piece, Source

_SPACE = " \t\n\r\f"
_INVISIBLE = "\u00ad\u200b\u2060\ufeff"
_CHUNKS = re.compile(
    f"(?P<words>[^{_SPACE}{_INVISIBLE}]+(?:[{_SPACE}][^{_SPACE}{_INVISIBLE}]+)*)|(?P<space>[{_SPACE}]+)"
)
_TO_SPACE = str.maketrans(dict.fromkeys(_SPACE, " "))
_LINES = re.compile(r"(?P<line>[^\r\n]+)|(?P<end>\r\n|\r|\n)")


class Layout:
    """Builds the text of a document: words with white space collapsed, breaks, bullets and tabs.

    Breaks and separators are held back until text follows, so that none stand at either end of the
    text and an empty element leaves no trace.
    """

    def __init__(self) -> None:
        self._parts: list[str] = []
        self._pieces: list[Piece] = []
        self._length = 0
        self._last = ""
        self._breaks = 0
        self._space: tuple[Source, int] | None = None
        self._separator = ""
        self._prefix = ""
        self._held = False

    @property
    def length(self) -> int:
        """Characters written up to now; breaks held back are not counted."""
        return self._length

    @property
    def last(self) -> str:
        """The last character written, or nothing."""
        return self._last

    def break_line(self, count: int = 1) -> None:
        """End the line, with at least ``count`` line ends before the next text."""
        self._space = None
        if not self._held:
            self._breaks = max(self._breaks, count)

    def add_break(self) -> None:
        """One more line end (``<br>``)."""
        self._space = None
        if not self._held:
            self._breaks += 1

    def prefix(self, prefix: str) -> None:
        """Begin a line with ``prefix`` (a bullet or a number) once text follows."""
        self.break_line()
        self._prefix = prefix

    def drop_prefix(self) -> None:
        """Forget a prefix that no text followed."""
        self._prefix = ""

    def separate(self, separator: str) -> None:
        """Go on in the same line behind ``separator``; breaks are ignored until text follows."""
        self._breaks, self._space, self._held = 0, None, True
        self._separator += separator

    def hold(self) -> None:
        """Ignore breaks until text follows: the first cell of a row."""
        self._held = True

    def release(self) -> None:
        """Forget what was held back for a row or cell that no text followed."""
        self._separator, self._held = "", False

    def insert(self, text: str) -> None:
        """Write ``text`` that stands for structure and has no place in the source."""
        self._flush()
        self._append(text)

    def write(self, source: Source, preserve: bool = False) -> None:
        """Write the text of ``source``; white space is collapsed unless ``preserve``."""
        if preserve:
            self._write_lines(source)
            return
        for match in _CHUNKS.finditer(source.text):
            if match.lastgroup == "space":
                if self._space is None:
                    self._space = (source, match.start())
                continue
            self._flush()
            self._map(match.group().translate(_TO_SPACE), source, match.start(), match.end())

    def _write_lines(self, source: Source) -> None:
        for match in _LINES.finditer(source.text):
            if match.lastgroup == "line":
                self._flush()
                self._map(match.group(), source, match.start(), match.end())
            else:
                self.add_break()

    def map(self, text: str, source: Source, offset: int, offset_end: int) -> None:
        """Write ``text`` as it stands, taken from ``source.text[offset:offset_end]``."""
        self._flush()
        self._map(text, source, offset, offset_end)

    def _flush(self) -> None:
        if self._length and self._breaks:
            self._append("\n" * self._breaks)
        elif self._space is not None and self._length and not self._separator and self._last not in " \n\t":
            source, offset = self._space
            self._map(" ", source, offset, offset + 1)
        if self._separator:
            self._append(self._separator)
        if self._prefix:
            self._append(self._prefix)
        self._breaks, self._space, self._separator, self._prefix, self._held = 0, None, "", "", False

    def _map(self, text: str, source: Source, offset: int, offset_end: int) -> None:
        self._pieces.append(Piece(self._length, self._length + len(text), source, offset, offset_end))
        self._append(text)

    def _append(self, text: str) -> None:
        self._parts.append(text)
        self._length += len(text)
        self._last = text[-1:]

    def finish(self, format: str, markup: str = "") -> Document:
        """The document as laid out."""
        return Document("".join(self._parts), format, self._pieces, markup)
