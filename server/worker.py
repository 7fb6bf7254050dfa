"""A process that reads notes for the server: asked by pipe, answers by pipe, ends when the pipe closes."""

import contextlib
import multiprocessing
import queue
import signal
import threading
import traceback
from multiprocessing.connection import Connection
from pathlib import Path
from typing import Any

from nlp.annotation import Engine, Offsets
from server.cores import allowed_cores, run_on
from server.reading import Reading, RefusedError, load_pipeline, read_note

START_SECONDS = 60.0
CORES = allowed_cores()


class WorkerLostError(Exception):
    """The process died, or had to be ended since it took too long (``slow``)."""

    def __init__(self, *, slow: bool) -> None:
        super().__init__("the reading process took too long" if slow else "the reading process died")
        self.slow = slow


class WorkerFault(Exception):
    """An exception inside the process: its type and places in the code, never its message."""


class Worker:
    """One reading process, to be used by one thread; notes are answered in the order they are sent."""

    def __init__(self, knowledge: Path | None) -> None:
        context = multiprocessing.get_context("spawn")
        self._pipe, theirs = context.Pipe()
        given = (theirs, knowledge, CORES)
        self.process = context.Process(target=_serve, args=given, daemon=True, name="reader")
        self.process.start()
        theirs.close()

    def wait_ready(self) -> Engine:
        """Wait until the process has loaded; raises RefusedError or WorkerLostError."""
        kind, value = self._receive(START_SECONDS)
        if kind == "refused":
            raise RefusedError(value)
        return Engine.model_validate(value)

    def send(self, text: str, offsets: Offsets) -> None:
        """Hand a note over; it may be sent while another is read. Raises WorkerLostError."""
        try:
            self._pipe.send((text, offsets))
        except OSError:
            raise WorkerLostError(slow=False) from None

    def receive(self, seconds: float) -> Reading | WorkerFault:
        """What became of the oldest note sent; raises WorkerLostError if that takes over ``seconds``."""
        kind, value = self._receive(seconds)
        return WorkerFault(value) if kind == "fault" else Reading(*value)

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


def _serve(pipe: Connection, knowledge: Path | None, cores: set[int]) -> None:
    """The process: load, then answer until the pipe closes. Signals are the server's affair."""
    run_on(cores)
    for name in ("SIGINT", "SIGTERM", "SIGHUP"):
        if number := getattr(signal, name, None):
            signal.signal(number, signal.SIG_IGN)
    with contextlib.suppress(OSError):
        try:
            pipeline, engine = load_pipeline(knowledge)
        except RefusedError as error:
            pipe.send(("refused", str(error)))
            return
        pipe.send(("ready", engine.model_dump()))
        notes: queue.SimpleQueue[tuple[str, Offsets] | None] = queue.SimpleQueue()
        threading.Thread(target=_collect, args=(pipe, notes), name="collect", daemon=True).start()
        while note := notes.get():
            try:
                reading = read_note(pipeline, *note)
                answer: tuple[str, Any] = ("reading", (reading.json, reading.decisions))
            except Exception as error:
                answer = ("fault", _describe(error))
            pipe.send(answer)


def _collect(pipe: Connection, notes: "queue.SimpleQueue[tuple[str, Offsets] | None]") -> None:
    """Take in what is sent at once, so that neither side can wait for the other to empty the pipe."""
    with contextlib.suppress(EOFError, OSError):
        while True:
            notes.put(pipe.recv())
    notes.put(None)


def _describe(error: Exception) -> str:
    places = [f"{frame.filename}:{frame.lineno}" for frame in traceback.extract_tb(error.__traceback__)]
    return f"{type(error).__name__} at {' < '.join(reversed(places))}"
