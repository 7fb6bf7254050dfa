"""The document as safe HTML with the matches marked."""

import re
from html import escape

import nh3
from bs4.element import NavigableString, Tag

from nlp.annotation import Annotation
from nlp.documents.document import Document
from nlp.documents.html import HtmlReader, parse
from nlp.documents.marks import MARK_ATTRIBUTES, Highlight, highlights, marked
from nlp.documents.tags import words
from nlp.documents.visible import Visibility, checkbox, is_struck
from nlp.documents.walk import walk

_TAGS = words(
    "a abbr address article aside b bdi bdo big blockquote br caption center cite code col colgroup dd del "
    "details dfn div dl dt em figcaption figure footer h1 h2 h3 h4 h5 h6 header hr i ins kbd li main mark "
    "nav ol p pre q s samp section small span strike strong sub summary sup table tbody td tfoot th thead "
    "time tr tt u ul var wbr"
)
_EMPTY = frozenset({"br", "col", "hr", "wbr"})
_ATTRIBUTES = {
    "*": {"dir", "lang", "style"},
    "a": {"href"},
    "col": {"span"},
    "colgroup": {"span"},
    "li": {"value"},
    "mark": set(MARK_ATTRIBUTES),
    "ol": {"start", "type", "reversed"},
    "td": {"colspan", "rowspan"},
    "th": {"colspan", "rowspan", "scope"},
}
_STYLES = frozenset(
    {"font-style", "font-weight", "text-align", "text-decoration", "vertical-align", "white-space"}
)
_STYLE = re.compile(r"(?<![^;\s])([a-zA-Z-]+)\s*:\s*[a-zA-Z0-9 .%-]+(?=;|$)")
_ADDRESS = re.compile(r"(?:https?://|mailto:)[^\x00-\x20\x7f\\]+", re.IGNORECASE)
_SUBSTITUTES = {"mark": "span", "textarea": "pre", "listing": "pre", "xmp": "pre", "plaintext": "pre"}
_CONTENT_DROPPED = frozenset({"script", "style", "template", "svg", "math", "iframe", "object", "noscript"})
_FORBIDDEN = re.compile("[\x00-\x08\x0b\x0e-\x1f\x7f]")


def render(document: Document, annotation: Annotation) -> str:
    """``document`` as a fragment of HTML with ``<mark class="osteotome">`` around every match.

    An HTML document keeps its structure, by a list of what is allowed: no script, event handler,
    address that is not http, https or mailto, frame, form, image, drawing or foreign style is left,
    and nothing that was hidden. Every other format becomes one ``<pre>`` of its text.
    A mark holds ``data-ids`` (concept ids), ``data-concept``, ``data-status`` and, where a code rests
    on it, ``data-evidence``. Marks never overlap. Raises ValueError if the annotation is of another text.
    """
    marks = highlights(annotation, document.text)
    if document.format == "html":
        body = _Renderer(document, marks).run()
    else:
        body = f"<pre>\n{''.join(marked(document.text, marks))}</pre>"
    return nh3.clean(
        _FORBIDDEN.sub("\ufffd", body),
        tags=set(_TAGS),
        attributes=_ATTRIBUTES,
        clean_content_tags=set(_CONTENT_DROPPED),
        url_schemes={"http", "https", "mailto"},
        filter_style_properties=set(_STYLES),
    )


class _Renderer:
    def __init__(self, document: Document, marks: list[Highlight]) -> None:
        self._reader = HtmlReader(parse(document.markup))
        self._reader.run()
        self._marks = self._by_node(self._reader.layout.finish("html"), marks)
        self._out: list[str] = []

    def _by_node(self, document: Document, marks: list[Highlight]) -> dict[int, list[Highlight]]:
        """The marks by the source string they stand in, offsets of that string."""
        found: dict[int, list[Highlight]] = {}
        for start, end, tag in marks:
            for source, first, last in document.ranges(start, end):
                found.setdefault(id(source), []).append(Highlight(first, last, tag))
        return found

    def run(self) -> str:
        for event, node in walk(self._reader.root, Visibility(self._reader.root).hides):
            if event == "text":
                self._text(node, str(node))
            elif isinstance(node, Tag):
                self._enter(node) if event == "enter" else self._exit(node)
        return "".join(self._out)

    def _text(self, node: Tag | NavigableString, text: str) -> None:
        source = self._reader.sources.get(id(node))
        self._out.extend(marked(text, self._marks.get(id(source), []) if source else []))

    def _enter(self, tag: Tag) -> None:
        if tag.name == "input":
            if id(tag) in self._reader.sources:
                self._out.append("<span>")
                self._text(tag, str(tag["value"]))
                self._out.append("</span>")
            else:
                self._out.append(escape(checkbox(tag)))
        elif name := _name(tag):
            newline = "\n" if name == "pre" else ""
            self._out.append(f"<{name}{_attributes(tag, name)}>{newline}")

    def _exit(self, tag: Tag) -> None:
        name = _name(tag)
        if name and name not in _EMPTY:
            self._out.append(f"</{name}>")


def _name(tag: Tag) -> str:
    """The name under which ``tag`` is written; nothing for a tag that is not."""
    name = _SUBSTITUTES.get(tag.name, tag.name)
    if name == "span" and is_struck(tag):
        return "del"
    return name if name in _TAGS else ""


def _attributes(tag: Tag, name: str) -> str:
    kept = []
    for key in _ATTRIBUTES["*"] | _ATTRIBUTES.get(name, set()):
        value = str(tag.attrs.get(key, ""))
        if key == "style":
            value = ";".join(match[0] for match in _STYLE.finditer(value) if match[1].lower() in _STYLES)
        elif key == "href" and not _ADDRESS.fullmatch(value):
            continue
        if value:
            kept.append(f' {key}="{escape(value)}"')
    return "".join(sorted(kept))
