"""Walks a tree of Beautiful Soup without recursion, however deep it is."""

from collections.abc import Callable, Iterator
from typing import Literal, NamedTuple

from bs4.element import CData, NavigableString, PageElement, PreformattedString, Tag

_TEXT = (NavigableString, CData)


class Step(NamedTuple):
    """One step of the walk: a tag entered or left, or a string of text."""

    event: Literal["enter", "exit", "text"]
    node: Tag | NavigableString


def walk(root: Tag, skip: Callable[[Tag], bool]) -> Iterator[Step]:
    """The steps through ``root``, itself included, in document order.

    A tag for which ``skip`` is true is left out with all that it holds, as are comments, processing
    instructions, doctypes, scripts and style sheets.
    """
    if skip(root):
        return
    yield Step("enter", root)
    stack: list[tuple[Tag, Iterator[PageElement]]] = [(root, iter(root.contents))]
    while stack:
        tag, children = stack[-1]
        child = next(children, None)
        if child is None:
            stack.pop()
            yield Step("exit", tag)
        elif isinstance(child, Tag):
            if not skip(child):
                yield Step("enter", child)
                stack.append((child, iter(child.contents)))
        elif type(child) in _TEXT:
            yield Step("text", child)  # type: ignore[arg-type]


class Paths:
    """XPath of the nodes of one tree; the children of a tag are counted once."""

    def __init__(self) -> None:
        self._steps: dict[int, dict[int, str]] = {}

    def path(self, node: PageElement) -> str:
        """The XPath of ``node`` from the root of its tree, as a browser or lxml evaluates it."""
        steps: list[str] = []
        while node.parent is not None:
            siblings = self._steps.get(id(node.parent))
            if siblings is None:
                siblings = self._steps[id(node.parent)] = _count(node.parent)
            steps.append(siblings[id(node)])
            node = node.parent
        return "/" + "/".join(reversed(steps))


def _count(parent: Tag) -> dict[int, str]:
    steps: dict[int, str] = {}
    counts: dict[str, int] = {}
    elements = 0
    for child in parent.contents:
        if isinstance(child, Tag):
            elements += 1
            name = child.name
            counts[name] = counts.get(name, 0) + 1
            plain = child.namespace is None and name.isascii() and name.isalnum()
            steps[id(child)] = f"{name}[{counts[name]}]" if plain else f"*[{elements}]"
        elif isinstance(child, CData) or not isinstance(child, PreformattedString):
            counts["text()"] = counts.get("text()", 0) + 1
            steps[id(child)] = f"text()[{counts['text()']}]"
    return steps
