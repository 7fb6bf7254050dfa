"""Many HTTP clients in one thread: kept connections, prepared bytes, one loop over all sockets.

As lean as Python allows, since the clients share the processors with the server that is measured.
"""

import selectors
import socket
import time
from collections import Counter
from collections.abc import Callable
from dataclasses import dataclass, field

HANG_SECONDS = 30.0
TICK_SECONDS = 1.0
CHUNK = 1 << 18


@dataclass
class Tally:
    """What the clients saw: seconds of every request, how many ended how (status or fault), time taken."""

    seconds: list[float] = field(default_factory=list)
    outcomes: Counter[str] = field(default_factory=Counter)
    elapsed: float = 0.0

    def errors(self) -> int:
        """Requests without a 200."""
        return sum(count for outcome, count in self.outcomes.items() if outcome != "200")

    def rate(self) -> float:
        """Requests a second."""
        return len(self.seconds) / self.elapsed


class Client:
    """One connection, and at most one request under way on it."""

    def __init__(self, port: int, requests: list[bytes], first: int, tally: Tally) -> None:
        self._port, self._requests, self._turn, self._tally = port, requests, first, tally
        self._head, self._missing, self._begun = b"", None, 0.0
        self.socket: socket.socket | None = None

    def ask(self) -> None:
        """Send the next request, on a new connection if there is none; raises OSError if that fails."""
        self._head, self._missing, self._begun = b"", None, time.perf_counter()
        if self.socket is None:
            self.socket = socket.create_connection(("127.0.0.1", self._port), timeout=HANG_SECONDS)
        self.socket.sendall(self._requests[self._turn % len(self._requests)])
        self._turn += 1

    def receive(self) -> bool:
        """Take what has come; whether the answer is whole. Raises OSError if the connection is lost."""
        chunk = self.socket.recv(CHUNK)
        if not chunk:
            raise ConnectionError
        if self._missing is None:
            self._head += chunk
            self._missing = missing(self._head)
        else:
            self._missing -= len(chunk)
        if self._missing == 0:
            self.end(self._head[9:12].decode("ascii", "replace"))
        return self._missing == 0

    def end(self, outcome: str) -> None:
        """Note how the request under way ended; what is no status ends the connection too."""
        self._tally.seconds.append(time.perf_counter() - self._begun)
        self._tally.outcomes[outcome] += 1
        if not outcome.isdecimal() and self.socket is not None:
            self.socket.close()
            self.socket = None

    def hangs(self) -> bool:
        """Whether the request under way has had no answer for too long."""
        return time.perf_counter() - self._begun > HANG_SECONDS


class Crowd:
    """All clients, each asking again as soon as it is answered."""

    def __init__(self, port: int, requests: list[bytes], count: int) -> None:
        self.tally = Tally()
        step = max(1, len(requests) // count)
        self._resting = [Client(port, requests, number * step, self.tally) for number in range(count)]
        self._selector = selectors.DefaultSelector()

    def run(self, seconds: float, tick: Callable[[float], None]) -> Tally:
        """Ask for ``seconds`` and wait for the last answers; ``tick(elapsed)`` is called every second."""
        begun = due = time.perf_counter()
        with self._selector:
            while (elapsed := time.perf_counter() - begun) < seconds or self._selector.get_map():
                if begun + elapsed >= due:
                    due += TICK_SECONDS
                    self._wake(asking=elapsed < seconds)
                    tick(elapsed)
                for key, _ in self._selector.select(due - time.perf_counter()):
                    self._serve(key.data, asking=elapsed < seconds)
        self.tally.elapsed = time.perf_counter() - begun
        return self.tally

    def _wake(self, *, asking: bool) -> None:
        """Give up on those that hang; let those rested ask that lost their connection."""
        for key in list(self._selector.get_map().values()):
            if key.data.hangs():
                self._lose(key.data, "hang")
        while asking and self._resting:
            client = self._resting.pop()
            try:
                client.ask()
            except OSError:
                client.end("no connection")
                self._resting.insert(0, client)
                break
            self._selector.register(client.socket, selectors.EVENT_READ, client)

    def _serve(self, client: Client, *, asking: bool) -> None:
        try:
            if client.receive():
                if asking:
                    client.ask()
                else:
                    self._selector.unregister(client.socket)
                    client.socket.close()
        except OSError:
            self._lose(client, "connection lost")

    def _lose(self, client: Client, outcome: str) -> None:
        self._selector.unregister(client.socket)
        client.end(outcome)
        self._resting.append(client)


def missing(answer: bytes) -> int | None:
    """How many bytes of an answer's body have not come yet; None while its head is not whole."""
    head, end, body = answer.partition(b"\r\n\r\n")
    if not end:
        return None
    length = head.lower().partition(b"content-length:")[2].partition(b"\r\n")[0]
    return int(length) - len(body)
