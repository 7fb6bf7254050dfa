"""A process that reads notes for the server: ask by pipe, answer by pipe, end when the pipe closes."""

import contextlib
import multiprocessing
import signal
import traceback
from multiprocessing.connection import Connection
from pathlib import Path
from typing import Any

from nlp.annotation import Engine, Offsets
from server.reader import Reading, RefusedError, load_pipeline, read_note

START_SECONDS = 60.0


class WorkerLostError(Exception):
    """The process died, or had to be ended since it took too long (``slow``)."""

    def __init__(self, *, slow: bool) -> None:
        super().__init__("the reading process took too long" if slow else "the reading process died")
        self.slow = slow


class WorkerFault(Exception):
    """An exception inside the process: its type and places in the code, never its message."""


class Worker:
    """One reading process, to be used by one thread at a time."""

    def __init__(self, knowledge: Path | None) -> None:
        context = multiprocessing.get_context("spawn")
        self._pipe, theirs = context.Pipe()
        self.process = context.Process(target=_serve, args=(theirs, knowledge), daemon=True, name="reader")
        self.process.start()
        theirs.close()

    def wait_ready(self) -> Engine:
        """Wait until the process has loaded; raises RefusedError or WorkerLostError."""
        kind, value = self._receive(START_SECONDS)
        if kind == "refused":
            raise RefusedError(value)
        return Engine.model_validate(value)

    def read(self, text: str, offsets: Offsets, seconds: float) -> Reading:
        """Annotate ``text`` within ``seconds``; raises WorkerLostError or WorkerFault."""
        try:
            self._pipe.send((text, offsets))
        except OSError:
            raise WorkerLostError(slow=False) from None
        kind, value = self._receive(seconds)
        if kind == "fault":
            raise WorkerFault(value)
        return Reading(*value)

    def close(self, seconds: float = 2.0) -> None:
        """Let the process end by closing its pipe; kill it if it does not within ``seconds``."""
        self._pipe.close()
        self.process.join(seconds)
        if self.process.is_alive():
            self.process.kill()
            self.process.join()

    def _receive(self, seconds: float) -> tuple[str, Any]:
        try:
            if not self._pipe.poll(seconds):
                raise WorkerLostError(slow=True)
            answer: tuple[str, Any] = self._pipe.recv()
        except (EOFError, OSError):
            raise WorkerLostError(slow=False) from None
        return answer


def _serve(pipe: Connection, knowledge: Path | None) -> None:
    """The process: load, then answer until the pipe closes. Signals are the server's affair."""
    for name in ("SIGINT", "SIGTERM", "SIGHUP"):
        if number := getattr(signal, name, None):
            signal.signal(number, signal.SIG_IGN)
    with contextlib.suppress(EOFError, OSError):
        try:
            pipeline, engine = load_pipeline(knowledge)
        except RefusedError as error:
            pipe.send(("refused", str(error)))
            return
        pipe.send(("ready", engine.model_dump()))
        while True:
            text, offsets = pipe.recv()
            try:
                reading = read_note(pipeline, text, offsets)
                pipe.send(("reading", (reading.json, reading.decisions)))
            except Exception as error:
                pipe.send(("fault", _describe(error)))


def _describe(error: Exception) -> str:
    places = [f"{frame.filename}:{frame.lineno}" for frame in traceback.extract_tb(error.__traceback__)]
    return f"{type(error).__name__} at {' < '.join(reversed(places))}"
