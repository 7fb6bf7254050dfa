"""Who is calling: from the bearer token, the sign-in cookie, or the open default."""

import ipaddress
from dataclasses import dataclass
from functools import lru_cache
from typing import Literal
from urllib.parse import urlsplit

from flask import Request

from server.access import sessions, tokens
from server.access.tokens import TokenInfo
from server.errors import ApiError
from server.guard import LOCAL_NAMES, host_name
from server.store import Store

Mode = Literal["auto", "token", "open"]
FORWARDED = ("Forwarded", "X-Forwarded-For", "X-Forwarded-Proto", "X-Real-Ip", "Via")
REALM = 'Bearer realm="osteotome"'
SAFE_METHODS = ("GET", "HEAD", "OPTIONS")


@dataclass(frozen=True)
class Caller:
    """Who calls and what they may do; ``token_id`` is None for a local caller of an open service."""

    name: str
    role: str
    token_id: str | None


LOCAL = Caller("local", "admin", None)


def identify(request: Request, store: Store, mode: Mode) -> Caller:
    """The caller of ``request``; raises a 401 ApiError that says what is missing or wrong.

    A token that is given must be right, even where none is needed.
    """
    if (header := request.headers.get("Authorization")) is not None:
        return _from_header(header, store)
    if is_open_to(request, store, mode):
        return LOCAL
    if cookie := request.cookies.get(sessions.COOKIE):
        return _from_cookie(request, cookie, store)
    raise unauthorized(
        "token_missing", "this service needs a token", "send the header Authorization: Bearer <token>"
    )


def is_open_to(request: Request, store: Store, mode: Mode) -> bool:
    """Whether ``request`` needs no token: it comes from this machine itself, and no token was ever made.

    What a proxy on this machine passes on comes from elsewhere: it shows by its headers, or by asking
    for another host than this one.
    """
    if mode == "token" or not is_loopback(request) or any(request.headers.get(name) for name in FORWARDED):
        return False
    if host_name(request.host) not in LOCAL_NAMES:
        return False
    return mode == "open" or not tokens.any_exists(store)


def is_safe_channel(request: Request) -> bool:
    """Whether a secret may travel back: inside this machine or under TLS, a local proxy's included."""
    if request.is_secure:
        return True
    protocol = request.headers.get("X-Forwarded-Proto")
    return is_loopback(request) and protocol in (None, "https")


def is_loopback(request: Request) -> bool:
    """Whether the connection was made on this machine."""
    return is_loopback_address(request.remote_addr or "")


@lru_cache(maxsize=1024)
def is_loopback_address(text: str) -> bool:
    """Whether ``text`` is an address of this machine to itself."""
    try:
        address = ipaddress.ip_address(text)
    except ValueError:
        return False
    mapped = getattr(address, "ipv4_mapped", None)
    return (mapped or address).is_loopback


def unauthorized(code: str, message: str, fix: str) -> ApiError:
    """A 401 with the challenge that HTTP asks for."""
    challenge = REALM if code == "token_missing" else f'{REALM}, error="invalid_token"'
    return ApiError(
        401, code, message, field="Authorization", fix=fix, headers={"WWW-Authenticate": challenge}
    )


def _from_header(header: str, store: Store) -> Caller:
    scheme, _, bearer = header.partition(" ")
    if scheme.lower() != "bearer" or not bearer.strip():
        fix = "send the header Authorization: Bearer <token>"
        raise unauthorized("token_malformed", "the Authorization header holds no bearer token", fix)
    info = tokens.verify(store, bearer.strip())
    if info is None:
        fix = "check that the whole token was copied, or ask an administrator for a new one"
        raise unauthorized("token_unknown", "the token is not known here", fix)
    return _live(info)


def _from_cookie(request: Request, cookie: str, store: Store) -> Caller:
    """A page of this service acts for who signed in; a request from anywhere else does not."""
    origin = request.headers.get("Origin")
    same_origin = origin is not None and urlsplit(origin).netloc == request.host
    if request.method not in SAFE_METHODS and not same_origin:
        fix = "send the request from a page of this service, or with a bearer token"
        raise unauthorized("cookie_refused", "a sign-in does not count for other origins", fix)
    info = tokens.find(store, sessions.token_id(cookie, store) or "")
    if info is None:
        raise unauthorized("sign_in_ended", "the sign-in has ended", "sign in again at /sign-in")
    return _live(info)


def _live(info: TokenInfo) -> Caller:
    state = info.state()
    if state != "live":
        fix = "ask an administrator for a new one (osteotome token create)"
        raise unauthorized(f"token_{state}", f"the token is {state}", fix)
    return Caller(info.name, info.role, info.id)
