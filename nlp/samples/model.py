"""One annotated note: its text, what a careful coder would answer, and the words marked in it."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any, get_args

from nlp.annotation import Level, Side, Status

CONCEPTS = (
    "femoral_osteotomy",
    "neck_osteotomy",
    "trochanter_osteotomy",
    "shaft_or_distal_femoral_osteotomy",
    "pelvic_osteotomy",
    "tibial_osteotomy",
    "open_reduction_hip",
    "fixation",
    "cast",
    "hardware_removal",
    "arthroplasty",
    "fracture_fixation",
)
CUTS = frozenset(CONCEPTS[:4])
STATUSES = get_args(Status)
SIDES = get_args(Side)
LEVELS = get_args(Level)
DECISIONS = ("suggest", "review", "no")
TARGET = "27165"

# An answer is an annotation as plain data, ``Annotation.to_dict()`` or a parsed line of ``batch``.
Answer = Mapping[str, Any]


class SampleError(ValueError):
    """A sample that cannot be read or written; the message names file, line and fault, never note text."""


@dataclass(frozen=True)
class Mark:
    """A mention of an act: ``text[start:end]`` in code points, with its gold values.

    ``deciding`` marks are the few that settle the case (``mentions`` in a JSONL row).
    """

    start: int
    end: int
    concept: str
    status: str
    side: str | None = None
    level: str | None = None
    deciding: bool = False


@dataclass(frozen=True)
class Gold:
    """The right answer; the ``accept`` fields list what an expert could defend as well."""

    decision: str
    side: str
    level: str
    codes: tuple[str, ...] = ()
    review_codes: tuple[str, ...] = ()
    other_codes: tuple[str, ...] = ()
    accept: tuple[str, ...] = ()
    accept_side: tuple[str, ...] = ()
    accept_level: tuple[str, ...] = ()
    accept_codes: tuple[str, ...] = ()
    why: str = ""

    @property
    def accepted(self) -> frozenset[str]:
        """Every decision for 27165 that counts as right."""
        return frozenset({self.decision, *self.accept})


@dataclass(frozen=True)
class Sample:
    """An annotated note; ``fully_marked`` says whether every act is marked or only the deciding ones."""

    id: str
    kind: str
    style: str
    text: str
    gold: Gold
    marks: tuple[Mark, ...] = ()
    fully_marked: bool = True
    source: str = field(default="", compare=False)

    def quote(self, mark: Mark) -> str:
        """The words of ``mark``."""
        return self.text[mark.start : mark.end]

    @property
    def deciding(self) -> tuple[Mark, ...]:
        """The marks that settle the case, in the order of the text."""
        return tuple(mark for mark in self.marks if mark.deciding)


def sort_marks(marks: list[Mark]) -> tuple[Mark, ...]:
    """Marks in the order of the text, the longer one first where two start together."""
    return tuple(sorted(marks, key=lambda mark: (mark.start, -mark.end, mark.concept, mark.status)))
