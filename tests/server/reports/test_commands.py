"""``osteotome report``."""

import argparse
import json

import pytest

from server.cli.exits import CliError
from server.reports import commands
from server.reports.figures import DIMENSIONS, tally
from server.store import Store
from tests.server.reports.verdicts import put, verdict


def run(store: Store, *arguments: str) -> int:
    parser = argparse.ArgumentParser()
    commands.add_arguments(parser)
    return commands.run(parser.parse_args([*arguments, "--state-dir", str(store.folder)]))


@pytest.mark.parametrize("by", DIMENSIONS)
def test_commands_report_as_a_table(local_store: Store, by: str, capsys: pytest.CaptureFixture[str]) -> None:
    put(
        local_store,
        verdict(coder="Ann [red]\x1b[2J\u202e"),
        verdict(verdict="rejected", reason="wrong_side"),
        ago=1,
    )
    assert run(local_store, "--by", by) == 0
    out = capsys.readouterr().out
    assert "50 %" in out
    assert "1 notes, weeks of" in out
    assert ("[red]" in out) == (by == "coder")
    assert "\x1b[2J" not in out
    assert "\u202e" not in out


def test_commands_report_as_json(local_store: Store, capsys: pytest.CaptureFixture[str]) -> None:
    put(local_store, verdict(), ago=1)
    assert run(local_store, "--json", "--code", "27165", "--days", "0") == 0
    assert json.loads(capsys.readouterr().out)["whole"]["accepted"] == 1


def test_commands_report_of_nothing(local_store: Store, capsys: pytest.CaptureFixture[str]) -> None:
    assert run(local_store) == 0
    assert "No verdicts" in capsys.readouterr().out


@pytest.mark.parametrize("days", ["-1", "40000"])
def test_commands_report_refuses_a_wrong_period(local_store: Store, days: str) -> None:
    with pytest.raises(CliError, match="--days"):
        run(local_store, f"--days={days}")


def test_commands_blocks_show_each_week() -> None:
    rows = [verdict(0), verdict(14, verdict="rejected"), verdict(21), verdict(21, verdict="rejected")]
    found = tally(rows, "code")
    assert commands.blocks(found, found.whole) == "█·▁▅"
