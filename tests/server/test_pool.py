"""Reading processes: deaths that no caller sees, reloads that change all or nothing."""

import io
import os
import shutil
import signal
import threading
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import pytest

import nlp.knowledge.load
from server.errors import ApiError
from server.pool import PoolReader
from server.reader import Reader
from server.reading import RefusedError
from server.worker import WorkerFault
from tests.server.notes import NOTE, TEXTS
from tests.server.processes import wait_for

pytestmark = pytest.mark.slow
SLOW_NOTE = NOTE + "\n" + "The wound was closed in layers. " * 20_000


@pytest.fixture(scope="module")
def knowledge(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A copy of the knowledge files that tests may spoil."""
    folder = tmp_path_factory.mktemp("knowledge")
    for file in nlp.knowledge.load.HOME.glob("*.toml"):
        shutil.copy(file, folder)
    return folder


@pytest.fixture(scope="module")
def pool(knowledge: Path) -> Iterator[PoolReader]:
    """Two processes on the copied knowledge."""
    found = PoolReader(knowledge, 2, wait_seconds=300, work_seconds=300)
    found.start()
    found.wait()
    yield found
    found.close()


@pytest.mark.parametrize("offsets", ["codepoint", "utf16"])
@pytest.mark.parametrize("name", ["emoji before", "lone surrogate inside", "empty", "NUL"])
def test_pool_answers_as_one_process_does(pool: PoolReader, reader: Reader, name: str, offsets: str) -> None:
    assert pool.read(TEXTS[name], offsets) == reader.read(TEXTS[name], offsets)  # type: ignore[arg-type]


def test_pool_a_killed_process_is_replaced_and_its_note_read_again(pool: PoolReader) -> None:
    expected = pool.read(SLOW_NOTE, "codepoint")
    before = pool.pids()
    with ThreadPoolExecutor(6) as threads:
        asked = [threads.submit(pool.read, SLOW_NOTE, "codepoint") for _ in range(6)]
        os.kill(before[0], signal.SIGKILL)
        assert [one.result() for one in asked] == [expected] * 6
    wait_for(lambda: len(pool.pids()) == 2 and before[0] not in pool.pids())


def test_pool_a_fault_in_a_process_is_logged_by_its_place_and_harms_nobody(
    pool: PoolReader, log_watch: io.StringIO
) -> None:
    begun, pids = log_watch.tell(), pool.pids()
    with pytest.raises(WorkerFault):
        pool.read([NOTE], "codepoint")  # type: ignore[arg-type]
    logged = log_watch.getvalue()[begun:]
    assert "fault in a reader" in logged
    assert "pipeline.py:" in logged
    assert pool.pids() == pids
    assert pool.read(NOTE, "codepoint").decisions


def test_pool_a_note_that_takes_too_long_is_given_up(knowledge: Path) -> None:
    found = PoolReader(knowledge, 1, wait_seconds=300, work_seconds=0.001)
    found.start()
    try:
        found.wait()
        with pytest.raises(ApiError) as caught:
            found.read(SLOW_NOTE, "codepoint")
        assert (caught.value.status, caught.value.code) == (503, "reader_lost")
    finally:
        found.close()


def test_pool_reload_changes_over_under_load_without_an_error(pool: PoolReader, knowledge: Path) -> None:
    before, pids = pool.wait(), pool.pids()
    stop = threading.Event()

    def load() -> int:
        count = 0
        while not stop.is_set():
            assert pool.read(NOTE, "codepoint").decisions
            count += 1
        return count

    with ThreadPoolExecutor(4) as threads:
        asked = [threads.submit(load) for _ in range(4)]
        try:
            with (knowledge / "headings.toml").open("a", encoding="utf-8") as file:
                file.write("\n# changed\n")
            after = pool.reload()
        finally:
            stop.set()
        assert all(one.result() > 0 for one in asked)
    assert after.knowledge != before.knowledge
    assert after.knowledge in pool.read(NOTE, "codepoint").json
    assert not set(pids) & set(pool.pids())


def test_pool_reload_of_invalid_files_changes_nothing(pool: PoolReader, knowledge: Path) -> None:
    before, pids = pool.wait(), pool.pids()
    file = knowledge / "headings.toml"
    good = file.read_text("utf-8")
    file.write_text("[broken", "utf-8")
    try:
        with pytest.raises(RefusedError, match="headings"):
            pool.reload()
    finally:
        file.write_text(good, "utf-8")
    assert (pool.wait(), pool.pids()) == (before, pids)
    assert before.knowledge in pool.read(NOTE, "codepoint").json


def test_pool_close_ends_the_processes(knowledge: Path) -> None:
    found = PoolReader(knowledge, 2, wait_seconds=300, work_seconds=300)
    found.start()
    found.wait()
    pids = found.pids()
    found.close()
    assert len(pids) == 2
    for pid in pids:
        with pytest.raises(ProcessLookupError):
            os.kill(pid, 0)


def test_pool_that_cannot_load_says_why(tmp_path: Path) -> None:
    found = PoolReader(tmp_path, 1, wait_seconds=5, work_seconds=5)
    found.start()
    with pytest.raises(RefusedError):
        found.wait()
    assert found.state() == "failed"
    with pytest.raises(ApiError) as caught:
        found.read(NOTE, "codepoint")
    assert (caught.value.status, caught.value.code) == (503, "not_ready")
