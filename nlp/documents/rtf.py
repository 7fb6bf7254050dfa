"""RTF: the text of a rich text file, with the place of every character in the file.

What the control words mean (which groups hold no text, which character sets fonts name, which words
stand for characters) is striprtf's; the loop is ours, because striprtf keeps no offsets, splits
characters beyond U+FFFF, reads hidden and deleted text, and takes quadratic time on hostile fields.
"""

import codecs
import re
from dataclasses import dataclass, replace

from striprtf.striprtf import charset_map, destinations, specialchars

from nlp.documents.document import Document, DocumentError, Source
from nlp.documents.layout import Layout

_TOKEN = re.compile(
    r"\\(?P<word>[a-zA-Z]{1,32})(?P<number>-?\d{1,10})? ?"
    r"|(?P<hexes>(?:\\'[0-9a-fA-F]{2})+)"
    r"|\\(?P<symbol>[^a-zA-Z])"
    r"|(?P<brace>[{}])"
    r"|(?P<line>[\r\n]+)"
    r"|(?P<text>[^\\{}\r\n]+)"
)
_BREAKS = {"par": 1, "line": 1, "row": 1, "nestrow": 1, "sect": 2, "page": 2}
_HIDING = {"v": "hidden", "deleted": "deleted", "strike": "struck", "striked": "struck"}
_BULLETED = frozenset({"listtext", "pntext"})
_NO_TEXT = destinations | _BULLETED | {"nonshppict"}
_SYMBOLS = {"~": "\xa0", "_": "\u2011", "{": "{", "}": "}", "\\": "\\", "\t": "\t"}

_CODE_PAGES = {"cp65001": "utf-8", "cp10000": "mac_roman"}


@dataclass(frozen=True, slots=True)
class _State:
    """What a group inherits and gives back when it ends."""

    skipped: bool = False
    hidden: bool = False
    deleted: bool = False
    struck: bool = False
    font: int = -1
    unicode_skip: int = 1

    @property
    def silent(self) -> bool:
        return self.skipped or self.hidden or self.deleted or self.struck


def read_rtf(data: bytes | str, charset: str | None = None) -> Document:
    """The visible text of an RTF file; hidden, deleted and struck out text is left out.

    Paragraphs are lines, table cells stand behind a tab. A location has the path ``""`` and offsets
    in the bytes of the file (of the text, if it came as ``str``). ``charset`` is ignored: RTF names its own.
    Raises DocumentError if the file does not begin as RTF does, or ends inside a group.
    """
    text = data.decode("latin-1") if isinstance(data, bytes) else data
    start = len(text) - len(text.lstrip("\ufeff\xef\xbb\xbf \t\r\n\x00"))
    if not text.startswith("{\\rtf", start):
        raise DocumentError(
            "the file is not RTF", "byte 0", "Send a file that begins with {\\rtf, or send it as text."
        )
    reader = _Reader(text, decoded=isinstance(data, str))
    reader.run(start)
    return reader.layout.finish("rtf")


class _Reader:
    def __init__(self, text: str, decoded: bool) -> None:
        self.text = text
        self.decoded = decoded
        self.source = Source(text, "")
        self.layout = Layout()
        self.state = _State()
        self.stack: list[_State] = []
        self.encoding = "cp1252"
        self.fonts: dict[int, str] = {}
        self.skip = 0
        self.high: tuple[int, int] | None = None
        self.first = False

    def run(self, position: int) -> None:
        """Read tokens until the outermost group ends."""
        while match := _TOKEN.match(self.text, position):
            start, position = match.span()
            kind = match.lastgroup
            if kind == "brace":
                if not self._brace(match.group()):
                    return
            elif kind in ("word", "number"):
                position = self._control(match["word"], match["number"], start, position)
            elif kind == "hexes":
                self._hexes(match.group(), start)
            elif kind == "symbol":
                self._symbol(match["symbol"], start, position)
            elif kind == "text":
                self._plain(start, position)
            if kind != "line":
                self.first = match.group() in ("{", "\\*")
        raise DocumentError(
            "the file ends inside a group",
            f"byte {len(self.text)}",
            "Send the whole file; every { of RTF needs its }.",
        )

    def _brace(self, brace: str) -> bool:
        self.skip = 0
        if brace == "{":
            self.stack.append(self.state)
            return True
        self.state = self.stack.pop() if self.stack else self.state
        return bool(self.stack)

    def _control(self, word: str, number: str | None, start: int, end: int) -> int:
        value = int(number) if number else None
        if word == "bin":
            return min(end + max(value or 0, 0), len(self.text))
        if self.first and word in _NO_TEXT:
            if word in _BULLETED and not self.state.silent:
                self.layout.prefix("- ")
            self.state = replace(self.state, skipped=True)
        elif word == "u" and value is not None:
            self._unicode(value, start, end)
            return end
        elif word in _HIDING:
            self.state = replace(self.state, **{_HIDING[word]: value != 0})
        elif word == "plain":
            self.state = replace(self.state, hidden=False, deleted=False, struck=False)
        elif word in ("ansicpg", "mac", "pc", "pca", "f", "deff", "fcharset", "uc"):
            self._setting(word, value)
        elif not self.state.silent:
            self._printed(word, start, end)
        self.skip = 0
        return end

    def _setting(self, word: str, value: int | None) -> None:
        if word == "ansicpg":
            self.encoding = _codec(f"cp{value}") or self.encoding
        elif word in ("mac", "pc", "pca"):
            self.encoding = {"mac": "mac_roman", "pc": "cp437", "pca": "cp850"}[word]
        elif word == "uc":
            self.state = replace(self.state, unicode_skip=min(max(value or 0, 0), 100))
        elif word in ("f", "deff"):
            self.state = replace(self.state, font=value if value is not None else -1)
        elif self.state.skipped and value not in (None, 0, 1, 2):
            codec = _codec(charset_map.get(value, ""))
            if codec:
                self.fonts[self.state.font] = codec

    def _printed(self, word: str, start: int, end: int) -> None:
        if word in _BREAKS:
            self.layout.release()
            for _ in range(_BREAKS[word]):
                self.layout.add_break()
        elif word in ("cell", "nestcell"):
            self.layout.separate("\t")
        elif word in specialchars:
            self.layout.map(specialchars[word], self.source, start, end)

    def _symbol(self, symbol: str, start: int, end: int) -> None:
        self.skip = 0
        if symbol == "*":
            self.state = replace(self.state, skipped=True)
        elif self.state.silent:
            return
        elif symbol in "\r\n":
            self.layout.add_break()
        elif symbol in _SYMBOLS:
            self.layout.map(_SYMBOLS[symbol], self.source, start, end)

    def _unicode(self, value: int, start: int, end: int) -> None:
        self.skip = self.state.unicode_skip
        if self.state.silent:
            return
        code = value & 0xFFFF if -0x8000 <= value < 0 else value
        if 0xD800 <= code < 0xDC00:
            self.high = (code, start)
            return
        if 0xDC00 <= code < 0xE000 and self.high is not None:
            first, start = self.high
            code = 0x10000 + ((first - 0xD800) << 10) + (code - 0xDC00)
        self.high = None
        valid = 0 < code < 0x110000 and not 0xD800 <= code < 0xE000
        self.layout.map(chr(code) if valid else "\ufffd", self.source, start, end)

    def _hexes(self, hexes: str, start: int) -> None:
        skipped = min(self.skip, len(hexes) // 4)
        self.skip -= skipped
        start, hexes = start + 4 * skipped, hexes[4 * skipped :]
        if self.state.silent or not hexes:
            return
        data = bytes.fromhex(hexes.replace("\\'", ""))
        encoding = self.fonts.get(self.state.font, self.encoding)
        text = data.decode(encoding, "replace")
        if len(text) == len(data):
            for index, character in enumerate(text):
                self.layout.map(character, self.source, start + 4 * index, start + 4 * index + 4)
        elif text:
            self.layout.map(text, self.source, start, start + len(hexes))

    def _plain(self, start: int, end: int) -> None:
        start += min(self.skip, end - start)
        self.skip = 0
        if self.state.silent or start == end:
            return
        text = self.text[start:end]
        if self.decoded or text.isascii():
            self.layout.map(text, self.source, start, end)
            return
        decoded = text.encode("latin-1").decode(self.fonts.get(self.state.font, self.encoding), "replace")
        self.layout.map(decoded, self.source, start, end)


def _codec(name: str) -> str | None:
    """The codec of that name, if Python has it."""
    try:
        return codecs.lookup(_CODE_PAGES.get(name, name)).name if name else None
    except LookupError:
        return None
