"""Files in and out, with faults told in one line that names the file and says what to do."""

import os
import sys
import tempfile
from pathlib import Path

from nlp.documents import DocumentError, detect_format, read
from server.cli.exits import CliError

TYPES = {
    ".txt": "text/plain",
    ".html": "text/html",
    ".htm": "text/html",
    ".xhtml": "application/xhtml+xml",
    ".xml": "application/xml",
    ".json": "application/json",
}
AUTO = "auto"


def read_note(name: str, form: str) -> str:
    """The text of the note in file ``name`` (``-``: standard input), read as ``form``
    (``auto``: told by its name and its first bytes).

    Raises:
        CliError: the file cannot be opened, or not be read as ``form``.
    """
    data = _bytes(name)
    if form == AUTO:
        form = detect_format(TYPES.get(Path(name).suffix.lower()), data)
    try:
        return read(data, form).text
    except DocumentError as error:
        raise CliError(f"{_called(name)}: cannot be read as {form}: {error}") from None


def knowledge_folder(path: Path | None) -> Path | None:
    """``path`` if it is a folder, or None for the built-in knowledge.

    Raises:
        CliError: it is not a folder.
    """
    if path and not path.is_dir():
        raise CliError(f"{path}: is not a folder; give the folder of the knowledge files (TOML)")
    return path


def write_file(path: Path, content: str) -> None:
    """Write ``content`` to ``path`` (``-``: standard output), whole or not at all.

    Raises:
        CliError: the file cannot be written.
    """
    data = content.encode("utf-8", "replace")
    if str(path) == "-":
        sys.stdout.buffer.write(data)
        return
    try:
        with tempfile.NamedTemporaryFile(dir=path.parent, prefix=f".{path.name}.", delete=False) as handle:
            handle.write(data)
        mask = os.umask(0)
        os.umask(mask)
        os.chmod(handle.name, 0o666 & ~mask)
        os.replace(handle.name, path)
    except OSError as error:
        raise CliError(f"{path}: cannot be written: {error.strerror}") from None


def _bytes(name: str) -> bytes:
    if name == "-":
        if sys.stdin.isatty():
            sys.stderr.write("osteotome: reading the note from the terminal; end it with Ctrl-D\n")
        return sys.stdin.buffer.read()
    try:
        return Path(name).read_bytes()
    except IsADirectoryError:
        raise CliError(f"{name}: is a folder; use `osteotome batch` for many notes") from None
    except OSError as error:
        raise CliError(f"{name}: cannot be opened: {error.strerror}") from None


def _called(name: str) -> str:
    return "standard input" if name == "-" else name
