"""What a feedback request may say, and what is answered; the OpenAPI document is made from these."""

from datetime import datetime
from typing import Annotated, Any, Literal

from pydantic import BaseModel, ConfigDict, Field, StringConstraints, field_validator, model_validator

from nlp.annotation import Level, Side
from server.schemas.fields import Request

Verdict = Literal["accepted", "rejected", "corrected"]
Answer = Literal["suggest", "review", "no"]
Code = Annotated[str, StringConstraints(pattern=r"^[0-9]{4}[0-9A-Z]$")]
REASONS: dict[str, str] = {
    "unspecified": "No reason given",
    "not_performed": "Not done in this operation",
    "wrong_code": "Another code describes the work",
    "wrong_side": "The side is wrong",
    "wrong_level": "The level of the cut is wrong",
    "bundled": "Part of a more comprehensive code",
    "missing_documentation": "The note does not say enough",
    "missed_evidence": "The note says so, but it was not found",
    "other": "Another reason",
}


_SEEN = {
    "text": "Procedure: left proximal femoral varus osteotomy.",
    "code": "27165",
    "decision": "suggest",
    "side": "left",
    "engine": {"version": "0.1.0", "knowledge": "3f1c"},
}
EXAMPLES = {
    "agreed": {**_SEEN, "verdict": "accepted"},
    "rejected": {**_SEEN, "verdict": "rejected", "reason": "not_performed"},
    "corrected": {
        **_SEEN,
        "verdict": "corrected",
        "reason": "wrong_side",
        "correction": {"decision": "suggest", "codes": ["27165"], "side": "right"},
    },
}


# What the checks below ask for, as JSON Schema.
_RULES: dict[str, Any] = {
    "allOf": [
        {
            "oneOf": [
                {"required": ["text"], "properties": {"text": {"type": "string"}, "note": {"type": "null"}}},
                {"required": ["note"], "properties": {"note": {"type": "string"}, "text": {"type": "null"}}},
            ]
        },
        {
            "oneOf": [
                {
                    "required": ["correction"],
                    "properties": {"verdict": {"const": "corrected"}, "correction": {"type": "object"}},
                },
                {
                    "properties": {
                        "verdict": {"enum": ["accepted", "rejected"]},
                        "correction": {"type": "null"},
                    }
                },
            ]
        },
    ]
}


class EngineSeen(Request):
    """The ``engine`` of the annotation the coder looked at."""

    version: Annotated[str, StringConstraints(pattern=r"^[!-~]{1,64}$")]
    knowledge: Annotated[str, StringConstraints(pattern=r"^[!-~]{1,128}$")]


class Correction(Request):
    """What the coder says is right for this note."""

    decision: Answer = Field(description="the right answer for the code that the feedback is about")
    codes: list[Code] = Field(
        default_factory=list, max_length=20, description="the codes that are right instead, or as well"
    )
    side: Side | None = None
    level: Level | None = None


class FeedbackRequest(Request):
    """One coder's verdict on one code of one note.

    Exactly one of ``text`` (the note; hashed and dropped, unless the operator keeps texts) and ``note``
    (the keyed hash from an earlier answer) says which note is meant.
    """

    model_config = ConfigDict(json_schema_extra=_RULES)

    text: str | None = Field(default=None, json_schema_extra={"pattern": r"\S"})
    note: Annotated[str, StringConstraints(pattern=r"^[0-9a-f]{64}$")] | None = None
    code: Code
    decision: Answer = Field(description="what the service had said about the code")
    side: Side | None = None
    level: Level | None = None
    verdict: Verdict
    reason: Annotated[str, StringConstraints(max_length=500)] = Field(
        default="unspecified", description="one of GET /v1/feedback/reasons; other words count as a comment"
    )
    comment: Annotated[str, StringConstraints(max_length=2000)] | None = Field(
        default=None, description="free words; kept only where note text is kept, as they may quote the note"
    )
    correction: Correction | None = None
    engine: EngineSeen
    request_id: Annotated[str, StringConstraints(pattern=r"^[A-Za-z0-9._-]{8,64}$")] | None = Field(
        default=None, description="chosen by the client; sending the same one again stores nothing new"
    )

    @field_validator("text")
    @classmethod
    def _some_text(cls, value: str | None) -> str | None:
        if value is not None and not value.strip():
            raise ValueError("must hold the words of the note")
        return value

    @model_validator(mode="after")
    def _consistent(self) -> "FeedbackRequest":
        if (self.text is None) == (self.note is None):
            raise ValueError("give exactly one of text and note")
        if (self.verdict == "corrected") != (self.correction is not None):
            raise ValueError("give correction with the verdict corrected, and only then")
        return self

    def reason_and_comment(self) -> tuple[str, str | None]:
        """The reason from the fixed list, and free words; an unlisted reason becomes part of the words."""
        if self.reason in REASONS:
            return self.reason, self.comment
        words = [part for part in (self.reason.strip(), self.comment) if part]
        return ("other" if words else "unspecified"), "\n".join(words) or None


class FeedbackAnswer(BaseModel):
    """What was stored; once this is received, the row survives a crash of the service."""

    id: int
    note: str = Field(description="keyed hash of the note, 64 hex digits")
    at: datetime
    coder: str
    reason: str
    text_kept: bool
    comment_kept: bool


class ReasonsAnswer(BaseModel):
    """The reasons a client can offer, with their labels, in the order to show them."""

    reasons: dict[str, str]

    @classmethod
    def all(cls) -> "ReasonsAnswer":
        """Every reason, the unspecified one first."""
        return cls(reasons=dict(REASONS))
