"""The frame of the command: help, exit codes, faults told in one line without note text."""

import os
import signal
import subprocess
import sys
from pathlib import Path

import pytest

from server.cli import exits, main
from server.cli.main import COMMANDS
from server.cli.version import versions
from tests.server.cli.conftest import Run, heed_interrupts

ROOT = Path(__file__).parents[3]


@pytest.mark.parametrize("name", list(COMMANDS))
def test_main_help_of_every_command(run: Run, name: str) -> None:
    code, out, err = run(name, "--help")
    assert (code, err) == (exits.OK, "")
    assert out.startswith(f"usage: osteotome {name}")
    assert "exit codes:" in out


@pytest.mark.parametrize("arguments", [["--help"], ["-h"]])
def test_main_help_lists_the_commands(run: Run, arguments: list[str]) -> None:
    code, out, _ = run(*arguments)
    assert code == exits.OK
    assert all(f"  {name} " in out for name in COMMANDS)


@pytest.mark.parametrize(
    "arguments",
    [[], ["nothing"], ["annotate", "--nothing"], ["annotate", "a", "b"], ["batch", "x.jsonl"], ["--wrong"]],
    ids=lambda arguments: " ".join(arguments) or "none",
)
def test_main_wrong_command_line_is_2(run: Run, arguments: list[str]) -> None:
    code, out, err = run(*arguments)
    assert code == exits.USAGE
    assert "usage: osteotome" in out + err


def test_main_version(run: Run) -> None:
    code, out, err = run("--version")
    assert (code, err) == (exits.OK, "")
    assert out.startswith(f"osteotome {versions()['osteotome']}\n")


def test_main_fault_hides_what_it_says(run: Run, monkeypatch: pytest.MonkeyPatch) -> None:
    def fail(options: object) -> int:
        raise KeyError("patient Jane Doe")

    monkeypatch.delenv("OSTEOTOME_DEBUG", raising=False)
    monkeypatch.setattr("server.cli.version.run", fail)
    code, out, err = run("version")
    assert (code, out) == (exits.INTERNAL, "")
    assert "KeyError at test_main.py" in err
    assert "Jane" not in err
    assert len(err.splitlines()) == 1


def test_main_fault_shows_its_trace_when_asked(run: Run, monkeypatch: pytest.MonkeyPatch) -> None:
    def fail(options: object) -> int:
        raise KeyError("here")

    monkeypatch.setenv("OSTEOTOME_DEBUG", "1")
    monkeypatch.setattr("server.cli.version.run", fail)
    code, _, err = run("version")
    assert code == exits.INTERNAL
    assert "Traceback" in err


def test_main_interrupt_is_130(run: Run, monkeypatch: pytest.MonkeyPatch) -> None:
    def interrupt(options: object) -> int:
        raise KeyboardInterrupt

    monkeypatch.setattr("server.cli.version.run", interrupt)
    assert run("version") == (exits.INTERRUPTED, "", "osteotome: interrupted\n")


def test_main_cli_error_is_one_line(run: Run, monkeypatch: pytest.MonkeyPatch) -> None:
    def fail(options: object) -> int:
        raise exits.CliError("two\nlines", exits.UNREACHABLE)

    monkeypatch.setattr("server.cli.version.run", fail)
    assert run("version") == (exits.UNREACHABLE, "", "osteotome: two lines\n")


def test_main_reader_that_goes_away_is_quiet(tmp_path: Path) -> None:
    """``osteotome annotate --json | true`` must not end in a trace."""
    note = tmp_path / "note.txt"
    note.write_text("Left intertrochanteric osteotomy was performed.\n" * 4000)
    command = f"{sys.executable} -m server.cli annotate {note} --json | true; exit ${{PIPESTATUS[0]}}"
    done = subprocess.run(["bash", "-c", command], cwd=ROOT, capture_output=True, text=True, check=False)
    assert done.stderr == ""
    assert done.returncode == exits.BROKEN_PIPE


def test_main_ctrl_c_while_reading_from_the_terminal() -> None:
    master, terminal = os.openpty()
    command = [sys.executable, "-m", "server.cli", "annotate"]
    with subprocess.Popen(
        command, cwd=ROOT, stdin=terminal, stderr=subprocess.PIPE, text=True, preexec_fn=heed_interrupts
    ) as process:
        assert process.stderr is not None
        assert "Ctrl-D" in process.stderr.readline()
        process.send_signal(signal.SIGINT)
        _, err = process.communicate(timeout=20)
    os.close(terminal)
    os.close(master)
    assert process.returncode == exits.INTERRUPTED
    assert err == "osteotome: interrupted\n"


def test_main_lone_surrogate_on_the_command_line_is_bad_input(run: Run) -> None:
    code, out, err = run("annotate", "no-\udcff-file.txt")
    assert (code, out) == (exits.BAD_INPUT, "")
    assert err.startswith("osteotome: no-")
    assert main(["version"]) == exits.OK
