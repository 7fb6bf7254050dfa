"""The real app with one reader for the whole session, and a watch on everything that is logged."""

import io
import logging
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pytest
from flask import Flask
from flask.testing import FlaskClient

from server.app import create_app
from server.logs import JsonFormatter
from server.reader import LocalReader, Reader
from tests.server.notes import CANARY

AppMaker = Callable[..., Flask]


@pytest.fixture(scope="session", autouse=True)
def log_watch() -> Iterator[io.StringIO]:
    """Every log line of the session's tests, at the finest level; at its end none may hold a note's words."""
    stream = io.StringIO()
    handler = logging.StreamHandler(stream)
    handler.setFormatter(JsonFormatter())
    root = logging.getLogger()
    level = root.level
    root.addHandler(handler)
    root.setLevel(logging.DEBUG)
    yield stream
    root.removeHandler(handler)
    root.setLevel(level)
    shown = [line for line in stream.getvalue().lower().splitlines() if any(word in line for word in CANARY)]
    assert shown == []


@pytest.fixture(scope="session")
def reader() -> Iterator[Reader]:
    """One loaded reader."""
    found = LocalReader(None, 30.0)
    found.start()
    found.wait()
    yield found
    found.close()


@pytest.fixture
def make_service(reader: Reader, tmp_path: Path) -> AppMaker:
    """Builds the real app with the session's reader; settings by name."""

    def make(**config: Any) -> Flask:
        return create_app({"READER": reader, "state_dir": tmp_path / "state", "TESTING": False, **config})

    return make


@pytest.fixture
def service(make_service: AppMaker) -> FlaskClient:
    """A program on this machine that calls the app with no settings at all."""
    return make_service().test_client()
