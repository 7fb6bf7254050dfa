"""Bearer tokens: shown once, kept as a digest, checked in constant time."""

import hashlib
import hmac
import re
import secrets
from dataclasses import dataclass, fields
from datetime import datetime, timedelta
from typing import Literal

from sqlalchemy import or_, select, update
from sqlalchemy.orm import Session

from server.access.roles import Role
from server.store import Store
from server.store.models import Token
from server.store.types import utc_now

PREFIX = "ost"
ID = re.compile(r"[0-9a-f]{12}")
USED_GRAIN = timedelta(minutes=1)
State = Literal["live", "expired", "revoked"]
NOBODY = hashlib.sha256(b"no such token").digest()


@dataclass(frozen=True)
class TokenInfo:
    """A token without its secret; times are in UTC."""

    id: str
    name: str
    role: str
    created_at: datetime
    expires_at: datetime | None
    revoked_at: datetime | None
    last_used_at: datetime | None
    made_by: str | None

    def state(self, now: datetime | None = None) -> State:
        """Whether the token opens anything at ``now`` (default: this moment)."""
        if self.revoked_at is not None:
            return "revoked"
        if self.expires_at is not None and self.expires_at <= (now or utc_now()):
            return "expired"
        return "live"


@dataclass(frozen=True)
class Issued:
    """A new token with its secret, which exists nowhere else and cannot be shown again."""

    info: TokenInfo
    secret: str


def info_of(row: Token) -> TokenInfo:
    """The public half of a row."""
    return TokenInfo(**{field.name: getattr(row, field.name) for field in fields(TokenInfo)})


def digest_of(secret: str) -> bytes:
    """SHA-256 of a secret; the secret has 256 random bits, so a slow hash would add nothing."""
    return hashlib.sha256(secret.encode("utf-8", "surrogatepass")).digest()


def issue(session: Session, name: str, role: str, expires_at: datetime | None, made_by: str) -> Issued:
    """Add a token to an open write session; ``create`` does so in a session of its own."""
    secret = secrets.token_urlsafe(32)
    row = Token(
        id=secrets.token_hex(6),
        name=name,
        role=role,
        digest=digest_of(secret),
        created_at=utc_now(),
        expires_at=expires_at,
        made_by=made_by,
    )
    session.add(row)
    session.flush()
    return Issued(info_of(row), f"{PREFIX}_{row.id}_{secret}")


def create(
    store: Store, name: str, role: Role, lifetime: timedelta | None, made_by: str = "command line"
) -> Issued:
    """Make a token for ``name`` that ends after ``lifetime`` (None: never)."""
    with store.write() as session:
        return issue(session, name, role, utc_now() + lifetime if lifetime is not None else None, made_by)


def listed(store: Store) -> list[TokenInfo]:
    """Every token ever made, oldest first; revoked and expired ones stay for the record."""
    if not store.exists():
        return []
    with store.read() as session:
        return [info_of(row) for row in session.scalars(select(Token).order_by(Token.created_at, Token.id))]


def revoke(store: Store, id_or_name: str) -> list[TokenInfo]:
    """Revoke the token with this id, or every token of this name; returns those newly revoked."""
    if not store.exists():
        return []
    wanted = or_(Token.id == id_or_name, Token.name == id_or_name)
    with store.write() as session:
        rows = session.scalars(select(Token).where(wanted, Token.revoked_at.is_(None))).all()
        for row in rows:
            row.revoked_at = utc_now()
        return [info_of(row) for row in rows]


def any_exists(store: Store) -> bool:
    """Whether a token was ever made, live or not; a service once closed thus stays closed."""
    if not store.exists():
        return False
    with store.read() as session:
        return session.scalar(select(Token.id).limit(1)) is not None


def verify(store: Store, bearer: str) -> TokenInfo | None:
    """The token that ``bearer`` proves, in whatever state it is; None if it proves none.

    An unknown id costs the same comparison as a wrong secret. Notes the use, to the minute.
    """
    id_, secret = split(bearer)
    if not store.exists():
        return None
    with store.read() as session:
        row = session.get(Token, id_)
    matches = hmac.compare_digest(row.digest if row else NOBODY, digest_of(secret))
    if row is None or not matches:
        return None
    info = info_of(row)
    if info.state() == "live":
        _note_use(store, info)
    return info


def find(store: Store, token_id: str) -> TokenInfo | None:
    """The token with this id, in whatever state it is."""
    if not store.exists():
        return None
    with store.read() as session:
        row = session.get(Token, token_id)
        return info_of(row) if row else None


def split(bearer: str, prefix: str = PREFIX) -> tuple[str, str]:
    """(id, secret) of ``<prefix>_<id>_<secret>``; ("", "") for anything else."""
    parts = bearer.split("_", 2)
    if len(parts) != 3 or parts[0] != prefix or not ID.fullmatch(parts[1]):
        return "", ""
    return parts[1], parts[2]


def _note_use(store: Store, info: TokenInfo) -> None:
    now = utc_now()
    if info.last_used_at is not None and now - info.last_used_at < USED_GRAIN:
        return
    with store.write() as session:
        session.execute(update(Token).where(Token.id == info.id).values(last_used_at=now))
