"""``GET /openapi.json``: the OpenAPI 3.1 document, made from the models that check and the views that answer.

A view is described where it stands, with ``@describe``; ``document`` walks the routes of the app, so
what is described is what is there.
"""

import re
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass, field
from http import HTTPStatus
from importlib.metadata import PackageNotFoundError, version
from typing import Any, TypeVar

from flask import Blueprint, Flask, Response, current_app, jsonify
from pydantic import BaseModel
from pydantic.json_schema import models_json_schema
from werkzeug.routing import Rule

from nlp.documents import FORMATS
from server.schemas.examples import Body
from server.schemas.service import ErrorAnswer

blueprint = Blueprint("openapi", __name__)
View = TypeVar("View", bound=Callable[..., object])
ATTRIBUTE = "osteotome_operation"
JSON = "application/json"
TEMPLATE = "#/components/schemas/{model}"
DESCRIPTION = (
    "Reads operative notes and says, with the words that prove it, whether CPT 27165 is supported. Every "
    "offset is half-open and counts from the start of the text that was read, in the unit that the answer "
    "names. Errors have one form: ErrorAnswer. Send X-Request-ID (8 to 64 hex digits or dashes) to find a "
    "request in the log."
)
UPLOAD_SCHEMA = {
    "type": "object",
    "required": ["file"],
    "properties": {
        "file": {"type": "string", "contentMediaType": "application/octet-stream"},
        "format": {"type": "string", "enum": list(FORMATS)},
        "offsets": {"type": "string", "enum": ["codepoint", "utf16"]},
        "render": {"type": "string", "enum": ["html"]},
    },
    "additionalProperties": False,
}
COMMON_ERRORS = {
    401: "A token is needed, or the one given is not in force.",
    403: "The Host, the Origin or the token's role is refused.",
    500: "The service failed; its log has the place under the request id.",
    503: "Overloaded, loading or shutting down; see Retry-After.",
}
BODY_ERRORS = {
    400: "The body cannot be read.",
    413: "The body is too large.",
    415: "The Content-Type is not taken.",
    422: "A field, or the document in it, is wrong.",
    429: "This caller asks too much at once; see Retry-After.",
}


@dataclass(frozen=True)
class Operation:
    """What the document says of one view."""

    summary: str
    tag: str
    answer: type[BaseModel] | None
    answer_type: str
    parameters: type[BaseModel] | None
    bodies: Mapping[str, Body]
    statuses: Mapping[int, type[BaseModel] | str]
    examples: Mapping[str, str] = field(default_factory=dict)

    def models(self) -> list[type[BaseModel]]:
        """Every model that the operation names."""
        named = [self.answer, *(body.model for body in self.bodies.values()), *self.statuses.values()]
        return [model for model in named if isinstance(model, type)]


def describe(
    *,
    summary: str,
    tag: str,
    answer: type[BaseModel] | None = None,
    answer_type: str = JSON,
    parameters: type[BaseModel] | None = None,
    body: type[BaseModel] | None = None,
    bodies: Mapping[str, Body] | None = None,
    statuses: Mapping[int, type[BaseModel] | str] | None = None,
    examples: Mapping[str, Any] | None = None,
) -> Callable[[View], View]:
    """Describe a view for the OpenAPI document.

    ``answer`` is the model of the 200; ``body`` the model of a JSON body (``examples`` then are
    whole bodies by name, else path parameters by name); ``statuses`` are further answers: a model
    or, for an error beyond the common ones, its meaning.
    """
    taken = dict(bodies or {})
    if body is not None:
        taken[JSON] = Body(examples or {}, model=body)
    path_examples = {} if body is not None else {name: str(value) for name, value in (examples or {}).items()}

    def mark(view: View) -> View:
        operation = Operation(
            summary, tag, answer, answer_type, parameters, taken, statuses or {}, path_examples
        )
        setattr(view, ATTRIBUTE, operation)
        return view

    return mark


@blueprint.get("/openapi.json")
@describe(summary="This document", tag="service")
def show() -> Response:
    """The OpenAPI document of the service."""
    return jsonify(document(current_app))


def document(app: Flask) -> dict[str, Any]:
    """The OpenAPI 3.1 document of every described view of ``app``."""
    operations = [
        (rule, method.lower(), view, operation)
        for rule in sorted(app.url_map.iter_rules(), key=lambda rule: rule.rule)
        for view in [app.view_functions[rule.endpoint]]
        for operation in [getattr(view, ATTRIBUTE, None)]
        for method in sorted((rule.methods or set()) - {"HEAD", "OPTIONS"})
        if isinstance(operation, Operation)
    ]
    models = {model: None for *_, operation in operations for model in operation.models()}
    models[ErrorAnswer] = None
    _, schemas = models_json_schema([(model, "validation") for model in models], ref_template=TEMPLATE)
    paths: dict[str, dict[str, Any]] = {}
    for rule, method, view, operation in operations:
        path = re.sub(r"<(?:\w+:)?(\w+)>", r"{\1}", rule.rule)
        paths.setdefault(path, {})[method] = _operation(rule, view, operation)
    return {
        "openapi": "3.1.0",
        "info": {"title": "Osteotome", "version": _version(), "description": DESCRIPTION},
        "servers": [{"url": "/"}],
        "security": [{}, {"token": []}],
        "tags": [{"name": name} for name in _tags([operation.tag for *_, operation in operations])],
        "paths": paths,
        "components": {
            "schemas": schemas["$defs"],
            "securitySchemes": {"token": {"type": "http", "scheme": "bearer"}},
        },
    }


def _tags(names: Iterable[str]) -> list[str]:
    """Each tag once, what the service is for first."""
    return sorted(set(names), key=lambda name: (name != "annotate", name))


def _operation(rule: Rule, view: Callable[..., object], operation: Operation) -> dict[str, Any]:
    described: dict[str, Any] = {
        "operationId": rule.endpoint,
        "summary": operation.summary,
        "description": (view.__doc__ or "").strip(),
        "tags": [operation.tag],
        "responses": _responses(operation),
    }
    if parameters := _parameters(rule, operation):
        described["parameters"] = parameters
    if operation.bodies:
        described["requestBody"] = {"required": True, "content": _contents(operation.bodies)}
    return described


def _parameters(rule: Rule, operation: Operation) -> list[dict[str, Any]]:
    found: list[dict[str, Any]] = [
        {
            "name": name,
            "in": "path",
            "required": True,
            "schema": {"type": "string"},
            **({"example": operation.examples[name]} if name in operation.examples else {}),
        }
        for name in sorted(rule.arguments)
    ]
    if operation.parameters:
        schema = operation.parameters.model_json_schema()
        for name, entry in schema["properties"].items():
            plain = _without_null(entry)
            description = plain.pop("description", "")
            required = name in schema.get("required", ())
            found.append(
                {
                    "name": name,
                    "in": "query",
                    "required": required,
                    "description": description,
                    "schema": plain,
                }
            )
    return found


def _without_null(entry: Mapping[str, Any]) -> dict[str, Any]:
    """The schema of a query parameter, which is there or not, but never null."""
    plain = {name: value for name, value in entry.items() if name not in ("default", "title", "anyOf")}
    choices = [choice for choice in entry.get("anyOf", ()) if choice.get("type") != "null"]
    return {**(choices[0] if choices else {}), **plain}


def _contents(bodies: Mapping[str, Body]) -> dict[str, Any]:
    return {media: _content(media, body) for media, body in bodies.items()}


def _content(media: str, body: Body) -> dict[str, Any]:
    if body.model is not None:
        schema: dict[str, Any] = {"$ref": TEMPLATE.format(model=body.model.__name__)}
    elif media == "multipart/form-data":
        schema = UPLOAD_SCHEMA
    else:
        schema = {"type": "string", "description": body.description}
    content: dict[str, Any] = {"schema": schema}
    if body.examples:
        content["examples"] = {name: {"value": value} for name, value in body.examples.items()}
    return content


def _responses(operation: Operation) -> dict[str, Any]:
    success: dict[str, Any] = {"description": operation.summary}
    if operation.answer is not None:
        success["content"] = {operation.answer_type: {"schema": _ref(operation.answer)}}
    elif operation.answer_type != JSON:
        success["content"] = {operation.answer_type: {"schema": {"type": "string"}}}
    others = [model for model in operation.statuses.values() if not isinstance(model, str)]
    found: dict[str, Any] = {} if others and operation.answer is None else {"200": success}
    meanings: dict[int, str] = {**COMMON_ERRORS, **(BODY_ERRORS if operation.bodies else {})}
    for status, meaning in operation.statuses.items():
        if isinstance(meaning, str):
            meanings[status] = meaning
        else:
            found[str(status)] = {
                "description": HTTPStatus(status).phrase,
                "content": {JSON: {"schema": _ref(meaning)}},
            }
    error = {JSON: {"schema": _ref(ErrorAnswer)}}
    for status, meaning in sorted(meanings.items()):
        found[str(status)] = {"description": meaning, "content": error}
    found["default"] = {"description": "Any other refusal.", "content": error}
    return found


def _ref(model: type[BaseModel]) -> dict[str, str]:
    return {"$ref": TEMPLATE.format(model=model.__name__)}


def _version() -> str:
    try:
        return version("osteotome")
    except PackageNotFoundError:
        return "0"
