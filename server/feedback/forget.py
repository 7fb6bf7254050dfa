"""Erasing: what a site no longer may or wants to keep."""

from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import ColumnElement, delete, func, select, update
from sqlalchemy.orm import Session

from server.store import Store
from server.store.models import Base, Feedback, NoteText


@dataclass(frozen=True)
class Forgotten:
    """How many note texts, comments and whole verdicts were erased."""

    texts: int
    comments: int
    verdicts: int


def forget(
    store: Store, *, before: datetime | None = None, note: str | None = None, verdicts: bool = False
) -> Forgotten:
    """Erase the texts and comments of verdicts ``before`` a moment, or of one ``note`` by its keyed hash.

    With ``verdicts`` the verdicts themselves go too. Without ``before`` and ``note`` everything is meant.
    SQLite overwrites what is erased; PostgreSQL does so at its next vacuum.
    """
    if not store.exists():
        return Forgotten(0, 0, 0)
    old = [NoteText.at < before] if before is not None else []
    mine = [Feedback.at < before] if before is not None else []
    if note is not None:
        old, mine = [*old, NoteText.note == note], [*mine, Feedback.note == note]
    worded = [*mine, Feedback.comment.is_not(None)]
    with store.write() as session:
        texts = _count(session, NoteText, old)
        comments = _count(session, Feedback, worded)
        gone = _count(session, Feedback, mine) if verdicts else 0
        session.execute(delete(NoteText).where(*old))
        session.execute(update(Feedback).where(*worded).values(comment=None))
        if verdicts:
            session.execute(delete(Feedback).where(*mine))
    store.clear_log()
    return Forgotten(texts, comments, gone)


def _count(session: Session, table: type[Base], where: list[ColumnElement[bool]]) -> int:
    return session.scalar(select(func.count()).select_from(table).where(*where)) or 0
