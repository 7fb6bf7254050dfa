"""The hook before every request: nothing is answered to whom may not have it."""

import logging
import re

from flask import Flask, Response, current_app, g, make_response, redirect, render_template, request, url_for

from server.access.caller import Caller, identify
from server.access.roles import ATTRIBUTE, PAGE, PUBLIC, allows
from server.errors import ApiError, error_response
from server.settings import Settings
from server.store import Store, StoreError

PUBLIC_PATHS = frozenset({"/", "/healthz", "/readyz", "/openapi.json", "/extension.zip", "/favicon.ico"})
PUBLIC_TREES = ("/docs", "/static/", "/workbench/", "/access/static/", "/reports/static/")
LOCAL_PATH = re.compile(r"/(?:[A-Za-z0-9_-]+/?)*(?:\?[A-Za-z0-9=&_.-]*)?")
DEFAULT_ROLE = "annotate"
logger = logging.getLogger("osteotome.access")


def register_access(app: Flask, settings: Settings) -> None:
    """Give ``app`` its store and put ``authorize`` before every request.

    Register it after the Host and Origin check and before whatever counts by ``g.caller``.
    """
    app.config["STORE"] = open_store(settings)
    app.config["STORE_TEXT"] = settings.store_text
    app.config["ACCESS"] = settings.access
    app.register_error_handler(StoreError, store_problem)
    app.before_request(authorize)


def open_store(settings: Settings) -> Store:
    """The store that ``settings`` name; nothing is touched before its first use."""
    url = settings.store_url.get_secret_value() if settings.store_url else None
    return Store(url, settings.state_dir)


def store() -> Store:
    """The store of the app that is answering."""
    found = current_app.config["STORE"]
    assert isinstance(found, Store)
    return found


def caller() -> Caller | None:
    """Who makes the present request; None where anybody may ask. ``g.caller`` holds the same for the log."""
    found = g.get("identity")
    return found if isinstance(found, Caller) else None


def needed_role(endpoint: str | None, path: str) -> str:
    """The role a request needs: what its view says, ``public`` for pages without data, else ``annotate``."""
    view = current_app.view_functions.get(endpoint or "")
    marked = getattr(view, ATTRIBUTE, None)
    if isinstance(marked, str):
        return marked
    if path in PUBLIC_PATHS or path.startswith(PUBLIC_TREES):
        return PUBLIC
    return DEFAULT_ROLE


def authorize() -> Response | None:
    """Find out who calls and whether they may; raises a 401 or 403 ApiError if not.

    A path that leads nowhere is left to become 404, and OPTIONS only lists methods.
    """
    g.caller = g.identity = None
    if request.endpoint is None or request.method == "OPTIONS":
        return None
    needed = needed_role(request.endpoint, request.path)
    if needed == PUBLIC:
        return None
    try:
        found = identify(request, store(), current_app.config["ACCESS"])
    except ApiError as error:
        if error.status == 401 and _is_page(request.endpoint):
            return make_response(redirect(url_for("access.sign_in_page", next=_here()), 303))
        raise
    if not allows(found.role, needed):
        message = f"this needs the role {needed}; the token of {found.name} has the role {found.role}"
        if _is_page(request.endpoint):
            form = render_template("access/sign_in.html", next=_here(), fault=message, caller=None)
            return make_response(form, 403)
        fix = f"ask an administrator for a token with the role {needed}"
        raise ApiError(403, "role_missing", message, field="Authorization", fix=fix)
    g.identity = found
    g.caller = found.token_id or found.name
    return None


def local_path(wanted: str) -> str:
    """``wanted`` if it is a path of this service, else the workbench: a link must not lead elsewhere."""
    return wanted if LOCAL_PATH.fullmatch(wanted) else "/"


def _here() -> str:
    return local_path(request.full_path.rstrip("?"))


def _is_page(endpoint: str) -> bool:
    view = current_app.view_functions.get(endpoint)
    return request.method in ("GET", "HEAD") and bool(getattr(view, PAGE, False))


def store_problem(error: StoreError) -> Response:
    """A store that does not answer closes what depends on it: 503, never an open door."""
    logger.error("store unavailable: %s", error)
    headers = {"Retry-After": "5"}
    return error_response(
        ApiError(503, "store_unavailable", str(error), field=error.field, fix=error.fix, headers=headers)
    )
