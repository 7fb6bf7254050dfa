"""POST /v1/annotate/batch: a line for a line, in order, one error object a bad line."""

import io
import json
from collections.abc import Iterator
from typing import Any

import pytest
from flask.testing import FlaskClient

from server.batch import CHUNK, Line, in_order, split_lines
from tests.server.conftest import AppMaker
from tests.server.notes import BONE, CANARY, NOTE

URL = "/v1/annotate/batch"
TYPE = "application/x-ndjson"


def lines_of(client: FlaskClient, data: bytes, **request: Any) -> list[dict[str, Any]]:
    response = client.post(URL, data=data, content_type=TYPE, **request)
    assert response.status_code == 200
    assert response.mimetype == TYPE
    assert not any(
        word in line.lower() for word in CANARY for line in error_lines(response.get_data(as_text=True))
    )
    return [json.loads(line) for line in response.get_data(as_text=True).splitlines()]


def error_lines(body: str) -> list[str]:
    return [line for line in body.splitlines() if '"error": {' in line]


def test_batch_answers_as_annotate_does_with_the_rows_id(service: FlaskClient) -> None:
    row = {"id": "a-1", "text": NOTE, "ward": "ignored"}
    alone = service.post("/v1/annotate", json={"text": NOTE}).get_json()
    assert lines_of(service, json.dumps(row).encode()) == [{"id": "a-1", **alone}]


BAD_LINES: dict[str, tuple[bytes, int, str, str, Any]] = {
    "not JSON": (b"{", 400, "bad_json", "body", None),
    "bad UTF-8": (b'{"text": "\xff"}', 400, "bad_encoding", "body", None),
    "deep": (b"[" * 5000, 400, "bad_json", "body", None),
    "list": (b"[]", 422, "not_an_object", "body", None),
    "no text": (b'{"id": "r7"}', 422, "missing_field", "text", "r7"),
    "text number": (b'{"id": 7, "text": 5}', 422, "invalid_field", "text", 7),
    "id object": (b'{"id": {"a": 1}, "text": "x"}', 422, "invalid_field", "id", None),
    "id true": (b'{"id": true, "text": "x"}', 422, "invalid_field", "id", None),
    "id too long": (b'{"id": "' + b"i" * 300 + b'", "text": "x"}', 422, "invalid_field", "id", None),
}


@pytest.mark.parametrize("name", BAD_LINES)
def test_batch_a_bad_line_gets_an_error_and_the_others_their_answers(service: FlaskClient, name: str) -> None:
    line, status, code, field, row_id = BAD_LINES[name]
    good = json.dumps({"id": 1, "text": NOTE}).encode()
    first, middle, last = lines_of(service, b"\n".join([good, line, good]))
    assert (first["id"], last["id"]) == (1, 1)
    assert first["suggestions"] == last["suggestions"] != []
    error = middle["error"]
    assert (middle["line"], middle["id"], error["status"], error["code"]) == (2, row_id, status, code)
    assert error["field"].startswith(field)


def test_batch_skips_empty_lines_and_counts_them(service: FlaskClient) -> None:
    answers = lines_of(service, b'\n\r\n{"text": ""}\r\n  \n{"id": 3}')
    assert [answer.get("line") for answer in answers] == [None, 5]


def test_batch_of_nothing_answers_nothing(service: FlaskClient) -> None:
    assert lines_of(service, b"") == []


@pytest.mark.parametrize("offsets", ["codepoint", "utf16"])
def test_batch_takes_the_unit_of_offsets(service: FlaskClient, offsets: str) -> None:
    rows = json.dumps({"text": f"{BONE} {NOTE}"}).encode()
    (answer,) = lines_of(service, rows, query_string=f"offsets={offsets}")
    alone = service.post("/v1/annotate", json={"text": f"{BONE} {NOTE}", "offsets": offsets}).get_json()
    assert answer == {"id": None, **alone}


def test_batch_keeps_a_lone_surrogate(service: FlaskClient) -> None:
    (answer,) = lines_of(service, json.dumps({"text": f"\ud800 {NOTE}"}).encode())
    assert answer["suggestions"] != []


@pytest.mark.parametrize(
    ("request_", "status"),
    [
        ({"json": {"text": NOTE}}, 415),
        ({"data": b"{}"}, 415),
        ({"data": b"{}", "content_type": TYPE, "query_string": "offsets=x"}, 422),
        ({"data": b"{}", "content_type": TYPE, "query_string": "render=html"}, 422),
    ],
)
def test_batch_refuses_a_request_that_is_no_batch(
    service: FlaskClient, request_: dict[str, Any], status: int
) -> None:
    response = service.post(URL, **request_)
    assert (response.status_code, response.get_json()["error"]["status"]) == (status, status)


def test_batch_a_line_over_the_limit_is_refused_alone(make_service: AppMaker) -> None:
    client = make_service(max_body_bytes=1024).test_client()
    long, short = json.dumps({"text": "x" * 300_000}), json.dumps({"id": 2, "text": ""})
    first, second = lines_of(client, f"{long}\n{short}".encode())
    assert (first["line"], first["error"]["status"]) == (1, 413)
    assert second["id"] == 2


def test_batch_over_the_limit_is_refused_before_it_is_read(make_service: AppMaker) -> None:
    client = make_service(max_batch_bytes=1024).test_client()
    assert client.post(URL, data=b" " * 1025, content_type=TYPE).status_code == 413


@pytest.mark.parametrize("end", [b"", b"\n"])
@pytest.mark.parametrize("size", [1, CHUNK - 1, CHUNK, CHUNK + 1, 3 * CHUNK])
def test_batch_split_lines_at_every_place_of_the_chunk(size: int, end: bytes) -> None:
    rows = [b"a" * size, b"b", b"c" * size]
    found = list(split_lines(io.BytesIO(b"\n".join(rows) + end), 10 * CHUNK))
    assert found == [Line(number, row) for number, row in enumerate(rows, 1)]


@pytest.mark.parametrize("size", [11, CHUNK, 5 * CHUNK])
def test_batch_split_lines_keeps_nothing_of_a_line_too_long(size: int) -> None:
    found = list(split_lines(io.BytesIO(b"x" * size + b"\nshort\n" + b"y" * size), 10))
    assert found == [Line(1, None), Line(2, b"short"), Line(3, None)]


@pytest.mark.parametrize("width", [1, 3])
def test_batch_in_order_reads_only_a_little_ahead(width: int) -> None:
    read = []

    def lines() -> Iterator[Line]:
        for number in range(100):
            read.append(number)
            yield Line(number, b"")

    answers = in_order(lambda line: str(line.number), lines(), width)
    assert next(answers) == "0"
    assert len(read) <= width + 1
    assert list(answers) == [str(number) for number in range(1, 100)]
