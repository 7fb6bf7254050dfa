"""Kill -9 of the service while feedback is written: every acknowledged row is there afterwards."""

import http.client
import json
import threading
import time
from collections import Counter
from pathlib import Path

import pytest
from sqlalchemy import select, text

from server.store import Store
from server.store.models import Feedback
from tests.server.feedback.bodies import body
from tests.server.processes import running

WRITERS = 4
ENOUGH = 60


class Writer(threading.Thread):
    """Sends feedback until the service is gone; knows what was acknowledged, and what was left unanswered."""

    def __init__(self, port: int, name: str) -> None:
        super().__init__(name=name)
        self.port = port
        self.acknowledged: list[str] = []
        self.unanswered: str | None = None

    def run(self) -> None:
        connection = http.client.HTTPConnection("127.0.0.1", self.port, timeout=120)
        for number in range(100_000):
            request_id = f"{self.name}-{number:06}"
            try:
                status = send(connection, request_id)
            except (OSError, http.client.HTTPException):
                self.unanswered = request_id
                break
            assert status == 201
            self.acknowledged.append(request_id)
        connection.close()


def send(connection: http.client.HTTPConnection, request_id: str) -> int:
    payload = json.dumps(body(text=f"note {request_id}", request_id=request_id))
    connection.request("POST", "/v1/feedback", payload, {"Content-Type": "application/json"})
    response = connection.getresponse()
    response.read()
    return response.status


@pytest.mark.slow
def test_durability_kill_while_writing_loses_no_acknowledged_row(store_url: str, tmp_path: Path) -> None:
    folder = tmp_path / "state"
    acknowledged: list[str] = []
    unanswered: list[str] = []
    for turn in range(3):
        with running(folder, "--store-url", store_url) as service:
            writers = [Writer(service.port, f"turn{turn}-writer{number}") for number in range(WRITERS)]
            for writer in writers:
                writer.start()
            wait_for(writers)
            service.process.kill()
            service.ended()
            for writer in writers:
                writer.join(180)
        acknowledged += [request_id for writer in writers for request_id in writer.acknowledged]
        unanswered += [writer.unanswered for writer in writers if writer.unanswered]
    assert len(acknowledged) >= 3 * ENOUGH
    stored = stored_ids(store_url, folder)
    assert set(acknowledged) <= set(stored)
    assert set(stored) <= {*acknowledged, *unanswered}
    assert send_again(store_url, folder, unanswered) <= {200, 201}
    assert Counter(stored_ids(store_url, folder)) == Counter([*acknowledged, *unanswered])


def wait_for(writers: list[Writer]) -> None:
    deadline = time.monotonic() + 180
    while sum(len(writer.acknowledged) for writer in writers) < ENOUGH:
        assert time.monotonic() < deadline
        time.sleep(0.01)


def stored_ids(url: str, folder: Path) -> list[str]:
    store = Store(url, folder)
    with store.read() as session:
        if session.get_bind().dialect.name == "sqlite":
            assert session.scalar(text("PRAGMA integrity_check")) == "ok"
        found = [row for row in session.scalars(select(Feedback.request_id)) if row is not None]
    store.close()
    return found


def send_again(url: str, folder: Path, request_ids: list[str]) -> set[int]:
    with running(folder, "--store-url", url) as service:
        connection = http.client.HTTPConnection("127.0.0.1", service.port, timeout=120)
        statuses = {send(connection, request_id) for request_id in request_ids}
        connection.close()
    return statuses
