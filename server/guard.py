"""Who may call at all, before any token is looked at: the Host and the Origin of a request.

A web page that a coder visits can make the browser send requests to a service on loopback. Three
checks keep it out. *Host*: a name that is neither this machine's nor configured is refused, so a
rebound DNS name never gets an answer (an address written in digits cannot be rebound). *Origin*:
every web origin but the service's own pages is refused; browser extensions and programs without
an Origin pass. *Sec-Fetch-Mode*: a request that a foreign page makes without an Origin (an image,
a script, a form) is refused too. No CORS header is ever sent: an extension with host permission
needs none.
"""

import ipaddress
from collections.abc import Iterable
from urllib.parse import urlsplit

from flask import Flask, Response, current_app, request

from server.errors import ApiError
from server.settings import Settings

LOCAL_NAMES = frozenset({"localhost", "127.0.0.1", "::1"})
EXTENSION_SCHEMES = ("chrome-extension", "moz-extension")
FOREIGN = ("cross-site", "same-site")
HEADERS = {
    "Cache-Control": "no-store",
    "Content-Security-Policy": (
        "default-src 'none'; base-uri 'none'; form-action 'none'; frame-ancestors 'none'"
    ),
    "Cross-Origin-Resource-Policy": "same-origin",
    "Referrer-Policy": "no-referrer",
    "X-Content-Type-Options": "nosniff",
    "X-Frame-Options": "DENY",
}


def register_guard(app: Flask, settings: Settings) -> None:
    """Refuse foreign hosts and origins on every address of ``app``, and send the protective headers."""
    app.config["GUARD"] = Guard(settings)
    app.before_request(_check)
    app.after_request(_protect)


class Guard:
    """The rules for one set of ``settings``."""

    def __init__(self, settings: Settings) -> None:
        self._names = LOCAL_NAMES | {settings.host.lower()} | {name.lower() for name in settings.hosts}
        self._suffixes = tuple(name for name in self._names if name.startswith("."))
        self._extensions = frozenset(origin.rstrip("/") for origin in settings.extensions)
        self._loopback = settings.host in LOCAL_NAMES

    def host_allowed(self, host: str) -> bool:
        """Whether the Host header ``host`` (with or without port) may be answered."""
        name = host_name(host)
        if name is None:
            return False
        if name in self._names or (self._suffixes and name.endswith(self._suffixes)):
            return True
        return not self._loopback and _is_address(name)

    def origin_allowed(self, origin: str, host: str) -> bool:
        """Whether a request with this Origin may be answered at this (allowed) Host."""
        scheme, _, rest = origin.partition("://")
        if scheme in EXTENSION_SCHEMES and rest:
            return not self._extensions or origin in self._extensions
        return scheme in ("http", "https") and rest.lower() == host.lower()


def host_name(host: str) -> str | None:
    """The lower-case name in a Host header, without port, brackets and final dot; None if it is malformed."""
    try:
        parts = urlsplit(f"//{host}")
        name, _ = parts.hostname, parts.port
    except ValueError:
        return None
    if not name or parts.username is not None or parts.path or parts.query or parts.fragment:
        return None
    return name.removesuffix(".")


def _is_address(name: str) -> bool:
    try:
        ipaddress.ip_address(name)
    except ValueError:
        return False
    return True


def _check() -> None:
    guard: Guard = current_app.config["GUARD"]
    host = request.headers.get("Host", "")
    if not guard.host_allowed(host):
        fix = "call it by 127.0.0.1 or localhost, or add the name to the setting 'hosts'"
        raise ApiError(
            403, "host_refused", "this service does not answer to this Host", field="Host", fix=fix
        )
    origins = request.headers.getlist("Origin")
    if not origins:
        _check_without_origin()
    elif len(origins) > 1 or not guard.origin_allowed(origins[0], host):
        fix = "use the extension, the service's own page or a local program; web pages are never answered"
        raise ApiError(403, "origin_refused", "this Origin is refused", field="Origin", fix=fix)


def _check_without_origin() -> None:
    mode = request.headers.get("Sec-Fetch-Mode", "")
    foreign = request.headers.get("Sec-Fetch-Site", "") in FOREIGN
    if foreign and (mode == "no-cors" or (mode == "navigate" and request.method not in ("GET", "HEAD"))):
        message = "a web page of another site may not use this service"
        raise ApiError(403, "site_refused", message, field="Sec-Fetch-Site", fix="call it from its own page")


def _protect(response: Response) -> Response:
    response.headers.extend(_defaults(response.headers.keys()))
    return response


def _defaults(present: Iterable[str]) -> list[tuple[str, str]]:
    have = {name.lower() for name in present}
    return [(name, value) for name, value in HEADERS.items() if name.lower() not in have]
