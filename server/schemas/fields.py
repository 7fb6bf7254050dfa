"""What the request models share: exact types, unknown fields refused, one name a choice."""

from typing import Annotated, Literal

from pydantic import BaseModel, ConfigDict, Field

Render = Literal["html"]
RowId = Annotated[str, Field(max_length=200)] | int | None


class Request(BaseModel):
    """A request body: frozen, exact types, unknown fields refused."""

    model_config = ConfigDict(frozen=True, extra="forbid", strict=True)


class Parameters(BaseModel):
    """Query parameters or form fields, which all arrive as strings; unknown names refused."""

    model_config = ConfigDict(frozen=True, extra="forbid")
