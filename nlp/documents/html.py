"""HTML as pasted or as a page: the text a reader sees, with the XPath of every string it came from."""

import re
from collections.abc import Callable
from io import StringIO

from bs4 import BeautifulSoup
from bs4.element import Tag

from nlp.documents.document import Document, Source
from nlp.documents.encoding import decode, well_formed
from nlp.documents.flatten import flatten
from nlp.documents.reader import TreeReader
from nlp.documents.visible import Visibility, checkbox, is_struck, keeps_lines, shown_value

_FRAME = ("html", "head", "body")
_PRE_LINE = re.compile(r"(<(?:pre|textarea|listing)(?=[\s>])[^>]{0,500}>)(?:\r\n|\n|\r)", re.IGNORECASE)
_EMPTY = re.compile(r"<(?:wbr|embed|source|track|keygen|bgsound|command)(?=[\s/>])", re.IGNORECASE)
_DECLARED = re.compile(
    rb"""<meta[^>]{0,200}?charset\s*=\s*["']?\s*([\w:.-]{1,40})|^\s*<\?xml[^>]{0,100}?encoding\s*=\s*["']([\w.-]{1,40})""",
    re.IGNORECASE,
)


def parse(html: str) -> BeautifulSoup:
    """The tree of ``html`` (Beautiful Soup over lxml); element nesting is limited as in browsers.

    The parser's two departures from browsers that shift text are set right first: the line end
    behind ``<pre>``, and empty elements it does not know to be empty.
    """
    text = flatten(_EMPTY.sub("<img", _PRE_LINE.sub(r"\1", well_formed(html))))
    # A file object and no XML declaration keep Beautiful Soup from warning, with words of the note, of
    # what it takes for a file name or for XML.
    return BeautifulSoup(StringIO(text.replace("<?xml", "<?x")), "lxml", multi_valued_attributes=None)


def read_html(data: bytes | str, charset: str | None = None) -> Document:
    """The visible text of an HTML page or fragment.

    Blocks begin a new line, paragraphs and headings stand behind an empty line, table cells behind a
    tab, list items behind a bullet or number, form fields show what they hold. White space is
    collapsed as by a browser. Hidden and struck out text is left out.
    A location has the XPath of a text node or attribute, and offsets in its characters.
    """
    html = decode(data, charset, _declared(data)).removeprefix("\ufeff")
    reader = HtmlReader(parse(html))
    reader.run()
    return reader.layout.finish("html", html)


def _declared(data: bytes | str) -> str | None:
    match = _DECLARED.search(data[:4096]) if isinstance(data, bytes) else None
    if match is None:
        return None
    label = (match[1] or match[2]).decode("ascii", "replace").lower()
    return "utf-8" if label.startswith(("utf-16", "utf-32")) else label


class HtmlReader(TreeReader):
    """Lays out what a browser would show, form fields included."""

    def skipper(self) -> Callable[[Tag], bool]:
        """Hidden and struck out tags are left out; HTML without a tag keeps its lines."""
        self._keeping = int(self.root.find(lambda tag: tag.name not in _FRAME) is None)
        hides = Visibility(self.root).hides
        return lambda tag: hides(tag) or is_struck(tag)

    def keeps_lines(self, tag: Tag) -> bool:
        """``<pre>``, ``<textarea>`` and the like."""
        return keeps_lines(tag)

    def _enter(self, tag: Tag) -> None:
        super()._enter(tag)
        if box := checkbox(tag):
            self.layout.insert(box)
        elif shown_value(tag):
            source = Source(str(tag["value"]), lambda: self._paths.path(tag) + "/@value")
            self.sources[id(tag)] = source
            self.layout.write(source)
