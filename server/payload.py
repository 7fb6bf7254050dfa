"""Read the body of a request: strict JSON into a model, every fault a 4xx that names its place.

Stricter than ``json.loads``: UTF-8 only, no duplicate keys, no NaN or Infinity. More lenient than
Pydantic's own JSON parser in one point: a lone surrogate (``"\\ud800"``), which JavaScript can
send, is kept as it is, so that offsets stay exact.
"""

import json
from collections.abc import Sequence
from typing import Any, NoReturn, TypeVar

from flask import request
from pydantic import BaseModel, ValidationError

from server.errors import ApiError, from_validation

Model = TypeVar("Model", bound=BaseModel)
JSON_TYPES = ("application/json",)
BOM = b"\xef\xbb\xbf"


def parse_json(data: bytes) -> Any:
    """``data`` as a JSON value; raises ApiError 400 naming the fault and its byte or character."""
    try:
        text = data.removeprefix(BOM).decode("utf-8")
    except UnicodeDecodeError as error:
        where = f"byte {error.start} is not valid UTF-8"
        raise ApiError(400, "bad_encoding", where, field="body", fix="send JSON as UTF-8") from None
    try:
        return json.loads(text, object_pairs_hook=_unique, parse_constant=_refuse_constant)
    except json.JSONDecodeError as error:
        where = f"not valid JSON: {error.msg} at character {error.pos}"
        fix = (
            "send an empty object or a request as in /openapi.json"
            if not text.strip()
            else "correct the JSON"
        )
        raise ApiError(400, "bad_json", where, field="body", fix=fix) from None
    except RecursionError:
        raise _bad("the JSON is nested too deeply", "a request needs two levels at most") from None
    except ValueError:  # int() refuses numbers of thousands of digits
        raise _bad("the JSON holds a number that is too long", "no field takes such a number") from None


def validate(model: type[Model], value: Any, prefix: str = "") -> Model:
    """``value`` as a checked ``model``; raises ApiError 422 naming the field (below ``prefix``)."""
    if not isinstance(value, dict):
        kind = {list: "a list", str: "a string", type(None): "null", bool: "a boolean"}.get(
            type(value), "a number"
        )
        raise ApiError(
            422, "not_an_object", f"the JSON is {kind}", field=prefix or "body", fix="send a JSON object"
        )
    try:
        return model.model_validate(value)
    except ValidationError as error:
        raise from_validation(error, prefix) from None


def read_json(model: type[Model]) -> Model:
    """The JSON body of the current request as a checked ``model``; raises ApiError 400, 413, 415 or 422."""
    require_type(JSON_TYPES)
    charset = request.mimetype_params.get("charset", "utf-8").lower()
    if charset not in ("utf-8", "utf8"):
        message = "JSON is taken as UTF-8 only"
        raise ApiError(415, "unsupported_charset", message, field="Content-Type", fix="use charset=utf-8")
    return validate(model, parse_json(read_body()))


def read_body() -> bytes:
    """The whole body of the current request; raises ApiError 400 if its transfer is broken, or 413."""
    try:
        return request.get_data(cache=False)
    except OSError:
        raise broken_transfer() from None


def broken_transfer() -> ApiError:
    """A 400 for a body whose chunks or length make no sense, or that ended early."""
    fix = "send it whole, with its Content-Length or well-formed chunks"
    return ApiError(400, "body_ended", "the body ended early or is badly framed", field="body", fix=fix)


def read_query(model: type[Model]) -> Model:
    """The query parameters of the current request as a checked ``model``; raises ApiError 400 or 422."""
    values: dict[str, str] = {}
    for name, given in request.args.lists():
        if len(given) > 1:
            raise ApiError(422, "repeated_field", "given more than once", field="query", fix="give it once")
        values[name] = given[0]
    return validate(model, values, "query")


def require_type(allowed: Sequence[str]) -> str:
    """The media type of the current request's body, which must be in ``allowed``; else ApiError 415."""
    if request.mimetype in allowed:
        return request.mimetype
    given = "another Content-Type was sent" if request.mimetype else "no Content-Type was sent"
    fix = f"use one of: {', '.join(allowed)}"
    raise ApiError(415, "unsupported_media_type", given, field="Content-Type", fix=fix)


def _unique(pairs: list[tuple[str, Any]]) -> dict[str, Any]:
    value = dict(pairs)
    if len(value) != len(pairs):
        raise _bad("a key stands twice in one JSON object", "send each key once")
    return value


def _refuse_constant(_: str) -> NoReturn:
    raise _bad("the JSON holds NaN or Infinity", "JSON has no such numbers")


def _bad(message: str, fix: str) -> ApiError:
    return ApiError(400, "bad_json", message, field="body", fix=fix)
