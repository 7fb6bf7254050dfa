"""Interrupted runs: killed at any moment, resumed, and equal to one that was never interrupted."""

import json
import os
import random
import signal
import subprocess
import sys
import time
from pathlib import Path

import pytest

from nlp.batch import BatchError, run
from nlp.batch.journal import Journal, beside
from tests.batch import made

PROGRAM = """
import sys
from pathlib import Path
from nlp.batch import run, runner
from tests.batch import made
if __name__ == "__main__":
    runner._COMMIT_SECONDS = 0.05
    run([Path(sys.argv[1])], Path(sys.argv[2]), workers=int(sys.argv[3]), resume=True, make=made.make_slow)
"""
ROOT = Path(__file__).parent.parent.parent


def _files(out: Path) -> list[bytes]:
    return [out.read_bytes(), beside(out, "rejects.jsonl").read_bytes()]


def _start(program: Path, source: Path, out: Path, workers: int) -> "subprocess.Popen[bytes]":
    command = [sys.executable, str(program), str(source), str(out), str(workers)]
    return subprocess.Popen(command, cwd=ROOT, env=os.environ | {"PYTHONPATH": str(ROOT)})


@pytest.mark.slow
@pytest.mark.parametrize(("suffix", "workers"), [("jsonl", 2), ("parquet", 1)])
def test_batch_resume_after_kill_at_ten_random_moments(tmp_path: Path, suffix: str, workers: int) -> None:
    draw = random.Random(workers)
    program = tmp_path / "program.py"
    program.write_text(PROGRAM, encoding="utf-8")
    source = made.write_lines(tmp_path / "in.jsonl", 2000)
    whole, cut = tmp_path / f"whole.{suffix}", tmp_path / f"cut.{suffix}"
    run([source], whole, make=made.make)
    for number in range(10):
        process = _start(program, source, cut, workers)
        if number % 3:
            _wait_for_commit(process, beside(cut, "state"))
        time.sleep(draw.uniform(0, 0.4))
        assert process.poll() is None
        process.send_signal(signal.SIGKILL)
        process.wait()
    assert _start(program, source, cut, workers).wait(60) == 0
    assert _files(cut) == _files(whole)
    assert sorted(path.name for path in tmp_path.glob("cut.*")) == [cut.name, f"{cut.name}.rejects.jsonl"]


def _wait_for_commit(process: "subprocess.Popen[bytes]", state: Path) -> None:
    before = state.stat().st_mtime_ns if state.exists() else 0
    while process.poll() is None and not (state.exists() and state.stat().st_mtime_ns > before):
        time.sleep(0.01)


@pytest.mark.slow
def test_batch_workers_end_with_a_killed_parent(tmp_path: Path) -> None:
    program = tmp_path / "program.py"
    program.write_text(PROGRAM, encoding="utf-8")
    source = made.write_lines(tmp_path / "in.jsonl", 30_000)
    process = _start(program, source, tmp_path / "out.jsonl", 2)
    children: list[str] = []
    while len(children) < 2:
        time.sleep(0.05)
        children = Path(f"/proc/{process.pid}/task/{process.pid}/children").read_text().split()
    process.send_signal(signal.SIGKILL)
    process.wait()
    deadline = time.monotonic() + 20
    while any(Path(f"/proc/{child}").exists() for child in children) and time.monotonic() < deadline:
        time.sleep(0.1)
    assert not [child for child in children if Path(f"/proc/{child}").exists()]


class Crash(Exception):
    """Stands for the moment at which a run is cut off."""


@pytest.mark.parametrize("call", range(1, 15))
@pytest.mark.parametrize("suffix", ["jsonl", "parquet"])
def test_batch_resume_after_a_cut_at_each_step_on_disk(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, call: int, suffix: str
) -> None:
    source = made.write_lines(tmp_path / "in.jsonl", 200)
    whole, cut = tmp_path / f"whole.{suffix}", tmp_path / f"cut.{suffix}"
    run([source], whole, make=made.make)
    monkeypatch.setattr("nlp.batch.runner._COMMIT_SECONDS", 0.0)
    real = os.replace
    crashed: list[int] = []
    count = 0

    def replace(old: Path, new: Path) -> None:
        nonlocal count
        count += 1
        if count == call - 7:
            real(old, new)
        if count in (call, call - 7) and not crashed:
            crashed.append(count)
            raise Crash
        if count != call - 7:
            real(old, new)

    monkeypatch.setattr(os, "replace", replace)
    try:
        run([source], cut, make=made.make, resume=True)
    except Crash:
        run([source], cut, make=made.make, resume=True)
    assert _files(cut) == _files(whole)
    run([source], cut, make=made.make, resume=True)
    assert _files(cut) == _files(whole)


def _interrupted(tmp_path: Path) -> tuple[Path, Path]:
    """A run that stopped after its first commit, with more on disk than the state knows of."""
    source = made.write_lines(tmp_path / "in.jsonl", 300)
    out = tmp_path / "out.jsonl"

    def stop(progress: object) -> None:
        raise Crash

    with pytest.MonkeyPatch.context() as patch:
        patch.setattr("nlp.batch.runner._COMMIT_SECONDS", 0.0)
        with pytest.raises(Crash):
            run([source], out, make=made.make, progress=stop)
    with beside(out, "partial").open("ab") as handle:
        handle.write(b'{"id":"half a li')
    return source, out


def test_batch_resume_cuts_off_what_was_not_committed(tmp_path: Path) -> None:
    source, out = _interrupted(tmp_path)
    calls = 0

    def make_counting() -> made.Annotate:
        def counting(text: str) -> made.Annotation:
            nonlocal calls
            calls += 1
            return made.annotate(text)

        return counting

    summary = run([source], out, make=make_counting, resume=True)
    whole = tmp_path / "whole.jsonl"
    run([source], whole, make=made.make)
    assert _files(out) == _files(whole)
    assert (summary.notes, summary.rejects) == (282, 18)
    assert calls == 282 - 60


def test_batch_without_resume_starts_again(tmp_path: Path) -> None:
    source, out = _interrupted(tmp_path)
    whole = tmp_path / "whole.jsonl"
    assert run([source], out, make=made.make).notes == run([source], whole, make=made.make).notes == 282
    assert _files(out) == _files(whole)


@pytest.mark.parametrize("change", ["input", "option", "engine", "partial"])
def test_batch_resume_refuses_what_does_not_fit(tmp_path: Path, change: str) -> None:
    source, out = _interrupted(tmp_path)
    gate = True
    if change == "input":
        with source.open("a", encoding="utf-8") as handle:
            handle.write("{}\n")
    elif change == "option":
        gate = False
    elif change == "engine":
        state = json.loads(beside(out, "state").read_text())
        state["extra"]["engine"] = "1 other"
        beside(out, "state").write_text(json.dumps(state))
    else:
        beside(out, "partial").write_bytes(b"")
    with pytest.raises(BatchError, match="run without resuming"):
        run([source], out, make=made.make, resume=True, gate=gate)


def test_journal_refuses_a_second_writer(tmp_path: Path) -> None:
    first = Journal(tmp_path / "out.jsonl", {}, resume=True)
    with pytest.raises(BatchError, match="another run is writing"):
        Journal(tmp_path / "out.jsonl", {}, resume=True)
    first.close()
    Journal(tmp_path / "out.jsonl", {}, resume=True).close()
