"""The Host and Origin checks: who is answered without a look at any token."""

import pytest
from flask.testing import FlaskClient

from server.guard import host_name
from tests.server.conftest import AppMaker
from tests.server.notes import NOTE

EXTENSION = "chrome-extension://abcdefghijklmnopabcdefghijklmnop"
FIREFOX = "moz-extension://3f2b8f0e-5a3e-4d54-9b6f-0c0d3b1f2a11"


def status(client: FlaskClient, path: str = "/v1/annotate", **headers: str) -> int:
    names = {name.replace("_", "-"): value for name, value in headers.items()}
    return client.post(path, json={"text": NOTE}, headers=names).status_code


@pytest.mark.parametrize(
    "host",
    ["localhost", "LOCALHOST:27165", "127.0.0.1", "127.0.0.1:27165", "[::1]", "[::1]:27165", "localhost.:80"],
)
def test_guard_answers_to_this_machine(service: FlaskClient, host: str) -> None:
    assert status(service, Host=host) == 200


@pytest.mark.parametrize(
    "host",
    [
        "evil.example",
        "evil.example:27165",
        "localhost.evil.example",
        "127.0.0.1.evil.example",
        "localhost@evil.example",
        "evil.example/localhost",
        "192.168.0.7",
        "[::2]",
        "127.0.0.1:x",
        "[::1",
        "localhost:99999",
        "localhost, evil.example",
        "\u24db\u24de\u24d2alhost".encode().decode("latin-1"),
        "",
    ],
)
def test_guard_refuses_a_foreign_host(service: FlaskClient, host: str) -> None:
    response = service.post("/v1/annotate", json={"text": NOTE}, headers={"Host": host})
    assert (response.status_code, response.get_json()["error"]["field"]) == (403, "Host")


@pytest.mark.parametrize(
    "path", ["/", "/docs", "/openapi.json", "/healthz", "/metrics", "/v1/codes", "/nothing"]
)
def test_guard_refuses_a_rebound_name_on_every_page(service: FlaskClient, path: str) -> None:
    assert service.get(path, headers={"Host": "rebound.example"}).status_code == 403


@pytest.mark.parametrize(
    ("hosts", "host", "expected"),
    [
        (("notes.example",), "notes.example", 200),
        (("Notes.Example",), "notes.example:443", 200),
        (("notes.example",), "a.notes.example", 403),
        ((".notes.example",), "a.notes.example", 200),
        ((".notes.example",), "xnotes.example", 403),
    ],
)
def test_guard_answers_to_configured_names(
    make_service: AppMaker, hosts: tuple[str, ...], host: str, expected: int
) -> None:
    client = make_service(hosts=hosts).test_client()
    assert client.get("/healthz", headers={"Host": host}).status_code == expected


@pytest.mark.parametrize(
    ("host", "expected"), [("10.1.2.3:27165", 200), ("[fd00::1]", 200), ("a.example", 403)]
)
def test_guard_on_the_network_answers_to_digits_but_not_to_names(
    make_service: AppMaker, host: str, expected: int
) -> None:
    client = make_service(host="0.0.0.0").test_client()
    assert client.get("/healthz", headers={"Host": host}).status_code == expected


@pytest.mark.parametrize(
    "origin", ["http://localhost", EXTENSION, FIREFOX, "https://localhost", "http://LOCALHOST"]
)
def test_guard_answers_extensions_and_its_own_pages(service: FlaskClient, origin: str) -> None:
    assert status(service, Host="localhost", Origin=origin) == 200


@pytest.mark.parametrize(
    "origin",
    [
        "https://evil.example",
        "http://127.0.0.1",
        "http://localhost:8080",
        "http://localhost.evil.example",
        "null",
        "",
        "file://",
        "data:",
        "chrome-extension://",
        "safari-web-extension://x",
        "chrome-extension:abc",
        "http://evil.example, http://localhost",
    ],
)
def test_guard_refuses_every_web_origin(service: FlaskClient, origin: str) -> None:
    response = service.post(
        "/v1/annotate", json={"text": NOTE}, headers={"Host": "localhost", "Origin": origin}
    )
    assert (response.status_code, response.get_json()["error"]["field"]) == (403, "Origin")


@pytest.mark.parametrize(("origin", "expected"), [(EXTENSION, 200), (FIREFOX, 403)])
def test_guard_answers_only_the_extensions_named(make_service: AppMaker, origin: str, expected: int) -> None:
    client = make_service(extensions=(f"{EXTENSION}/",)).test_client()
    assert status(client, Host="localhost", Origin=origin) == expected


@pytest.mark.parametrize("path", ["/v1/annotate", "/v1/codes", "/", "/openapi.json"])
def test_guard_sends_no_cors_header(service: FlaskClient, path: str) -> None:
    headers = {
        "Origin": EXTENSION,
        "Access-Control-Request-Method": "POST",
        "Access-Control-Request-Private-Network": "true",
    }
    for method in ("OPTIONS", "GET", "POST"):
        response = service.open(path, method=method, headers=headers)
        assert not [name for name, _ in response.headers if name.lower().startswith("access-control")]


@pytest.mark.parametrize(
    ("method", "site", "mode", "expected"),
    [
        ("GET", "cross-site", "no-cors", 403),
        ("GET", "same-site", "no-cors", 403),
        ("POST", "cross-site", "navigate", 403),
        ("GET", "cross-site", "navigate", 200),
        ("GET", "none", "cors", 200),
        ("GET", "same-origin", "cors", 200),
    ],
)
def test_guard_refuses_what_a_foreign_page_sends_without_origin(
    service: FlaskClient, method: str, site: str, mode: str, expected: int
) -> None:
    headers = {"Sec-Fetch-Site": site, "Sec-Fetch-Mode": mode}
    path = "/v1/codes" if method == "GET" else "/v1/annotate"
    assert service.open(path, method=method, headers=headers).status_code == expected


@pytest.mark.parametrize("path", ["/v1/codes", "/healthz", "/nothing", "/docs"])
def test_guard_sends_protective_headers(service: FlaskClient, path: str) -> None:
    headers = service.get(path).headers
    assert headers["X-Content-Type-Options"] == "nosniff"
    assert "frame-ancestors 'none'" in headers["Content-Security-Policy"]
    assert headers["Referrer-Policy"] == "no-referrer"
    assert headers["Cache-Control"]


@pytest.mark.parametrize(
    ("host", "expected"),
    [
        ("A.b:1", "a.b"),
        ("[::1]:2", "::1"),
        ("a.", "a"),
        ("", None),
        ("a:b", None),
        ("u@a", None),
        ("a?b", None),
    ],
)
def test_guard_host_name(host: str, expected: str | None) -> None:
    assert host_name(host) == expected
