"""``GET /docs``: the OpenAPI document as a page, without script and without anything from elsewhere."""

import json
from collections.abc import Iterator, Mapping
from typing import Any

from flask import Blueprint, Response, current_app, make_response, render_template

from server.openapi import document

blueprint = Blueprint(
    "docs", __name__, template_folder="templates", static_folder="static", static_url_path="/docs/static"
)
POLICY = "default-src 'none'; style-src 'self'; base-uri 'none'; form-action 'none'; frame-ancestors 'none'"


@blueprint.app_template_filter("type_of")
def type_of(schema: Mapping[str, Any]) -> str:
    """A schema in a few words: a model's name, ``list of`` something, or the values allowed."""
    if "$ref" in schema:
        return str(schema["$ref"]).rpartition("/")[2]
    if "anyOf" in schema:
        return " or ".join(type_of(choice) for choice in schema["anyOf"])
    if "enum" in schema:
        return " | ".join(json.dumps(value) for value in schema["enum"])
    if "const" in schema:
        return json.dumps(schema["const"])
    if schema.get("type") == "array":
        return f"list of {type_of(schema.get('items', {}))}"
    return str(schema.get("format") or schema.get("type", "anything"))


@blueprint.get("/docs")
def show() -> Response:
    """The page: every call with its parameters, bodies, answers and examples."""
    described = document(current_app)
    schemas = described["components"]["schemas"]
    response = make_response(
        render_template(
            "docs.html",
            info=described["info"],
            groups=_groups(described),
            model_names=frozenset(schemas),
            models=sorted((name, list(fields(schema))) for name, schema in schemas.items()),
        )
    )
    response.headers["Content-Security-Policy"] = POLICY
    return response


def _groups(described: Mapping[str, Any]) -> list[tuple[str, list[dict[str, Any]]]]:
    """(tag, operations) in the order of the tags; an operation with its method, path and curl example."""
    found: dict[str, list[dict[str, Any]]] = {tag["name"]: [] for tag in described["tags"]}
    for path, methods in described["paths"].items():
        for method, operation in methods.items():
            entry = {**operation, "method": method.upper(), "path": path}
            entry["bodies"] = list(_bodies(operation))
            answers = list(_answers(operation))
            entry["answers"] = [answer for answer in answers if answer["status"] < "4"]
            entry["errors"] = [answer for answer in answers if answer["status"] >= "4"]
            found[operation["tags"][0]].append(entry)
    return list(found.items())


def _bodies(operation: Mapping[str, Any]) -> Iterator[dict[str, Any]]:
    for media, content in operation.get("requestBody", {}).get("content", {}).items():
        examples = [(name, _shown(example["value"])) for name, example in content.get("examples", {}).items()]
        schema = content["schema"]
        yield {
            "media": media,
            "type": type_of(schema),
            "note": schema.get("description", ""),
            "examples": examples,
        }


def _answers(operation: Mapping[str, Any]) -> Iterator[dict[str, Any]]:
    for status, answer in operation["responses"].items():
        types = [
            (media, type_of(content["schema"]) if "schema" in content else "")
            for media, content in answer.get("content", {}).items()
        ]
        yield {"status": status, "description": answer["description"], "types": types}


def _shown(value: Any) -> str:
    return value if isinstance(value, str) else json.dumps(value, indent=2, ensure_ascii=False)


def fields(schema: Mapping[str, Any]) -> Iterator[dict[str, Any]]:
    """The fields of an object schema, for the table of a model."""
    required = schema.get("required", ())
    for name, entry in schema.get("properties", {}).items():
        yield {
            "name": name,
            "type": type_of(entry),
            "required": name in required,
            "description": entry.get("description", ""),
        }
