"""The pairing calls, and ``GET /v1/whoami`` for a client's connection test."""

from dataclasses import asdict
from datetime import timedelta

from flask import Response, current_app, jsonify, request
from flask.typing import ResponseReturnValue

from server.access import guard, pairing
from server.access.blueprint import blueprint
from server.access.caller import is_open_to, is_safe_channel
from server.access.roles import public, requires
from server.access.schemas import (
    ClaimAnswer,
    ClaimRequest,
    DecideRequest,
    PairAnswer,
    PairRequest,
    WaitingAnswer,
    WaitingClient,
    WhoAmI,
)
from server.errors import ApiError
from server.openapi import describe
from server.payload import read_json
from server.schemas.fields import Request

POLL_SECONDS = 3
COPY_INSTEAD = "ask an administrator for a token (osteotome token create) and paste it into the settings"


@blueprint.get("/v1/whoami")
@describe(summary="Who the caller is", tag="access", answer=WhoAmI)
def whoami() -> Response:
    """Name and role of the caller."""
    found = guard.caller()
    assert found is not None
    return _json(WhoAmI(name=found.name, role=found.role, open=found.token_id is None))


@blueprint.post("/v1/pair")
@public
@describe(
    summary="Ask to be let in",
    tag="access",
    body=PairRequest,
    statuses={201: PairAnswer, 409: "No token is needed yet."},
    examples={"an extension": {"client": "Chromium on ward 3"}},
)
def pair() -> ResponseReturnValue:
    """Let a client wait for an administrator's approval; anybody may ask, from a safe channel."""
    wanted = read_json(PairRequest)
    _refuse_unsafe_channel()
    if is_open_to(request, guard.store(), current_app.config["ACCESS"]):
        fix = "leave the token empty and connect; once a token exists, ask again"
        raise ApiError(409, "pairing_not_needed", "this service needs no token yet", fix=fix)
    try:
        started = pairing.start(guard.store(), wanted.client, request.remote_addr or "")
    except pairing.TooManyWaiting:
        message = "too many clients are waiting for approval"
        fix = "wait ten minutes, or " + COPY_INSTEAD
        raise ApiError(429, "pairing_full", message, fix=fix, headers={"Retry-After": "600"}) from None
    fix = f"an administrator lets you in with: osteotome pair approve {started.code} --name YOU"
    answer = PairAnswer(
        device=started.device,
        code=started.code,
        expires_at=started.expires_at,
        interval=POLL_SECONDS,
        fix=fix,
    )
    return _json(answer), 201


@blueprint.post("/v1/pair/claim")
@public
@describe(
    summary="Fetch the token of an approved client",
    tag="access",
    answer=ClaimAnswer,
    body=ClaimRequest,
    statuses={202: ClaimAnswer, 404: "The pairing is unknown, used or too old."},
    examples={"the secret of the first answer": {"device": "pair_0123456789ab_secret"}},
)
def claim() -> ResponseReturnValue:
    """Give an approved client its token, once; 202 while it waits, 403 if denied, 404 if too late."""
    wanted = read_json(ClaimRequest)
    _refuse_unsafe_channel()
    outcome = pairing.claim(guard.store(), wanted.device)
    if outcome == "waiting":
        return _json(ClaimAnswer(state="waiting")), 202
    if outcome == "denied":
        message = "an administrator did not let this client in"
        raise ApiError(403, "pairing_denied", message, field="device", fix=COPY_INSTEAD)
    if outcome == "gone":
        message = "this pairing is unknown, used or too old"
        raise ApiError(404, "pairing_gone", message, field="device", fix="start the pairing again")
    info = outcome.info
    return _json(ClaimAnswer(state="connected", token=outcome.secret, name=info.name, role=info.role))


@blueprint.get("/v1/pair")
@requires("admin")
@describe(summary="The clients that wait to be let in", tag="access", answer=WaitingAnswer)
def list_waiting() -> Response:
    """The clients that wait for approval."""
    found = [WaitingClient(**asdict(entry)) for entry in pairing.waiting(guard.store())]
    return _json(WaitingAnswer(waiting=found))


@blueprint.post("/v1/pair/decide")
@requires("admin")
@describe(
    summary="Let a waiting client in, or send it away",
    tag="access",
    answer=WaitingAnswer,
    body=DecideRequest,
    statuses={404: "No waiting client shows this code."},
    examples={
        "let in": {"code": "BCDF-GHJK", "decision": "approve", "name": "Ann Coder", "role": "feedback"},
        "send away": {"code": "BCDF-GHJK", "decision": "deny"},
    },
)
def decide() -> ResponseReturnValue:
    """Let a waiting client in, or send it away; answers who still waits."""
    wanted = read_json(DecideRequest)
    decide_for_caller(wanted)
    return list_waiting()


def decide_for_caller(wanted: DecideRequest) -> None:
    """Carry out the caller's decision; raises ApiError if they may not or nobody shows that code."""
    found = guard.caller()
    if found is None or found.token_id is None:
        fix = "use a token with the role admin, or the command osteotome pair"
        raise ApiError(403, "admin_token_needed", "pairing is decided with an admin token", fix=fix)
    if wanted.decision == "deny":
        done = pairing.deny(guard.store(), wanted.code)
    elif wanted.name is None:
        raise ApiError(422, "missing_field", "approval needs a name", field="name", fix="say who it is for")
    else:
        lifetime = timedelta(days=wanted.days) if wanted.days is not None else None
        done = pairing.approve(guard.store(), wanted.code, wanted.name, wanted.role, lifetime, found.name)
    if not done:
        fix = "GET /v1/pair lists the clients that wait; a code is good for ten minutes"
        raise ApiError(404, "pairing_unknown", "no waiting client shows this code", field="code", fix=fix)


def _refuse_unsafe_channel() -> None:
    """A token may travel inside this machine or under TLS, nowhere else."""
    if not is_safe_channel(request):
        message = "pairing would send a token over an unprotected connection"
        fix = "use https, or " + COPY_INSTEAD
        raise ApiError(403, "pairing_unsafe", message, field="URL", fix=fix)


def _json(answer: Request) -> Response:
    response = jsonify(answer.model_dump(mode="json"))
    response.headers["Cache-Control"] = "no-store"
    return response
