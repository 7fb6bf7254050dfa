"""POST /v1/annotate: every text answered with exact offsets, every bad request refused with its field."""

import io
import json
from typing import Any

import pytest
from flask.testing import FlaskClient

from nlp.annotation import Annotation
from tests.server.conftest import AppMaker
from tests.server.notes import BONE, CANARY, NOTE, TEXTS

URL = "/v1/annotate"


def slice_utf16(text: str, start: int, end: int) -> str:
    """``text`` cut by UTF-16 units, as JavaScript does."""
    return text.encode("utf-16-le", "surrogatepass")[2 * start : 2 * end].decode("utf-16-le", "surrogatepass")


def spans(answer: dict[str, Any]) -> list[dict[str, Any]]:
    return answer["concepts"] + [cue for concept in answer["concepts"] for cue in concept["cues"]]


@pytest.mark.parametrize("offsets", ["codepoint", "utf16"])
@pytest.mark.parametrize("name", TEXTS)
def test_annotate_offsets_cut_the_text_that_was_sent(service: FlaskClient, name: str, offsets: str) -> None:
    text = TEXTS[name]
    response = service.post(URL, json={"text": text, "offsets": offsets})
    assert response.status_code == 200
    answer = response.get_json()
    assert answer["offsets"] == offsets
    for span in spans(answer):
        cut = slice_utf16 if offsets == "utf16" else lambda whole, start, end: whole[start:end]
        assert cut(text, span["start"], span["end"]) == span["text"]


@pytest.mark.parametrize("name", sorted(set(TEXTS) - {"empty", "blank", "no match", "one character"}))
def test_annotate_finds_the_cut_in_every_variant(service: FlaskClient, name: str) -> None:
    answer = service.post(URL, json={"text": TEXTS[name]}).get_json()
    assert "femoral_osteotomy" in {concept["concept"] for concept in answer["concepts"]}


@pytest.mark.parametrize("name", ["empty", "blank", "no match", "one character"])
def test_annotate_answers_a_note_without_a_match(service: FlaskClient, name: str) -> None:
    answer = service.post(URL, json={"text": TEXTS[name]}).get_json()
    assert answer["suggestions"] == []
    assert "27165" in {ruled["code"] for ruled in answer["ruled_out"]}


def test_annotate_answer_is_the_contract(service: FlaskClient) -> None:
    answer = service.post(URL, json={"text": NOTE}).get_json()
    assert Annotation.model_validate(answer).to_dict() == answer


def test_annotate_reads_a_megabyte(service: FlaskClient) -> None:
    text = NOTE + "\n" + "The wound was closed in layers. " * 33_000
    response = service.post(URL, json={"text": text, "offsets": "utf16"})
    assert len(text) > 1_000_000
    assert response.status_code == 200
    assert all(text[span["start"] : span["end"]] == span["text"] for span in spans(response.get_json()))


def test_annotate_takes_options_from_the_query_and_the_body_wins(service: FlaskClient) -> None:
    by_query = service.post(f"{URL}?offsets=utf16", json={"text": f"{BONE} {NOTE}"}).get_json()
    by_body = service.post(f"{URL}?offsets=utf16", json={"text": NOTE, "offsets": "codepoint"}).get_json()
    assert (by_query["offsets"], by_body["offsets"]) == ("utf16", "codepoint")


JSON = {"content_type": "application/json"}
BAD: dict[str, tuple[dict[str, Any], int, str, str | None]] = {
    "no body": ({"data": b"", **JSON}, 400, "bad_json", "body"),
    "not JSON": ({"data": b"{text", **JSON}, 400, "bad_json", "body"),
    "cut off": ({"data": b'{"text": "a', **JSON}, 400, "bad_json", "body"),
    "bad UTF-8": ({"data": b'{"text": "\xff"}', **JSON}, 400, "bad_encoding", "body"),
    "UTF-16": ({"data": '{"text": "a"}'.encode("utf-16"), **JSON}, 400, "bad_encoding", "body"),
    "other charset": (
        {"data": b"{}", "content_type": "application/json; charset=latin-1"},
        415,
        "unsupported_charset",
        "Content-Type",
    ),
    "deep lists": ({"data": b"[" * 100_000, **JSON}, 400, "bad_json", "body"),
    "deep objects": ({"data": b'{"text":' * 100_000, **JSON}, 400, "bad_json", "body"),
    "deep and closed": ({"data": b"[" * 900 + b"]" * 900, **JSON}, 422, "not_an_object", "body"),
    "NaN": ({"data": b'{"text": NaN}', **JSON}, 400, "bad_json", "body"),
    "endless number": ({"data": b'{"text": ' + b"9" * 5000 + b"}", **JSON}, 400, "bad_json", "body"),
    "key twice": ({"data": b'{"text": "a", "text": "b"}', **JSON}, 400, "bad_json", "body"),
    "raw control character": ({"data": b'{"text": "a\x00b"}', **JSON}, 400, "bad_json", "body"),
    "list": ({"json": []}, 422, "not_an_object", "body"),
    "string": ({"json": NOTE}, 422, "not_an_object", "body"),
    "null": ({"data": b"null", **JSON}, 422, "not_an_object", "body"),
    "number": ({"json": 1}, 422, "not_an_object", "body"),
    "boolean": ({"json": True}, 422, "not_an_object", "body"),
    "no text": ({"json": {}}, 422, "missing_field", "text"),
    "text null": ({"json": {"text": None}}, 422, "invalid_field", "text"),
    "text number": ({"json": {"text": 5}}, 422, "invalid_field", "text"),
    "text list": ({"json": {"text": [NOTE]}}, 422, "invalid_field", "text"),
    "text object": ({"json": {"text": {"note": NOTE}}}, 422, "invalid_field", "text"),
    "unknown key": ({"json": {"text": NOTE, NOTE: 1}}, 422, "unknown_field", "body"),
    "bad format": ({"json": {"text": NOTE, "format": "docm"}}, 422, "invalid_field", "format"),
    "format number": ({"json": {"text": NOTE, "format": 1}}, 422, "invalid_field", "format"),
    "bad offsets": ({"json": {"text": NOTE, "offsets": "bytes"}}, 422, "invalid_field", "offsets"),
    "bad render": ({"json": {"text": NOTE, "render": "pdf"}}, 422, "invalid_field", "render"),
    "bad query": (
        {"json": {"text": NOTE}, "query_string": "offsets=x"},
        422,
        "invalid_field",
        "query.offsets",
    ),
    "unknown query": ({"json": {"text": NOTE}, "query_string": "unit=x"}, 422, "unknown_field", "query"),
    "query twice": (
        {"json": {"text": NOTE}, "query_string": "offsets=utf16&offsets=utf16"},
        422,
        "repeated_field",
        "query",
    ),
    "no type": ({"data": b"{}"}, 415, "unsupported_media_type", "Content-Type"),
    "form": (
        {"data": b"text=a", "content_type": "application/x-www-form-urlencoded"},
        415,
        "unsupported_media_type",
        "Content-Type",
    ),
    "image": (
        {"data": b"\x89PNG", "content_type": "image/png"},
        415,
        "unsupported_media_type",
        "Content-Type",
    ),
    "nonsense type": ({"data": b"{}", "content_type": ";;;"}, 415, "unsupported_media_type", "Content-Type"),
    "upload without file": (
        {"data": {"format": "text"}, "content_type": "multipart/form-data"},
        422,
        "bad_upload",
        "file",
    ),
    "upload without boundary": (
        {"data": b"abc", "content_type": "multipart/form-data"},
        422,
        "bad_upload",
        "file",
    ),
    "upload of two": (
        {"data": {"file": [(io.BytesIO(b"a"), "a.txt"), (io.BytesIO(b"b"), "b.txt")]}},
        422,
        "bad_upload",
        "file",
    ),
    "upload by another name": ({"data": {"note": (io.BytesIO(b"a"), "a.txt")}}, 422, "bad_upload", "file"),
    "upload of unknown kind": (
        {"data": {"file": (io.BytesIO(b"a"), "a.png", "image/png")}},
        415,
        "unknown_format",
        "format",
    ),
    "upload with bad field": (
        {"data": {"file": (io.BytesIO(b"a"), "a.txt"), "offsets": "x"}},
        422,
        "invalid_field",
        "form.offsets",
    ),
}


@pytest.mark.parametrize("name", BAD)
def test_annotate_refuses_naming_the_field_and_the_fix(service: FlaskClient, name: str) -> None:
    request, status, code, field = BAD[name]
    response = service.post(URL, **request)
    error = response.get_json()["error"]
    assert (response.status_code, error["status"], error["code"], error["field"]) == (
        status,
        status,
        code,
        field,
    )
    assert error["message"]
    assert error["fix"]
    assert response.headers["X-Request-ID"] == error["request_id"]
    assert not any(word in response.get_data(as_text=True).lower() for word in CANARY)


@pytest.mark.parametrize(
    "request_", [{"json": {"text": "x" * 3000}}, {"data": b"x" * 3000, "content_type": "text/plain"}]
)
def test_annotate_refuses_a_body_over_the_limit(make_service: AppMaker, request_: dict[str, Any]) -> None:
    response = make_service(max_body_bytes=2048).test_client().post(URL, **request_)
    error = response.get_json()["error"]
    assert (response.status_code, error["code"], error["field"]) == (413, "too_large", "body")


def test_annotate_refuses_a_text_over_the_limit(make_service: AppMaker) -> None:
    client = make_service(max_text_chars=100).test_client()
    assert client.post(URL, json={"text": "x" * 100}).status_code == 200
    response = client.post(URL, json={"text": "x" * 101})
    assert (response.status_code, response.get_json()["error"]["field"]) == (413, "text")


@pytest.mark.parametrize("method", ["GET", "PUT", "PATCH", "DELETE"])
def test_annotate_takes_post_only(service: FlaskClient, method: str) -> None:
    response = service.open(URL, method=method)
    assert response.status_code == 405
    assert "POST" in response.headers["Allow"]
    assert "POST" in response.get_json()["error"]["fix"]


def test_annotate_ignores_a_utf8_byte_order_mark(service: FlaskClient) -> None:
    data = b"\xef\xbb\xbf" + json.dumps({"text": NOTE}).encode()
    assert service.post(URL, data=data, **JSON).status_code == 200
