"""Erasing texts, comments and verdicts."""

import argparse
from datetime import timedelta
from pathlib import Path

import pytest
from sqlalchemy import select, update

from server.access.caller import LOCAL
from server.cli.exits import CliError
from server.feedback import commands
from server.feedback.forget import Forgotten, forget
from server.feedback.keep import keep
from server.feedback.schemas import FeedbackRequest
from server.store import Store
from server.store.models import Feedback, NoteText
from server.store.types import utc_now
from tests.server.feedback.bodies import NOTE, body

OLD = "Right hip. An old note with the word quokka."


def fill(store: Store) -> None:
    """One verdict of today on NOTE, one of a year ago on OLD, both with text and comment."""
    for text in (NOTE, OLD):
        sent = FeedbackRequest.model_validate(body(text=text, comment=f"about: {text}"))
        keep(store, sent, LOCAL, keep_text=True)
    with store.write() as session:
        then = utc_now() - timedelta(days=365)
        session.execute(update(NoteText).where(NoteText.note == store.hash_note(OLD)).values(at=then))
        session.execute(update(Feedback).where(Feedback.note == store.hash_note(OLD)).values(at=then))


def left(store: Store) -> tuple[int, int, int]:
    with store.read() as session:
        rows = session.scalars(select(Feedback)).all()
        texts = session.scalars(select(NoteText)).all()
    return len(texts), sum(row.comment is not None for row in rows), len(rows)


@pytest.mark.parametrize(
    ("days", "note", "verdicts", "gone", "stay"),
    [
        (None, None, False, Forgotten(2, 2, 0), (0, 0, 2)),
        (None, None, True, Forgotten(2, 2, 2), (0, 0, 0)),
        (30, None, False, Forgotten(1, 1, 0), (1, 1, 2)),
        (30, None, True, Forgotten(1, 1, 1), (1, 1, 1)),
        (400, None, True, Forgotten(0, 0, 0), (2, 2, 2)),
        (None, NOTE, True, Forgotten(1, 1, 1), (1, 1, 1)),
        (None, "another note", True, Forgotten(0, 0, 0), (2, 2, 2)),
    ],
)
def test_forget_erases_what_is_meant(
    store: Store,
    days: int | None,
    note: str | None,
    verdicts: bool,
    gone: Forgotten,
    stay: tuple[int, int, int],
) -> None:
    fill(store)
    before = utc_now() - timedelta(days=days) if days else None
    hashed = store.hash_note(note) if note else None
    assert forget(store, before=before, note=hashed, verdicts=verdicts) == gone
    assert left(store) == stay


def test_forget_leaves_no_word_in_the_files(local_store: Store) -> None:
    fill(local_store)
    assert any(b"quokka" in path.read_bytes() for path in local_store.folder.iterdir())
    forget(local_store, note=local_store.hash_note(OLD))
    assert not any(b"quokka" in path.read_bytes() for path in local_store.folder.iterdir())


def test_forget_of_nothing(local_store: Store) -> None:
    assert forget(local_store, verdicts=True) == Forgotten(0, 0, 0)
    assert not local_store.exists()


def run(store: Store, *arguments: str) -> int:
    parser = argparse.ArgumentParser()
    commands.add_arguments(parser)
    return commands.run(parser.parse_args(["forget", *arguments, "--state-dir", str(store.folder)]))


@pytest.mark.parametrize(
    ("arguments", "told"),
    [
        (["--all", "--verdicts"], "2 texts, 2 comments, 2 verdicts"),
        (["--older-than", "30d"], "1 texts, 1 comments, 0 verdicts"),
        (["--note", "NOTE", "--verdicts"], "1 texts, 1 comments, 1 verdicts"),
    ],
)
def test_forget_command(
    local_store: Store,
    tmp_path: Path,
    arguments: list[str],
    told: str,
    capsys: pytest.CaptureFixture[str],
) -> None:
    fill(local_store)
    file = tmp_path / "note.txt"
    file.write_text(f"{NOTE}\r\n", encoding="utf-8")
    assert run(local_store, *(str(file) if word == "NOTE" else word for word in arguments)) == 0
    assert told in capsys.readouterr().err


def test_forget_command_never_takes_a_slip_for_everything(local_store: Store) -> None:
    fill(local_store)
    with pytest.raises(SystemExit, match="2"):
        run(local_store, "--older-than", "never")
    assert left(local_store) == (2, 2, 2)


def test_forget_command_says_which_file_cannot_be_read(local_store: Store) -> None:
    with pytest.raises(CliError, match="--note /nowhere"):
        run(local_store, "--note", "/nowhere")
