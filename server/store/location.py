"""Where the service keeps what it must remember, when nobody says otherwise."""

import os
import sys
from pathlib import Path

DATABASE_NAME = "osteotome.sqlite3"


def state_dir() -> Path:
    """The folder for the database and the note key; it may not exist yet.

    ``OSTEOTOME_STATE_DIR`` wins, then systemd's ``STATE_DIRECTORY``, then the user's own
    state folder (``$XDG_STATE_HOME``, ``%LOCALAPPDATA%``, ``~/.local/state``).
    """
    for variable in ("OSTEOTOME_STATE_DIR", "STATE_DIRECTORY"):
        if value := os.environ.get(variable, ""):
            return Path(value.split(os.pathsep)[0])
    if sys.platform == "win32":
        base = os.environ.get("LOCALAPPDATA") or str(Path.home() / "AppData" / "Local")
        return Path(base) / "Osteotome"
    base = os.environ.get("XDG_STATE_HOME") or str(Path.home() / ".local" / "state")
    return Path(base) / "osteotome"


def default_url(folder: Path | None = None) -> str:
    """The SQLite URL of the database in ``folder`` (default: ``state_dir()``)."""
    return f"sqlite:///{(folder or state_dir()) / DATABASE_NAME}"


def private_folder(folder: Path) -> Path:
    """Make ``folder`` if it is missing, readable by its owner alone; an existing one is left as it is."""
    folder.mkdir(mode=0o700, parents=True, exist_ok=True)
    return folder
