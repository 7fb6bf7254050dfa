"""``GET /``: the workbench, a page that sends a pasted note to this service and shows its proof.

The page holds no inline script or style and loads nothing from elsewhere, so its policy can be
as strict as one gets; ``require-trusted-types-for`` makes the browser itself refuse any HTML
built from a string.
"""

from flask import Blueprint, Response, jsonify, make_response, render_template

from server.errors import ApiError
from server.pages.samples import page_samples

POLICY = "; ".join(
    (
        "default-src 'none'",
        "script-src 'self'",
        "style-src 'self'",
        "img-src 'self'",
        "connect-src 'self'",
        "base-uri 'none'",
        "form-action 'none'",
        "frame-ancestors 'none'",
        "require-trusted-types-for 'script'",
        "trusted-types 'none'",
    )
)

blueprint = Blueprint(
    "pages", __name__, static_folder="static", static_url_path="/workbench", template_folder="templates"
)


@blueprint.after_request
def secure(response: Response) -> Response:
    """Give every answer of the pages the strict policy and keep notes out of shared caches."""
    response.headers["Content-Security-Policy"] = POLICY
    response.headers["Referrer-Policy"] = "no-referrer"
    response.headers["X-Content-Type-Options"] = "nosniff"
    response.headers["Cross-Origin-Opener-Policy"] = "same-origin"
    response.headers.setdefault("Cache-Control", "no-cache")
    return response


@blueprint.get("/")
def workbench() -> Response:
    """The page itself; samples are listed by title, their text is fetched when chosen."""
    return make_response(render_template("workbench.html", samples=page_samples()))


@blueprint.get("/workbench/samples/<sample_id>")
def sample(sample_id: str) -> Response:
    """One built-in note as JSON; 404 for an unknown id."""
    for entry in page_samples():
        if entry.id == sample_id:
            return jsonify(entry.to_dict())
    raise ApiError(404, "no_such_sample", "no built-in note has this name", fix="GET / lists them")
