"""Pairing: a client shows a short code, an administrator approves that code, the client fetches its token.

The token travels once, from the service to the client that asked; nobody reads or copies it. The short
code is no secret: it only tells the administrator which of the waiting clients is meant.
"""

import hmac
import secrets
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Literal

from sqlalchemy import delete, func, select
from sqlalchemy.orm import Session

from server.access import tokens
from server.access.roles import Role
from server.store import Store
from server.store.models import Pairing
from server.store.types import utc_now

PREFIX = "pair"
LIFETIME = timedelta(minutes=10)
MOST_WAITING = 20
ALPHABET = "BCDFGHJKLMNPQRSTVWXZ"
Claim = Literal["waiting", "denied", "gone"]


class TooManyWaiting(Exception):
    """As many clients as may wait are waiting."""


@dataclass(frozen=True)
class Started:
    """``device`` is the client's own secret for fetching the token; ``code`` is for people."""

    device: str
    code: str
    expires_at: datetime


@dataclass(frozen=True)
class Waiting:
    """A client that waits, as the administrator sees it."""

    code: str
    client: str
    address: str
    created_at: datetime
    expires_at: datetime


def start(store: Store, client: str, address: str) -> Started:
    """Let a client wait for approval; raises TooManyWaiting."""
    with store.write() as session:
        now = utc_now()
        session.execute(delete(Pairing).where(Pairing.expires_at <= now))
        if (session.scalar(select(func.count()).select_from(Pairing)) or 0) >= MOST_WAITING:
            raise TooManyWaiting
        secret = secrets.token_urlsafe(32)
        row = Pairing(
            id=secrets.token_hex(6),
            digest=tokens.digest_of(secret),
            code="".join(secrets.choice(ALPHABET) for _ in range(8)),
            client=client,
            address=address,
            created_at=now,
            expires_at=now + LIFETIME,
            state="waiting",
        )
        session.add(row)
        return Started(f"{PREFIX}_{row.id}_{secret}", shown(row.code), row.expires_at)


def waiting(store: Store) -> list[Waiting]:
    """Who waits for approval, oldest first."""
    if not store.exists():
        return []
    query = select(Pairing).where(Pairing.state == "waiting", Pairing.expires_at > utc_now())
    with store.read() as session:
        return [
            Waiting(shown(row.code), row.client, row.address, row.created_at, row.expires_at)
            for row in session.scalars(query.order_by(Pairing.created_at))
        ]


def approve(store: Store, code: str, name: str, role: Role, lifetime: timedelta | None, by: str) -> bool:
    """Let the client that shows ``code`` fetch a token for ``name``; False if no such client waits."""
    with store.write() as session:
        row = _waiting_row(session, code)
        if row is None:
            return False
        row.state, row.name, row.role, row.approved_by = "approved", name, role, by
        row.token_expires_at = utc_now() + lifetime if lifetime is not None else None
        return True


def deny(store: Store, code: str) -> bool:
    """Send the client that shows ``code`` away; False if no such client waits."""
    with store.write() as session:
        row = _waiting_row(session, code)
        if row is None:
            return False
        row.state = "denied"
        return True


def claim(store: Store, device: str) -> tokens.Issued | Claim:
    """The token for an approved client, made at this moment and given once; else how its request stands."""
    id_, secret = tokens.split(device, PREFIX)
    if not store.exists():
        return "gone"
    with store.write() as session:
        row = session.get(Pairing, id_, with_for_update=True)
        matches = hmac.compare_digest(row.digest if row else tokens.NOBODY, tokens.digest_of(secret))
        if row is None or not matches or row.expires_at <= utc_now():
            return "gone"
        if row.state == "waiting":
            return "waiting"
        session.delete(row)
        if row.state != "approved":
            return "denied"
        by = row.approved_by or ""
        return tokens.issue(session, row.name or "", row.role or "", row.token_expires_at, by)


def shown(code: str) -> str:
    """A code as people read it: BCDF-GHJK."""
    return f"{code[:4]}-{code[4:]}"


def _waiting_row(session: Session, code: str) -> Pairing | None:
    plain = "".join(letter for letter in code.upper() if letter in ALPHABET)
    query = select(Pairing).where(Pairing.code == plain, Pairing.state == "waiting")
    row = session.scalar(query.with_for_update())
    return row if row is not None and row.expires_at > utc_now() else None
