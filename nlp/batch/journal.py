"""The output while it grows, and how much of it is certain, so that a killed run can go on.

Beside ``OUT`` stand, until the run is done:

    OUT.partial           answers, one JSON line a note
    OUT.rejects.partial   rows that could not be answered
    OUT.state             rows and bytes that are safely on disk, replaced as a whole at each commit

A commit brings both files to disk before it replaces the state. Whatever a crash leaves behind the sizes in
the state is cut off on resume, so no note is lost or doubled.
"""

import json
import os
import sys
from collections.abc import Callable, Mapping
from pathlib import Path
from typing import Any, BinaryIO

if sys.platform != "win32":
    import fcntl


class BatchError(Exception):
    """A batch that cannot start or go on; the message is for the person who ran it and holds no note text."""


def beside(out: Path, ending: str) -> Path:
    """The file ``OUT.ending``."""
    return out.with_name(f"{out.name}.{ending}")


class Journal:
    """The growing output of one run.

    Attributes:
        rows: input rows whose answers are in the files (rejected ones included).
        extra: plain data of the caller kept with each commit.
    """

    def __init__(self, out: Path, header: Mapping[str, Any], *, resume: bool) -> None:
        """Open the files of ``out``.

        Raises:
            BatchError: another run has them open, or ``resume`` meets a state of other input or settings.
            OSError: the folder cannot be written.
        """
        self.out = out
        self.rows = 0
        self.extra: dict[str, Any] = {}
        self._header = json.loads(json.dumps(header))
        self._state = beside(out, "state")
        if not resume:
            self._state.unlink(missing_ok=True)
        sizes = self._recall()
        self._answers = _reopen(beside(out, "partial"), sizes[0])
        self._rejects = _reopen(beside(out, "rejects.partial"), sizes[1])
        _sync_folder(out.parent)

    def append(self, rows: int, answers: bytes, rejects: bytes) -> None:
        """Add the outcome of the next ``rows`` rows of the input."""
        self._answers.write(answers)
        self._rejects.write(rejects)
        self.rows += rows

    def commit(self) -> None:
        """Make everything appended so far certain."""
        for handle in (self._answers, self._rejects):
            handle.flush()
            os.fsync(handle.fileno())
        state = {
            "header": self._header,
            "rows": self.rows,
            "sizes": [self._answers.tell(), self._rejects.tell()],
            "extra": self.extra,
        }
        write_whole(self._state, json.dumps(state).encode())

    def finish(self, convert: Callable[[Path, Path], None] | None = None) -> None:
        """Give the files their final names, the answers through ``convert(lines, new file)`` if there is one.

        The rejects file exists only where a row was rejected.
        """
        self.commit()
        partial, rejected = beside(self.out, "partial"), beside(self.out, "rejects.partial")
        final = beside(self.out, "rejects.jsonl")
        answers = partial
        if convert:
            answers = beside(self.out, "new")
            convert(partial, answers)
        if self._rejects.tell():
            os.replace(rejected, final)
        else:
            rejected.unlink()
            final.unlink(missing_ok=True)
        os.replace(answers, self.out)
        self.close()
        _sync_folder(self.out.parent)
        self._state.unlink()
        partial.unlink(missing_ok=True)

    def close(self) -> None:
        """Close the files as they are; what was not committed may be lost."""
        self._answers.close()
        self._rejects.close()

    def _recall(self) -> tuple[int, int]:
        """Read the state, if there is one, and put back files that a crash caught between their names."""
        try:
            state = json.loads(self._state.read_bytes())
        except FileNotFoundError:
            return 0, 0
        if state["header"] != self._header:
            raise BatchError(f"{self._state} belongs to other input or settings; run without resuming")
        self.rows, self.extra = state["rows"], state["extra"]
        answers, rejects = state["sizes"]
        _put_back(self.out, beside(self.out, "partial"), answers)
        _put_back(beside(self.out, "rejects.jsonl"), beside(self.out, "rejects.partial"), rejects)
        return answers, rejects


def write_whole(path: Path, content: bytes) -> None:
    """Write a file such that after a crash either the old or the new content stands there, never a part."""
    new = beside(path, "new")
    with new.open("wb") as handle:
        handle.write(content)
        handle.flush()
        os.fsync(handle.fileno())
    os.replace(new, path)


def _put_back(final: Path, partial: Path, size: int) -> None:
    if not partial.exists() and size and final.exists() and final.stat().st_size == size:
        os.replace(final, partial)


def _reopen(path: Path, size: int) -> BinaryIO:
    path.touch()
    handle = path.open("r+b")
    if sys.platform != "win32":
        try:
            fcntl.flock(handle, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except BlockingIOError:
            handle.close()
            raise BatchError(f"another run is writing {path}") from None
    if path.stat().st_size < size:
        handle.close()
        raise BatchError(f"{path} is shorter than its state says; run without resuming")
    handle.truncate(size)
    handle.seek(size)
    return handle


def _sync_folder(folder: Path) -> None:
    if sys.platform == "win32":
        return
    descriptor = os.open(folder, os.O_RDONLY)
    try:
        os.fsync(descriptor)
    finally:
        os.close(descriptor)
