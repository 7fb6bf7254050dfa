"""What a reading of one note says: plain, frozen, JSON-ready records.

The same records come out of every door (Python, HTTP, command line, batch, Spark).
All ``start``/``end`` are half-open offsets into the note, ``text[start:end] == span.text``,
in code points unless ``Annotation.offsets`` says ``utf16``.
"""

import json
from typing import Any, Literal

from pydantic import BaseModel, ConfigDict, Field
from pydantic_core import PydanticSerializationError

Status = Literal["performed", "negated", "historical", "planned", "hypothetical", "approach"]
Side = Literal["left", "right", "bilateral", "unspecified"]
Level = Literal[
    "intertrochanteric",
    "subtrochanteric",
    "proximal_unspecified",
    "neck",
    "greater_trochanter",
    "shaft",
    "distal",
    "unspecified",
    "none",
]
Decision = Literal["suggest", "review"]
Offsets = Literal["codepoint", "utf16"]


class Record(BaseModel):
    """A frozen record; unknown fields are refused."""

    model_config = ConfigDict(frozen=True, extra="forbid")


class Cue(Record):
    """The words that changed a concept's meaning, and the knowledge entry that says so."""

    start: int
    end: int
    text: str
    means: str
    rule: str


class Concept(Record):
    """One thing the note mentions: an act, a level, a correction, a diagnosis, a side..."""

    id: int
    start: int
    end: int
    text: str
    concept: str
    status: Status
    side: Side
    level: Level
    section: str
    rule: str
    cues: list[Cue] = Field(default_factory=list)


class Episode(Record):
    """A stretch of the document by who reports it and when: ``today`` is the report's own operation."""

    kind: str
    start: int
    end: int


class Section(Record):
    """A stretch of the document by what it is for (title, indications, description, ...)."""

    category: str
    start: int
    end: int


class DocumentInfo(Record):
    """What kind of document this is, and how it divides."""

    kind: str
    episodes: list[Episode]
    sections: list[Section]


class Question(Record):
    """A compliant query to the surgeon; ``indicators`` are ids of concepts quoted from this note."""

    text: str
    indicators: list[int]
    options: list[str]


class Advice(Record):
    """What is bundled or must not be added, with the source of the rule."""

    text: str
    source: str


class Suggestion(Record):
    """A code that the note supports (``suggest``) or that needs a human answer first (``review``)."""

    code: str
    decision: Decision
    side: Side
    level: Level
    modifiers: list[str]
    reason: str
    evidence: list[int]
    against: list[int]
    questions: list[Question]
    advice: list[Advice] = Field(default_factory=list)


class RuledOut(Record):
    """A code that was in play and lost, with the reason and the concepts that show it."""

    code: str
    reason: str
    evidence: list[int]


class Engine(Record):
    """Which program and which knowledge gave the answer."""

    version: str
    knowledge: str


class Annotation(Record):
    """The whole answer for one note; schema version 1."""

    model_config = ConfigDict(populate_by_name=True)

    schema_version: Literal[1] = Field(default=1, alias="schema")
    engine: Engine
    offsets: Offsets
    document: DocumentInfo
    concepts: list[Concept]
    suggestions: list[Suggestion]
    ruled_out: list[RuledOut]

    def to_dict(self) -> dict[str, Any]:
        """The annotation as plain Python data, keys as in the contract."""
        return self.model_dump(mode="json", by_alias=True)

    def to_json(self) -> str:
        """The annotation as one line of JSON; lone surrogates of the note stand there as escapes."""
        try:
            return self.model_dump_json(by_alias=True)
        except PydanticSerializationError:
            return json.dumps(self.model_dump(by_alias=True), separators=(",", ":"))
