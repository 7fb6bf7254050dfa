"""The blueprint of the access calls and pages, with the headers that its pages need."""

from flask import Blueprint, Response

POLICY = "; ".join(
    (
        "default-src 'none'",
        "script-src 'self'",
        "style-src 'self'",
        "img-src 'self'",
        "base-uri 'none'",
        "form-action 'self'",
        "frame-ancestors 'none'",
    )
)

blueprint = Blueprint(
    "access", __name__, template_folder="templates", static_folder="static", static_url_path="/access/static"
)


def secure_page(response: Response) -> Response:
    """Give an HTML page its policy; forms tell their origin, or the Origin check would refuse them."""
    if response.mimetype == "text/html":
        response.headers["Content-Security-Policy"] = POLICY
        response.headers["Referrer-Policy"] = "same-origin"
        response.headers["Cache-Control"] = "no-store"
    return response


blueprint.after_request(secure_page)
