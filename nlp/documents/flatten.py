"""Keeps hostile nesting from costing quadratic time, as browsers do: nothing nests deeper than a limit."""

import re
from collections import Counter

from nlp.documents.tags import words

DEPTH = 256
_STRAYS = 512
_TAG = re.compile(r"<(?:(?P<close>/)?(?P<name>[a-zA-Z][^\s/>]*)|(?P<comment>!--))")
_RAW = frozenset({"script", "style", "textarea", "title", "xmp", "iframe", "noembed", "noframes"})
_VOID = words("area base basefont br col embed frame hr img input link meta param")
_SELF_CLOSING = words("p li dt dd td th tr thead tbody tfoot option optgroup colgroup rt rp")
_INLINE = words(
    "a abbr acronym b bdi bdo big cite code del dfn em font i ins kbd label mark nobr q s samp small span "
    "strike strong sub sup time tt u var"
)


def flatten(html: str) -> str:
    """``html`` with tags nested deeper than ``DEPTH`` made empty ones and their end tags comments.

    Text that nests no deeper, and has few end tags without a start, comes back untouched.
    """
    scan = _Scan()
    edits = scan.run(html)
    if scan.deepest <= DEPTH and scan.strays <= _STRAYS:
        return html
    parts: list[str] = []
    done = 0
    for start, end, replacement in edits:
        parts += (html[done:start], replacement)
        done = end
    return "".join([*parts, html[done:]])


class _Scan:
    def __init__(self) -> None:
        self.deepest = 0
        self.strays = 0
        self._stack: list[str] = []
        self._open: Counter[str] = Counter()
        self._depth = 0

    def run(self, html: str) -> list[tuple[int, int, str]]:
        """The edits (start, end, replacement) that would flatten ``html``."""
        edits: list[tuple[int, int, str]] = []
        position = 0
        while match := _TAG.search(html, position):
            position = match.end()
            if match["comment"]:
                position = _behind(html, re.compile("--!?>|(?<=<!--)-?>"), position)
                continue
            name = match["name"].lower()
            if match["close"]:
                if not self._end(name):
                    edits.append((match.start(), match.end(), f"<!/{match['name']}"))
            elif name in _RAW:
                position = _behind(html, re.compile(f"</{name}(?=[\\s/>])", re.IGNORECASE), position)
            elif name not in _VOID and not self._start(name):
                edits.append((match.start(), match.end(), "<img" if name in _INLINE else "<br"))
        return edits

    def _start(self, name: str) -> bool:
        weight = name not in _SELF_CLOSING
        self.deepest = max(self.deepest, self._depth + weight)
        if self._depth + weight > DEPTH:
            return False
        self._stack.append(name)
        self._open[name] += 1
        self._depth += weight
        return True

    def _end(self, name: str) -> bool:
        if not self._open[name]:
            self.strays += name not in _SELF_CLOSING and name not in _VOID
            return False
        while self._stack:
            opened = self._stack.pop()
            self._open[opened] -= 1
            self._depth -= opened not in _SELF_CLOSING
            if opened == name:
                break
        return True


def _behind(html: str, pattern: re.Pattern[str], position: int) -> int:
    match = pattern.search(html, position)
    return match.end() if match else len(html)
