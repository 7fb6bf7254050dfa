"""Deaths under load: of a reading process, which no client sees, and of the server, with its readers."""

import os
import signal
import threading
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import psutil
import pytest

from tests.server.notes import NOTE
from tests.server.processes import Server, running, wait_for

pytestmark = pytest.mark.slow


def test_deaths_a_killed_reader_is_not_seen_by_clients(tmp_path: Path) -> None:
    with running(tmp_path, "--workers", "2") as server, ThreadPoolExecutor(8) as threads:
        stop = threading.Event()

        def ask() -> list[int]:
            seen = []
            while not stop.is_set():
                seen.append(server.annotate(NOTE * 20)[0])
            return seen

        asked = [threads.submit(ask) for _ in range(8)]
        try:
            for _ in range(2):
                victims = readers(server)
                os.kill(victims[0], signal.SIGKILL)
                wait_for(
                    lambda gone=victims[0]: len(readers(server)) == 2 and gone not in readers(server), 120
                )
        finally:
            stop.set()
        seen = [status for one in asked for status in one.result()]
        assert len(server.events("reader lost")) >= 1
        assert set(seen) <= {200, 503}
        assert seen.count(200) > 0
        assert server.annotate(NOTE)[0] == 200


def readers(server: Server) -> list[int]:
    """The process ids of the server's reading processes."""
    children = psutil.Process(server.process.pid).children()
    return [child.pid for child in children if "spawn_main" in " ".join(command(child))]


def command(process: psutil.Process) -> list[str]:
    try:
        return process.cmdline()
    except psutil.Error:
        return []


def test_deaths_no_reader_outlives_a_killed_server(tmp_path: Path) -> None:
    with running(tmp_path, "--workers", "2") as server:
        pids = readers(server)
        server.process.kill()
        server.process.wait(30)
        assert len(pids) == 2
        wait_for(lambda: not any(psutil.pid_exists(pid) for pid in pids))
