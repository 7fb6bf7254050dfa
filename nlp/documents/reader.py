"""Reads a tree of Beautiful Soup into lines of text: HTML, and what is built like it."""

import re
from collections.abc import Callable

from bs4.element import NavigableString, Tag

from nlp.documents.document import Source
from nlp.documents.layout import Layout
from nlp.documents.tags import words
from nlp.documents.walk import Paths, walk

_BLOCKS = words(
    "address article aside body center details dialog dir div dl dt fieldset figcaption figure footer form "
    "header hgroup hr html legend main menu nav ol optgroup option search section summary table tbody tfoot "
    "thead ul pre listing xmp plaintext textarea dd"
)
_CELLS = words("td th")
_DEFINITIONS = words("dt dd")
_PARAGRAPHS = words("blockquote caption h1 h2 h3 h4 h5 h6 p")


class TreeReader:
    """Walks the tree under ``root`` and lays its text out as HTML.

    ``sources`` holds the source made for each string read, by the id of its node.
    """

    def __init__(self, root: Tag, layout: Layout | None = None, paths: Paths | None = None) -> None:
        self.root = root
        self.layout = layout or Layout()
        self.sources: dict[int, Source] = {}
        self._paths = paths or Paths()
        self._keeping = 0
        self._lists: list[int | None] = []
        self._rows: list[int] = []

    def name(self, tag: Tag) -> str:
        """The HTML tag as which ``tag`` is laid out."""
        return tag.name

    def keeps_lines(self, tag: Tag) -> bool:
        """Whether white space in ``tag`` counts as it stands."""
        return False

    def skipper(self) -> Callable[[Tag], bool]:
        """What tells which tags are left out."""
        return lambda tag: False

    def run(self) -> None:
        """Read the whole tree."""
        for event, node in walk(self.root, self.skipper()):
            if not isinstance(node, Tag):
                self._text(node)
            elif event == "enter":
                self._keeping += self.keeps_lines(node)
                self._enter(node)
            else:
                self._keeping -= self.keeps_lines(node)
                self._exit(node)

    def _text(self, node: NavigableString) -> None:
        source = self.sources[id(node)] = Source(str(node), lambda: self._paths.path(node))
        self.layout.write(source, preserve=self._keeping > 0)

    def _enter(self, tag: Tag) -> None:
        name, layout = self.name(tag), self.layout
        if name == "dd":
            self._label_or_break(tag)
        elif name in _BLOCKS:
            layout.break_line()
        elif name in _PARAGRAPHS:
            layout.break_line(2)
        elif name == "br":
            layout.add_break()
        elif name == "li":
            layout.prefix(self._bullet())
        elif name == "tr":
            layout.break_line()
            self._rows.append(layout.length)
        elif name in ("td", "th"):
            self._cell(tag)
        if name in ("ul", "menu", "dir"):
            self._lists.append(None)
        elif name == "ol":
            self._lists.append(_integer(tag.get("start"), 1))

    def _exit(self, tag: Tag) -> None:
        name, layout = self.name(tag), self.layout
        if name in ("td", "th"):
            layout.hold()
        elif name == "tr":
            layout.release()
            layout.break_line()
            self._rows.pop()
        elif name == "li":
            layout.drop_prefix()
            layout.break_line()
        elif name in _BLOCKS:
            layout.break_line()
        elif name in _PARAGRAPHS:
            layout.break_line(2)
        if name in ("ul", "menu", "dir", "ol"):
            self._lists.pop()

    def _bullet(self) -> str:
        number = self._lists[-1] if self._lists else None
        if number is None:
            return "- "
        self._lists[-1] = number + 1
        return f"{number}. "

    def _cell(self, tag: Tag) -> None:
        if not self._rows or self.layout.length == self._rows[-1]:
            self.layout.hold()
            return
        before = _sibling(tag, "previous_sibling", _CELLS)
        label = before is not None and before.name == "th" and tag.name == "td"
        if (
            label
            and not _sibling(before, "previous_sibling", _CELLS)
            and not _sibling(tag, "next_sibling", _CELLS)
        ):
            self._label()
        else:
            self.layout.separate("\t")

    def _label_or_break(self, tag: Tag) -> None:
        before = _sibling(tag, "previous_sibling", _DEFINITIONS)
        if before is not None and before.name == "dt" and self.layout.length and self.layout.last != "\n":
            self._label()
        else:
            self.layout.break_line()

    def _label(self) -> None:
        self.layout.separate(" " if self.layout.last == ":" else ": ")


def _sibling(tag: Tag | None, direction: str, names: frozenset[str]) -> Tag | None:
    """The nearest sibling of ``tag`` with one of the names."""
    node = getattr(tag, direction)
    while node is not None and not (isinstance(node, Tag) and node.name in names):
        node = getattr(node, direction)
    return node


def _integer(value: object, default: int) -> int:
    text = str(value or "")
    return int(text) if re.fullmatch(r"-?\d{1,6}", text) else default
