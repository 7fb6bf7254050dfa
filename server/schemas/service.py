"""What the service says of itself: errors, codes, health, reload."""

from typing import Annotated, Literal

from pydantic import BaseModel, ConfigDict, Field

from nlp.annotation import Engine


class Answer(BaseModel):
    """An answer: frozen, unknown fields refused."""

    model_config = ConfigDict(frozen=True, extra="forbid")


class ErrorDetail(Answer):
    """What is wrong, where, and what to do instead; the note is never quoted."""

    status: Annotated[int, Field(ge=400, le=599)]
    code: Annotated[str, Field(description="Stable word for programs, such as `missing_field`.")]
    message: str
    field: Annotated[str | None, Field(description="The field, header or setting at fault.")]
    fix: str | None
    request_id: Annotated[str, Field(description="Also in the X-Request-ID header and the service's log.")]


class ErrorAnswer(Answer):
    """Every refusal and every fault has this form."""

    error: ErrorDetail


class CodeAnswer(Answer):
    """One code in this project's own words."""

    code: str
    family: str
    title: Annotated[
        str, Field(description="A plain description in our own words, not the AMA's descriptor.")
    ]
    includes: list[str]
    notes: str
    source: Annotated[str, Field(description="Where the facts stand for everybody to read.")]
    descriptor: Annotated[str | None, Field(description="From the site's own licensed file, if it has one.")]


class CodesAnswer(Answer):
    """Every code the service decides on."""

    codes: list[CodeAnswer]
    notice: str


class Health(Answer):
    """The process answers."""

    status: Literal["ok"]


class Readiness(Answer):
    """Notes can be read, by this engine."""

    status: Literal["ready"]
    engine: Engine


class Reloaded(Answer):
    """The knowledge files were taken anew."""

    engine: Engine
