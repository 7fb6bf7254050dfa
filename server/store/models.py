"""The tables: who may call, who asks to be let in, and what coders decided."""

from datetime import datetime
from typing import Any

from sqlalchemy import JSON, ForeignKey, Index, LargeBinary, MetaData, String
from sqlalchemy.orm import DeclarativeBase, Mapped, mapped_column

from server.store.types import AnyText, BigId, UtcDateTime

NAMING = {
    "ix": "ix_%(table_name)s_%(column_0_name)s",
    "uq": "uq_%(table_name)s_%(column_0_name)s",
    "fk": "fk_%(table_name)s_%(column_0_name)s_%(referred_table_name)s",
    "pk": "pk_%(table_name)s",
}


class Base(DeclarativeBase):
    """Common ground of the tables; constraints get predictable names, so that migrations can drop them."""

    metadata = MetaData(naming_convention=NAMING)


class Token(Base):
    """A bearer token; only the SHA-256 digest of its secret half is kept, and rows are never deleted."""

    __tablename__ = "token"

    id: Mapped[str] = mapped_column(String(16), primary_key=True)
    name: Mapped[str] = mapped_column(String(100))
    role: Mapped[str] = mapped_column(String(16))
    digest: Mapped[bytes] = mapped_column(LargeBinary(32))
    created_at: Mapped[datetime] = mapped_column(UtcDateTime)
    expires_at: Mapped[datetime | None] = mapped_column(UtcDateTime)
    revoked_at: Mapped[datetime | None] = mapped_column(UtcDateTime)
    last_used_at: Mapped[datetime | None] = mapped_column(UtcDateTime)
    made_by: Mapped[str | None] = mapped_column(String(100))


class Pairing(Base):
    """A client's wish to be let in: an administrator who sees the same code lets it in."""

    __tablename__ = "pairing"

    id: Mapped[str] = mapped_column(String(16), primary_key=True)
    digest: Mapped[bytes] = mapped_column(LargeBinary(32))
    code: Mapped[str] = mapped_column(String(16), unique=True)
    client: Mapped[str] = mapped_column(String(100))
    address: Mapped[str] = mapped_column(String(64))
    created_at: Mapped[datetime] = mapped_column(UtcDateTime)
    expires_at: Mapped[datetime] = mapped_column(UtcDateTime)
    state: Mapped[str] = mapped_column(String(16))
    name: Mapped[str | None] = mapped_column(String(100))
    role: Mapped[str | None] = mapped_column(String(16))
    token_expires_at: Mapped[datetime | None] = mapped_column(UtcDateTime)
    approved_by: Mapped[str | None] = mapped_column(String(100))


class Feedback(Base):
    """One coder's verdict on one code of one note, with the engine and knowledge that gave the answer."""

    __tablename__ = "feedback"
    __table_args__ = (Index("ix_feedback_note_code", "note", "code"),)

    id: Mapped[int] = mapped_column(BigId, primary_key=True, autoincrement=True)
    at: Mapped[datetime] = mapped_column(UtcDateTime, index=True)
    request_id: Mapped[str | None] = mapped_column(String(64), unique=True)
    coder: Mapped[str] = mapped_column(String(100))
    token_id: Mapped[str | None] = mapped_column(String(16), ForeignKey("token.id"))
    note: Mapped[str] = mapped_column(String(64))
    code: Mapped[str] = mapped_column(String(5))
    decision: Mapped[str] = mapped_column(String(16))
    side: Mapped[str | None] = mapped_column(String(16))
    level: Mapped[str | None] = mapped_column(String(32))
    verdict: Mapped[str] = mapped_column(String(16))
    reason: Mapped[str] = mapped_column(String(32))
    correction: Mapped[dict[str, Any] | None] = mapped_column(JSON(none_as_null=True))
    comment: Mapped[str | None] = mapped_column(AnyText)
    engine_version: Mapped[str] = mapped_column(String(64))
    knowledge: Mapped[str] = mapped_column(String(128))


class NoteText(Base):
    """The text of a note, by its keyed hash; written only when the operator turned that on."""

    __tablename__ = "note_text"

    note: Mapped[str] = mapped_column(String(64), primary_key=True)
    text: Mapped[str] = mapped_column(AnyText)
    at: Mapped[datetime] = mapped_column(UtcDateTime)
