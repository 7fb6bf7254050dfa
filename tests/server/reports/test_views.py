"""The report page: for administrators, escaped, without inline style or script."""

import re

import pytest
from bs4 import BeautifulSoup
from flask.testing import FlaskClient

from server.reports.figures import DIMENSIONS
from server.store import Store
from tests.server.reports.verdicts import put, verdict
from tests.server.stores import bearer

HOSTILE = [
    "<script>alert(1)</script>",
    '"><img src=x onerror=alert(1)>',
    "</title></svg><svg onload=alert(1)>",
    "' onmouseover='alert(1)",
    "{{ 7 * 7 }}",
    "\u202eevil",
]


@pytest.mark.parametrize("by", DIMENSIONS)
def test_views_page_shows_the_figures(client: FlaskClient, local_store: Store, by: str) -> None:
    put(local_store, verdict(), verdict(verdict="rejected", reason="wrong_side"), ago=1)
    response = client.get(f"/reports?by={by}&days=30")
    page = response.get_data(as_text=True)
    assert response.status_code == 200
    assert "50 %" in page
    assert page.count('<svg class="chart"') == 1
    assert f'<caption class="visually-hidden">Verdicts by {by}' in page


@pytest.mark.parametrize("name", HOSTILE)
@pytest.mark.parametrize("by", ["coder", "version"])
def test_views_page_escapes_what_people_chose(
    client: FlaskClient, local_store: Store, name: str, by: str
) -> None:
    put(local_store, verdict(coder=name, engine_version=name), verdict(coder="Ann"), ago=1)
    page = BeautifulSoup(client.get(f"/reports?by={by}").get_data(as_text=True), "lxml")
    assert [script.get("src") for script in page.find_all("script")] == ["/workbench/js/theme.js"]
    assert {image.get("src") for image in page.find_all("img")} == {"/workbench/icon.svg"}
    attributes = {attribute for element in page.find_all() for attribute in element.attrs}
    assert not {attribute for attribute in attributes if attribute.startswith("on")}
    shown = [cell.get_text() for cell in page.select("tbody th")]
    assert any(cell.startswith(name) for cell in shown)
    assert len(page.find_all("svg", class_="chart")) == 1


def test_views_page_holds_no_inline_style_or_script(client: FlaskClient, local_store: Store) -> None:
    put(local_store, verdict(), ago=1)
    response = client.get("/reports")
    page = response.get_data(as_text=True)
    assert not re.search(r"\sstyle=|<style|\son\w+=|<script(?! src=)|javascript:|https?://", page)
    policy = response.headers["Content-Security-Policy"]
    assert "default-src 'none'" in policy
    assert "unsafe" not in policy
    assert response.headers["Cache-Control"] == "no-store"


def test_views_page_without_verdicts_says_how_they_come(client: FlaskClient) -> None:
    page = client.get("/reports?days=0").get_data(as_text=True)
    assert "No verdicts yet" in page
    assert "<svg" not in page


@pytest.mark.parametrize("path", ["/reports", "/v1/reports"])
@pytest.mark.parametrize(
    ("query", "field"),
    [
        ("by=moon", "query.by"),
        ("days=-1", "query.days"),
        ("days=x", "query.days"),
        ("days=99999", "query.days"),
        ("code=<b>", "query.code"),
    ],
)
def test_views_faults_name_the_parameter(client: FlaskClient, path: str, query: str, field: str) -> None:
    response = client.get(f"{path}?{query}")
    assert response.status_code == 422
    assert response.get_json()["error"]["field"] == field


def test_views_figures_as_json(client: FlaskClient, local_store: Store) -> None:
    put(local_store, verdict(), verdict(verdict="corrected", coder="Ben"), ago=1)
    answer = client.get("/v1/reports?by=coder").get_json()
    assert [group["label"] for group in answer["groups"]] == ["Ann", "Ben"]
    assert answer["whole"]["agreement"] == 0.5
    assert len(answer["whole"]["weeks"]) == len(answer["weeks"]) == 1


@pytest.mark.parametrize(("role", "status"), [("annotate", 403), ("feedback", 403), ("admin", 200)])
@pytest.mark.parametrize("path", ["/reports", "/v1/reports"])
def test_views_are_for_administrators(
    client: FlaskClient, local_store: Store, role: str, status: int, path: str
) -> None:
    response = client.get(path, headers=bearer(local_store, role))
    assert response.status_code == status
