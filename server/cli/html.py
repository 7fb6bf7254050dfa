"""The marked note as one HTML page that stands alone: no script, no request, links instead of clicks.

It wears the workbench's own style sheets, and the browser is told to run and load nothing.
"""

import base64
import hashlib
from functools import cache
from importlib.resources import files

from jinja2 import Environment, PackageLoader, select_autoescape

from nlp.annotation import Annotation, Concept
from server.cli.annotate import titles
from server.cli.runs import Run, runs

GROUPS = {
    "femoral_osteotomy": "femur",
    "neck_osteotomy": "othercut",
    "trochanter_osteotomy": "othercut",
    "shaft_or_distal_femoral_osteotomy": "othercut",
    "pelvic_osteotomy": "pelvis",
    "tibial_osteotomy": "pelvis",
    "open_reduction_hip": "reduction",
    "fixation": "fixation",
    "cast": "fixation",
    "hardware_removal": "fixation",
    "graft": "fixation",
    "arthroplasty": "prosthesis",
    "fracture_fixation": "prosthesis",
    "level": "detail",
    "side": "detail",
    "correction": "detail",
    "landmark": "detail",
}
RANK = ("femur", "othercut", "pelvis", "reduction", "fixation", "prosthesis", "detail", "context")
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
            concepts={concept.id: concept for concept in found.concepts},
            pieces=[(text[run.start : run.end], run, top(run)) for run in runs(text, found.concepts)],
            titles=titles(),
            badges=BADGES,
            group=group,
        )
    )


def group(concept: Concept) -> str:
    """The group of kinds that ``concept`` is coloured as."""
    return GROUPS.get(concept.concept, "context")


def top(run: Run) -> Concept | None:
    """The concept whose mark a run wears: an act before a detail, the shorter before the longer."""
    return min(run.concepts, key=_importance, default=None)


def _importance(concept: Concept) -> tuple[int, int]:
    return RANK.index(group(concept)), concept.end - concept.start


@cache
def _style() -> str:
    folder = files("server.pages").joinpath("static/css")
    return "".join(
        folder.joinpath(f"{name}.css").read_text("utf-8") for name in ("base", "note", "findings", "report")
    )


@cache
def _environment() -> Environment:
    return Environment(loader=PackageLoader("server.cli"), autoescape=select_autoescape(), trim_blocks=True)
