"""The log: JSON lines that an operator can use, and never a word of a note."""

import io
import json
import logging
import sys

import pytest
from flask.testing import FlaskClient

from server.logs import JsonFormatter, configure
from tests.server.notes import CANARY, NOTE, WORDS


def formatted(record: logging.LogRecord) -> dict[str, object]:
    line: dict[str, object] = json.loads(JsonFormatter().format(record))
    return line


def test_logs_of_an_exception_keep_type_and_place_and_drop_the_message() -> None:
    try:
        raise ValueError(NOTE)
    except ValueError:
        record = logging.LogRecord("x", logging.ERROR, __file__, 1, "fault", None, sys.exc_info())
    line = formatted(record)
    assert line["exception"] == "ValueError"
    assert "test_logs.py" in str(line["places"])
    assert not any(word in str(line).lower() for word in CANARY)


@pytest.mark.parametrize(
    ("path", "method", "status", "route"),
    [
        ("/healthz", "GET", 200, "/healthz"),
        ("/v1/codes/27165", "GET", 200, "/v1/codes/<code>"),
        (f"/v1/codes/{WORDS}", "GET", 404, "/v1/codes/<code>"),
        (f"/{WORDS}?text={WORDS}", "GET", 404, "none"),
        (f"/v1/annotate?{WORDS}={WORDS}", "POST", 415, "/v1/annotate"),
    ],
)
def test_logs_one_line_a_request_with_the_route_but_not_the_path(
    service: FlaskClient, log_watch: io.StringIO, path: str, method: str, status: int, route: str
) -> None:
    begun = log_watch.tell()
    response = service.open(path, method=method)
    lines = [json.loads(line) for line in log_watch.getvalue()[begun:].splitlines()]
    (line,) = [line for line in lines if line["event"] == "request"]
    assert (line["method"], line["status"], line["route"]) == (method, status, route)
    assert line["request_id"] == response.headers["X-Request-ID"]
    assert line["ms"] >= 0


@pytest.mark.parametrize(
    ("headers", "body"),
    [
        ({"User-Agent": WORDS}, {"text": NOTE}),
        ({"X-Request-ID": WORDS}, {"text": NOTE}),
        ({"Authorization": f"Bearer {WORDS}"}, {"text": NOTE}),
        ({"Host": WORDS}, {"text": NOTE}),
        ({"Origin": f"https://{CANARY[0]}"}, {"text": NOTE}),
        ({}, {WORDS: NOTE}),
        ({}, {"text": [NOTE]}),
        ({}, NOTE),
    ],
)
def test_logs_hold_no_word_of_what_was_sent(
    service: FlaskClient, log_watch: io.StringIO, headers: dict[str, str], body: object
) -> None:
    begun = log_watch.tell()
    response = service.post("/v1/annotate", json=body, headers=headers)
    logged = log_watch.getvalue()[begun:].lower()
    assert f'"status": {response.status_code}' in logged
    assert not any(word in logged for word in CANARY)


def test_logs_configure_sends_every_logger_to_one_stream() -> None:
    root = logging.getLogger()
    before, level = list(root.handlers), root.level
    stream = io.StringIO()
    try:
        configure("warning", stream)
        logging.getLogger("some.library").warning("seen %d", 1)
        logging.getLogger("some.library").info("not seen")
    finally:
        root.handlers[:], root.level = before, level
        root.setLevel(level)
    (line,) = [json.loads(line) for line in stream.getvalue().splitlines()]
    assert (line["event"], line["logger"], line["level"]) == ("seen 1", "some.library", "warning")
