"""A desk: its process has the next notes at hand, and what is lost with a process is read by the next."""

import queue
from collections.abc import Iterator
from concurrent.futures import Future, ThreadPoolExecutor
from pathlib import Path
from types import SimpleNamespace

import pytest

import server.desk
from nlp.annotation import Offsets
from server.desk import HELD, HELD_CHARS, Desk
from server.errors import ApiError
from server.line import Line
from server.reading import Reading, RefusedError
from server.worker import WorkerFault, WorkerLostError
from tests.server.processes import wait_for

LOST, SLOW = "lost", "slow"
LONG = "x" * HELD_CHARS


class ScriptedWorker:
    """Stands for a process: notes that were sent wait until the test says what becomes of the oldest."""

    def __init__(self) -> None:
        self.sent: list[str] = []
        self.script: queue.Queue[str] = queue.Queue()
        self.process = SimpleNamespace(pid=id(self), kill=lambda: self.script.put(LOST))
        self.dead = self.closed = False

    def wait_ready(self) -> None:
        """Ready at once."""

    def send(self, text: str, _: Offsets) -> None:
        if self.dead:
            raise WorkerLostError(slow=False)
        self.sent.append(text)

    def receive(self, _: float) -> Reading | WorkerFault:
        step = self.script.get()
        if step in (LOST, SLOW):
            raise WorkerLostError(slow=step == SLOW)
        text = self.sent.pop(0)
        return WorkerFault("ValueError at a.py:1") if step == "fault" else Reading(text.upper(), ())

    def close(self) -> None:
        self.closed = True


class Scene:
    """One desk before a line, and whoever asks."""

    def __init__(self, monkeypatch: pytest.MonkeyPatch) -> None:
        self.line, self.workers = Line(300.0), [ScriptedWorker()]
        monkeypatch.setattr(server.desk, "Worker", self._next)
        self.threads = ThreadPoolExecutor(8)
        self.desk = Desk(self.line, self.workers[0], None, 300.0)  # type: ignore[arg-type]

    def _next(self, _: Path | None) -> ScriptedWorker:
        self.workers.append(ScriptedWorker())
        return self.workers[-1]

    def ask(self, *texts: str) -> list[Future[Reading]]:
        """Put the texts in the line, in this order."""
        asked = []
        for text in texts:
            before = self.line.waiting()
            asked.append(self.threads.submit(self.line.read, text, "codepoint"))
            wait_for(lambda expected=before + 1: self.line.waiting() == expected)
        return asked

    def until_sent(self, worker: int, *texts: str) -> ScriptedWorker:
        """Wait until the process of that number has these notes at hand and no others."""
        wait_for(lambda: len(self.workers) > worker and self.workers[worker].sent == list(texts))
        return self.workers[worker]


@pytest.fixture
def scene(monkeypatch: pytest.MonkeyPatch) -> Iterator[Scene]:
    found = Scene(monkeypatch)
    yield found
    found.desk.stop()
    found.desk.join(300.0)
    found.threads.shutdown()
    assert all(worker.closed for worker in found.workers)


def test_desk_hands_over_the_next_notes_while_one_is_read(scene: Scene) -> None:
    texts = [f"note {number}" for number in range(HELD + 1)]
    asked = scene.ask(*texts)
    scene.desk.start()
    worker = scene.until_sent(0, *texts[:HELD])
    worker.script.put("read")
    assert asked[0].result().json == "NOTE 0"
    scene.until_sent(0, *texts[1:])
    for _ in texts[1:]:
        worker.script.put("read")
    assert [one.result().json for one in asked] == [text.upper() for text in texts]


def test_desk_hands_nothing_over_behind_a_long_note(scene: Scene) -> None:
    asked = scene.ask("short", LONG, "next")
    scene.desk.start()
    worker = scene.until_sent(0, "short", LONG)
    for _ in range(3):
        worker.script.put("read")
    assert [one.result().json for one in asked] == ["SHORT", LONG.upper(), "NEXT"]


def test_desk_a_lost_process_costs_the_notes_behind_nothing(scene: Scene) -> None:
    asked = scene.ask("bad", "good")
    scene.desk.start()
    scene.until_sent(0, "bad", "good").script.put(LOST)
    scene.until_sent(1, "bad", "good").script.put(LOST)
    worker = scene.until_sent(2, "good")
    worker.script.put("read")
    assert asked[1].result().json == "GOOD"
    with pytest.raises(ApiError) as caught:
        asked[0].result()
    assert (caught.value.status, caught.value.code) == (503, "reader_lost")


def test_desk_gives_a_note_that_takes_too_long_no_second_try(scene: Scene) -> None:
    asked = scene.ask("slow", "good")
    scene.desk.start()
    scene.until_sent(0, "slow", "good").script.put(SLOW)
    scene.until_sent(1, "good").script.put("read")
    assert asked[1].result().json == "GOOD"
    with pytest.raises(ApiError):
        asked[0].result()


def test_desk_a_process_that_died_idle_costs_no_try(scene: Scene) -> None:
    scene.workers[0].dead = True
    (asked,) = scene.ask("note")
    scene.desk.start()
    scene.until_sent(1, "note").script.put(LOST)
    scene.until_sent(2, "note").script.put("read")
    assert asked.result().json == "NOTE"


@pytest.mark.parametrize("fault", [OSError(), RefusedError("bad file"), WorkerLostError(slow=False)])
def test_desk_tries_again_when_a_process_cannot_be_replaced(
    scene: Scene, monkeypatch: pytest.MonkeyPatch, fault: Exception
) -> None:
    faults = [fault]

    def wait_ready(_: ScriptedWorker) -> None:
        if faults:
            raise faults.pop()

    monkeypatch.setattr(server.desk, "RESPAWN_SECONDS", 0.01)
    monkeypatch.setattr(ScriptedWorker, "wait_ready", wait_ready)
    scene.workers[0].dead = True
    (asked,) = scene.ask("note")
    scene.desk.start()
    scene.until_sent(2, "note").script.put("read")
    assert asked.result().json == "NOTE"


def test_desk_a_fault_is_the_answer_of_its_note_only(scene: Scene) -> None:
    asked = scene.ask("bad", "good")
    scene.desk.start()
    worker = scene.until_sent(0, "bad", "good")
    worker.script.put("fault")
    worker.script.put("read")
    with pytest.raises(WorkerFault):
        asked[0].result()
    assert asked[1].result().json == "GOOD"


def test_desk_finishes_what_it_holds_when_stopped(scene: Scene) -> None:
    asked = scene.ask("a", "b")
    scene.desk.start()
    worker = scene.until_sent(0, "a", "b")
    scene.desk.stop()
    asked += scene.ask("for another")
    worker.script.put("read")
    worker.script.put("read")
    assert [one.result().json for one in asked[:2]] == ["A", "B"]
    scene.desk.join(300.0)
    assert (scene.desk.pid(), scene.line.waiting()) == (None, 1)
    job = scene.line.take(server.desk.threading.Event())
    assert job is not None
    job.finish(Reading("read elsewhere", ()))
    assert asked[2].result().json == "read elsewhere"
