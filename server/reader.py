"""What reads the notes: the pipeline in this process, one note after another.

A reader gives annotations as ready JSON, so that the same interface can stand for processes
(``server.pool``) without parsing each answer again in the server.
"""

import threading
from abc import ABC, abstractmethod
from pathlib import Path
from typing import TYPE_CHECKING, Protocol

from nlp.annotation import Engine, Offsets
from server.errors import overloaded
from server.line import Line
from server.reading import Reading, RefusedError, load_pipeline, read_note

if TYPE_CHECKING:
    from spacy.language import Language


class Reader(Protocol):
    """Reads notes for the service; may be called from many threads."""

    def start(self) -> None:
        """Begin loading; returns at once."""

    def wait(self) -> Engine:
        """Wait until loaded; raises RefusedError if the knowledge cannot be used."""

    def state(self) -> str:
        """``loading``, ``ready`` or ``failed``."""

    def read(self, text: str, offsets: Offsets, wait_seconds: float | None = None) -> Reading:
        """Annotate ``text``; raises ApiError 503 when no reader became free in time."""

    def reload(self) -> Engine:
        """Take the knowledge files anew; raises RefusedError, and keeps the old, if they are invalid."""

    def close(self) -> None:
        """Give back processes and memory."""


class LoadedReader(ABC):
    """What the readers share: a load in a thread of its own, and the line before what was loaded."""

    def __init__(self, knowledge: Path | None, wait_seconds: float) -> None:
        self._knowledge, self._wait_seconds = knowledge, wait_seconds
        self._line = Line(wait_seconds)
        self._reloading = threading.Lock()
        self._loaded = threading.Event()
        self._engine: Engine | None = None
        self._fault = ""

    def start(self) -> None:
        """Begin loading; returns at once."""
        threading.Thread(target=self._run, name="load", daemon=True).start()

    def wait(self) -> Engine:
        """Wait until loaded; raises RefusedError if the knowledge cannot be used."""
        self._loaded.wait()
        if self._engine is None:
            raise RefusedError(self._fault)
        return self._engine

    def state(self) -> str:
        """``loading``, ``ready`` or ``failed``; a reader being replaced does not make the service unready."""
        if not self._loaded.is_set():
            return "loading"
        return "ready" if self._engine else "failed"

    def read(self, text: str, offsets: Offsets, wait_seconds: float | None = None) -> Reading:
        """Annotate ``text`` when its turn comes; raises ApiError 503 when no reader became free in time."""
        self._loaded.wait(self._wait_seconds if wait_seconds is None else wait_seconds)
        if self._engine is None:
            raise overloaded("the reader is not loaded", code="not_ready", retry_after=5)
        return self._line.read(text, offsets, wait_seconds)

    def reload(self) -> Engine:
        """Load beside what reads now, then change over between two notes."""
        with self._reloading:
            self._engine = self._load()
            return self._engine

    @abstractmethod
    def _load(self) -> Engine:
        """Load, and let what was loaded read from now on; raises RefusedError and changes nothing."""

    def _run(self) -> None:
        try:
            self._engine = self._load()
        except RefusedError as error:
            self._fault = str(error)
        finally:
            self._loaded.set()


class LocalReader(LoadedReader):
    """One pipeline in this process, in a thread of its own."""

    def __init__(self, knowledge: Path | None, wait_seconds: float) -> None:
        super().__init__(knowledge, wait_seconds)
        self._pipeline: Language | None = None
        self._closed = threading.Event()

    def close(self) -> None:
        """Stop reading; gives back nothing but memory."""
        self._closed.set()
        self._line.wake()

    def _load(self) -> Engine:
        first = self._pipeline is None
        self._pipeline, engine = load_pipeline(self._knowledge)
        if first:
            threading.Thread(target=self._read_all, name="reader", daemon=True).start()
        return engine

    def _read_all(self) -> None:
        while job := self._line.take(self._closed):
            assert self._pipeline is not None
            try:
                job.finish(read_note(self._pipeline, job.text, job.offsets))
            except Exception as error:
                job.finish(error)
