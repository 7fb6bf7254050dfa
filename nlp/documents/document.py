"""A document that has been read: its text, and the way back from the text to the source."""

from bisect import bisect_right
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from typing import NamedTuple

from nlp.annotation import Offsets


class DocumentError(ValueError):
    """A document that cannot be read.

    ``what`` is wrong, ``where`` in the document, and how to ``fix`` it. Never holds text of the note.
    """

    def __init__(self, what: str, where: str, fix: str) -> None:
        super().__init__(f"{what} ({where}). {fix}")
        self.what = what
        self.where = where
        self.fix = fix


class Source:
    """A string of the source document that text was taken from, and the path that leads to it.

    ``path`` may be a function, called once when the path is first asked for.
    """

    __slots__ = ("_path", "text")

    def __init__(self, text: str, path: str | Callable[[], str]) -> None:
        self.text = text
        self._path = path

    @property
    def path(self) -> str:
        """Where the string stands in the source document; the format decides how it is written."""
        if not isinstance(self._path, str):
            self._path = self._path()
        return self._path


class Piece(NamedTuple):
    """``text[start:end]`` came from ``source.text[offset:offset_end]``.

    Where both are of one length they correspond character by character (white space may differ in
    kind); otherwise, as for an RTF escape, only the whole corresponds to the whole.
    """

    start: int
    end: int
    source: Source
    offset: int
    offset_end: int

    def narrowed(self, start: int, end: int) -> tuple[int, int]:
        """The source range of ``text[start:end]``, a part of this piece."""
        if self.offset_end - self.offset != self.end - self.start:
            return self.offset, self.offset_end
        shift = self.offset - self.start
        return max(start, self.start) + shift, min(end, self.end) + shift


@dataclass(frozen=True, slots=True)
class Location:
    """A range of one string of the source document, ``start`` and ``end`` half-open."""

    path: str
    start: int
    end: int


class SourceRange(NamedTuple):
    """A range of one source string, before its path is worked out."""

    source: Source
    start: int
    end: int


@dataclass(frozen=True, slots=True)
class Document:
    """``text`` is exactly what is annotated; ``pieces`` lead back to the source, in order of the text.

    Characters of the text in no piece (line breaks between blocks, bullets, tabs between table
    cells) stand for structure of the source and have no place in it. ``markup`` is the HTML that was
    read, as decoded; empty for other formats.
    """

    text: str
    format: str
    pieces: list[Piece] = field(repr=False)
    markup: str = field(default="", repr=False)

    def ranges(self, start: int, end: int) -> Iterator[SourceRange]:
        """The source ranges behind ``text[start:end]``, one for each source string that it touches.

        Raises ValueError if the offsets are not within the text.
        """
        if not 0 <= start <= end <= len(self.text):
            raise ValueError(f"no such span: {start}..{end} in a text of {len(self.text)} characters")
        if start == end:
            return
        current: SourceRange | None = None
        index = max(0, bisect_right(self.pieces, start, key=lambda piece: piece.start) - 1)
        for piece in self._pieces_from(index, end):
            if piece.end <= start:
                continue
            first, last = piece.narrowed(start, end)
            if current is not None and current.source is piece.source and current.end <= first:
                current = current._replace(end=last)
                continue
            if current is not None:
                yield current
            current = SourceRange(piece.source, first, last)
        if current is not None:
            yield current

    def _pieces_from(self, index: int, end: int) -> Iterator[Piece]:
        while index < len(self.pieces) and self.pieces[index].start < end:
            yield self.pieces[index]
            index += 1

    def locate(self, start: int, end: int, offsets: Offsets = "codepoint") -> list[Location]:
        """Where ``text[start:end]`` stands in the source document.

        ``start`` and ``end`` are code points of ``text``; the offsets returned are in the unit that
        ``offsets`` names. A span over several source strings gives one location for each, in order;
        a span of nothing but structure gives none. Raises ValueError if the offsets are not within the text.
        """
        return [
            Location(
                r.source.path, _unit(r.source.text, r.start, offsets), _unit(r.source.text, r.end, offsets)
            )
            for r in self.ranges(start, end)
        ]


def _unit(text: str, offset: int, offsets: Offsets) -> int:
    if offsets == "codepoint" or text.isascii():
        return offset
    return offset + sum(character > "\uffff" for character in text[:offset])
