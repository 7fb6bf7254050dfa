"""``POST /v1/admin/reload``: take the knowledge files anew without dropping a request."""

import logging

from flask import Blueprint, Flask, Response, current_app, jsonify, request

from nlp.annotation import Engine
from server.access import requires
from server.codes import load_codes
from server.errors import ApiError
from server.openapi import describe
from server.reader import Reader
from server.reading import RefusedError
from server.schemas.service import Reloaded

blueprint = Blueprint("admin", __name__)
logger = logging.getLogger("osteotome.admin")


@blueprint.post("/v1/admin/reload")
@requires("admin")
@describe(summary="Reload the knowledge files", tag="admin", answer=Reloaded)
def reload() -> Response:
    """Load the files beside the running engine and change over; 422 and no change if they are invalid."""
    if request.content_length:
        raise ApiError(422, "unexpected_body", "this call takes no body", field="body", fix="send it empty")
    try:
        engine = reload_knowledge(current_app)
    except RefusedError as error:
        message = f"the knowledge files are invalid, the old ones stay in force: {error}"
        fix = "correct the entry named and reload again"
        raise ApiError(422, "knowledge_invalid", message, field="knowledge", fix=fix) from None
    return jsonify(Reloaded(engine=engine).model_dump())


def reload_knowledge(app: Flask) -> Engine:
    """Reload, log and count it; raises RefusedError, and changes nothing, if the files are invalid."""
    reloads = app.config["METRICS"].reloads
    reader: Reader = app.config["READER"]
    try:
        codes = load_codes(app.config["SETTINGS"].knowledge, anew=True)
        engine = reader.reload()
    except RefusedError as error:
        reloads.labels("refused").inc()
        logger.error("knowledge refused", extra={"fields": {"fault": str(error)}})
        raise
    app.config["CODES"] = codes
    reloads.labels("done").inc()
    logger.info("knowledge reloaded", extra={"fields": engine.model_dump()})
    return engine


def reload_on_signal(app: Flask) -> None:
    """What SIGHUP does: reload, and leave a refusal to the log."""
    try:
        reload_knowledge(app)
    except RefusedError:
        logger.warning("the old knowledge stays in force")
