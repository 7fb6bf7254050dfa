"""Where notes are read: a process, the thread that keeps it busy, and the next process if it is lost."""

import logging
import threading
from collections import deque
from pathlib import Path

from server.errors import overloaded
from server.line import Job, Line
from server.reading import RefusedError
from server.worker import Worker, WorkerFault, WorkerLostError

logger = logging.getLogger("osteotome.desk")
TRIES = 2
HELD = 4
HELD_CHARS = 20_000
RESPAWN_SECONDS = 1.0


class Desk:
    """Takes jobs from the ``line`` and has them read by ``worker``, or by its successors.

    While the process reads one note it already has the next, so that it never waits for the server's
    threads. No note is handed over behind a long one, though: another process may be free before.
    """

    def __init__(self, line: Line, worker: Worker, knowledge: Path | None, work_seconds: float) -> None:
        self._line, self._knowledge, self._work_seconds = line, knowledge, work_seconds
        self._worker: Worker | None = worker
        self._held: deque[Job] = deque()
        self._stopped = threading.Event()
        self._thread = threading.Thread(target=self._run, name="desk", daemon=True)

    def start(self) -> None:
        """Begin to take jobs."""
        self._thread.start()

    def stop(self) -> None:
        """Take no more jobs, finish those at hand, then end the process."""
        self._stopped.set()
        self._line.wake()

    def join(self, seconds: float) -> None:
        """Wait until stopped; after ``seconds`` the process is killed."""
        self._thread.join(seconds)
        if self._thread.is_alive() and (worker := self._worker):
            worker.process.kill()
            self._thread.join()

    def pid(self) -> int | None:
        """The id of the process; None while there is none."""
        return worker.process.pid if (worker := self._worker) else None

    def _run(self) -> None:
        while worker := self._worker:
            try:
                self._work(worker)
            except WorkerLostError as error:
                self._worker = None
                self._lost(worker, error)
                self._worker = self._successor()
            else:
                worker.close()
                self._worker = None

    def _work(self, worker: Worker) -> None:
        """Keep ``worker`` busy until stopped; raises WorkerLostError."""
        while True:
            while self._has_room() and (job := self._line.take(self._stopped, wait=not self._held)):
                self._hand_over(worker, job)
            if not self._held:
                return
            outcome = worker.receive(self._work_seconds)
            if isinstance(outcome, WorkerFault):
                logger.error("fault in a reader", extra={"fields": {"fault": str(outcome)}})
            self._held.popleft().finish(outcome)

    def _has_room(self) -> bool:
        return len(self._held) < HELD and sum(len(job.text) for job in self._held) < HELD_CHARS

    def _hand_over(self, worker: Worker, job: Job) -> None:
        try:
            worker.send(job.text, job.offsets)
        except WorkerLostError:
            self._line.put_back([job])
            raise
        self._held.append(job)

    def _lost(self, worker: Worker, error: WorkerLostError) -> None:
        """Bury the process; the note it was reading gets another try, those behind it were not touched."""
        logger.warning("reader lost", extra={"fields": {"pid": worker.process.pid, "slow": error.slow}})
        worker.process.kill()
        if self._held:
            self._held[0].tries += TRIES if error.slow else 1
            if self._held[0].tries >= TRIES:
                message = "the reading process was lost on this note"
                self._held.popleft().finish(overloaded(message, code="reader_lost", retry_after=5))
        self._line.put_back(list(self._held))
        self._held.clear()
        worker.close()

    def _successor(self) -> Worker | None:
        """A new process in the place of a lost one; what stands in the way of that may pass, so try again."""
        while not self._stopped.is_set():
            worker = None
            try:
                worker = Worker(self._knowledge)
                worker.wait_ready()
            except (RefusedError, WorkerLostError, OSError):
                logger.exception("a lost reader could not be replaced yet")
                if worker is not None:
                    worker.close()
                self._stopped.wait(RESPAWN_SECONDS)
            else:
                return worker
        return None
