"""The load test's clients against a server of sockets: every way a request can end is told apart."""

import socket
import threading
from collections import Counter
from collections.abc import Callable, Iterator
from contextlib import contextmanager

import pytest

import bench.clients
from bench.clients import Crowd, missing
from bench.load import bodies
from bench.processes import Usage

ANSWER = b"HTTP/1.1 200 OK\r\nContent-Length: 5\r\n\r\nhello"
REQUESTS = bodies(["a note"])
Answering = Callable[[socket.socket], None]


@contextmanager
def answering(answer: Answering) -> Iterator[int]:
    """A port where every request on every connection meets ``answer``."""

    def talk(connection: socket.socket) -> None:
        with connection:
            while connection.recv(65536):
                answer(connection)

    def accept() -> None:
        while True:
            try:
                connection, _ = listener.accept()
            except OSError:
                return
            threading.Thread(target=talk, args=(connection,), daemon=True).start()

    with socket.create_server(("127.0.0.1", 0)) as listener:
        thread = threading.Thread(target=accept, daemon=True)
        thread.start()
        yield listener.getsockname()[1]
        listener.shutdown(socket.SHUT_RDWR)
    thread.join()


def in_pieces(connection: socket.socket) -> None:
    connection.setsockopt(socket.IPPROTO_TCP, socket.TCP_NODELAY, 1)
    for place in range(len(ANSWER)):
        connection.sendall(ANSWER[place : place + 1])


def whole(connection: socket.socket) -> None:
    connection.sendall(ANSWER)


def overloaded(connection: socket.socket) -> None:
    connection.sendall(b"HTTP/1.1 503 Service Unavailable\r\ncontent-length: 0\r\n\r\n")


def lost(connection: socket.socket) -> None:
    connection.sendall(ANSWER[:-1])
    connection.shutdown(socket.SHUT_RDWR)


def silent(_: socket.socket) -> None:
    """Never answers."""


@pytest.mark.parametrize(
    ("answer", "outcome"),
    [
        (whole, "200"),
        (in_pieces, "200"),
        (overloaded, "503"),
        (lost, "connection lost"),
        (silent, "hang"),
    ],
)
def test_load_clients_tell_how_requests_end(
    answer: Answering, outcome: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(bench.clients, "TICK_SECONDS", 0.05)
    if outcome == "hang":
        monkeypatch.setattr(bench.clients, "HANG_SECONDS", 0.1)
    with answering(answer) as port:
        tally = Crowd(port, REQUESTS, 3).run(0.4, lambda _: None)
    assert set(tally.outcomes) == {outcome}
    assert sum(tally.outcomes.values()) == len(tally.seconds) >= 3
    assert tally.errors() == (0 if outcome == "200" else len(tally.seconds))
    assert tally.rate() > 0


def test_load_clients_count_a_server_that_is_not_there(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(bench.clients, "TICK_SECONDS", 0.05)
    with socket.create_server(("127.0.0.1", 0)) as listener:
        port = listener.getsockname()[1]
    tally = Crowd(port, REQUESTS, 2).run(0.2, lambda _: None)
    assert set(tally.outcomes) == {"no connection"}


@pytest.mark.parametrize(
    ("answer", "left"),
    [(b"", None), (b"HTTP/1.1 200 OK\r\nContent-Le", None), (ANSWER, 0), (ANSWER[:-2], 2)],
)
def test_load_missing_counts_what_has_not_come(answer: bytes, left: int | None) -> None:
    assert missing(answer) == left


def test_load_usage_leaves_the_rest_to_others() -> None:
    used = Usage(5.0, 4.0, 1.0, 20.0) - Usage(1.0, 1.0, 0.5, 10.0)
    assert (used.server, used.readers, used.clients) == (4.0, 3.0, 0.5)
    assert used.others() == 2.5
    assert Counter(vars(used))["machine"] == 10.0
