"""GET /v1/codes: our own words, or a site's licensed ones beside them."""

from pathlib import Path

import pytest
from flask.testing import FlaskClient

from nlp import codebook
from tests.server.conftest import AppMaker


def test_codes_lists_every_code_in_order(service: FlaskClient) -> None:
    answer = service.get("/v1/codes").get_json()
    assert [code["code"] for code in answer["codes"]] == [fact.code for fact in codebook.codes()]
    assert "American Medical Association" in answer["notice"]


@pytest.mark.parametrize("code", ["27165", "27146", "27450"])
def test_codes_describes_one(service: FlaskClient, code: str) -> None:
    answer = service.get(f"/v1/codes/{code}").get_json()
    assert (answer["code"], answer["title"]) == (code, codebook.code(code).title)
    assert answer["descriptor"] is None


@pytest.mark.parametrize("code", ["99999", "2716", "27165x", "%00", "..", "\u00e9", "27165%0a"])
def test_codes_unknown_is_404(service: FlaskClient, code: str) -> None:
    response = service.get(f"/v1/codes/{code}")
    assert (response.status_code, response.get_json()["error"]["status"]) == (404, 404)


@pytest.mark.parametrize(
    ("name", "content"),
    [
        ("codes.json", '{"27165": "The licensed words."}'),
        ("codes.csv", "code,text\n27165,The licensed words.\n"),
        ("codes.csv", '\ufeff27165,"The licensed words.",more\n\n'),
    ],
)
def test_codes_licensed_descriptors_come_from_the_sites_file(
    make_service: AppMaker, tmp_path: Path, name: str, content: str
) -> None:
    file = tmp_path / name
    file.write_text(content, "utf-8")
    client = make_service(descriptors=file).test_client()
    assert client.get("/v1/codes/27165").get_json()["descriptor"] == "The licensed words."
    assert client.get("/v1/codes/27146").get_json()["descriptor"] is None
