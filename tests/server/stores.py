"""Fixtures for what stands on the store: a store on each database, and an app with access and feedback."""

from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from flask import Flask
from flask.testing import FlaskClient
from pydantic import SecretStr

from server import access, feedback, pages, reports
from server.access import tokens
from server.errors import register_errors
from server.guard import register_guard
from server.settings import Settings
from server.store import Store
from tests.server.postgres import new_database

DATABASES = ["sqlite", pytest.param("postgresql", marks=pytest.mark.postgres)]
HOST = {"Host": "127.0.0.1:27165"}


@pytest.fixture(params=DATABASES)
def store_url(request: pytest.FixtureRequest, tmp_path: Path) -> str:
    """The URL of an empty database, once SQLite, once PostgreSQL."""
    return new_database() if request.param == "postgresql" else f"sqlite:///{tmp_path}/store.sqlite3"


@pytest.fixture
def store(store_url: str, tmp_path: Path) -> Iterator[Store]:
    """A store on an empty database of each kind."""
    with_key = Store(store_url, tmp_path / "state")
    yield with_key
    with_key.close()


@pytest.fixture
def local_store(tmp_path: Path) -> Iterator[Store]:
    """A store on SQLite, for what does not depend on the database."""
    found = Store(folder=tmp_path / "state")
    yield found
    found.close()


def make_app(store: Store, **settings: Any) -> Flask:
    """An app with the real hooks and the blueprints of access, feedback and reports on ``store``."""
    url = SecretStr(store.url.render_as_string(hide_password=False))
    values = Settings(store_url=url, state_dir=store.folder, **settings)
    app = Flask("osteotome-test")
    app.testing = True
    register_errors(app)
    register_guard(app, values)
    access.register_access(app, values)
    app.config["STORE"] = store  # the fixture's own, so that it closes every connection
    for part in (access, feedback, pages, reports):
        app.register_blueprint(part.blueprint)

    @app.post("/v1/annotate")
    def annotate() -> dict[str, str]:
        return {"read": "yes"}

    @app.get("/healthz")
    def healthz() -> dict[str, str]:
        return {"status": "ok"}

    return app


@pytest.fixture
def client(local_store: Store) -> FlaskClient:
    """A program on this machine, calling an app whose store is empty."""
    return make_app(local_store).test_client()


def bearer(store: Store, role: str, name: str = "Ann Coder") -> dict[str, str]:
    """Headers with a new token of ``role``."""
    issued = tokens.create(store, name, role, None)  # type: ignore[arg-type]
    return {"Authorization": f"Bearer {issued.secret}"}
