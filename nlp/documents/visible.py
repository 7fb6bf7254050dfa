"""What a browser shows of an HTML tree, and how; style sheets are not evaluated."""

import re

from bs4.element import Tag

from nlp.documents.tags import words

_LINES_KEPT = words("pre listing xmp plaintext textarea")
_SKIPPED = words(
    "applet area audio base canvas datalist embed frame head iframe img link map math meta meter noembed "
    "noframes noscript object param picture progress rp rt script source style svg template title track "
    "video"
)
_HIDING = re.compile(
    r"display\s*:\s*none|visibility\s*:\s*(?:hidden|collapse)|mso-hide\s*:\s*all|content-visibility\s*:\s*hidden",
    re.IGNORECASE,
)
_STRIKING = re.compile(r"text-decoration(?:-line)?\s*:[^;]*line-through", re.IGNORECASE)
_KEEPING = re.compile(r"white-space(?:-collapse)?\s*:\s*(?:pre|preserve|break-spaces)", re.IGNORECASE)


def style_of(tag: Tag) -> str:
    """The style attribute of ``tag``."""
    return str(tag.attrs.get("style") or "")


class Visibility:
    """Which tags of a tree a browser would show."""

    def __init__(self, root: Tag) -> None:
        self._chosen = _chosen(root)

    def hides(self, tag: Tag) -> bool:
        """Whether a browser would not show ``tag``."""
        if tag.name in _SKIPPED or (tag.name == "input" and tag.get("type") == "hidden"):
            return True
        if tag.name == "option" and id(tag) not in self._chosen:
            return True
        if not tag.attrs:
            return False
        return "hidden" in tag.attrs or ("style" in tag.attrs and bool(_HIDING.search(style_of(tag))))


def _chosen(root: Tag) -> set[int]:
    """The ids of the options that show: those selected, or the first where one must be."""
    options: dict[int, list[Tag]] = {}
    single: dict[int, bool] = {}
    for option in root.find_all("option"):
        select = option.find_parent("select")
        if select is not None and isinstance(option, Tag):
            options.setdefault(id(select), []).append(option)
            single[id(select)] = "multiple" not in select.attrs
    shown: set[int] = set()
    for owner, choices in options.items():
        selected = [id(option) for option in choices if "selected" in option.attrs]
        shown.update(selected or ([id(choices[0])] if single[owner] else []))
    return shown


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
