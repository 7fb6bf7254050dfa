"""Work counted in calls: the same on every machine, and no library can pass over its end."""

import contextlib
import sys
from collections.abc import Callable

import pytest

from nlp.documents.effort import SpentError, effort


def python_calls(count: int) -> None:
    def nothing() -> None:
        return None

    for _ in range(count):
        nothing()


def built_in_calls(count: int) -> None:
    for _ in range(count):
        len("")


def stubborn(count: int) -> None:
    """Goes on after every exception, as libraries do on damaged files."""
    for _ in range(count):
        with contextlib.suppress(Exception):
            len("")


@pytest.mark.parametrize("work", [python_calls, built_in_calls, stubborn])
def test_effort_ends_what_calls_too_much(work: Callable[[int], None]) -> None:
    with pytest.raises(SpentError), effort(1000):
        work(1001)


@pytest.mark.parametrize("work", [python_calls, built_in_calls])
def test_effort_counts_every_call(work: Callable[[int], None]) -> None:
    with effort(2000) as spent:
        work(1000)
    assert 1000 <= spent() <= 1010


def test_effort_gives_the_profiler_back() -> None:
    seen: list[str] = []

    def profiler(_frame: object, event: str, _argument: object) -> None:
        seen.append(event)

    before = sys.getprofile()
    sys.setprofile(profiler)
    try:
        with contextlib.suppress(SpentError), effort(10):
            python_calls(100)
        assert sys.getprofile() is profiler
    finally:
        sys.setprofile(before)
    assert len(seen) < 100
