"""Let a fixed number of callers through at a time, first come first served, and none wait for ever."""

import threading
import time
from collections import deque
from collections.abc import Iterator
from contextlib import contextmanager
from typing import Generic, TypeVar

from server.errors import overloaded

Thing = TypeVar("Thing")


class Turnstile(Generic[Thing]):
    """Hands out ``things`` (readers, places) one caller each, in the order of asking.

    ``wait_seconds`` is the longest wait; a caller past it gets ApiError 503.
    """

    def __init__(self, things: list[Thing], wait_seconds: float) -> None:
        self._free = deque(things)
        self._queue: deque[_Ticket[Thing]] = deque()
        self._lock = threading.Lock()
        self._wait_seconds = wait_seconds

    @contextmanager
    def take(self, wait_seconds: float | None = None) -> Iterator[Thing]:
        """Hold one thing for the length of the block."""
        thing = self.acquire(wait_seconds)
        try:
            yield thing
        finally:
            self.release(thing)

    def acquire(self, wait_seconds: float | None = None) -> Thing:
        """Take one thing, waiting in line for it; ``release`` must follow."""
        limit = self._wait_seconds if wait_seconds is None else wait_seconds
        with self._lock:
            if self._free and not self._queue:
                return self._free.popleft()
            ticket = _Ticket[Thing]()
            self._queue.append(ticket)
        begun = time.monotonic()
        ticket.event.wait(None if limit == float("inf") else limit)
        with self._lock:
            if ticket.thing:
                return ticket.thing[0]
            self._queue.remove(ticket)
        waited = round(time.monotonic() - begun, 1)
        raise overloaded(f"no reader became free within {waited} s", retry_after=max(1, round(limit / 10)))

    def release(self, thing: Thing) -> None:
        """Give ``thing``, or its replacement, back to the first in line."""
        with self._lock:
            if self._queue:
                ticket = self._queue.popleft()
                ticket.thing.append(thing)
                ticket.event.set()
            else:
                self._free.append(thing)

    def replace(self, things: list[Thing]) -> list[Thing]:
        """Put ``things`` in the place of those now free, which are returned; those in use stay out."""
        with self._lock:
            old = list(self._free)
            self._free.clear()
        for thing in things:
            self.release(thing)
        return old

    def waiting(self) -> int:
        """How many callers stand in line."""
        return len(self._queue)


class _Ticket(Generic[Thing]):
    """A place in the line; ``thing`` holds what was handed over, if anything."""

    def __init__(self) -> None:
        self.event = threading.Event()
        self.thing: list[Thing] = []
