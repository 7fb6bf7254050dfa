"""The line before the readers: first come first served, and nobody waits for ever."""

import threading
from concurrent.futures import ThreadPoolExecutor

import pytest

from server.errors import ApiError
from server.turnstile import Turnstile
from tests.server.processes import wait_for


def test_turnstile_serves_in_the_order_of_asking() -> None:
    line = Turnstile(["only"], 300.0)
    held = line.acquire()
    served: list[int] = []

    def ask(number: int) -> None:
        with line.take():
            served.append(number)

    with ThreadPoolExecutor(8) as threads:
        asked = []
        for number in range(8):
            asked.append(threads.submit(ask, number))
            wait_for(lambda expected=number + 1: line.waiting() == expected)
        line.release(held)
        for one in asked:
            one.result()
    assert served == list(range(8))


def test_turnstile_gives_up_with_503_after_the_wait() -> None:
    line = Turnstile(["only"], 0.01)
    with line.take(), pytest.raises(ApiError) as caught:
        line.acquire()
    assert (caught.value.status, line.waiting()) == (503, 0)
    assert int(caught.value.headers["Retry-After"]) >= 1
    with line.take() as thing:
        assert thing == "only"


@pytest.mark.parametrize("count", [1, 3])
def test_turnstile_never_hands_one_thing_to_two(count: int) -> None:
    line = Turnstile(list(range(count)), 300.0)
    held: set[int] = set()
    lock = threading.Lock()

    def ask() -> None:
        for _ in range(200):
            with line.take() as thing:
                with lock:
                    assert thing not in held
                    held.add(thing)
                with lock:
                    held.discard(thing)

    with ThreadPoolExecutor(8) as threads:
        for one in [threads.submit(ask) for _ in range(8)]:
            one.result()
    assert held == set()


def test_turnstile_replace_serves_who_waits_with_the_new() -> None:
    line = Turnstile(["old"], 300.0)
    held = line.acquire()
    with ThreadPoolExecutor(1) as threads:
        asked = threads.submit(line.acquire)
        wait_for(lambda: line.waiting() == 1)
        assert line.replace(["new"]) == []
        assert asked.result() == "new"
    assert held == "old"


def test_turnstile_replace_returns_what_was_free() -> None:
    line = Turnstile(["a", "b"], 1.0)
    assert line.replace(["c"]) == ["a", "b"]
    assert line.acquire() == "c"
