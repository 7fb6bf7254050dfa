"""The marked note as one HTML page that stands alone: no script, no request, links instead of clicks.

It wears the workbench's own style sheets, and the browser is told to run and load nothing.
"""

import base64
import hashlib
from functools import cache, partial
from importlib.resources import files

from jinja2 import Environment, PackageLoader, select_autoescape

from nlp.annotation import Annotation, Concept
from server.cli.annotate import titles
from server.cli.kinds import group, outermost, rank
from server.cli.runs import Run, runs

BADGES = {"suggest": "Supported", "review": "Ask first", "no": "Not supported"}


def page(text: str, found: Annotation) -> str:
    """The whole page for ``found``, an annotation of ``text`` with offsets in code points."""
    style = _style()
    digest = base64.b64encode(hashlib.sha256(style.encode()).digest()).decode()
    return (
        _environment()
        .get_template("report.html")
        .render(
            policy=f"default-src 'none'; style-src 'sha256-{digest}'; base-uri 'none'; form-action 'none'",
            style=style,
            found=found,
            pieces=[(text[run.start : run.end], run, top(run)) for run in runs(text, found.concepts)],
            titles=titles(),
            badges=BADGES,
            group=group,
            quoted=partial(_quoted, {concept.id: concept for concept in found.concepts}),
        )
    )


def _quoted(concepts: dict[int, Concept], ids: list[int]) -> list[Concept]:
    return outermost([concepts[number] for number in ids if number in concepts])


def top(run: Run) -> Concept | None:
    """The concept whose mark a run wears: an act before a detail, the shorter before the longer."""
    return min(run.concepts, key=_importance, default=None)


def _importance(concept: Concept) -> tuple[int, int]:
    return rank(concept), concept.end - concept.start


@cache
def _style() -> str:
    folder = files("server.pages").joinpath("static/css")
    return "".join(
        folder.joinpath(f"{name}.css").read_text("utf-8") for name in ("base", "note", "findings", "report")
    )


@cache
def _environment() -> Environment:
    return Environment(loader=PackageLoader("server.cli"), autoescape=select_autoescape(), trim_blocks=True)
