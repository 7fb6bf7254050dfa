"""HTML as pasted or as a page: the text a reader sees, with the XPath of every string it came from."""

import re
import warnings

from bs4 import BeautifulSoup, XMLParsedAsHTMLWarning
from bs4.element import NavigableString, Tag

from nlp.documents.document import Document, Source
from nlp.documents.encoding import decode, well_formed
from nlp.documents.flatten import flatten
from nlp.documents.layout import Layout
from nlp.documents.tags import words
from nlp.documents.walk import Paths, walk

_BLOCKS = words(
    "address article aside body center details dialog dir div dl dt fieldset figcaption figure footer form "
    "header hgroup hr html legend main menu nav ol optgroup option search section summary table tbody tfoot "
    "thead ul"
)
_PARAGRAPHS = words("blockquote caption h1 h2 h3 h4 h5 h6 p")
_LINES_KEPT = words("pre listing xmp plaintext textarea")
_SKIPPED = words(
    "applet area audio base canvas datalist embed frame head iframe img link map math meta meter noembed "
    "noframes noscript object param picture progress rp rt script source style svg template title track "
    "video"
)
_FRAME = ("html", "head", "body")
_HIDING = re.compile(
    r"display\s*:\s*none|visibility\s*:\s*(?:hidden|collapse)|mso-hide\s*:\s*all|content-visibility\s*:\s*hidden",
    re.IGNORECASE,
)
_STRIKING = re.compile(r"text-decoration(?:-line)?\s*:[^;]*line-through", re.IGNORECASE)
_KEEPING = re.compile(r"white-space(?:-collapse)?\s*:\s*(?:pre|preserve|break-spaces)", re.IGNORECASE)
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
    with warnings.catch_warnings():
        warnings.simplefilter("ignore", XMLParsedAsHTMLWarning)
        return BeautifulSoup(text, "lxml", multi_valued_attributes=None)


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


def style_of(tag: Tag) -> str:
    """The style attribute of ``tag``."""
    return str(tag.attrs.get("style") or "")


class Visibility:
    """Which tags of a tree a browser would show; style sheets are not evaluated."""

    def __init__(self, soup: BeautifulSoup) -> None:
        self._chosen = {id(option) for select in soup.find_all("select") for option in _chosen(select)}

    def hides(self, tag: Tag) -> bool:
        """Whether a browser would not show ``tag``."""
        if tag.name in _SKIPPED or (tag.name == "input" and tag.get("type") == "hidden"):
            return True
        if tag.name == "option" and id(tag) not in self._chosen:
            return True
        if not tag.attrs:
            return False
        return "hidden" in tag.attrs or ("style" in tag.attrs and bool(_HIDING.search(style_of(tag))))


def _chosen(select: Tag) -> list[Tag]:
    chosen = select.find_all("option", selected=True)
    if not chosen and "multiple" not in select.attrs:
        chosen = select.find_all("option", limit=1)
    return [option for option in chosen if isinstance(option, Tag)]


def is_struck(tag: Tag) -> bool:
    """Whether ``tag`` holds text that was struck out: no longer part of the note."""
    return tag.name in ("del", "s", "strike") or (
        "style" in tag.attrs and bool(_STRIKING.search(style_of(tag)))
    )


def keeps_lines(tag: Tag) -> bool:
    """Whether white space in ``tag`` counts as it stands."""
    return tag.name in _LINES_KEPT or ("style" in tag.attrs and bool(_KEEPING.search(style_of(tag))))


def checkbox(tag: Tag) -> str:
    """How a checkbox or radio button shows in the text; nothing for other tags."""
    if tag.name != "input" or str(tag.get("type")).lower() not in ("checkbox", "radio"):
        return ""
    return "[x] " if "checked" in tag.attrs else "[ ] "


def shown_value(tag: Tag) -> bool:
    """Whether ``tag`` is a form field that shows its ``value`` attribute."""
    kind = str(tag.get("type") or "text").lower()
    return tag.name == "input" and kind in ("text", "number", "date") and bool(tag.get("value"))


class HtmlReader:
    """Walks one tree and lays its text out; ``sources`` holds the source made for each string read."""

    def __init__(self, soup: BeautifulSoup) -> None:
        self.soup = soup
        self.layout = Layout()
        self.sources: dict[int, Source] = {}
        self._paths = Paths()
        self._keeping = int(soup.find(lambda tag: tag.name not in _FRAME) is None)
        self._lists: list[int | None] = []
        self._rows: list[int] = []

    def run(self) -> None:
        """Read the whole tree."""
        hides = Visibility(self.soup).hides
        for event, node in walk(self.soup, lambda tag: hides(tag) or is_struck(tag)):
            if event == "text":
                self._text(node)
            elif isinstance(node, Tag):
                self._enter(node) if event == "enter" else self._exit(node)

    def _text(self, node: Tag | NavigableString) -> None:
        source = self.sources[id(node)] = Source(str(node), lambda: self._paths.path(node))
        self.layout.write(source, preserve=self._keeping > 0)

    def _enter(self, tag: Tag) -> None:
        name, layout = tag.name, self.layout
        self._keeping += keeps_lines(tag)
        if name in _BLOCKS or name in _LINES_KEPT:
            layout.break_line()
        elif name in _PARAGRAPHS:
            layout.break_line(2)
        elif name == "br":
            layout.add_break()
        elif name == "li":
            layout.prefix(self._bullet())
        elif name == "dd":
            self._label_or_break(tag)
        elif name == "tr":
            layout.break_line()
            self._rows.append(layout.length)
        elif name in ("td", "th"):
            self._cell(tag)
        elif name == "input":
            self._field(tag)
        if name in ("ul", "menu", "dir"):
            self._lists.append(None)
        elif name == "ol":
            self._lists.append(_integer(tag.get("start"), 1))

    def _exit(self, tag: Tag) -> None:
        name, layout = tag.name, self.layout
        self._keeping -= keeps_lines(tag)
        if name in ("td", "th"):
            layout.hold()
        elif name == "tr":
            layout.release()
            layout.break_line()
            self._rows.pop()
        elif name == "li":
            layout.drop_prefix()
            layout.break_line()
        elif name in _BLOCKS or name in _LINES_KEPT or name == "dd":
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
        before = tag.find_previous_sibling(("td", "th"))
        alone = before is not None and before.find_previous_sibling(("td", "th")) is None
        label = alone and before is not None and before.name == "th" and tag.name == "td"
        if label and tag.find_next_sibling(("td", "th")) is None:
            self._label()
        else:
            self.layout.separate("\t")

    def _label_or_break(self, tag: Tag) -> None:
        before = tag.find_previous_sibling(("dt", "dd"))
        if before is not None and before.name == "dt" and self.layout.length and self.layout.last != "\n":
            self._label()
        else:
            self.layout.break_line()

    def _label(self) -> None:
        self.layout.separate(" " if self.layout.last == ":" else ": ")

    def _field(self, tag: Tag) -> None:
        if box := checkbox(tag):
            self.layout.insert(box)
        elif shown_value(tag):
            source = Source(str(tag["value"]), lambda: self._paths.path(tag) + "/@value")
            self.sources[id(tag)] = source
            self.layout.write(source)


def _integer(value: object, default: int) -> int:
    text = str(value or "")
    return int(text) if re.fullmatch(r"-?\d{1,6}", text) else default
