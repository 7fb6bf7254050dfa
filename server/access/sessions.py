"""The sign-in cookie for the pages: it names a token, signed with the service's key, for a working day."""

from flask import Request, Response
from itsdangerous import BadData, URLSafeTimedSerializer

from server.store import Store
from server.store.notekey import load_key

COOKIE = "osteotome_session"
SECONDS = 8 * 3600


def token_id(cookie: str, store: Store) -> str | None:
    """The token a cookie speaks for; None if it is forged, damaged or too old."""
    try:
        value = _serializer(store).loads(cookie, max_age=SECONDS)
    except BadData:
        return None
    return value if isinstance(value, str) else None


def set_cookie(response: Response, id_: str, request: Request, store: Store) -> None:
    """Sign the browser in; page scripts and other sites cannot use the cookie."""
    response.set_cookie(
        COOKIE,
        _serializer(store).dumps(id_),
        max_age=SECONDS,
        httponly=True,
        samesite="Strict",
        secure=request.is_secure,
    )


def clear_cookie(response: Response) -> None:
    """Sign the browser out."""
    response.delete_cookie(COOKIE, httponly=True, samesite="Strict")


def _serializer(store: Store) -> URLSafeTimedSerializer:
    return URLSafeTimedSerializer(load_key(store.folder), salt="osteotome sign-in")
