"""``GET /``, its built-in notes, and the policy that keeps the page to itself."""

import re
from pathlib import Path

import pytest
from flask import Flask
from flask.testing import FlaskClient

from server.errors import register_errors
from server.pages import blueprint
from server.pages.samples import page_samples

STATIC = Path(blueprint.static_folder or "")
SCRIPTS = sorted(STATIC.rglob("*.js"))


@pytest.fixture
def client() -> FlaskClient:
    app = Flask("pages", static_folder=None)
    register_errors(app)
    app.register_blueprint(blueprint)
    return app.test_client()


def test_workbench_page_loads_only_what_it_ships(client: FlaskClient) -> None:
    answer = client.get("/")
    assert answer.status_code == 200
    html = answer.get_data(as_text=True)
    addresses = re.findall(r'<(?:link|script|img)\s[^>]*(?:src|href)="([^"]+)"', html)
    assert len(addresses) >= 5
    for address in addresses:
        assert address.startswith("/workbench/")
        with client.get(address) as answer:
            assert answer.status_code == 200


def test_workbench_page_has_no_inline_code(client: FlaskClient) -> None:
    html = client.get("/").get_data(as_text=True)
    assert not re.search(r"<style|\sstyle=|\son[a-z]+=|javascript:", html)
    assert all(re.search(r'src="', tag) for tag in re.findall(r"<script[^>]*>", html))


@pytest.mark.parametrize(
    "path", ["/", "/workbench/js/main.js", "/workbench/samples/vdro", "/workbench/css/base.css"]
)
def test_workbench_policy_on_every_answer(client: FlaskClient, path: str) -> None:
    with client.get(path) as answer:
        headers = answer.headers
    policy = headers["Content-Security-Policy"]
    assert "default-src 'none'" in policy
    assert "unsafe" not in policy
    assert "frame-ancestors 'none'" in policy
    assert "require-trusted-types-for 'script'" in policy
    assert headers["Referrer-Policy"] == "no-referrer"
    assert headers["X-Content-Type-Options"] == "nosniff"


@pytest.mark.parametrize("sample", page_samples(), ids=lambda sample: sample.id)
def test_workbench_sample_is_listed_and_served(client: FlaskClient, sample) -> None:  # type: ignore[no-untyped-def]
    assert f'value="{sample.id}"' in client.get("/").get_data(as_text=True)
    assert client.get(f"/workbench/samples/{sample.id}").get_json() == sample.to_dict()
    assert sample.format in ("text", "html")
    assert len(sample.text) > 200


@pytest.mark.parametrize("name", ["nothing", "vdro.txt", "%00"])
def test_workbench_unknown_sample_is_404_json(client: FlaskClient, name: str) -> None:
    answer = client.get(f"/workbench/samples/{name}")
    assert answer.status_code == 404
    assert answer.get_json()["error"]["code"] == "no_such_sample"


@pytest.mark.parametrize(
    "path", ["/workbench/../workbench.py", "/workbench/..%2fworkbench.py", "/workbench/none.js"]
)
def test_workbench_static_gives_nothing_else(client: FlaskClient, path: str) -> None:
    assert client.get(path).status_code == 404


@pytest.mark.parametrize("script", SCRIPTS, ids=lambda path: path.name)
def test_workbench_script_never_builds_markup_from_text(script: Path) -> None:
    source = script.read_text("utf-8")
    assert not re.search(
        r"innerHTML|outerHTML|insertAdjacentHTML|document\.write|\beval\b|new Function", source
    )
    assert not re.search(r"https?://", source)
    assert len(source.splitlines()) <= 240
