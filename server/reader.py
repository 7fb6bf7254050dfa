"""What reads the notes: the pipeline in this process, behind a line in which nobody waits for ever.

A reader gives annotations as ready JSON, so that the same interface can stand for processes
(``server.pool``) without parsing each answer again in the server.
"""

import gc
import threading
from abc import ABC, abstractmethod
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Protocol

from nlp.annotation import Annotation, Engine, Offsets
from server.errors import overloaded
from server.turnstile import Turnstile

if TYPE_CHECKING:
    from spacy.language import Language


@dataclass(frozen=True)
class Reading:
    """An annotation as one line of JSON, and the (code, decision) pairs in it for the metrics."""

    json: str
    decisions: tuple[tuple[str, str], ...]


class RefusedError(ValueError):
    """Knowledge files that cannot be used; the message names file, entry and fault."""


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


def load_pipeline(knowledge: Path | None) -> tuple["Language", Engine]:
    """Build the pipeline from ``knowledge`` (None: the built-in files); raises RefusedError."""
    import nlp
    from nlp.knowledge.load import KnowledgeError
    from nlp.pipeline import engine

    try:
        pipeline = nlp.load(knowledge=knowledge)
    except KnowledgeError as error:
        raise RefusedError(str(error)) from error
    # The knowledge never changes: the collector need not walk over it with every note.
    gc.collect()
    gc.freeze()
    return pipeline, engine(pipeline)


def read_note(pipeline: "Language", text: str, offsets: Offsets) -> Reading:
    """Annotate ``text`` with ``pipeline`` and write the answer as JSON, offsets in the unit asked for."""
    import nlp
    from nlp.offsets import to_utf16

    annotation = nlp.annotate(text, pipeline)
    if offsets == "utf16":
        annotation = to_utf16(annotation, text)
    return to_reading(annotation)


def to_reading(annotation: Annotation) -> Reading:
    """``annotation`` as a Reading."""
    decisions = [(found.code, str(found.decision)) for found in annotation.suggestions]
    decisions += [(found.code, "no") for found in annotation.ruled_out]
    return Reading(annotation.to_json(), tuple(decisions))


class Loading(ABC):
    """The load of a reader, in a thread of its own; ``_load`` is what it does."""

    def __init__(self) -> None:
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

    @abstractmethod
    def _load(self) -> Engine:
        """Load, and say what answers from now on; raises RefusedError."""

    def _run(self) -> None:
        try:
            self._engine = self._load()
        except RefusedError as error:
            self._fault = str(error)
        finally:
            self._loaded.set()


class LocalReader(Loading):
    """One pipeline in this process, one note at a time."""

    def __init__(self, knowledge: Path | None, wait_seconds: float) -> None:
        super().__init__()
        self._knowledge = knowledge
        self._line = Turnstile([self], wait_seconds)
        self._wait_seconds = wait_seconds
        self._reloading = threading.Lock()
        self._pipeline: Language | None = None

    def read(self, text: str, offsets: Offsets, wait_seconds: float | None = None) -> Reading:
        """Annotate ``text`` when its turn comes."""
        self._loaded.wait(wait_seconds or self._wait_seconds)
        with self._line.take(wait_seconds):
            if self._pipeline is None:
                raise overloaded("the reader is not loaded", code="not_ready", retry_after=5)
            return read_note(self._pipeline, text, offsets)

    def reload(self) -> Engine:
        """Build a second pipeline beside the first, then change over between two notes."""
        with self._reloading:
            pipeline, engine = load_pipeline(self._knowledge)
            with self._line.take(float("inf")):
                self._pipeline, self._engine = pipeline, engine
            return engine

    def close(self) -> None:
        """Nothing to give back but memory."""
        self._pipeline = None

    def _load(self) -> Engine:
        self._pipeline, engine = load_pipeline(self._knowledge)
        return engine
