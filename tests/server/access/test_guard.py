"""Who is answered: by token, role, address, proxy and cookie."""

from datetime import timedelta
from pathlib import Path

import pytest
from flask.testing import FlaskClient
from sqlalchemy import update

from server.access import sessions, tokens
from server.access.roles import allows
from server.store import Store
from server.store.models import Token
from server.store.types import utc_now
from tests.server.stores import bearer, make_app

FAR = {"REMOTE_ADDR": "192.0.2.7"}
NEED = [
    ("POST", "/v1/annotate", "annotate"),
    ("GET", "/v1/whoami", "annotate"),
    ("GET", "/v1/feedback/reasons", "annotate"),
    ("POST", "/v1/feedback", "feedback"),
    ("GET", "/v1/feedback/export", "admin"),
    ("GET", "/v1/pair", "admin"),
    ("POST", "/v1/pair/decide", "admin"),
]
ROLES = ["annotate", "feedback", "admin"]


def error_of(response: object) -> dict[str, str]:
    body = response.get_json()["error"]  # type: ignore[attr-defined]
    assert body["message"]
    assert body["fix"]
    return dict(body)


@pytest.mark.parametrize("address", ["127.0.0.1", "127.9.9.9", "::1", "::ffff:127.0.0.1"])
def test_guard_is_open_to_this_machine_until_a_token_exists(
    client: FlaskClient, local_store: Store, address: str
) -> None:
    here = {"REMOTE_ADDR": address}
    assert client.post("/v1/annotate", environ_base=here).status_code == 200
    assert client.get("/v1/whoami", environ_base=here).get_json() == {
        "name": "local",
        "role": "admin",
        "open": True,
    }
    assert not local_store.exists()
    tokens.create(local_store, "Ann", "annotate", None)
    refused = client.post("/v1/annotate", environ_base=here)
    assert refused.status_code == 401
    assert error_of(refused)["code"] == "token_missing"
    assert refused.headers["WWW-Authenticate"].startswith("Bearer ")


@pytest.mark.parametrize("end", ["revoke", "expire"])
def test_guard_stays_closed_when_the_last_token_ended(
    client: FlaskClient, local_store: Store, end: str
) -> None:
    tokens.create(local_store, "Ann", "annotate", timedelta(days=1))
    with local_store.write() as session:
        field = {"revoke": "revoked_at", "expire": "expires_at"}[end]
        session.execute(update(Token).values(**{field: utc_now() - timedelta(days=1)}))
    assert client.post("/v1/annotate").status_code == 401


@pytest.mark.parametrize(
    "address", ["192.0.2.7", "10.0.0.1", "::ffff:192.0.2.7", "2001:db8::1", "", "rubbish"]
)
def test_guard_is_never_open_to_other_machines(client: FlaskClient, address: str) -> None:
    response = client.post("/v1/annotate", environ_base={"REMOTE_ADDR": address})
    assert response.status_code == 401
    assert error_of(response)["field"] == "Authorization"


@pytest.mark.parametrize("header", ["Forwarded", "X-Forwarded-For", "X-Forwarded-Proto", "X-Real-IP", "Via"])
def test_guard_is_never_open_through_a_proxy(client: FlaskClient, header: str) -> None:
    assert client.post("/v1/annotate", headers={header: "127.0.0.1"}).status_code == 401


def test_guard_is_never_open_under_a_configured_host(local_store: Store) -> None:
    client = make_app(local_store, hosts=("osteotome.example",)).test_client()
    assert client.post("/v1/annotate", headers={"Host": "osteotome.example"}).status_code == 401
    assert client.post("/v1/annotate", headers={"Host": "localhost:27165"}).status_code == 200


@pytest.mark.parametrize(
    ("access", "with_token", "status"),
    [
        ("auto", False, 200),
        ("auto", True, 401),
        ("token", False, 401),
        ("token", True, 401),
        ("open", False, 200),
        ("open", True, 200),
    ],
)
def test_guard_modes_without_a_token_in_the_request(
    local_store: Store, access: str, with_token: bool, status: int
) -> None:
    if with_token:
        tokens.create(local_store, "Ann", "annotate", None)
    client = make_app(local_store, access=access).test_client()
    assert client.post("/v1/annotate").status_code == status
    assert client.post("/v1/annotate", environ_base=FAR).status_code == 401


@pytest.mark.parametrize("held", ROLES)
@pytest.mark.parametrize(("method", "path", "needed"), NEED)
def test_guard_wrong_role_is_refused(
    client: FlaskClient, local_store: Store, held: str, method: str, path: str, needed: str
) -> None:
    response = client.open(path, method=method, headers=bearer(local_store, held), environ_base=FAR)
    if ROLES.index(held) >= ROLES.index(needed):
        assert response.status_code not in (401, 403)
    else:
        assert response.status_code == 403
        assert error_of(response)["code"] == "role_missing"
        assert needed in error_of(response)["fix"]


@pytest.mark.parametrize(("method", "path", "_needed"), NEED)
@pytest.mark.parametrize(
    ("header", "code"),
    [
        (None, "token_missing"),
        ("", "token_malformed"),
        ("Basic QW5uOng=", "token_malformed"),
        ("Bearer", "token_malformed"),
        ("Bearer ost_0123456789ab_wrong", "token_unknown"),
        ("Bearer \xff\xfe", "token_unknown"),
    ],
)
def test_guard_missing_or_wrong_token_is_refused(
    client: FlaskClient,
    local_store: Store,
    method: str,
    path: str,
    _needed: str,
    header: str | None,
    code: str,
) -> None:
    tokens.create(local_store, "Ann", "admin", None)
    headers = {} if header is None else {"Authorization": header}
    response = client.open(path, method=method, headers=headers)
    assert response.status_code == 401
    assert error_of(response)["code"] == code
    assert "wrong" not in response.get_data(as_text=True)


@pytest.mark.parametrize(("method", "path", "_needed"), NEED)
def test_guard_revoked_token_is_refused_at_once(
    client: FlaskClient, local_store: Store, method: str, path: str, _needed: str
) -> None:
    headers = bearer(local_store, "admin", "Ann")
    assert client.open(path, method=method, headers=headers).status_code not in (401, 403)
    tokens.revoke(local_store, "Ann")
    response = client.open(path, method=method, headers=headers)
    assert response.status_code == 401
    assert error_of(response)["code"] == "token_revoked"


def test_guard_expired_token_is_refused(client: FlaskClient, local_store: Store) -> None:
    headers = bearer(local_store, "admin")
    with local_store.write() as session:
        session.execute(update(Token).values(expires_at=utc_now()))
    response = client.post("/v1/annotate", headers=headers)
    assert response.status_code == 401
    assert error_of(response)["code"] == "token_expired"


def test_guard_a_token_that_is_given_must_be_right_even_when_open(client: FlaskClient) -> None:
    headers = {"Authorization": "Bearer ost_0123456789ab_x"}
    assert client.post("/v1/annotate", headers=headers).status_code == 401


@pytest.mark.parametrize(("path", "status"), [("/healthz", 200), ("/nowhere", 404)])
def test_guard_leaves_public_and_missing_paths_alone(
    client: FlaskClient, local_store: Store, path: str, status: int
) -> None:
    tokens.create(local_store, "Ann", "admin", None)
    assert client.get(path, environ_base=FAR).status_code == status


def test_guard_closes_when_the_store_does_not_answer(local_store: Store, tmp_path: Path) -> None:
    broken = Store("postgresql://nobody@127.0.0.1:1/none", tmp_path)
    response = make_app(broken).test_client().post("/v1/annotate")
    assert response.status_code == 503
    assert error_of(response)["field"] == "store_url"
    assert response.headers["Retry-After"]


@pytest.mark.parametrize(
    ("held", "needed", "answer"),
    [
        ("admin", "annotate", True),
        ("feedback", "feedback", True),
        ("annotate", "feedback", False),
        ("feedback", "admin", False),
        ("root", "annotate", False),
        ("admin", "root", False),
        ("", "", False),
    ],
)
def test_guard_roles_contain_each_other(held: str, needed: str, answer: bool) -> None:
    assert allows(held, needed) is answer


def signed_in(client: FlaskClient, store: Store, role: str) -> str:
    issued = tokens.create(store, "Ann", role, None)  # type: ignore[arg-type]
    with client.application.test_request_context():
        value = sessions._serializer(store).dumps(issued.info.id)
    client.set_cookie(sessions.COOKIE, value, domain="127.0.0.1")
    return issued.info.id


@pytest.mark.parametrize(
    ("origin", "status"),
    [("http://127.0.0.1", 200), (None, 401), ("chrome-extension://abcdefghijklmnop", 401)],
)
def test_guard_cookie_counts_only_for_the_services_own_pages(
    client: FlaskClient, local_store: Store, origin: str | None, status: int
) -> None:
    signed_in(client, local_store, "annotate")
    headers = {"Host": "127.0.0.1"} | ({"Origin": origin} if origin else {})
    assert client.post("/v1/annotate", headers=headers, base_url="http://127.0.0.1").status_code == status
    assert client.get("/v1/whoami", base_url="http://127.0.0.1").status_code == 200


@pytest.mark.parametrize("change", ["revoke", "forge", "old"])
def test_guard_cookie_ends(
    client: FlaskClient, local_store: Store, change: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    signed_in(client, local_store, "annotate")
    if change == "revoke":
        tokens.revoke(local_store, "Ann")
    elif change == "forge":
        client.set_cookie(sessions.COOKIE, "forged.value.here", domain="127.0.0.1")
    else:
        monkeypatch.setattr(sessions, "SECONDS", -1)
    assert client.get("/v1/whoami", base_url="http://127.0.0.1").status_code == 401
