"""The packed extension: complete, the same bytes every time, given to anyone."""

import io
import json
import zipfile
from pathlib import Path

import pytest
from flask.testing import FlaskClient

from server import extension_zip

NEEDED = [
    "manifest.json",
    "background/main.js",
    "panel/panel.html",
    "_locales/es/messages.json",
    "icons/icon-128.png",
]


@pytest.fixture
def archive() -> zipfile.ZipFile:
    return zipfile.ZipFile(io.BytesIO(extension_zip.pack()))


@pytest.mark.parametrize("name", NEEDED)
def test_extension_zip_holds_what_a_browser_needs(archive: zipfile.ZipFile, name: str) -> None:
    assert archive.read(name) == (extension_zip.FOLDER / name).read_bytes()


def test_extension_zip_holds_nothing_else(archive: zipfile.ZipFile) -> None:
    unwanted = [
        name for name in archive.namelist() if name.endswith((".d.ts", ".md")) or name.startswith("store/")
    ]
    assert unwanted == []
    assert archive.namelist() == sorted(archive.namelist())


def test_extension_zip_is_the_same_whatever_the_times_and_modes(tmp_path: Path) -> None:
    for path in extension_zip.shipped(extension_zip.FOLDER):
        copy = tmp_path / path.relative_to(extension_zip.FOLDER)
        copy.parent.mkdir(parents=True, exist_ok=True)
        copy.write_bytes(path.read_bytes())
        copy.chmod(0o600)
    assert extension_zip.pack(tmp_path) == extension_zip.pack()


def test_extension_zip_without_an_extension_is_an_error(tmp_path: Path) -> None:
    with pytest.raises(FileNotFoundError):
        extension_zip.pack(tmp_path)


def test_extension_zip_is_served_without_a_token(service: FlaskClient) -> None:
    response = service.get("/extension.zip")
    assert response.status_code == 200
    assert response.mimetype == "application/zip"
    assert response.data == extension_zip.pack()


def test_extension_zip_missing_is_told_in_json(
    service: FlaskClient, monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    monkeypatch.setattr(extension_zip, "_packed", lambda: extension_zip.pack(tmp_path))
    response = service.get("/extension.zip")
    assert response.status_code == 404
    assert response.get_json()["error"]["code"] == "no_extension"


def test_extension_zip_is_written_by_the_command(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    out = tmp_path / "new" / "extension.zip"
    monkeypatch.setattr("sys.argv", ["extension_zip", str(out)])
    extension_zip.main()
    assert out.read_bytes() == extension_zip.pack()
    assert capsys.readouterr().out.endswith("bytes\n")
    assert json.loads(zipfile.ZipFile(out).read("manifest.json"))["manifest_version"] == 3
