"""The browser extension as one zip for both stores, and ``GET /extension.zip`` that gives it out.

The same files give the same bytes: names in order, no times, fixed modes.
``python -m server.extension_zip OUT`` writes it to a file (``make extension``).
"""

import io
import sys
import zipfile
from functools import lru_cache
from pathlib import Path

from flask import Blueprint, Response

from server.access import public
from server.errors import ApiError
from server.openapi import describe

blueprint = Blueprint("extension", __name__)
FOLDER = Path(__file__).parent.parent / "extension"
NAME = "osteotome-extension.zip"
LEFT_OUT = frozenset({"types", "store"})
SUFFIXES = frozenset({".js", ".json", ".html", ".css", ".png", ".svg"})
EPOCH = (1980, 1, 1, 0, 0, 0)


def shipped(folder: Path) -> list[Path]:
    """The files of the extension that a browser needs, in the order of their names."""
    files = (path for path in folder.rglob("*") if path.is_file() and path.suffix in SUFFIXES)
    return sorted(path for path in files if path.relative_to(folder).parts[0] not in LEFT_OUT)


def pack(folder: Path = FOLDER) -> bytes:
    """The zip of ``folder``; raises FileNotFoundError if no extension is there."""
    if not (folder / "manifest.json").is_file():
        raise FileNotFoundError(f"no extension in {folder.name}")
    buffer = io.BytesIO()
    with zipfile.ZipFile(buffer, "w") as archive:
        for path in shipped(folder):
            entry = zipfile.ZipInfo(path.relative_to(folder).as_posix(), EPOCH)
            entry.create_system, entry.external_attr = 3, 0o100644 << 16
            archive.writestr(entry, path.read_bytes(), zipfile.ZIP_DEFLATED, 9)
    return buffer.getvalue()


@lru_cache(maxsize=1)
def _packed() -> bytes:
    return pack()


@blueprint.get("/extension.zip")
@public
@describe(
    summary="The browser extension, to load in a browser",
    tag="service",
    answer_type="application/zip",
    statuses={404: "Only the Python packages are installed here."},
)
def extension_zip() -> Response:
    """The extension as it stands beside this service; 404 where only the Python packages were installed."""
    try:
        body = _packed()
    except FileNotFoundError:
        fix = "take the extension from the project's own tree"
        raise ApiError(404, "no_extension", "no extension was installed here", fix=fix) from None
    disposition = {"Content-Disposition": f'attachment; filename="{NAME}"'}
    return Response(body, mimetype="application/zip", headers=disposition)


def main() -> None:
    """Write the zip to the file named on the command line."""
    out = Path(sys.argv[1] if len(sys.argv) > 1 else f"dist/{NAME}")
    out.parent.mkdir(parents=True, exist_ok=True)
    body = pack()
    out.write_bytes(body)
    sys.stdout.write(f"{out}: {len(body)} bytes\n")


if __name__ == "__main__":
    main()
