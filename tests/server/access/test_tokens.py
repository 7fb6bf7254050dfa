"""Tokens: made, shown once, checked, ended."""

import hmac
from datetime import timedelta

import pytest
from sqlalchemy import select, update

from server.access import tokens
from server.store import Store
from server.store.models import Token
from server.store.types import utc_now


def test_tokens_are_kept_as_a_digest_only(store: Store) -> None:
    issued = tokens.create(store, "Ann", "feedback", timedelta(days=1))
    id_, secret = tokens.split(issued.secret)
    with store.read() as session:
        row = session.scalars(select(Token)).one()
    assert row.id == id_
    assert row.digest == tokens.digest_of(secret)
    assert len(secret) >= 43
    assert secret not in repr(vars(row))
    assert secret.encode() not in row.digest


def test_tokens_verify_what_was_issued(store: Store) -> None:
    issued = tokens.create(store, "Ann", "feedback", None)
    found = tokens.verify(store, issued.secret)
    assert found is not None
    assert (found.name, found.role, found.state()) == ("Ann", "feedback", "live")


@pytest.mark.parametrize(
    "spoil",
    [
        str.upper,
        str.strip,
        lambda secret: secret[:-1],
        lambda secret: secret + "x",
        lambda secret: secret.replace("ost_", "", 1),
        lambda secret: secret.replace("ost_", "ost_0", 1),
        lambda secret: "ost__" + secret.split("_", 2)[2],
        lambda secret: "ost_" + secret.split("_", 2)[1],
        lambda _: "",
        lambda _: "ost_\ud800_\x00",
        lambda _: "ost_" + "a" * 4000 + "_b",
    ],
)
def test_tokens_verify_refuses_anything_else(local_store: Store, spoil: object) -> None:
    issued = tokens.create(local_store, "Ann", "feedback", None)
    spoiled = spoil(issued.secret)  # type: ignore[operator]
    assert tokens.verify(local_store, spoiled) is None or spoiled == issued.secret


def test_tokens_secret_of_one_does_not_open_another(local_store: Store) -> None:
    one = tokens.create(local_store, "Ann", "admin", None)
    other = tokens.create(local_store, "Ben", "annotate", None)
    mixed = f"ost_{one.info.id}_{tokens.split(other.secret)[1]}"
    assert tokens.verify(local_store, mixed) is None


def test_tokens_unknown_id_costs_the_same_comparison(
    local_store: Store, monkeypatch: pytest.MonkeyPatch
) -> None:
    compared: list[tuple[int, int]] = []
    compare = hmac.compare_digest

    def note(one: bytes, other: bytes) -> bool:
        compared.append((len(one), len(other)))
        return compare(one, other)

    issued = tokens.create(local_store, "Ann", "admin", None)
    monkeypatch.setattr(hmac, "compare_digest", note)
    for bearer in (issued.secret, issued.secret + "x", "ost_000000000000_x", "rubbish"):
        tokens.verify(local_store, bearer)
    assert compared == [(32, 32)] * 4


@pytest.mark.parametrize(
    ("change", "state"),
    [
        ({}, "live"),
        ({"expires_at": utc_now() + timedelta(hours=8)}, "live"),
        ({"expires_at": utc_now() - timedelta(seconds=1)}, "expired"),
        ({"revoked_at": utc_now()}, "revoked"),
        ({"revoked_at": utc_now(), "expires_at": utc_now() - timedelta(days=1)}, "revoked"),
    ],
)
def test_tokens_state(local_store: Store, change: dict[str, object], state: str) -> None:
    issued = tokens.create(local_store, "Ann", "admin", None)
    with local_store.write() as session:
        session.execute(update(Token).values(id=issued.info.id, **change))
    found = tokens.verify(local_store, issued.secret)
    assert found is not None
    assert found.state() == state
    assert (tokens.find(local_store, issued.info.id) is not None) == (state in tokens.State.__args__)


def test_tokens_note_their_last_use_to_the_minute(local_store: Store) -> None:
    issued = tokens.create(local_store, "Ann", "admin", None)
    assert issued.info.last_used_at is None
    tokens.verify(local_store, issued.secret)
    first = tokens.listed(local_store)[0].last_used_at
    assert first is not None
    tokens.verify(local_store, issued.secret)
    assert tokens.listed(local_store)[0].last_used_at == first
    with local_store.write() as session:
        session.execute(update(Token).values(last_used_at=first - timedelta(minutes=2)))
    tokens.verify(local_store, issued.secret)
    assert (tokens.listed(local_store)[0].last_used_at or first) > first


@pytest.mark.parametrize("by", ["id", "name"])
def test_tokens_revoke_by_id_or_name(store: Store, by: str) -> None:
    first = tokens.create(store, "Ann", "admin", None)
    second = tokens.create(store, "Ann", "admin", None)
    gone = tokens.revoke(store, first.info.id if by == "id" else "Ann")
    expected = {first.info.id} if by == "id" else {first.info.id, second.info.id}
    assert {info.id for info in gone} == expected
    states = {info.id: info.state() for info in tokens.listed(store)}
    assert {id_ for id_, state in states.items() if state == "revoked"} == expected


def test_tokens_revoke_what_is_not_there(local_store: Store) -> None:
    assert tokens.revoke(local_store, "Ann") == []
    tokens.create(local_store, "Ann", "admin", None)
    assert tokens.revoke(local_store, "Ben") == []
    assert len(tokens.revoke(local_store, "Ann")) == 1
    assert tokens.revoke(local_store, "Ann") == []


def test_tokens_ever_made_count_even_when_revoked(local_store: Store) -> None:
    assert not tokens.any_exists(local_store)
    assert not local_store.exists()
    tokens.create(local_store, "Ann", "admin", None)
    tokens.revoke(local_store, "Ann")
    assert tokens.any_exists(local_store)
