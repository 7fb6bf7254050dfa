"""Feedback becomes samples that the evaluation reads."""

import argparse
import json
from pathlib import Path

import pytest

from nlp.samples.convert import convert, read
from server.access.caller import LOCAL, Caller
from server.cli.exits import CliError
from server.feedback import commands
from server.feedback.export import export, hashed
from server.feedback.keep import keep
from server.feedback.schemas import FeedbackRequest
from server.store import Store
from tests.server.feedback.bodies import NOTE, body

OTHER = "Right hip. The pelvis alone was cut. \U0001f9b4"


def give(store: Store, by: Caller = LOCAL, *, keep_text: bool = True, **change: object) -> None:
    keep(store, FeedbackRequest.model_validate(body(**change)), by, keep_text=keep_text)


def run(*arguments: str) -> int:
    parser = argparse.ArgumentParser()
    commands.add_arguments(parser)
    return commands.run(parser.parse_args(["export", *arguments]))


def test_export_rows_are_read_back_as_samples(store: Store, tmp_path: Path) -> None:
    give(store)
    give(store, text=OTHER, decision="suggest", verdict="rejected", reason="not_performed", side=None)
    give(store, Caller("Ben", "feedback", None), verdict="rejected", reason="not_performed")
    file = tmp_path / "feedback.jsonl"
    file.write_text("".join(export(store).lines()), encoding="utf-8")
    first, second = read([file])
    assert (first.text, first.gold.decision, first.gold.accept) == (NOTE, "no", ("suggest", "review"))
    assert (second.text, second.gold.decision) == (OTHER, "no")
    assert "Not done in this operation" in second.gold.why
    assert first.kind == "op_note"
    assert not first.fully_marked
    assert convert([file], tmp_path / "feedback.sample") == 2
    assert [(sample.id, sample.text) for sample in read([tmp_path / "feedback.sample"])] == [
        (first.id, NOTE),
        (second.id, OTHER),
    ]


def test_export_takes_the_sites_own_notes_by_hash(store: Store) -> None:
    give(store, keep_text=False)
    give(store, keep_text=False, text=OTHER)
    give(store, keep_text=False, text="A third note.", code="27151")
    assert export(store).samples == []
    found = export(store, hashed(store, [f"  {NOTE}\r\n", "unrelated"]))
    assert [sample.text for sample in found.samples] == [f"  {NOTE}\r\n"]
    assert (found.without_text, found.undecided) == (1, 1)


def test_export_of_nothing(local_store: Store) -> None:
    assert export(local_store).lines() == []
    assert not local_store.exists()


@pytest.mark.parametrize("to_file", [True, False])
def test_export_command(
    local_store: Store,
    tmp_path: Path,
    to_file: bool,
    capsys: pytest.CaptureFixture[str],
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setenv("OSTEOTOME_STATE_DIR", str(local_store.folder))
    give(local_store, keep_text=False)
    give(local_store, keep_text=False, text=OTHER)
    give(local_store, text="A third note.", code="27151")
    notes, out = tmp_path / "notes.jsonl", tmp_path / "out.jsonl"
    notes.write_text(json.dumps({"id": "site-1", "text": NOTE}) + "\n\n", encoding="utf-8")
    assert run("--notes", str(notes), *(["--out", str(out)] if to_file else [])) == 0
    printed, told = capsys.readouterr()
    (line,) = (out.read_text(encoding="utf-8") if to_file else printed).splitlines()
    assert json.loads(line)["text"] == NOTE
    assert told.splitlines()[0] == "1 samples"
    assert "--notes FILE" in told
    assert "no verdict settles 27165" in told


@pytest.mark.parametrize(
    ("content", "fault"),
    [
        ("{}\n", "line 1 has no text"),
        ('{"text": "a"}\nsecret words\n', "line 2 is not JSON"),
        ("[]\n", "line 1 has no text"),
        ('{"text": 5}\n', "line 1 has no text"),
        (None, "cannot be read"),
    ],
)
def test_export_command_faults_name_the_line(
    local_store: Store, tmp_path: Path, content: str | None, fault: str
) -> None:
    notes = tmp_path / "notes.jsonl"
    if content is not None:
        notes.write_text(content, encoding="utf-8")
    with pytest.raises(CliError, match=fault) as caught:
        run("--notes", str(notes), "--state-dir", str(local_store.folder))
    assert "secret" not in str(caught.value)
