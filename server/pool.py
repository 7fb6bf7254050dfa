"""Several processes that read notes.

The server keeps the connections, so no client sees the death of a process: its note is read again by another.
"""

import atexit
import logging
import threading
import time
from pathlib import Path

from nlp.annotation import Engine, Offsets
from server.errors import overloaded
from server.reader import Loading, Reading, RefusedError
from server.turnstile import Turnstile
from server.worker import Worker, WorkerFault, WorkerLostError

logger = logging.getLogger("osteotome.pool")
TRIES = 2
RESPAWN_SECONDS = 1.0


class PoolReader(Loading):
    """``count`` reading processes, each handed to one request at a time, first come first served."""

    def __init__(
        self, knowledge: Path | None, count: int, *, wait_seconds: float, work_seconds: float
    ) -> None:
        super().__init__()
        self._knowledge, self._count, self._work_seconds = knowledge, count, work_seconds
        self._wait_seconds = wait_seconds
        self._line: Turnstile[Worker] = Turnstile([], wait_seconds)
        self._lock = threading.Lock()
        self._reloading = threading.Lock()
        self._current: set[Worker] = set()
        self._closed = False

    def start(self) -> None:
        """Start the processes; they load beside one another."""
        atexit.register(self.close)
        super().start()

    def pids(self) -> list[int]:
        """The process ids of the readers now in use."""
        with self._lock:
            return [worker.process.pid or 0 for worker in self._current]

    def read(self, text: str, offsets: Offsets, wait_seconds: float | None = None) -> Reading:
        """Annotate ``text`` in one of the processes; a lost one costs a second try in another."""
        self._loaded.wait(wait_seconds or self._wait_seconds)
        if self._engine is None:
            raise overloaded("the readers are not loaded", code="not_ready", retry_after=5)
        for _ in range(TRIES):
            worker = self._line.acquire(wait_seconds)
            try:
                reading = worker.read(text, offsets, self._work_seconds)
            except WorkerLostError as error:
                self._lost(worker, error)
                if error.slow:
                    break
                continue
            except BaseException as error:
                self._give_back(worker)
                if isinstance(error, WorkerFault):
                    logger.error("fault in a reader", extra={"fields": {"fault": str(error)}})
                raise
            self._give_back(worker)
            return reading
        raise overloaded("the reading process was lost on this note", code="reader_lost", retry_after=5)

    def reload(self) -> Engine:
        """Start a second set of processes, change over when all have loaded, let the old ones finish."""
        with self._reloading:
            fresh, engine = self._start_set()
            with self._lock:
                self._current = set(fresh)
                self._engine = engine
                idle = self._line.replace(fresh)
            for worker in idle:
                worker.close()
            return engine

    def close(self) -> None:
        """End every process."""
        atexit.unregister(self.close)
        with self._lock:
            self._closed = True
            workers, self._current = list(self._current), set()
        for worker in workers:
            worker.close()

    def _load(self) -> Engine:
        workers, engine = self._start_set()
        with self._lock:
            self._current = set(workers)
            self._engine = engine
            self._line.replace(workers)
        return engine

    def _start_set(self) -> tuple[list[Worker], Engine]:
        workers = [Worker(self._knowledge) for _ in range(self._count)]
        try:
            engines = [worker.wait_ready() for worker in workers]
        except WorkerLostError as error:
            _close_all(workers)
            raise RefusedError(f"the reading process did not start: {error}") from error
        except RefusedError:
            _close_all(workers)
            raise
        if any(engine != engines[0] for engine in engines):
            _close_all(workers)
            raise RefusedError("the knowledge files changed while they were read; try again")
        return workers, engines[0]

    def _give_back(self, worker: Worker) -> None:
        with self._lock:
            current = worker in self._current
            if current:
                self._line.release(worker)
        if not current:
            worker.close()

    def _lost(self, worker: Worker, error: WorkerLostError) -> None:
        logger.warning("reader lost", extra={"fields": {"pid": worker.process.pid, "slow": error.slow}})
        worker.process.kill()
        with self._lock:
            current = worker in self._current
            self._current.discard(worker)
        if current:
            threading.Thread(target=self._replace, name="respawn", daemon=True).start()
        threading.Thread(target=worker.close, name="bury", daemon=True).start()

    def _replace(self) -> None:
        """Put a new process in the place of a lost one; knowledge that has become invalid is retried."""
        while not self._closed:
            before = self._engine
            worker = Worker(self._knowledge)
            try:
                worker.wait_ready()
            except (RefusedError, WorkerLostError):
                logger.exception("a lost reader could not be replaced yet")
                worker.close()
                time.sleep(RESPAWN_SECONDS)
                continue
            with self._lock:
                wanted = len(self._current) < self._count and before == self._engine
                if wanted and not self._closed:
                    self._current.add(worker)
                    self._line.release(worker)
                    return
                missing = len(self._current) < self._count
            worker.close()
            if not missing:
                return


def _close_all(workers: list[Worker]) -> None:
    for worker in workers:
        worker.close()
