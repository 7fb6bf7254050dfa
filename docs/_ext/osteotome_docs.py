"""Directives that write reference pages from the code itself, so that they cannot go stale.

``{settings}`` lists every setting, ``{codes}`` the code book, ``{knowledge-files}`` the knowledge files with
what they say of themselves, ``{commands}`` the help of each command.
"""

import os
import subprocess
import sys
from collections.abc import Iterable, Sequence
from itertools import takewhile
from pathlib import Path
from types import NoneType, UnionType
from typing import Any, Literal, Union, get_args, get_origin

from docutils import nodes
from docutils.parsers.rst import Directive
from sphinx.application import Sphinx


def cell(content: str, literal: bool = False) -> nodes.entry:
    text: nodes.Node = nodes.literal(text=content) if literal else nodes.Text(content)
    return nodes.entry("", nodes.paragraph("", "", text))


def table(head: Sequence[str], rows: Iterable[Sequence[str]], literal: Sequence[int]) -> nodes.table:
    """A table; the columns numbered in ``literal`` are set as code."""
    group = nodes.tgroup(cols=len(head))
    group += [nodes.colspec(colwidth=1) for _ in head]
    group += nodes.thead("", nodes.row("", *[cell(title) for title in head]))
    body = nodes.tbody()
    for row in rows:
        body += nodes.row(
            "", *[cell(text, index in literal and bool(text)) for index, text in enumerate(row)]
        )
    group += body
    return nodes.table("", group, classes=["wide"])


def type_name(annotation: Any) -> str:
    """A type as a person says it: choices are listed, lists and paths are called so."""
    if get_origin(annotation) is Literal:
        return ", ".join(map(str, get_args(annotation)))
    if get_origin(annotation) in (Union, UnionType):
        return type_name(next(part for part in get_args(annotation) if part is not NoneType))
    if get_origin(annotation) is tuple:
        return "list"
    names = {"str": "text", "int": "number", "float": "number", "bool": "true, false", "Path": "path"}
    return names.get(annotation.__name__, "secret")


class Settings(Directive):
    """Every setting of the service: name, type, default, meaning."""

    def run(self) -> list[nodes.Node]:
        from server.settings import Settings

        rows = []
        for name, field in Settings.model_fields.items():
            default = "" if field.default in (None, ()) else str(field.default).replace("False", "false")
            rows.append((name, type_name(field.annotation), default, field.description or ""))
        return [table(("Setting", "Values", "Default", "Meaning"), rows, (0, 2))]


class Codes(Directive):
    """The code book in our own words."""

    def run(self) -> list[nodes.Node]:
        from nlp.codebook import codes

        rows = [(fact.code, fact.family, fact.title) for fact in codes()]
        return [table(("Code", "Family", "Our description"), rows, (0,))]


class KnowledgeFiles(Directive):
    """Every knowledge file: name, number of entries, and the comment at its head."""

    def run(self) -> list[nodes.Node]:
        import nlp.knowledge

        rows = []
        for path in sorted(Path(nlp.knowledge.__file__).parent.glob("*.toml")):
            text = path.read_text(encoding="utf-8")
            head = takewhile(lambda line: line.startswith("#"), text.splitlines())
            about = " ".join(line.lstrip("# ").strip() for line in head)
            entries = sum(line.startswith("[") for line in text.splitlines())
            rows.append((path.name, str(entries), about))
        return [table(("File", "Entries", "What it holds"), rows, (0,))]


class Commands(Directive):
    """The help text of each command given as an argument, as the command prints it."""

    optional_arguments = 20

    def run(self) -> list[nodes.Node]:
        found: list[nodes.Node] = []
        for name in self.arguments:
            line = [*name.split("+"), "--help"] if name != "osteotome" else ["--help"]
            done = subprocess.run(
                [sys.executable, "-m", "server.cli", *line],
                capture_output=True,
                text=True,
                check=True,
                env={**os.environ, "COLUMNS": "100", "NO_COLOR": "1"},
            )
            heading = f"$ osteotome {' '.join(line)}"
            found.append(nodes.literal_block(text=f"{heading}\n{done.stdout}", language="text"))
        return found


def setup(app: Sphinx) -> dict[str, bool]:
    """Register the directives."""
    app.add_directive("settings", Settings)
    app.add_directive("codes", Codes)
    app.add_directive("knowledge-files", KnowledgeFiles)
    app.add_directive("commands", Commands)
    return {"parallel_read_safe": True, "parallel_write_safe": True}
