"""``/healthz``: the process answers. ``/readyz``: notes can be read, so traffic may be sent here."""

from flask import Blueprint, Response, current_app, jsonify

from server.errors import ApiError
from server.openapi import describe
from server.schemas.service import Health, Readiness

blueprint = Blueprint("health", __name__)


@blueprint.get("/healthz")
@describe(summary="Does the process answer?", tag="service", answer=Health)
def healthz() -> Response:
    """Always ``ok`` while the process lives."""
    return jsonify(status="ok")


@blueprint.get("/readyz")
@describe(summary="Can notes be read?", tag="service", answer=Readiness)
def readyz() -> Response:
    """``ready`` with the engine once loaded; 503 while loading, after a failed load, at shutdown."""
    reader = current_app.config["READER"]
    if current_app.config["DRAINING"].is_set():
        raise _unready("draining", "the service is shutting down", "send traffic elsewhere")
    state = reader.state()
    if state == "ready":
        return jsonify(status="ready", engine=reader.wait().model_dump())
    if state == "failed":
        raise _unready("failed", "the knowledge files cannot be used", "the log names file, entry and fault")
    raise _unready("loading", "the reader is loading", "ask again in a second")


def _unready(code: str, message: str, fix: str) -> ApiError:
    return ApiError(503, code, message, fix=fix, headers={"Retry-After": "1"})
