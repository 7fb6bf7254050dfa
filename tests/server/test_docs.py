"""GET /docs: the reference as a page that needs nothing from elsewhere."""

import re

import pytest
from bs4 import BeautifulSoup
from flask.testing import FlaskClient


@pytest.fixture
def page(service: FlaskClient) -> BeautifulSoup:
    response = service.get("/docs")
    assert (response.status_code, response.mimetype) == (200, "text/html")
    return BeautifulSoup(response.get_data(as_text=True), "lxml")


def test_docs_show_every_call_and_model(service: FlaskClient, page: BeautifulSoup) -> None:
    described = service.get("/openapi.json").get_json()
    ids = {section["id"] for section in page.find_all("section")}
    operations = {one["operationId"] for path in described["paths"].values() for one in path.values()}
    assert operations | {f"model-{name}" for name in described["components"]["schemas"]} == ids


def test_docs_links_lead_somewhere(service: FlaskClient, page: BeautifulSoup) -> None:
    ids = {str(tag["id"]) for tag in page.find_all(id=True)}
    for link in page.find_all("a", href=True):
        target = str(link["href"])
        assert target[1:] in ids if target.startswith("#") else service.get(target).status_code == 200


def test_docs_load_nothing_from_elsewhere_and_run_nothing(service: FlaskClient, page: BeautifulSoup) -> None:
    assert page.find_all(["script", "iframe", "img"]) == []
    sheets = [str(link["href"]) for link in page.find_all("link")]
    assert sheets
    for sheet in sheets:
        with service.get(sheet) as response:
            assert (response.status_code, response.mimetype) == (200, "text/css")
    assert not re.search(r"(?:src|href)=[\"']https?:", str(page))
    assert "script-src" not in service.get("/docs").headers["Content-Security-Policy"]
    assert "default-src 'none'" in service.get("/docs").headers["Content-Security-Policy"]
