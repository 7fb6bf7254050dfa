"""The OpenAPI document: valid, complete, and its examples true."""

import io
import re
from typing import Any

import jsonschema_rs
import pytest
from flask import Flask
from flask.testing import FlaskClient

from server.app import create_app
from server.openapi import ATTRIBUTE, document
from server.reader import LocalReader
from server.schemas.examples import ANNOTATE_BODIES, BATCH_BODIES

PAGES = {"/", "/reports", "/docs", "/pair", "/sign-in", "/sign-out"}
BODIES = [("/v1/annotate", ANNOTATE_BODIES), ("/v1/annotate/batch", BATCH_BODIES)]
EXAMPLES = [
    pytest.param(path, media, example, id=f"{path} {media} {name}")
    for path, bodies in BODIES
    for media, body in bodies.items()
    for name, example in body.examples.items()
]


@pytest.fixture(scope="module")
def described(tmp_path_factory: pytest.TempPathFactory) -> dict[str, Any]:
    app = create_app({"READER": LocalReader(None, 1.0), "state_dir": tmp_path_factory.mktemp("state")})
    return document(app)


def resolved(described: dict[str, Any], schema: dict[str, Any]) -> dict[str, Any]:
    return {**schema, "components": described["components"]}


def test_openapi_is_served_as_generated(service: FlaskClient) -> None:
    response = service.get("/openapi.json")
    assert response.mimetype == "application/json"
    assert response.get_json() == document(service.application)
    assert response.get_json()["openapi"] == "3.1.0"


def test_openapi_every_reference_leads_somewhere(described: dict[str, Any]) -> None:
    references = set(re.findall(r"'\$ref': '#/components/schemas/([^']+)'", str(described)))
    assert references
    assert references <= set(described["components"]["schemas"])


def test_openapi_every_schema_is_a_valid_json_schema(described: dict[str, Any]) -> None:
    for schema in described["components"]["schemas"].values():
        jsonschema_rs.meta.validate({**schema, "$schema": "https://json-schema.org/draft/2020-12/schema"})


def test_openapi_operation_ids_are_unique(described: dict[str, Any]) -> None:
    ids = [operation["operationId"] for path in described["paths"].values() for operation in path.values()]
    assert len(ids) == len(set(ids))


def test_openapi_leaves_no_call_out(service: FlaskClient) -> None:
    app: Flask = service.application
    calls = {rule.rule for rule in app.url_map.iter_rules() if rule.rule.startswith("/v1/")}
    described = {
        rule.rule
        for rule in app.url_map.iter_rules()
        if getattr(app.view_functions[rule.endpoint], ATTRIBUTE, None) is not None
    }
    assert calls - described == set()
    assert {"/healthz", "/readyz", "/metrics", "/openapi.json"} <= described


@pytest.mark.parametrize(("path", "media", "example"), EXAMPLES)
def test_openapi_examples_are_answered_as_described(
    service: FlaskClient, described: dict[str, Any], path: str, media: str, example: Any
) -> None:
    sent: dict[str, Any] = {"json": example} if media == "application/json" else {"data": example.encode()}
    response = service.post(path, content_type=media, **sent)
    assert response.status_code == 200
    content = described["paths"][path]["post"]["responses"]["200"]["content"]
    assert response.mimetype in content
    if response.mimetype == "application/json":
        schema = resolved(described, content["application/json"]["schema"])
        jsonschema_rs.validate(schema, response.get_json())


def test_openapi_json_examples_fit_the_request_schema(described: dict[str, Any]) -> None:
    count = 0
    for path in described["paths"].values():
        for operation in path.values():
            content = operation.get("requestBody", {}).get("content", {}).get("application/json", {})
            for example in content.get("examples", {}).values():
                jsonschema_rs.validate(resolved(described, content["schema"]), example["value"])
                count += 1
    assert count >= len(ANNOTATE_BODIES["application/json"].examples)


def test_openapi_upload_as_described(service: FlaskClient, described: dict[str, Any]) -> None:
    schema = described["paths"]["/v1/annotate"]["post"]["requestBody"]["content"]["multipart/form-data"][
        "schema"
    ]
    fields = {name: entry["enum"][0] for name, entry in schema["properties"].items() if "enum" in entry}
    data = {"file": (io.BytesIO(b"a note"), "a.txt"), **fields}
    assert service.post("/v1/annotate", data=data).status_code == 200


@pytest.mark.parametrize(
    ("path", "method", "body"),
    [
        ("/v1/codes/27165", "GET", None),
        ("/v1/codes", "GET", None),
        ("/healthz", "GET", None),
        ("/readyz", "GET", None),
        ("/v1/admin/reload", "POST", None),
        ("/v1/annotate", "POST", {"text": 1}),
        ("/v1/codes/00000", "GET", None),
    ],
)
def test_openapi_answers_fit_their_schema(
    service: FlaskClient, described: dict[str, Any], path: str, method: str, body: Any
) -> None:
    response = service.open(path, method=method, json=body) if body else service.open(path, method=method)
    template = "/v1/codes/{code}" if path.startswith("/v1/codes/") else path
    responses = described["paths"][template][method.lower()]["responses"]
    found = responses.get(str(response.status_code), responses["default"])
    jsonschema_rs.validate(
        resolved(described, found["content"]["application/json"]["schema"]), response.get_json()
    )
