"""What the annotate endpoints take and give."""

from typing import Annotated, Any

from pydantic import BaseModel, ConfigDict, Field

from nlp.annotation import Annotation, Offsets
from nlp.documents import Format
from server.schemas.fields import Parameters, Render, Request, RowId

TEXT = "The note. Offsets count from its start."
FORMAT = "How to read the text; the default is by Content-Type, or plain text in a JSON request."
OFFSETS = "Unit of every start and end: code points (Python) or UTF-16 units (JavaScript, Java, .NET)."
RENDER = "`html` adds the note as safe HTML with `mark` elements round the matches."


class AnnotateRequest(Request):
    """A note to read."""

    text: str = Field(description=TEXT)
    format: Format | None = Field(None, description=FORMAT)
    offsets: Offsets | None = Field(None, description=OFFSETS)
    render: Render | None = Field(None, description=RENDER)


class AnnotateParameters(Parameters):
    """Query parameters (or form fields of an upload); a JSON body's own fields win."""

    format: Format | None = Field(None, description=FORMAT)
    offsets: Offsets | None = Field(None, description=OFFSETS)
    render: Render | None = Field(None, description=RENDER)


class BatchParameters(Parameters):
    """Query parameters for the whole batch."""

    format: Format | None = Field(None, description="How to read every text; the default is plain text.")
    offsets: Offsets | None = Field(None, description=OFFSETS)


class BatchRow(BaseModel):
    """One line of a batch; fields other than these are ignored."""

    model_config = ConfigDict(frozen=True, extra="ignore", strict=True)

    text: str = Field(description=TEXT)
    id: RowId = Field(None, description="Comes back with the row's answer.")


class Source(BaseModel):
    """How the text was taken from what was sent; offsets count from the start of ``text``."""

    format: Format
    text: str
    spans: Annotated[list[dict[str, Any]], Field(description="Where each concept stands in what was sent.")]


class AnnotateAnswer(Annotation):
    """The annotation; ``source`` unless plain text came in JSON, ``html`` if asked for."""

    source: Source | None = Field(None, description="Only for bodies other than plain text in JSON.")
    html: str | None = Field(None, description="Only with `render`.")
