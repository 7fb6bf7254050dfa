"""The settings: precedence, origins, and faults that name the setting and where it was set."""

from pathlib import Path
from typing import Any

import pytest

from server.app import create_app
from server.settings import Settings, SettingsError, resolve


def write(folder: Path, text: str) -> Path:
    file = folder / "osteotome.toml"
    file.write_text(text, "utf-8")
    return file


@pytest.mark.parametrize(
    ("file", "environ", "flags", "port", "origin"),
    [
        ("", {}, {}, 27165, "default"),
        ("port = 1", {}, {}, 1, "file {file}"),
        ("port = 1", {"OSTEOTOME_PORT": "2"}, {}, 2, "environment OSTEOTOME_PORT"),
        ("port = 1", {"OSTEOTOME_PORT": "2"}, {"port": 3}, 3, "flag"),
        ("port = 1", {"OSTEOTOME_PORT": ""}, {"port": None}, 1, "file {file}"),
    ],
)
def test_settings_the_stronger_source_wins_and_is_named(
    tmp_path: Path, file: str, environ: dict[str, str], flags: dict[str, Any], port: int, origin: str
) -> None:
    path = write(tmp_path, file)
    found = resolve(path, environ, flags)
    assert found.settings.port == port
    assert found.origins["port"] == origin.format(file=path)


def test_settings_file_by_environment(tmp_path: Path) -> None:
    path = write(tmp_path, 'hosts = ["a.example"]')
    assert resolve(None, {"OSTEOTOME_CONFIG": str(path)}).settings.hosts == ("a.example",)


@pytest.mark.parametrize(
    ("value", "hosts"), [("a.example", ("a.example",)), (" a, b ,", ("a", "b")), (".x", (".x",))]
)
def test_settings_lists_from_the_environment(value: str, hosts: tuple[str, ...]) -> None:
    assert resolve(None, {"OSTEOTOME_HOSTS": value}).settings.hosts == hosts


BAD: dict[str, tuple[str, dict[str, str], dict[str, Any], str]] = {
    "unknown name": ("prot = 1", {}, {}, "prot"),
    "not a number": ("", {"OSTEOTOME_PORT": "x"}, {}, "port (environment OSTEOTOME_PORT)"),
    "out of range": ("", {}, {"port": 99999}, "port (flag)"),
    "no worker": ("workers = 0", {}, {}, "workers (file"),
    "unknown choice": ("", {}, {"access": "all"}, "access (flag)"),
    "key without certificate": ("", {}, {"keyfile": "k.pem"}, "keyfile needs certfile"),
    "TLS without a server for it": ("", {}, {"certfile": "c", "server": "waitress"}, "waitress has no TLS"),
    "not TOML": ("port = = 1", {}, {}, "not valid TOML"),
}


@pytest.mark.parametrize("name", BAD)
def test_settings_faults_name_the_setting_and_its_origin(tmp_path: Path, name: str) -> None:
    file, environ, flags, shown = BAD[name]
    with pytest.raises(SettingsError) as caught:
        resolve(write(tmp_path, file), environ, flags)
    assert shown in str(caught.value)


def test_settings_a_missing_file_is_a_fault(tmp_path: Path) -> None:
    with pytest.raises(SettingsError, match=r"no\.toml: cannot be read"):
        resolve(tmp_path / "no.toml", {})


def test_settings_rows_mask_secrets() -> None:
    found = resolve(None, {"OSTEOTOME_STORE_URL": "postgresql://u:hunter2@db/x"})
    rows = {name: (value, origin) for name, value, origin in found.rows()}
    assert "hunter2" not in str(rows)
    assert rows["store_url"][1] == "environment OSTEOTOME_STORE_URL"
    assert set(rows) == set(Settings.model_fields)


@pytest.mark.parametrize("name", Settings.model_fields)
def test_settings_each_is_described(name: str) -> None:
    assert (Settings.model_fields[name].description or "").endswith(".")


@pytest.mark.parametrize(
    ("content", "fault"), [("{", "not valid JSON"), ('{"27165": 1}', "needs a text"), ("27165", "row 1")]
)
def test_settings_a_bad_descriptor_file_stops_the_start(tmp_path: Path, content: str, fault: str) -> None:
    file = tmp_path / "descriptors"
    file.write_text(content, "utf-8")
    with pytest.raises(SettingsError, match=fault):
        create_app({"descriptors": file, "READER": object(), "state_dir": tmp_path})


def test_settings_bad_knowledge_stops_the_start(tmp_path: Path) -> None:
    with pytest.raises(SettingsError, match="knowledge"):
        create_app({"knowledge": tmp_path, "READER": object(), "state_dir": tmp_path})
