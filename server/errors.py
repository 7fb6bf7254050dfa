"""Every refusal and fault leaves as the same JSON object; the note is never echoed.

``{"error": {"status", "code", "message", "field", "fix", "request_id"}}`` - ``field`` is the place in
the request (``text``, ``Content-Type``, ``query.offsets``...) or null, ``fix`` says what to do instead.
"""

import logging
from collections.abc import Mapping
from typing import Any

from flask import Flask, Response, jsonify, make_response, request
from pydantic import ValidationError
from werkzeug.exceptions import HTTPException

from server.logs import request_id

logger = logging.getLogger("osteotome.errors")

KNOWN_FAULTS = {
    "missing": ("missing_field", "this field is required", "add it"),
    "extra_forbidden": ("unknown_field", "this field is not known", "remove it or correct its name"),
}
HTTP_WORDS: Mapping[int, tuple[str, str, str]] = {
    400: ("bad_request", "the request cannot be read", "check the request line, headers and body"),
    404: ("not_found", "there is nothing at this address", "GET /openapi.json lists every address"),
    403: ("forbidden", "this is refused", "see the service's documentation"),
    405: ("method_not_allowed", "this address does not take this method", "see the Allow header"),
    408: ("request_timeout", "the request did not arrive in time", "send it again"),
    413: ("too_large", "the body is larger than this service takes", "send it in smaller pieces"),
    414: ("address_too_long", "the address is too long", "send the data in the body"),
    415: (
        "unsupported_media_type",
        "this Content-Type is not taken",
        "GET /openapi.json lists those that are",
    ),
    417: ("expectation_failed", "this expectation cannot be met", "leave out the Expect header"),
    431: ("headers_too_large", "the headers are too large", "send fewer or shorter headers"),
    500: ("internal_error", "the service failed", "report the request id"),
    501: ("not_implemented", "this transfer coding is not taken", "send the body plain or chunked"),
}


class ApiError(Exception):
    """A refusal, ready to be sent: HTTP ``status``, stable ``code``, ``message``, ``field`` and ``fix``."""

    def __init__(
        self,
        status: int,
        code: str,
        message: str,
        *,
        field: str | None = None,
        fix: str | None = None,
        headers: Mapping[str, str] | None = None,
    ) -> None:
        super().__init__(message)
        self.status, self.code, self.message = status, code, message
        self.field, self.fix = field, fix
        self.headers = dict(headers or {})

    def to_dict(self) -> dict[str, Any]:
        """The ``error`` object of the answer, without the request id."""
        return {
            "status": self.status,
            "code": self.code,
            "message": self.message,
            "field": self.field,
            "fix": self.fix,
        }


def overloaded(message: str, *, code: str = "overloaded", retry_after: int = 1) -> ApiError:
    """A 503 that says when to come back, in seconds."""
    fix = f"send it again after {retry_after} s"
    return ApiError(503, code, message, fix=fix, headers={"Retry-After": str(retry_after)})


def from_validation(error: ValidationError, prefix: str = "") -> ApiError:
    """The first fault of a request model as a 422 naming the field; the value itself is left out."""
    fault = error.errors(include_url=False, include_input=False, include_context=False)[0]
    field = ".".join([*([prefix] if prefix else []), *(str(part) for part in fault["loc"])]) or "body"
    kind = fault["type"]
    if kind in KNOWN_FAULTS:
        code, message, fix = KNOWN_FAULTS[kind]
        if kind == "extra_forbidden":
            field = prefix or "body"
            message = "there is a field that is not known here"
            fix = "GET /openapi.json lists the fields; remove others or correct the name"
        return ApiError(422, code, message, field=field, fix=fix)
    message = fault["msg"].removeprefix("Value error, ")
    return ApiError(422, "invalid_field", message, field=field, fix="GET /openapi.json describes the field")


def error_response(error: ApiError) -> Response:
    """``error`` as the HTTP answer to the current request."""
    response = make_response(jsonify(error={**error.to_dict(), "request_id": request_id()}), error.status)
    response.headers.update(error.headers)
    return response


def register_errors(app: Flask) -> None:
    """Make every refusal and every fault of ``app`` leave as JSON."""
    app.register_error_handler(ApiError, _api_error)
    app.register_error_handler(HTTPException, _http_error)
    app.register_error_handler(Exception, _fault)


def _api_error(error: ApiError) -> Response:
    return error_response(error)


def _http_error(error: HTTPException) -> Response:
    status = error.code or 500
    if status < 400:
        return error.get_response(request.environ)  # type: ignore[return-value]
    code, message, fix = HTTP_WORDS.get(status, ("http_error", error.name.lower(), None))
    headers = {name: value for name, value in error.get_headers() if name in ("Allow", "Retry-After")}
    field = "Content-Type" if status == 415 else "body" if status == 413 else None
    if status == 405:
        fix = f"use one of: {headers.get('Allow', '')}"
    return error_response(ApiError(status, code, message, field=field, fix=fix, headers=headers))


def _fault(error: Exception) -> Response:
    logger.error("fault", exc_info=error)
    message = "the service failed on this request; its log has the place under the request id"
    return error_response(ApiError(500, "internal_error", message, fix="report the request id"))
