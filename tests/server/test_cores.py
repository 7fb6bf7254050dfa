"""Where threads run: set for a thread and those it starts, and left alone where it cannot be set."""

import os
import threading

import pytest

from server import cores


def cores_after(monkeypatch: pytest.MonkeyPatch, *given: set[int]) -> list[set[int]]:
    """What a thread asked of the system on its way through ``run_on_one_of`` with each of ``given``."""
    asked: list[set[int]] = []
    monkeypatch.setattr(os, "sched_setaffinity", lambda _, chosen: asked.append(chosen), raising=False)
    for each in given:
        cores.run_on_one_of(each)
    return asked


def test_cores_one_of_those_allowed(monkeypatch: pytest.MonkeyPatch) -> None:
    allowed = {3, 5, 8}
    (chosen,) = cores_after(monkeypatch, allowed)
    assert len(chosen) == 1
    assert chosen < allowed


def test_cores_nothing_is_asked_where_the_system_does_not_say(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.delattr(os, "sched_getaffinity", raising=False)
    assert cores.allowed_cores() == set()
    assert cores_after(monkeypatch, set()) == []


def test_cores_a_refusal_changes_nothing() -> None:
    before = cores.allowed_cores()
    cores.run_on({1_000_000} if before else set())
    assert cores.allowed_cores() == before


def test_cores_a_thread_can_be_kept_and_set_free() -> None:
    allowed = cores.allowed_cores()
    seen: list[set[int]] = []

    def run() -> None:
        cores.run_on_one_of(allowed)
        seen.append(cores.allowed_cores())
        cores.run_on(allowed)
        seen.append(cores.allowed_cores())

    thread = threading.Thread(target=run)
    thread.start()
    thread.join()
    assert seen[1] == allowed == cores.allowed_cores()
    assert len(seen[0]) == min(1, len(allowed))
