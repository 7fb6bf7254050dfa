"""What the pairing calls take and give; the OpenAPI document is made from these."""

from datetime import datetime
from typing import Annotated, Literal

from pydantic import BeforeValidator, ConfigDict, Field, StringConstraints

from server.access.roles import Role
from server.schemas.fields import Request

Label = Annotated[
    str,
    StringConstraints(
        strip_whitespace=True,
        min_length=1,
        max_length=100,
        pattern=r"^[^\x00-\x1f\x7f-\x9f]*[^\s\x00-\x1f\x7f-\x9f][^\x00-\x1f\x7f-\x9f]*$",
    ),
]


def _whole(value: object) -> object:
    """JSON Schema takes 30.0 for an integer, so it is one here."""
    return int(value) if isinstance(value, float) and value.is_integer() else value


Days = Annotated[int, Field(ge=1, le=3650), BeforeValidator(_whole)]
PairingCode = Annotated[str, StringConstraints(pattern=r"^[A-Za-z]{4}[- ]?[A-Za-z]{4}$")]


class PairRequest(Request):
    """A client that wants to be let in says what it is, in words an administrator will recognise."""

    client: Label = Field(examples=["Chromium on ward 3"])


class ClaimRequest(Request):
    """A client that waits asks for its token, with the ``device`` secret it got."""

    device: Annotated[str, StringConstraints(min_length=1, max_length=200)]


class DecideRequest(Request):
    """An administrator's answer to the client that shows ``code``."""

    model_config = ConfigDict(
        json_schema_extra={
            "anyOf": [
                {"properties": {"decision": {"const": "deny"}}},
                {"required": ["name"], "properties": {"name": {"type": "string"}}},
            ]
        }
    )

    code: PairingCode = Field(examples=["BCDF-GHJK"])
    decision: Literal["approve", "deny"]
    name: Label | None = Field(None, description="who will use the token; needed to approve")
    role: Role = "feedback"
    days: Days | None = Field(365, description="null: never expires")


class PairAnswer(Request):
    """``code`` is for people; ``device`` stays in the client, which asks again every ``interval`` seconds."""

    device: str
    code: str
    expires_at: datetime
    interval: int
    fix: str


class ClaimAnswer(Request):
    """``waiting`` comes with status 202; ``connected`` brings the token, this once."""

    state: Literal["waiting", "connected"]
    token: str | None = None
    name: str | None = None
    role: str | None = None


class WaitingClient(Request):
    """A client that waits for approval."""

    code: str
    client: str
    address: str
    created_at: datetime
    expires_at: datetime


class WaitingAnswer(Request):
    """Every client that waits, oldest first."""

    waiting: list[WaitingClient]


class WhoAmI(Request):
    """Who the service takes the caller for; ``open`` says that no token is needed from this machine."""

    name: str
    role: str
    open: bool
