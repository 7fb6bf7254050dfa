"""The line before the readers: first come first served, and nobody waits for ever.

Whoever wants a note read stands in the line with a ``Job``; whoever can read takes the first one,
and answers it, fails it, or puts it back at the head of the line for another to read.
"""

import threading
from collections import deque
from collections.abc import Sequence

from nlp.annotation import Offsets
from server.errors import overloaded
from server.reading import Reading


class Job:
    """A note that waits to be read, with the place for its answer; ``tries`` counts readers lost on it."""

    def __init__(self, text: str, offsets: Offsets) -> None:
        self.text, self.offsets = text, offsets
        self.tries = 0
        self._done = threading.Event()
        self._outcome: Reading | Exception | None = None

    def finish(self, outcome: Reading | Exception) -> None:
        """Give the answer, or the exception to be raised in its place."""
        self._outcome = outcome
        self._done.set()

    def wait(self, seconds: float) -> bool:
        """Wait until finished; False after ``seconds``."""
        return self._done.wait(None if seconds == float("inf") else seconds)

    def result(self) -> Reading:
        """The answer of a finished job; raises what it failed with."""
        if isinstance(self._outcome, Reading):
            return self._outcome
        assert self._outcome is not None
        raise self._outcome


class Line:
    """Jobs in the order of asking; ``wait_seconds`` is the longest wait in it before ApiError 503."""

    def __init__(self, wait_seconds: float) -> None:
        self._wait_seconds = wait_seconds
        self._jobs: deque[Job] = deque()
        self._idle = 0
        self._changed = threading.Condition()

    def read(self, text: str, offsets: Offsets, wait_seconds: float | None = None) -> Reading:
        """Have ``text`` read in its turn; raises ApiError 503 if no reader took it within the wait."""
        limit = self._wait_seconds if wait_seconds is None else wait_seconds
        job = Job(text, offsets)
        with self._changed:
            self._jobs.append(job)
            self._changed.notify()
        while not job.wait(limit):
            if self._withdraw(job):
                message = f"no reader became free within {limit:g} s"
                raise overloaded(message, retry_after=max(1, round(limit / 10)))
        return job.result()

    def take(self, stopped: threading.Event, *, wait: bool = True) -> Job | None:
        """The first job; None once ``stopped``.

        With ``wait`` the caller is idle until there is one; without, it gets None at once where idle
        readers are about to take every job there is.
        """
        with self._changed:
            if wait:
                self._idle += 1
                self._changed.wait_for(lambda: self._jobs or stopped.is_set())
                self._idle -= 1
            if stopped.is_set() or len(self._jobs) <= (0 if wait else self._idle):
                return None
            return self._jobs.popleft()

    def put_back(self, jobs: Sequence[Job]) -> None:
        """Put jobs that were taken, in their order, before all that wait."""
        with self._changed:
            self._jobs.extendleft(reversed(jobs))
            self._changed.notify(len(jobs))

    def wake(self) -> None:
        """Let idle readers see that they were stopped."""
        with self._changed:
            self._changed.notify_all()

    def waiting(self) -> int:
        """How many jobs stand in the line."""
        return len(self._jobs)

    def idle(self) -> int:
        """How many readers wait for a job."""
        return self._idle

    def _withdraw(self, job: Job) -> bool:
        """Take ``job`` out of the line; False if it is in a reader's hands, who will answer it."""
        with self._changed:
            if job in self._jobs:
                self._jobs.remove(job)
                return True
        return False
