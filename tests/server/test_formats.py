"""POST /v1/annotate with documents: HTML, C-CDA, RTF and uploads, each with its text and the way back."""

import io
import json
import tempfile
from typing import Any

import pytest
from flask.testing import FlaskClient

from server.schemas.examples import CCDA
from tests.server.notes import BONE, CANARY, NOTE, WORDS
from tests.server.test_annotate import URL, slice_utf16

SENTENCE = "An intertrochanteric osteotomy of the right femur was completed."
PAGE = (
    f"<html><body><h1>{BONE} {WORDS}</h1><script>alert('{WORDS}')</script>"
    "<p onclick='steal()'>An <b>intertrochanteric osteotomy</b> of the right femur was completed.</p>"
    "</body></html>"
)
RTF = "{\\rtf1\\ansi " + f"{WORDS}\\par {SENTENCE}" + "}"
DOCUMENTS: dict[str, tuple[str, str]] = {
    "text": ("text/plain", f"{BONE} {WORDS}. {SENTENCE}"),
    "html": ("text/html", PAGE),
    "ccda": ("application/xml", CCDA),
    "rtf": ("application/rtf", RTF),
}


def check(answer: dict[str, Any], form: str, offsets: str) -> None:
    """The source names the text, every span cuts it, and every place names a concept of the answer."""
    source = answer["source"]
    text = source["text"]
    cut = slice_utf16 if offsets == "utf16" else lambda whole, start, end: whole[start:end]
    assert (source["format"], answer["offsets"]) == (form, offsets)
    assert "femoral_osteotomy" in {concept["concept"] for concept in answer["concepts"]}
    assert all(cut(text, one["start"], one["end"]) == one["text"] for one in answer["concepts"])
    assert [span["concept"] for span in source["spans"]] == [one["id"] for one in answer["concepts"]]
    assert all(span["places"] for span in source["spans"])


@pytest.mark.parametrize("offsets", ["codepoint", "utf16"])
@pytest.mark.parametrize("form", DOCUMENTS)
def test_formats_by_content_type(service: FlaskClient, form: str, offsets: str) -> None:
    media, body = DOCUMENTS[form]
    url = f"{URL}?offsets={offsets}"
    response = service.post(url, data=body.encode(), content_type=f"{media}; charset=utf-8")
    assert response.status_code == 200
    check(response.get_json(), form, offsets)


@pytest.mark.parametrize("form", ["html", "ccda", "rtf"])
def test_formats_by_field(service: FlaskClient, form: str) -> None:
    answer = service.post(URL, json={"text": DOCUMENTS[form][1], "format": form}).get_json()
    check(answer, form, "codepoint")


@pytest.mark.parametrize(
    ("form", "name", "media"),
    [
        ("text", "note.txt", "text/plain"),
        ("text", "NOTE.TXT", "application/octet-stream"),
        ("html", "note", "text/html"),
        ("html", "note.htm", "application/octet-stream"),
        ("ccda", "note.xml", "text/xml"),
        ("rtf", "note.rtf", "application/rtf"),
        ("rtf", "note.rtf", ""),
    ],
)
def test_formats_by_upload(service: FlaskClient, form: str, name: str, media: str) -> None:
    file = (io.BytesIO(DOCUMENTS[form][1].encode()), name, media)
    answer = service.post(URL, data={"file": file, "offsets": "utf16"}).get_json()
    check(answer, form, "utf16")


def test_formats_an_upload_goes_to_no_file(service: FlaskClient, monkeypatch: pytest.MonkeyPatch) -> None:
    def refuse(*_: object, **__: object) -> None:
        raise AssertionError("a temporary file was asked for")

    for name in ("TemporaryFile", "NamedTemporaryFile", "SpooledTemporaryFile", "mkstemp"):
        monkeypatch.setattr(tempfile, name, refuse)
    monkeypatch.setattr("werkzeug.formparser.SpooledTemporaryFile", refuse)
    head = 'Content-Disposition: form-data; name="file"; filename="note.txt"\r\nContent-Type: text/plain'
    data = f"--x\r\n{head}\r\n\r\n{SENTENCE}{' ' * 1_000_000}\r\n--x--\r\n".encode()
    response = service.post(URL, data=data, content_type="multipart/form-data; boundary=x")
    assert response.status_code == 200


def test_formats_an_upload_may_be_a_json_request(service: FlaskClient) -> None:
    file = (io.BytesIO(json.dumps({"text": NOTE}).encode()), "request.json", "application/json")
    answer = service.post(URL, data={"file": file}).get_json()
    assert answer == service.post(URL, json={"text": NOTE}).get_json()


@pytest.mark.parametrize("form", ["html", "ccda", "rtf"])
def test_formats_in_a_batch(service: FlaskClient, form: str) -> None:
    row = json.dumps({"id": 5, "text": DOCUMENTS[form][1]})
    url = f"/v1/annotate/batch?format={form}"
    answer = service.post(url, data=row, content_type="application/x-ndjson").get_json(force=True)
    assert answer.pop("id") == 5
    check(answer, form, "codepoint")


@pytest.mark.parametrize("form", DOCUMENTS)
def test_formats_render_marks_the_match_and_runs_nothing(service: FlaskClient, form: str) -> None:
    request = {"text": DOCUMENTS[form][1], "format": form, "render": "html"}
    html = service.post(URL, json=request).get_json()["html"]
    assert "<mark" in html
    assert not any(word in html for word in ("<script", "onclick", "alert(", "steal"))


@pytest.mark.parametrize("text", ["", "<script>&", "\x00\ud800 femoral osteotomy", f"{BONE} {SENTENCE}"])
def test_formats_render_plain_text_escaped(service: FlaskClient, text: str) -> None:
    response = service.post(URL, json={"text": text, "render": "html"})
    assert response.status_code == 200
    assert "<script" not in response.get_json()["html"]
    assert "source" not in response.get_json()


def test_formats_html_places_are_in_the_page(service: FlaskClient) -> None:
    answer = service.post(URL, json={"text": PAGE, "format": "html", "offsets": "utf16"}).get_json()
    paths = [place["path"] for span in answer["source"]["spans"] for place in span["places"]]
    assert any("/b" in path for path in paths)


@pytest.mark.parametrize(
    ("form", "text"),
    [
        ("ccda", f"<ClinicalDocument>{WORDS}"),
        ("ccda", WORDS),
        ("ccda", ""),
        (
            "ccda",
            '<!DOCTYPE x [<!ENTITY e SYSTEM "file:///etc/passwd">]>'
            '<ClinicalDocument xmlns="urn:hl7-org:v3">&e;</ClinicalDocument>',
        ),
        ("rtf", WORDS),
        ("rtf", ""),
    ],
)
def test_formats_a_malformed_document_is_422(service: FlaskClient, form: str, text: str) -> None:
    response = service.post(URL, json={"text": text, "format": form})
    error = response.get_json()["error"]
    assert (response.status_code, error["code"], error["field"]) == (422, "bad_document", "text")
    assert error["fix"]
    assert not any(word in str(error).lower() for word in CANARY)
