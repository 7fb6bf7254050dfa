"""Writing a coder's verdict down, durably, and without the note unless the operator keeps texts."""

from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import select
from sqlalchemy.dialects import postgresql, sqlite
from sqlalchemy.exc import IntegrityError
from sqlalchemy.orm import Session

from server.access.caller import Caller
from server.feedback.schemas import FeedbackRequest
from server.store import Store
from server.store.models import Feedback, NoteText
from server.store.types import utc_now


class RequestIdTaken(Exception):
    """The request id was used before, for something else."""


@dataclass(frozen=True)
class Kept:
    """A stored verdict; ``fresh`` is False if the same request had been stored before."""

    id: int
    note: str
    at: datetime
    coder: str
    reason: str
    text_kept: bool
    comment_kept: bool
    fresh: bool


def keep(store: Store, wanted: FeedbackRequest, by: Caller, *, keep_text: bool) -> Kept:
    """Store one verdict and return only when it is on the disk.

    ``keep_text`` is the operator's leave to keep the note and the coder's own words. A request id that
    comes again gives the first answer again; raises RequestIdTaken if it comes with another verdict.
    """
    note = wanted.note or store.hash_note(wanted.text or "")
    row = _row(wanted, by, note, keep_text=keep_text)
    try:
        with store.write() as session:
            if (earlier := _earlier(session, wanted.request_id)) is not None:
                return _kept(session, _same(earlier, row), fresh=False)
            session.add(row)
            if keep_text and wanted.text is not None:
                _keep_text(session, note, wanted.text)
            session.flush()
            return _kept(session, row, fresh=True)
    except IntegrityError:
        with store.read() as session:
            if (earlier := _earlier(session, wanted.request_id)) is None:
                raise
            return _kept(session, _same(earlier, row), fresh=False)


def _row(wanted: FeedbackRequest, by: Caller, note: str, *, keep_text: bool) -> Feedback:
    reason, comment = wanted.reason_and_comment()
    correction = wanted.correction.model_dump(mode="json") if wanted.correction else None
    return Feedback(
        at=utc_now(),
        request_id=wanted.request_id,
        coder=by.name,
        token_id=by.token_id,
        note=note,
        code=wanted.code,
        decision=wanted.decision,
        side=wanted.side,
        level=wanted.level,
        verdict=wanted.verdict,
        reason=reason,
        correction=correction,
        comment=comment if keep_text else None,
        engine_version=wanted.engine.version,
        knowledge=wanted.engine.knowledge,
    )


def _earlier(session: Session, request_id: str | None) -> Feedback | None:
    if request_id is None:
        return None
    return session.scalar(select(Feedback).where(Feedback.request_id == request_id))


def _same(earlier: Feedback, row: Feedback) -> Feedback:
    fields = ("coder", "token_id", "note", "code", "decision", "verdict", "reason", "correction")
    if any(getattr(earlier, field) != getattr(row, field) for field in fields):
        raise RequestIdTaken
    return earlier


def _keep_text(session: Session, note: str, text: str) -> None:
    """Keep the first text that came for this hash; a later one differs in white space only."""
    insert = postgresql.insert if session.get_bind().dialect.name == "postgresql" else sqlite.insert
    row = insert(NoteText).values(note=note, text=text, at=utc_now())
    session.execute(row.on_conflict_do_nothing())


def _kept(session: Session, row: Feedback, *, fresh: bool) -> Kept:
    return Kept(
        id=row.id,
        note=row.note,
        at=row.at,
        coder=row.coder,
        reason=row.reason,
        text_kept=session.get(NoteText, row.note) is not None,
        comment_kept=row.comment is not None,
        fresh=fresh,
    )
