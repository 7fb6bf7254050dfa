"""Several processes that read notes.

The server keeps the connections, so no client sees the death of a process: its note is read again by another.
"""

import atexit
import threading
import time
from pathlib import Path

from nlp.annotation import Engine
from server.desk import Desk
from server.reader import LoadedReader
from server.reading import RefusedError
from server.worker import Worker, WorkerLostError

CLOSE_SECONDS = 2.0


class PoolReader(LoadedReader):
    """``count`` reading processes at desks of their own, all before one line."""

    def __init__(
        self, knowledge: Path | None, count: int, *, wait_seconds: float, work_seconds: float
    ) -> None:
        super().__init__(knowledge, wait_seconds)
        self._count, self._work_seconds = count, work_seconds
        self._lock = threading.Lock()
        self._desks: list[Desk] = []
        self._closed = False

    def start(self) -> None:
        """Start the processes; they load beside one another."""
        atexit.register(self.close)
        super().start()

    def pids(self) -> list[int]:
        """The process ids of the readers now in use."""
        return [pid for desk in self._desks if (pid := desk.pid())]

    def close(self) -> None:
        """End every process."""
        atexit.unregister(self.close)
        with self._lock:
            self._closed = True
            desks, self._desks = self._desks, []
        for desk in desks:
            desk.stop()
        end = time.monotonic() + CLOSE_SECONDS
        for desk in desks:
            desk.join(max(0.0, end - time.monotonic()))

    def _load(self) -> Engine:
        """Start a set of processes and change over when all have loaded; the old ones finish their notes."""
        workers, engine = self._start_workers()
        with self._lock:
            if self._closed:
                _close_all(workers)
                return engine
            old = self._desks
            self._desks = [
                Desk(self._line, worker, self._knowledge, self._work_seconds) for worker in workers
            ]
            for desk in self._desks:
                desk.start()
        for desk in old:
            desk.stop()
        return engine

    def _start_workers(self) -> tuple[list[Worker], Engine]:
        workers = [Worker(self._knowledge) for _ in range(self._count)]
        try:
            engines = [worker.wait_ready() for worker in workers]
            if any(engine != engines[0] for engine in engines):
                raise RefusedError("the knowledge files changed while they were read; try again")
        except WorkerLostError as error:
            _close_all(workers)
            raise RefusedError(f"the reading process did not start: {error}") from error
        except RefusedError:
            _close_all(workers)
            raise
        return workers, engines[0]


def _close_all(workers: list[Worker]) -> None:
    for worker in workers:
        worker.close()
