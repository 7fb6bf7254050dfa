"""The line before the readers: first come first served, and nobody waits for ever."""

import threading
from concurrent.futures import ThreadPoolExecutor

import pytest

from server.errors import ApiError
from server.line import Job, Line
from server.reading import Reading
from tests.server.processes import wait_for

GOING_ON = threading.Event()


def answer(text: str) -> Reading:
    return Reading(text.upper(), ())


def taken(line: Line, *, wait: bool = True) -> Job:
    job = line.take(GOING_ON, wait=wait)
    assert job is not None
    return job


def test_line_serves_in_the_order_of_asking() -> None:
    line = Line(300.0)
    with ThreadPoolExecutor(8) as threads:
        asked = []
        for number in range(8):
            asked.append(threads.submit(line.read, f"note {number}", "codepoint"))
            wait_for(lambda expected=number + 1: line.waiting() == expected)
        for number in range(8):
            job = taken(line)
            assert job.text == f"note {number}"
            job.finish(answer(job.text))
        assert [one.result().json for one in asked] == [f"NOTE {number}" for number in range(8)]


def test_line_raises_what_a_job_failed_with() -> None:
    line = Line(300.0)
    with ThreadPoolExecutor(1) as threads:
        asked = threads.submit(line.read, "x", "codepoint")
        taken(line).finish(KeyError("x"))
        with pytest.raises(KeyError):
            asked.result()


@pytest.mark.parametrize("own_wait", [None, 0.01])
def test_line_gives_up_with_503_after_the_wait(own_wait: float | None) -> None:
    line = Line(0.01 if own_wait is None else 300.0)
    with pytest.raises(ApiError) as caught:
        line.read("x", "codepoint", own_wait)
    assert (caught.value.status, caught.value.code, line.waiting()) == (503, "overloaded", 0)
    assert int(caught.value.headers["Retry-After"]) >= 1


def test_line_does_not_give_up_on_a_job_that_is_being_read() -> None:
    line = Line(0.3)
    with ThreadPoolExecutor(1) as threads:
        asked = threads.submit(line.read, "x", "codepoint")
        job = taken(line)
        assert not job.wait(0.6)
        job.finish(answer("x"))
        assert asked.result().json == "X"


def test_line_puts_back_before_all_that_wait() -> None:
    line = Line(300.0)
    with ThreadPoolExecutor(3) as threads:
        asked = []
        for number, text in enumerate("abc"):
            asked.append(threads.submit(line.read, text, "codepoint"))
            wait_for(lambda expected=number + 1: line.waiting() == expected)
        line.put_back([taken(line), taken(line)])
        for text in "abc":
            job = taken(line)
            assert job.text == text
            job.finish(answer(text))
        assert [one.result().json for one in asked] == ["A", "B", "C"]


def test_line_leaves_what_idle_readers_will_take_to_them() -> None:
    line = Line(300.0)
    with ThreadPoolExecutor(2) as threads:
        idle = threads.submit(line.take, GOING_ON)
        wait_for(lambda: line.idle() == 1)
        asked = threads.submit(line.read, "x", "codepoint")
        job = idle.result()
        assert job is not None
        assert line.take(GOING_ON, wait=False) is None
        job.finish(answer("x"))
        asked.result()


def test_line_gives_a_busy_reader_what_no_idle_one_will_take() -> None:
    line = Line(300.0)
    with ThreadPoolExecutor(1) as threads:
        asked = threads.submit(line.read, "x", "codepoint")
        wait_for(lambda: line.waiting() == 1)
        taken(line, wait=False).finish(answer("x"))
        assert asked.result().json == "X"


def test_line_a_stopped_reader_takes_nothing() -> None:
    line, stopped = Line(300.0), threading.Event()
    with ThreadPoolExecutor(2) as threads:
        idle = threads.submit(line.take, stopped)
        wait_for(lambda: line.idle() == 1)
        stopped.set()
        line.wake()
        assert idle.result() is None
        asked = threads.submit(line.read, "x", "codepoint")
        wait_for(lambda: line.waiting() == 1)
        assert line.take(stopped) is None
        taken(line).finish(answer("x"))
        asked.result()


def test_line_hands_every_job_to_one_reader_only() -> None:
    line, stopped = Line(300.0), threading.Event()
    seen: list[str] = []

    def read_all() -> None:
        while job := line.take(stopped):
            seen.append(job.text)
            job.finish(answer(job.text))

    with ThreadPoolExecutor(12) as threads:
        readers = [threads.submit(read_all) for _ in range(4)]
        asked = [threads.submit(line.read, str(number), "codepoint") for number in range(1000)]
        assert [one.result().json for one in asked] == [str(number) for number in range(1000)]
        stopped.set()
        line.wake()
        for one in readers:
            one.result()
    assert sorted(map(int, seen)) == list(range(1000))
