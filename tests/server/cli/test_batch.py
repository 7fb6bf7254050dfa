"""``osteotome batch``, ``evaluate``, ``samples`` and ``check``: what their exit codes and streams say."""

import json
import os
import signal
import subprocess
import sys
import time
from pathlib import Path

import pytest

from nlp.batch import BatchError
from server.cli import exits
from tests.server.cli.conftest import Run, heed_interrupts

NOTE = "An intertrochanteric osteotomy of the left femur was completed with the saw and plated."
ROOT = Path(__file__).parents[3]
SAMPLES = ROOT / "tests" / "samples"


@pytest.fixture
def rows(tmp_path: Path) -> Path:
    path = tmp_path / "in.jsonl"
    path.write_text("".join(json.dumps({"id": f"n{i}", "text": NOTE}) + "\n" for i in range(5)))
    return path


def test_batch_writes_answers_in_order(run: Run, rows: Path, tmp_path: Path) -> None:
    out = tmp_path / "out.jsonl"
    code, said, err = run("batch", rows, "--out", out, "--workers", 1)
    assert (code, said) == (exits.OK, "")
    assert [json.loads(line)["id"] for line in out.read_text().splitlines()] == [f"n{i}" for i in range(5)]
    assert "5 notes" in err
    assert "27165" in err


def test_batch_rejected_row_is_a_finding(run: Run, rows: Path, tmp_path: Path) -> None:
    rows.write_text(rows.read_text() + "{not json}\n")
    out = tmp_path / "out.jsonl"
    code, said, err = run("batch", rows, "--out", out, "--workers", 1, "--json")
    assert (code, err) == (exits.FINDINGS, "")
    assert json.loads(said)["rejects"] == 1
    assert (tmp_path / "out.jsonl.rejects.jsonl").exists()


def test_batch_quiet_says_nothing(run: Run, rows: Path, tmp_path: Path) -> None:
    assert run("batch", rows, "--out", tmp_path / "o.jsonl", "--workers", 1, "--quiet") == (exits.OK, "", "")


@pytest.mark.parametrize(
    ("arguments", "code", "words"),
    [
        (["{folder}/none.jsonl", "--out", "{folder}/o.jsonl"], exits.BAD_INPUT, "none.jsonl"),
        (["{rows}", "--out", "{folder}/o.docx"], exits.BAD_INPUT, "must end in"),
        (["{rows}", "--out", "{folder}/none/o.jsonl"], exits.BAD_INPUT, "No such file"),
        (["{rows}", "--out", "{folder}/o.jsonl", "--workers", "0"], exits.USAGE, "1 to 256"),
        (["{rows}", "--out", "{folder}/o.jsonl", "--workers", "x"], exits.USAGE, "1 to 256"),
    ],
    ids=["missing", "suffix", "no-folder", "no-worker", "not-a-number"],
)
def test_batch_bad_input(
    run: Run, rows: Path, tmp_path: Path, arguments: list[str], code: int, words: str
) -> None:
    given = [part.format(folder=tmp_path, rows=rows) for part in arguments]
    found, out, err = run("batch", *given)
    assert (found, out) == (code, "")
    assert words in err
    assert "Traceback" not in err


def test_batch_interrupt_says_how_to_go_on(
    run: Run, rows: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    def interrupt(*_: object, **__: object) -> None:
        raise KeyboardInterrupt

    monkeypatch.setattr("server.cli.batch.annotate_all", interrupt)
    code, _, err = run("batch", rows, "--out", tmp_path / "o.jsonl")
    assert code == exits.INTERRUPTED
    assert "--resume" in err


@pytest.mark.slow
def test_batch_ctrl_c_while_workers_start_is_one_line(tmp_path: Path) -> None:
    rows = tmp_path / "in.jsonl"
    rows.write_text("".join(json.dumps({"id": i, "text": NOTE}) + "\n" for i in range(20_000)))
    out = tmp_path / "out.jsonl"
    command = [sys.executable, "-m", "server.cli", "batch", rows, "--out", out, "--workers", "2"]
    with subprocess.Popen(
        command,
        cwd=ROOT,
        stderr=subprocess.PIPE,
        text=True,
        start_new_session=True,
        preexec_fn=heed_interrupts,
    ) as process:
        while process.poll() is None and not (tmp_path / "out.jsonl.partial").exists():
            time.sleep(0.05)
        time.sleep(0.3)
        os.killpg(process.pid, signal.SIGINT)
        _, err = process.communicate(timeout=60)
    assert process.returncode == exits.INTERRUPTED
    assert len(err.splitlines()) == 1
    assert "--resume" in err


def test_batch_shows_a_bar_on_a_terminal(rows: Path, tmp_path: Path) -> None:
    master, terminal = os.openpty()
    command = [
        sys.executable,
        "-m",
        "server.cli",
        "batch",
        rows,
        "--out",
        tmp_path / "o.jsonl",
        "--workers",
        "1",
    ]
    environment = {**os.environ, "TERM": "xterm", "COLUMNS": "120"}
    with subprocess.Popen(command, cwd=ROOT, stderr=terminal, env=environment) as process:
        os.close(terminal)
        shown = b""
        while chunk := _read(master):
            shown += chunk
    os.close(master)
    assert process.returncode == exits.OK
    assert "reading" in shown.decode()
    assert "100%" in shown.decode()
    assert "5 notes, 0 to review, 0 rejected" in shown.decode()


def _read(descriptor: int) -> bytes:
    """What a terminal shows next; nothing once its other end is closed, which Linux tells by EIO."""
    try:
        return os.read(descriptor, 4096)
    except OSError:
        return b""


def test_batch_fault_of_the_engine_is_one_line(
    run: Run, rows: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    def refuse(*_: object, **__: object) -> None:
        raise BatchError("the state is of\nanother run")

    monkeypatch.setattr("server.cli.batch.annotate_all", refuse)
    code, _, err = run("batch", rows, "--out", tmp_path / "o.jsonl")
    assert (code, err) == (exits.BAD_INPUT, "osteotome: the state is of another run\n")


def test_samples_convert_goes_there_and_back(run: Run, tmp_path: Path) -> None:
    rows, back = tmp_path / "rows.jsonl", tmp_path / "back.sample"
    assert run("samples", "convert", SAMPLES / "dev1.sample", "--out", rows)[0] == exits.OK
    code, out, err = run("samples", "convert", rows, "--out", back)
    assert (code, out) == (exits.OK, "")
    assert "samples written to" in err
    assert len(rows.read_text().splitlines()) == int(err.split()[1])


@pytest.mark.parametrize(
    ("given", "words"),
    [("none.sample", "No such file"), ("wrong.sample", "wrong.sample")],
    ids=["missing", "wrong"],
)
def test_samples_convert_bad_input(run: Run, tmp_path: Path, given: str, words: str) -> None:
    (tmp_path / "wrong.sample").write_text("[[[[\n")
    code, out, err = run("samples", "convert", tmp_path / given, "--out", tmp_path / "o.jsonl")
    assert (code, out) == (exits.BAD_INPUT, "")
    assert words in err
    assert len(err.splitlines()) == 1


def test_evaluate_missing_file_is_bad_input(run: Run, tmp_path: Path) -> None:
    code, _, err = run("evaluate", tmp_path / "none.sample")
    assert code == exits.BAD_INPUT
    assert "none.sample" in err


def test_check_says_that_the_knowledge_is_valid(run: Run) -> None:
    code, out, err = run("check", "--json")
    assert (code, err) == (exits.OK, "")
    assert json.loads(out)["valid"] is True


@pytest.mark.parametrize("flag", [[], ["--json"]], ids=["words", "json"])
def test_check_names_file_and_fault(run: Run, tmp_path: Path, flag: list[str]) -> None:
    (tmp_path / "codes.toml").write_text("this is not toml")
    code, out, err = run("check", tmp_path, *flag)
    assert code == exits.BAD_INPUT
    assert ".toml" in out + err
    assert "Traceback" not in out + err


def test_check_folder_that_is_not_there(run: Run, tmp_path: Path) -> None:
    code, _, err = run("check", tmp_path / "none")
    assert code == exits.BAD_INPUT
    assert "is not a folder" in err
