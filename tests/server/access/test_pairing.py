"""Pairing: from an installed extension to a connected one, and every way it may fail."""

from concurrent.futures import ThreadPoolExecutor
from datetime import timedelta

import pytest
from flask.testing import FlaskClient
from sqlalchemy import select, update

from server.access import pairing, tokens
from server.store import Store
from server.store.models import Pairing
from server.store.types import utc_now
from tests.server.stores import bearer, make_app

HTTPS = "https://127.0.0.1"
FAR = {"REMOTE_ADDR": "192.0.2.7"}


def begin(client: FlaskClient, **options: object) -> dict[str, str]:
    response = client.post("/v1/pair", json={"client": "Chromium on ward 3"}, **options)  # type: ignore[arg-type]
    assert response.status_code == 201, response.get_json()
    return dict(response.get_json())


def claim(client: FlaskClient, device: str) -> tuple[int, dict[str, object]]:
    response = client.post("/v1/pair/claim", json={"device": device})
    return response.status_code, response.get_json()


def test_pairing_connects_without_anybody_copying_a_secret(client: FlaskClient, local_store: Store) -> None:
    admin = bearer(local_store, "admin", "Olga Admin")
    started = begin(client)
    assert started["code"] in started["fix"]
    assert claim(client, started["device"]) == (
        202,
        {"state": "waiting", "token": None, "name": None, "role": None},
    )
    shown = client.get("/v1/pair", headers=admin).get_json()["waiting"]
    assert [(entry["code"], entry["client"], entry["address"]) for entry in shown] == [
        (started["code"], "Chromium on ward 3", "127.0.0.1")
    ]
    decision = {"code": started["code"].lower().replace("-", " "), "decision": "approve", "name": "Ann"}
    decided = client.post("/v1/pair/decide", json=decision, headers=admin)
    assert decided.get_json() == {"waiting": []}
    status, answer = claim(client, started["device"])
    assert (status, answer["state"], answer["name"], answer["role"]) == (200, "connected", "Ann", "feedback")
    headers = {"Authorization": f"Bearer {answer['token']}"}
    assert client.get("/v1/whoami", headers=headers).get_json()["name"] == "Ann"
    assert claim(client, started["device"])[0] == 404


def test_pairing_keeps_no_secret_and_grants_what_was_approved(store: Store) -> None:
    started = pairing.start(store, "Firefox", "127.0.0.1")
    with store.read() as session:
        row = session.scalars(select(Pairing)).one()
    assert started.device.split("_", 2)[2] not in repr(vars(row))
    assert pairing.approve(store, started.code, "Ann", "annotate", timedelta(days=2), by="Olga")
    issued = pairing.claim(store, started.device)
    assert isinstance(issued, tokens.Issued)
    assert (issued.info.role, issued.info.made_by) == ("annotate", "Olga")
    assert issued.info.expires_at is not None
    assert timedelta(days=1) < issued.info.expires_at - utc_now() <= timedelta(days=2)
    with store.read() as session:
        assert session.scalars(select(Pairing)).all() == []


def test_pairing_claimed_many_times_at_once_gives_one_token(store: Store) -> None:
    started = pairing.start(store, "Firefox", "127.0.0.1")
    assert pairing.approve(store, started.code, "Ann", "annotate", None, by="Olga")

    def take(_: int) -> object:
        return pairing.claim(store, started.device)

    with ThreadPoolExecutor(6) as threads:
        outcomes = list(threads.map(take, range(12)))
    assert outcomes.count("gone") == 11
    assert len(tokens.listed(store)) == 1


def test_pairing_denied_client_is_told(client: FlaskClient, local_store: Store) -> None:
    admin = bearer(local_store, "admin")
    started = begin(client)
    client.post("/v1/pair/decide", json={"code": started["code"], "decision": "deny"}, headers=admin)
    status, answer = claim(client, started["device"])
    assert (status, answer["error"]["code"]) == (403, "pairing_denied")  # type: ignore[index]
    assert len(tokens.listed(local_store)) == 1


@pytest.mark.parametrize(
    "device", ["x", "pair_", "pair_0123456789ab_wrong", "pair__", "pair_\x00_\ud800", "a" * 200]
)
def test_pairing_wrong_device_gets_nothing(client: FlaskClient, local_store: Store, device: str) -> None:
    admin = bearer(local_store, "admin")
    started = begin(client)
    decision = {"code": started["code"], "decision": "approve", "name": "Ann"}
    client.post("/v1/pair/decide", json=decision, headers=admin)
    id_ = started["device"].split("_")[1]
    for guess in (device, f"pair_{id_}_{device}"[:200]):
        assert claim(client, guess)[0] in (404, 422)
    assert claim(client, started["device"])[0] == 200


@pytest.mark.parametrize("state", ["waiting", "approved"])
def test_pairing_ends_by_itself(local_store: Store, state: str) -> None:
    started = pairing.start(local_store, "Firefox", "127.0.0.1")
    if state == "approved":
        assert pairing.approve(local_store, started.code, "Ann", "annotate", None, by="Olga")
    with local_store.write() as session:
        session.execute(update(Pairing).values(expires_at=utc_now()))
    assert pairing.waiting(local_store) == []
    assert not pairing.approve(local_store, started.code, "Ann", "annotate", None, by="Olga")
    assert not pairing.deny(local_store, started.code)
    assert pairing.claim(local_store, started.device) == "gone"
    assert tokens.listed(local_store) == []


def test_pairing_lets_few_wait_and_recovers(client: FlaskClient, local_store: Store) -> None:
    bearer(local_store, "admin")
    for _ in range(pairing.MOST_WAITING):
        begin(client)
    response = client.post("/v1/pair", json={"client": "one too many"})
    assert response.status_code == 429
    assert response.headers["Retry-After"] == "600"
    with local_store.write() as session:
        session.execute(update(Pairing).values(expires_at=utc_now()))
    begin(client)


@pytest.mark.parametrize(
    ("headers", "base_url", "address", "status"),
    [
        ({}, "http://127.0.0.1", "127.0.0.1", 201),
        ({}, "http://127.0.0.1", "192.0.2.7", 403),
        ({}, HTTPS, "192.0.2.7", 201),
        ({"X-Forwarded-Proto": "https"}, "http://127.0.0.1", "127.0.0.1", 201),
        ({"X-Forwarded-Proto": "http"}, "http://127.0.0.1", "127.0.0.1", 403),
        ({"X-Forwarded-Proto": "https"}, "http://127.0.0.1", "192.0.2.7", 403),
    ],
)
def test_pairing_only_over_a_channel_that_is_safe(
    client: FlaskClient,
    local_store: Store,
    headers: dict[str, str],
    base_url: str,
    address: str,
    status: int,
) -> None:
    bearer(local_store, "admin")
    response = client.post(
        "/v1/pair",
        json={"client": "Firefox"},
        headers=headers,
        base_url=base_url,
        environ_base={"REMOTE_ADDR": address},
    )
    assert response.status_code == status
    if status == 403:
        assert response.get_json()["error"]["code"] == "pairing_unsafe"
        assert "paste" in response.get_json()["error"]["fix"]


def test_pairing_is_not_needed_while_the_service_is_open(client: FlaskClient) -> None:
    response = client.post("/v1/pair", json={"client": "Firefox"})
    assert response.status_code == 409
    assert response.get_json()["error"]["code"] == "pairing_not_needed"


def test_pairing_is_decided_with_a_token_even_while_the_service_is_open(local_store: Store) -> None:
    client = make_app(local_store, access="open").test_client()
    started = pairing.start(local_store, "Firefox", "127.0.0.1")
    decision = {"code": started.code, "decision": "approve", "name": "Ann"}
    response = client.post("/v1/pair/decide", json=decision)
    assert response.status_code == 403
    assert response.get_json()["error"]["code"] == "admin_token_needed"


@pytest.mark.parametrize(
    ("body", "status", "field"),
    [
        ({"code": "BCDF-GHJK", "decision": "approve", "name": "Ann"}, 404, "code"),
        ({"code": "BCDF-GHJK", "decision": "deny"}, 404, "code"),
        ({"code": "BCDF-GHJK", "decision": "deny", "days": 30.0}, 404, "code"),
        ({"code": "BCDF-GHJK", "decision": "deny", "days": 30.5}, 422, "days"),
        ({"code": "BCDF-GHJK", "decision": "deny", "days": "30"}, 422, "days"),
        ({"code": "BCDF-GHJK", "decision": "approve"}, 422, "name"),
        ({"code": "short", "decision": "deny"}, 422, "code"),
        ({"code": "BCDF-GHJK", "decision": "maybe"}, 422, "decision"),
        ({"code": "BCDF-GHJK", "decision": "approve", "name": "A\nB"}, 422, "name"),
        ({"code": "BCDF-GHJK", "decision": "approve", "name": "A", "role": "root"}, 422, "role"),
        ({"code": "BCDF-GHJK", "decision": "approve", "name": "A", "days": 0}, 422, "days"),
    ],
)
def test_pairing_decision_faults_name_the_field(
    client: FlaskClient, local_store: Store, body: dict[str, object], status: int, field: str
) -> None:
    response = client.post("/v1/pair/decide", json=body, headers=bearer(local_store, "admin"))
    error = response.get_json()["error"]
    assert (response.status_code, error["field"]) == (status, field)
    assert error["fix"]


@pytest.mark.parametrize(
    "body",
    [{}, {"client": ""}, {"client": "  "}, {"client": "x" * 101}, {"client": "\x1b[2J"}, {"client": 5}],
)
def test_pairing_client_must_say_what_it_is(
    client: FlaskClient, local_store: Store, body: dict[str, object]
) -> None:
    bearer(local_store, "admin")
    response = client.post("/v1/pair", json=body)
    assert response.status_code == 422
    assert response.get_json()["error"]["field"] == "client"


def test_pairing_codes_are_many_and_legible(local_store: Store) -> None:
    codes = {pairing.start(local_store, "Firefox", "127.0.0.1").code for _ in range(pairing.MOST_WAITING)}
    assert len(codes) == pairing.MOST_WAITING
    assert set("".join(codes)) <= {*pairing.ALPHABET, "-"}
    assert len(pairing.ALPHABET) ** 8 > 10**10
