"""The pages for people: signing in and out, letting clients in."""

import pytest
from bs4 import BeautifulSoup
from flask.testing import FlaskClient

from server.access import pairing, sessions, tokens
from server.access.guard import local_path
from server.store import Store
from tests.server.stores import bearer

HERE = {"base_url": "http://127.0.0.1"}
OWN = {**HERE, "headers": {"Origin": "http://127.0.0.1"}}


def sign_in(client: FlaskClient, store: Store, role: str, wanted: str = "/reports") -> object:
    issued = tokens.create(store, "Olga Admin", role, None)  # type: ignore[arg-type]
    return client.post("/sign-in", data={"token": f" {issued.secret}\n", "next": wanted}, **OWN)  # type: ignore[arg-type]


@pytest.mark.parametrize("path", ["/reports", "/pair", "/reports?by=coder&days=30"])
def test_pages_lead_to_the_form_and_back(client: FlaskClient, local_store: Store, path: str) -> None:
    tokens.create(local_store, "Ann", "admin", None)
    led = client.get(path, **HERE)  # type: ignore[arg-type]
    assert led.status_code == 303
    form = client.get(led.headers["Location"], **HERE)  # type: ignore[arg-type]
    field = BeautifulSoup(form.get_data(as_text=True), "lxml").select_one("input[name=next]")
    assert field is not None
    assert field["value"] == path
    assert form.headers["Referrer-Policy"] == "same-origin"
    signed = sign_in(client, local_store, "admin", str(field["value"]))
    assert signed.headers["Location"] == path  # type: ignore[attr-defined]
    assert client.get(path, **HERE).status_code == 200  # type: ignore[arg-type]


def test_pages_cookie_is_out_of_reach_of_scripts_and_other_sites(
    client: FlaskClient, local_store: Store
) -> None:
    response = sign_in(client, local_store, "admin")
    cookie = response.headers["Set-Cookie"]  # type: ignore[attr-defined]
    assert cookie.startswith(f"{sessions.COOKIE}=")
    assert {"HttpOnly", "SameSite=Strict", "Path=/"} <= {part.strip() for part in cookie.split(";")}
    assert "Secure" not in cookie
    secret = tokens.create(local_store, "Ann", "admin", None).secret
    https = {"base_url": "https://127.0.0.1", "headers": {"Origin": "https://127.0.0.1"}}
    secure = client.post("/sign-in", data={"token": secret}, **https)  # type: ignore[arg-type]
    assert "; Secure" in secure.headers["Set-Cookie"]
    assert tokens.split(secret)[1] not in secure.headers["Set-Cookie"]


@pytest.mark.parametrize("token", ["", "nonsense", "ost_0123456789ab_x", "x" * 10_000, "\ud800\x00"])
def test_pages_wrong_token_shows_the_form_again(client: FlaskClient, local_store: Store, token: str) -> None:
    tokens.create(local_store, "Ann", "admin", None)
    data = {"token": token.encode("utf-8", "surrogatepass"), "next": "/reports"}
    response = client.post("/sign-in", data=data, **OWN)  # type: ignore[arg-type]
    assert response.status_code == 401
    assert "not known here" in response.get_data(as_text=True)
    assert "Set-Cookie" not in response.headers


def test_pages_revoked_token_cannot_sign_in(client: FlaskClient, local_store: Store) -> None:
    secret = tokens.create(local_store, "Ann", "admin", None).secret
    tokens.revoke(local_store, "Ann")
    response = client.post("/sign-in", data={"token": secret}, **OWN)  # type: ignore[arg-type]
    assert response.status_code == 401
    assert "revoked" in response.get_data(as_text=True)


@pytest.mark.parametrize("role", ["annotate", "feedback"])
def test_pages_say_which_role_is_missing(client: FlaskClient, local_store: Store, role: str) -> None:
    sign_in(client, local_store, role)
    response = client.get("/reports", **HERE)  # type: ignore[arg-type]
    assert response.status_code == 403
    assert "needs the role admin" in response.get_data(as_text=True)


def test_pages_sign_out_ends_it(client: FlaskClient, local_store: Store) -> None:
    sign_in(client, local_store, "admin")
    assert client.get("/reports", **HERE).status_code == 200  # type: ignore[arg-type]
    client.post("/sign-out", **OWN)  # type: ignore[arg-type]
    assert client.get("/reports", **HERE).status_code == 303  # type: ignore[arg-type]


@pytest.mark.parametrize(
    ("wanted", "led"),
    [
        ("/reports", "/reports"),
        ("/reports?by=coder&days=30", "/reports?by=coder&days=30"),
        ("//evil.example", "/"),
        ("/\\evil.example", "/"),
        ("https://evil.example", "/"),
        ("javascript:alert(1)", "/"),
        ("/a\r\nSet-Cookie: x=y", "/"),
        ("/reports\n", "/"),
        ("", "/"),
    ],
)
def test_pages_lead_nowhere_else(wanted: str, led: str) -> None:
    assert local_path(wanted) == led


def test_pages_let_a_client_in(client: FlaskClient, local_store: Store) -> None:
    sign_in(client, local_store, "admin")
    started = pairing.start(local_store, "<b>Chromium</b>", "127.0.0.1")
    page = BeautifulSoup(client.get("/pair", **HERE).get_data(as_text=True), "lxml")  # type: ignore[arg-type]
    assert "<b>Chromium</b>" in page.get_text()
    code = page.select_one("input[name=code]")
    assert code is not None
    assert code["value"] == started.code
    form = {"code": started.code, "decision": "approve", "name": "Ann", "role": "annotate", "days": "30"}
    response = client.post("/pair", data=form, **OWN)  # type: ignore[arg-type]
    assert (response.status_code, response.headers["Location"]) == (303, "/pair")
    issued = pairing.claim(local_store, started.device)
    assert isinstance(issued, tokens.Issued)
    assert (issued.info.name, issued.info.role) == ("Ann", "annotate")


def test_pages_send_a_client_away_without_naming_it(client: FlaskClient, local_store: Store) -> None:
    sign_in(client, local_store, "admin")
    started = pairing.start(local_store, "Firefox", "127.0.0.1")
    form = {"code": started.code, "decision": "deny", "name": "", "role": "feedback", "days": "365"}
    assert client.post("/pair", data=form, **OWN).status_code == 303  # type: ignore[arg-type]
    assert pairing.claim(local_store, started.device) == "denied"


@pytest.mark.parametrize(
    "change", [{"days": "x"}, {"days": "0"}, {"role": "root"}, {"code": ""}, {"name": ""}]
)
def test_pages_faulty_form_is_refused(
    client: FlaskClient, local_store: Store, change: dict[str, str]
) -> None:
    sign_in(client, local_store, "admin")
    started = pairing.start(local_store, "Firefox", "127.0.0.1")
    form = {"code": started.code, "decision": "approve", "name": "Ann", "role": "annotate", "days": "30"}
    response = client.post("/pair", data=form | change, **OWN)  # type: ignore[arg-type]
    assert response.status_code == 422
    assert response.get_json()["error"]["field"] == next(iter(change))
    assert pairing.claim(local_store, started.device) == "waiting"


@pytest.mark.parametrize(
    "headers",
    [{}, {"Origin": "http://evil.example"}, {"Origin": "null"}, {"Sec-Fetch-Site": "cross-site"}],
)
def test_pages_forms_of_other_sites_do_nothing(
    client: FlaskClient, local_store: Store, headers: dict[str, str]
) -> None:
    sign_in(client, local_store, "admin")
    started = pairing.start(local_store, "Firefox", "127.0.0.1")
    form = {"code": started.code, "decision": "approve", "name": "Mallory", "role": "admin", "days": "30"}
    response = client.post("/pair", data=form, headers=headers, **HERE)  # type: ignore[arg-type]
    assert response.status_code in (401, 403)
    assert pairing.claim(local_store, started.device) == "waiting"


def test_pages_pairing_while_open_says_how_to_begin(client: FlaskClient) -> None:
    page = client.get("/pair", **HERE).get_data(as_text=True)  # type: ignore[arg-type]
    assert "osteotome token create" in page


def test_pages_api_calls_are_never_led_to_the_form(client: FlaskClient, local_store: Store) -> None:
    bearer(local_store, "admin")
    for path in ("/v1/reports", "/v1/pair"):
        response = client.get(path, headers={"Accept": "text/html"})
        assert response.status_code == 401
        assert response.is_json
