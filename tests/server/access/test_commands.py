"""``osteotome token`` and ``osteotome pair``."""

import argparse
import json
from datetime import timedelta
from pathlib import Path

import pytest

from server.access import commands, pairing, tokens
from server.cli.exits import CliError
from server.store import Store
from server.store.options import lifetime


def run(name: str, *arguments: str) -> int:
    parser = argparse.ArgumentParser()
    {"token": commands.add_token_arguments, "pair": commands.add_pair_arguments}[name](parser)
    return commands.run(parser.parse_args(arguments))


@pytest.fixture
def home(local_store: Store, monkeypatch: pytest.MonkeyPatch) -> Store:
    """The store that the commands find by themselves."""
    monkeypatch.setenv("OSTEOTOME_STATE_DIR", str(local_store.folder))
    return local_store


def test_commands_create_prints_a_token_that_works(home: Store, capsys: pytest.CaptureFixture[str]) -> None:
    assert run("token", "create", "Ann Coder", "--role", "annotate", "--expires", "12h") == 0
    out, err = capsys.readouterr()
    info = tokens.verify(home, out.strip())
    assert info is not None
    assert (info.name, info.role) == ("Ann Coder", "annotate")
    assert info.expires_at is not None
    assert info.expires_at - info.created_at <= timedelta(hours=12)
    assert info.id in err
    assert out.strip() not in err


@pytest.mark.parametrize(("expires", "ends"), [((), True), (("--expires", "never"), False)])
def test_commands_create_as_json(
    home: Store, expires: tuple[str, ...], ends: bool, capsys: pytest.CaptureFixture[str]
) -> None:
    assert run("token", "create", "Ann", "--json", *expires) == 0
    data = json.loads(capsys.readouterr().out)
    assert tokens.verify(home, data["token"]) is not None
    assert data["role"] == "feedback"
    assert (data["expires_at"] is not None) == ends


@pytest.mark.parametrize("as_json", [False, True])
def test_commands_list_shows_tokens_without_secrets(
    home: Store, as_json: bool, capsys: pytest.CaptureFixture[str]
) -> None:
    issued = tokens.create(home, "Ann [bold]Coder", "admin", None)
    tokens.revoke(home, tokens.create(home, "Ben", "annotate", None).info.id)
    assert run("token", "list", *(["--json"] if as_json else [])) == 0
    out = capsys.readouterr().out
    assert issued.info.id in out
    assert "revoked" in out
    assert "[bold]" in out
    assert tokens.split(issued.secret)[1] not in out


def test_commands_list_of_nothing_makes_nothing(home: Store, capsys: pytest.CaptureFixture[str]) -> None:
    assert run("token", "list") == 0
    assert "No token" in capsys.readouterr().out
    assert not home.exists()


def test_commands_revoke(home: Store, capsys: pytest.CaptureFixture[str]) -> None:
    issued = tokens.create(home, "Ann", "admin", None)
    assert run("token", "revoke", "Ann", "--json") == 0
    assert json.loads(capsys.readouterr().out)[0]["state"] == "revoked"
    found = tokens.verify(home, issued.secret)
    assert found is not None
    assert found.state() == "revoked"
    assert run("token", "revoke", issued.info.id) == 1
    assert "No token" in capsys.readouterr().err


def test_commands_pair_approve_and_deny(home: Store, capsys: pytest.CaptureFixture[str]) -> None:
    one, other = (pairing.start(home, "Firefox [red]", "127.0.0.1") for _ in range(2))
    assert run("pair", "list") == 0
    shown = capsys.readouterr().out
    assert one.code in shown
    assert "[red]" in shown
    assert run("pair", "approve", one.code, "--name", "Ann", "--role", "annotate") == 0
    assert run("pair", "deny", other.code) == 0
    assert isinstance(pairing.claim(home, one.device), tokens.Issued)
    assert pairing.claim(home, other.device) == "denied"
    assert run("pair", "approve", one.code, "--name", "Ann") == 1
    assert run("pair", "list") == 0
    assert "No client waits" in capsys.readouterr().out


@pytest.mark.parametrize(
    ("arguments", "code"),
    [
        (("token", "create", " "), 2),
        (("token", "create", "a\x1b[2Jb"), 2),
        (("token", "create", "x" * 101), 2),
        (("pair", "approve", "BCDF-GHJK", "--name", "\n"), 2),
        (("token", "list", "--store-url", "mysql://h/d"), 4),
        (("token", "list", "--store-url", "postgresql://nobody:topsecret@127.0.0.1:1/d"), 4),
        (("token", "list", "--config", "/nowhere.toml"), 3),
    ],
)
def test_commands_faults_are_told_in_one_line(home: Store, arguments: tuple[str, ...], code: int) -> None:
    with pytest.raises(CliError) as caught:
        run(*arguments)
    assert caught.value.code == code
    assert "topsecret" not in str(caught.value)


@pytest.mark.parametrize(
    ("words", "found"),
    [("12h", timedelta(hours=12)), ("90d", timedelta(90)), ("4w", timedelta(28)), ("never", None)],
)
def test_commands_lifetime(words: str, found: timedelta | None) -> None:
    assert lifetime(words) == found


@pytest.mark.parametrize("words", ["", "0d", "d", "9", "-1d", "1y", "999999d", "1.5d"])
def test_commands_lifetime_refuses(words: str) -> None:
    with pytest.raises(argparse.ArgumentTypeError, match="90d"):
        lifetime(words)


def test_commands_use_the_store_that_is_named(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    where = ("--store-url", f"sqlite:///{tmp_path}/a.db", "--state-dir", str(tmp_path / "state"))
    assert run("token", "create", "Ann", *where) == 0
    assert (tmp_path / "a.db").exists()
    assert run("token", "list", "--json", *where) == 0
    assert "Ann" in capsys.readouterr().out
