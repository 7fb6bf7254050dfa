"""``POST /v1/feedback``: what is taken, refused, kept and not kept."""

import json
import sqlite3
from collections import Counter
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path
from typing import Any

import pytest
from flask.testing import FlaskClient
from sqlalchemy import select

from server.feedback.schemas import REASONS
from server.store import Store
from server.store.models import Feedback, NoteText
from tests.server.feedback.bodies import NOTE, body
from tests.server.stores import bearer, make_app

CORRECTION = {"decision": "review", "codes": ["27165"], "side": "right", "level": "neck"}


def rows(store: Store) -> list[Feedback]:
    with store.read() as session:
        return list(session.scalars(select(Feedback).order_by(Feedback.id)))


def test_views_feedback_keeps_who_when_what_and_which_engine(store: Store) -> None:
    client = make_app(store).test_client()
    headers = bearer(store, "feedback", "Ann Coder")
    sent = body(verdict="corrected", reason="wrong_side", correction=CORRECTION)
    response = client.post("/v1/feedback", json=sent, headers=headers)
    answer = response.get_json()
    assert response.status_code == 201
    (row,) = rows(store)
    assert (row.coder, row.code, row.decision, row.verdict) == ("Ann Coder", "27165", "suggest", "corrected")
    assert (row.reason, row.side, row.level) == ("wrong_side", "left", "subtrochanteric")
    assert (row.engine_version, row.knowledge, row.correction) == ("0.1.0", "abc123", CORRECTION)
    assert row.token_id is not None
    assert answer["id"] == row.id
    assert answer["note"] == row.note == store.hash_note(NOTE)
    assert (answer["coder"], answer["text_kept"], answer["comment_kept"]) == ("Ann Coder", False, False)


@pytest.mark.parametrize(
    "sent",
    [
        body(comment="It says cut below the lesser trochanter."),
        body(verdict="rejected", reason="The femur was cut below the lesser trochanter."),
    ],
)
def test_views_feedback_keeps_no_words_of_the_note(
    client: FlaskClient, local_store: Store, sent: dict[str, Any]
) -> None:
    response = client.post("/v1/feedback", json=sent)
    assert response.get_json()["comment_kept"] is False
    assert rows(local_store)[0].comment is None
    for path in local_store.folder.iterdir():
        assert b"below" not in path.read_bytes()


def test_views_feedback_keeps_text_and_words_when_the_operator_says_so(store: Store) -> None:
    client = make_app(store, store_text=True).test_client()
    text = NOTE + " \ud800 \x00 \U0001f9b4"
    sent = body(text=text, verdict="rejected", reason="free words", comment="more \x00 words")
    answer = client.post("/v1/feedback", json=sent).get_json()
    assert (answer["reason"], answer["text_kept"], answer["comment_kept"]) == ("other", True, True)
    assert rows(store)[0].comment == "free words\nmore \x00 words"
    with store.read() as session:
        kept = session.scalars(select(NoteText)).one()
    assert (kept.note, kept.text) == (answer["note"], text)
    again = client.post("/v1/feedback", json=body(text=..., note=answer["note"])).get_json()
    assert again["note"] == answer["note"]
    assert again["text_kept"] is True
    assert client.post("/v1/feedback", json=body(text=f" {text} ")).status_code == 201
    with store.read() as session:
        assert len(session.scalars(select(NoteText)).all()) == 1


def test_views_feedback_of_the_open_service_is_of_the_local_coder(
    client: FlaskClient, local_store: Store
) -> None:
    assert client.post("/v1/feedback", json=body()).get_json()["coder"] == "local"
    assert rows(local_store)[0].token_id is None


@pytest.mark.parametrize(
    ("sent", "field"),
    [
        (body(text=...), "body"),
        (body(note="0" * 64), "body"),
        (body(text=" \n"), "text"),
        (body(text=5), "text"),
        (body(text=..., note="0" * 63), "note"),
        (body(text=..., note="G" * 64), "note"),
        (body(code=...), "code"),
        (body(code="2716"), "code"),
        (body(code="27165\n"), "code"),
        (body(decision="maybe"), "decision"),
        (body(verdict="corrected"), "body"),
        (body(correction=CORRECTION), "body"),
        (body(verdict="corrected", correction={}), "correction.decision"),
        (body(verdict="corrected", correction=CORRECTION | {"codes": ["x"]}), "correction.codes.0"),
        (body(verdict="corrected", correction=CORRECTION | {"codes": ["27165"] * 21}), "correction.codes"),
        (body(side="middle"), "side"),
        (body(level="knee"), "level"),
        (body(verdict="liked"), "verdict"),
        (body(reason="x" * 501), "reason"),
        (body(comment="x" * 2001), "comment"),
        (body(engine=...), "engine"),
        (body(engine={"version": "", "knowledge": "k"}), "engine.version"),
        (body(engine={"version": "1", "knowledge": "k\x00"}), "engine.knowledge"),
        (body(engine={"version": "1", "knowledge": "\ud800"}), "engine.knowledge"),
        (body(request_id="short"), "request_id"),
        (body(request_id="x" * 65), "request_id"),
        (body(extra=1), "body"),
        ([], "body"),
    ],
)
def test_views_feedback_faults_name_field_and_fix(
    client: FlaskClient, local_store: Store, sent: object, field: str
) -> None:
    response = client.post("/v1/feedback", json=sent)
    error = response.get_json()["error"]
    assert (response.status_code, error["field"]) == (422, field)
    assert error["fix"]
    assert "femur was cut" not in response.get_data(as_text=True)
    assert not local_store.exists()


def test_views_feedback_sent_again_is_kept_once(store: Store) -> None:
    client = make_app(store).test_client()
    sent = body(request_id="0123456789abcdef")
    first = client.post("/v1/feedback", json=sent)
    second = client.post("/v1/feedback", json=sent)
    assert (first.status_code, second.status_code) == (201, 200)
    assert first.get_json() == second.get_json()
    assert len(rows(store)) == 1
    other = client.post("/v1/feedback", json=sent | {"verdict": "rejected"})
    assert (other.status_code, other.get_json()["error"]["field"]) == (409, "request_id")
    assert len(rows(store)) == 1


def test_views_feedback_of_many_at_once_is_kept_once_each(store: Store) -> None:
    app = make_app(store, store_text=True)

    def send(number: int) -> int:
        sent = body(request_id=f"request-{number % 4:04}")
        return app.test_client().post("/v1/feedback", json=sent).status_code

    with ThreadPoolExecutor(8) as threads:
        statuses = Counter(threads.map(send, range(32)))
    assert statuses == {201: 4, 200: 28}
    assert len(rows(store)) == 4
    with store.read() as session:
        assert [kept.text for kept in session.scalars(select(NoteText))] == [NOTE]


def test_views_reasons_are_those_of_the_schema(client: FlaskClient) -> None:
    assert client.get("/v1/feedback/reasons").get_json() == {"reasons": REASONS}


@pytest.mark.parametrize("reason", REASONS)
def test_views_feedback_takes_every_reason(client: FlaskClient, local_store: Store, reason: str) -> None:
    answer = client.post("/v1/feedback", json=body(verdict="rejected", reason=reason)).get_json()
    assert answer["reason"] == reason
    assert rows(local_store)[0].reason == reason


@pytest.mark.parametrize(("keep_text", "lines"), [(True, 1), (False, 0)])
def test_views_export_gives_samples_as_json_lines(local_store: Store, keep_text: bool, lines: int) -> None:
    client = make_app(local_store, store_text=keep_text).test_client()
    client.post("/v1/feedback", json=body())
    response = client.get("/v1/feedback/export")
    assert response.mimetype == "application/x-ndjson"
    assert response.headers["Cache-Control"] == "no-store"
    assert response.headers["X-Without-Text"] == str(1 - lines)
    found = [json.loads(line) for line in response.get_data(as_text=True).splitlines()]
    assert [row["text"] for row in found] == [NOTE] * lines


def test_views_database_is_plain_sqlite(client: FlaskClient, local_store: Store) -> None:
    client.post("/v1/feedback", json=body())
    database = Path(str(local_store.url.database))
    connection = sqlite3.connect(database)
    assert connection.execute("SELECT count(*) FROM feedback").fetchone() == (1,)
    connection.close()
