"""``GET /reports``, the report page for administrators, and ``GET /v1/reports``, its figures."""

from flask import Blueprint, Response, jsonify, render_template

from server import access
from server.access import requires
from server.access.blueprint import secure_page
from server.openapi import describe
from server.payload import read_query
from server.reports.chart import HEIGHT, WIDTH, chart, spark
from server.reports.figures import DIMENSIONS, report
from server.reports.schemas import ReportAnswer, ReportParameters

blueprint = Blueprint(
    "reports",
    __name__,
    template_folder="templates",
    static_folder="static",
    static_url_path="/reports/static",
)
blueprint.after_request(secure_page)
PERIODS = {30: "30 days", 90: "90 days", 365: "a year", 0: "all time"}


@blueprint.get("/reports")
@requires("admin", page=True)
def page() -> str:
    """The report as a page with a chart; every word in it that people chose is escaped."""
    wanted = read_query(ReportParameters)
    found = report(access.store(), wanted.by, wanted.period, wanted.code)
    return render_template(
        "reports/report.html",
        report=found,
        chart=chart(found),
        sparks=[spark(found, group) for group in found.groups],
        wanted=wanted,
        dimensions=DIMENSIONS,
        periods=PERIODS,
        size=(WIDTH, HEIGHT),
        caller=access.caller(),
    )


@blueprint.get("/v1/reports")
@requires("admin")
@describe(
    summary="Agreement of the coders with the answers",
    tag="feedback",
    answer=ReportAnswer,
    parameters=ReportParameters,
)
def figures() -> Response:
    """Verdicts counted by code, reason, coder or version, in all and week by week."""
    wanted = read_query(ReportParameters)
    found = report(access.store(), wanted.by, wanted.period, wanted.code)
    return jsonify(ReportAnswer.of(found).model_dump(mode="json"))
