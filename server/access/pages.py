"""The pages for people: sign in with a token, let waiting clients in."""

from flask import Response, make_response, redirect, render_template, request
from flask.typing import ResponseReturnValue

from server.access import guard, pairing, sessions, tokens
from server.access.blueprint import blueprint
from server.access.roles import public, requires
from server.access.schemas import DecideRequest
from server.access.views import decide_for_caller
from server.payload import validate

LONGEST_TOKEN = 200


@blueprint.get("/sign-in")
@public
def sign_in_page() -> Response:
    """The form that takes a token."""
    return make_response(_form(request.args.get("next", "")))


@blueprint.post("/sign-in")
@public
def sign_in() -> ResponseReturnValue:
    """Sign the browser in and go on to the wanted page; the form again, with 401, for a wrong token."""
    bearer = request.form.get("token", "").strip()
    info = tokens.verify(guard.store(), bearer) if len(bearer) <= LONGEST_TOKEN else None
    if info is None or info.state() != "live":
        state = "not known here" if info is None else info.state()
        return _form(request.form.get("next", ""), f"This token is {state}."), 401
    response = make_response(redirect(guard.local_path(request.form.get("next", "")), 303))
    sessions.set_cookie(response, info.id, request, guard.store())
    return response


@blueprint.post("/sign-out")
@public
def sign_out() -> ResponseReturnValue:
    """Sign the browser out."""
    response = make_response(redirect("/sign-in", 303))
    sessions.clear_cookie(response)
    return response


@blueprint.get("/pair")
@requires("admin", page=True)
def pair_page() -> str:
    """The clients that wait, with a form for each."""
    return render_template("access/pair.html", waiting=pairing.waiting(guard.store()), caller=guard.caller())


@blueprint.post("/pair")
@requires("admin", page=True)
def decide_page() -> ResponseReturnValue:
    """Carry out the decision of a form and show who still waits."""
    form = {name: value for name, value in request.form.items() if value}
    if form.get("decision") == "deny":
        form = {name: form[name] for name in ("code", "decision") if name in form}
    values: dict[str, object] = dict(form)
    if form.get("days", "").isdecimal() and len(form["days"]) < 6:
        values["days"] = int(form["days"])
    decide_for_caller(validate(DecideRequest, values))
    return redirect("/pair", 303)


def _form(wanted: str, fault: str = "") -> str:
    return render_template("access/sign_in.html", next=guard.local_path(wanted), fault=fault, caller=None)
