"""The shape of the knowledge files: one entry a table, checked field by field."""

from typing import Literal

from pydantic import BaseModel, ConfigDict, Field

from nlp.annotation import Level, Status


class Strict(BaseModel):
    """Frozen; a field that the schema does not know is an error."""

    model_config = ConfigDict(frozen=True, extra="forbid")


class Term(Strict):
    """Words for a thing: a bone, a landmark, an act, a diagnosis. ``phrases`` are lower case."""

    phrases: list[str] = Field(min_length=1)
    source: str = ""
    role: str = ""
    concept: str = ""
    level: Level | Literal[""] = ""
    region: str = ""
    landmark: str = ""
    side: str = ""
    short: bool = False
    status: Status | Literal[""] = ""
    purpose: str = ""
    flag: str = ""


class CueEntry(Strict):
    """Words that change what an act means; see the head of cues.toml."""

    phrases: list[str] = Field(min_length=1)
    source: str = ""
    means: str
    direction: Literal["forward", "backward", "both", "none"]
    scope: int = Field(ge=0, le=60)
    rank: int = Field(ge=0, le=9)


class Heading(Strict):
    """Words that open a section of one category."""

    phrases: list[str] = Field(min_length=1)


class DocumentCue(Strict):
    """Words that tell the kind of document, or where a stretch that is not today's begins or ends."""

    phrases: list[str] = Field(min_length=1)
    source: str = ""
    kind: str = ""
    weight: int = Field(default=0, ge=0, le=9)
    head: bool = False
    episode: str = ""


class CodeFact(Strict):
    """One code in our own words."""

    code: str = Field(pattern=r"^\d{5}$")
    title: str
    family: str
    includes: list[str]
    notes: str
    source: str


class Spelling(Strict):
    """Terms found with letters wrong, words that only look like them, abbreviations that may be surnames."""

    targets: list[str]
    own_words: list[str]
    abbreviations: list[str]
