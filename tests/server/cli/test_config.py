"""``osteotome config`` and the flags that it shares with ``serve``."""

import json
import socket
from pathlib import Path

import pytest

from server.cli import exits
from server.settings import Settings
from tests.server.cli.conftest import Run


@pytest.fixture(autouse=True)
def clean(monkeypatch: pytest.MonkeyPatch) -> None:
    for name in ("OSTEOTOME_CONFIG", *(f"OSTEOTOME_{field.upper()}" for field in Settings.model_fields)):
        monkeypatch.delenv(name, raising=False)


def settings(run: Run, *arguments: object) -> dict[str, dict[str, object]]:
    code, out, err = run("config", "--json", *arguments)
    assert (code, err) == (exits.OK, "")
    found = json.loads(out)
    assert isinstance(found, dict)
    return found


def test_config_shows_every_setting(run: Run) -> None:
    found = settings(run)
    assert list(found) == list(Settings.model_fields)
    assert all(one["origin"] == "default" for one in found.values())


def test_config_table_shows_every_setting(run: Run) -> None:
    code, out, _ = run("config")
    assert code == exits.OK
    assert [line.split()[0] for line in out.splitlines()[1:] if line[:1].strip()] == list(
        Settings.model_fields
    )


def test_config_precedence_and_origins(run: Run, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    file = tmp_path / "osteotome.toml"
    file.write_text("port = 1111\nrate_per_minute = 5\nlog_level = 'debug'\n")
    monkeypatch.setenv("OSTEOTOME_PORT", "2222")
    monkeypatch.setenv("OSTEOTOME_RATE_PER_MINUTE", "6")
    found = settings(run, "--config", file, "--port", 3333)
    assert found["port"] == {"value": 3333, "origin": "flag"}
    assert found["rate_per_minute"] == {"value": 6, "origin": "environment OSTEOTOME_RATE_PER_MINUTE"}
    assert found["log_level"] == {"value": "debug", "origin": f"file {file}"}


def test_config_lists_and_switches(run: Run) -> None:
    found = settings(run, "--hosts", "a.example, .b.example", "--store-text", "--no-store-text")
    assert found["hosts"]["value"] == ["a.example", ".b.example"]
    assert found["store_text"]["value"] is False


def test_config_masks_secrets(run: Run) -> None:
    _, out, _ = run("config", "--json", "--store-url", "postgresql://u:sesame@db/x")
    assert "sesame" not in out


@pytest.mark.parametrize("command", ["config", "serve"])
@pytest.mark.parametrize(
    ("arguments", "words"),
    [
        (["--port", "70000"], "setting port (flag)"),
        (["--port", "abc"], "setting port (flag)"),
        (["--config", "none.toml"], "settings file none.toml: cannot be read"),
        (["--keyfile", "k.pem"], "keyfile needs certfile"),
    ],
)
def test_config_wrong_setting_is_named(run: Run, command: str, arguments: list[str], words: str) -> None:
    code, out, err = run(command, *arguments)
    assert (code, out) == (exits.BAD_INPUT, "")
    assert words in err
    assert len(err.splitlines()) == 1


def test_serve_address_in_use_is_4(run: Run) -> None:
    with socket.create_server(("127.0.0.1", 0)) as taken:
        port = taken.getsockname()[1]
        code, _, err = run("serve", "--port", port)
    assert code == exits.UNREACHABLE
    assert f"cannot listen on 127.0.0.1:{port}" in err
    assert "--port" in err
