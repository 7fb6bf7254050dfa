"""``POST /v1/feedback``, the reasons it offers, and the export for administrators."""

from flask import Blueprint, Response, current_app, jsonify
from flask.typing import ResponseReturnValue

from server import access
from server.access import requires
from server.errors import ApiError
from server.feedback.export import export
from server.feedback.keep import RequestIdTaken, keep
from server.feedback.schemas import EXAMPLES, FeedbackAnswer, FeedbackRequest, ReasonsAnswer
from server.openapi import describe
from server.payload import read_json

blueprint = Blueprint("feedback", __name__)


@blueprint.post("/v1/feedback")
@requires("feedback")
@describe(
    summary="Agree or disagree with an answer",
    tag="feedback",
    answer=FeedbackAnswer,
    body=FeedbackRequest,
    statuses={201: FeedbackAnswer, 409: "The request id was used for another verdict."},
    examples=EXAMPLES,
)
def give_feedback() -> ResponseReturnValue:
    """Store one verdict: 201 when it is on the disk, 200 if this request id had been stored before."""
    wanted = read_json(FeedbackRequest)
    by = access.caller()
    assert by is not None
    keep_text = bool(current_app.config["STORE_TEXT"])
    try:
        kept = keep(access.store(), wanted, by, keep_text=keep_text)
    except RequestIdTaken:
        message = "this request id was used for another verdict"
        fix = "make a new request id for each verdict"
        raise ApiError(409, "request_id_taken", message, field="request_id", fix=fix) from None
    answer = FeedbackAnswer.model_validate(kept, from_attributes=True)
    return jsonify(answer.model_dump(mode="json")), 201 if kept.fresh else 200


@blueprint.get("/v1/feedback/reasons")
@requires("annotate")
@describe(summary="Reasons to offer to a coder", tag="feedback", answer=ReasonsAnswer)
def reasons() -> Response:
    """The reasons to offer to a coder, with labels."""
    return jsonify(ReasonsAnswer.all().model_dump())


@blueprint.get("/v1/feedback/export")
@requires("admin")
@describe(summary="Judged notes as annotated samples", tag="feedback", answer_type="application/x-ndjson")
def export_samples() -> Response:
    """Every judged note whose text is kept, as rows of annotated samples, JSON Lines."""
    found = export(access.store())
    response = Response("".join(found.lines()), mimetype="application/x-ndjson")
    response.headers["Cache-Control"] = "no-store"
    response.headers["X-Without-Text"] = str(found.without_text)
    response.headers["X-Undecided"] = str(found.undecided)
    return response
