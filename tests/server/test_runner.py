"""A real server process: stopping, reloading, overload, TLS, and deaths under load."""

import json
import shutil
import signal
import socket
import subprocess
import threading
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import pytest

import nlp.knowledge.load
from server.schemas.service import ErrorAnswer
from tests.server.notes import CANARY, NOTE, WORDS
from tests.server.processes import Server, running, wait_for

pytestmark = pytest.mark.slow
LONG_NOTE = NOTE + "\n" + "The wound was closed in layers. " * 10_000


@pytest.fixture
def knowledge(tmp_path: Path) -> Path:
    """A copy of the knowledge files that the test may change."""
    folder = tmp_path / "knowledge"
    folder.mkdir()
    for file in nlp.knowledge.load.HOME.glob("*.toml"):
        shutil.copy(file, folder)
    return folder


@pytest.fixture(scope="session")
def certificate(tmp_path_factory: pytest.TempPathFactory) -> tuple[str, str]:
    """A self-signed certificate and its key."""
    folder = tmp_path_factory.mktemp("tls")
    cert, key = str(folder / "cert.pem"), str(folder / "key.pem")
    subject = ["-subj", "/CN=localhost", "-days", "1"]
    command = [
        "openssl",
        "req",
        "-x509",
        "-newkey",
        "rsa:2048",
        "-nodes",
        "-keyout",
        key,
        "-out",
        cert,
        *subject,
    ]
    subprocess.run(command, check=True, capture_output=True)
    return cert, key


def in_flight(server: Server) -> int:
    text = server.call("GET", "/metrics")[2].decode()
    (line,) = [line for line in text.splitlines() if line.startswith("osteotome_in_flight ")]
    return int(float(line.split()[1]))


@pytest.mark.parametrize("workers", ["1", "2"])
def test_runner_stopping_finishes_what_is_in_flight(tmp_path: Path, workers: str) -> None:
    flags = ["--workers", workers, "--grace-seconds", "300"]
    with running(tmp_path, *flags) as server, ThreadPoolExecutor(4) as threads:
        asked = [threads.submit(server.annotate, LONG_NOTE) for _ in range(4)]
        wait_for(lambda: in_flight(server) == 4 or asked[0].done())
        server.process.send_signal(signal.SIGTERM)
        assert [one.result()[0] for one in asked] == [200] * 4
        assert server.ended() == 0
        (stopped,) = server.events("stopped")
        assert stopped["cut_off"] == 0


def test_runner_stopping_takes_no_more_connections(tmp_path: Path) -> None:
    with running(tmp_path) as server:
        kept = server.connect()
        kept.request("GET", "/healthz")
        assert kept.getresponse().read()
        assert server.stop() == 0
        with pytest.raises(OSError):
            server.connect(timeout=5).connect()
        kept.close()


def test_runner_gives_up_after_the_grace_time(tmp_path: Path) -> None:
    with (
        running(tmp_path, "--grace-seconds", "0.2") as server,
        socket.create_connection(("127.0.0.1", server.port)) as half,
    ):
        half.sendall(b"POST /v1/annotate HTTP/1.1\r\nHost: localhost\r\nContent-Length: 10\r\n\r\n{")
        wait_for(lambda: server.call("GET", "/healthz")[0] == 200)
        assert server.stop() == 0
        assert server.events("stopped")[0]["cut_off"] == 1


def test_runner_sighup_reloads_and_refuses_whole(tmp_path: Path, knowledge: Path) -> None:
    with running(tmp_path, "--knowledge", str(knowledge)) as server:
        first = server.engine()
        file = knowledge / "headings.toml"
        good = file.read_text("utf-8")
        file.write_text(good + "\n# changed\n", "utf-8")
        server.process.send_signal(signal.SIGHUP)
        wait_for(lambda: server.events("knowledge reloaded"))
        second = server.engine()
        assert second["knowledge"] != first["knowledge"]
        assert server.annotate(NOTE)[1]["engine"] == second
        file.write_text("[broken", "utf-8")
        server.process.send_signal(signal.SIGHUP)
        wait_for(lambda: server.events("knowledge refused"))
        status, _, body = server.call("POST", "/v1/admin/reload")
        error = json.loads(body)["error"]
        assert (status, error["code"], error["field"]) == (422, "knowledge_invalid", "knowledge")
        assert "headings" in error["message"]
        assert server.engine() == second
        assert server.annotate(NOTE)[1]["engine"] == second
        assert server.call("GET", "/v1/codes/27165")[0] == 200


@pytest.mark.parametrize("workers", ["1", "2"])
def test_runner_reload_drops_no_request(tmp_path: Path, workers: str) -> None:
    with running(tmp_path, "--workers", workers) as server:
        stop = threading.Event()

        def ask() -> list[int]:
            seen = []
            while not stop.is_set():
                seen.append(server.annotate(NOTE)[0])
            return seen

        with ThreadPoolExecutor(4) as threads:
            asked = [threads.submit(ask) for _ in range(4)]
            try:
                statuses = [server.call("POST", "/v1/admin/reload")[0] for _ in range(2)]
            finally:
                stop.set()
            seen = [status for one in asked for status in one.result()]
        assert statuses == [200, 200]
        assert set(seen) == {200}


def test_runner_overload_is_503_with_retry_after_and_health_still_answers(tmp_path: Path) -> None:
    with running(tmp_path, "--max-in-flight", "2") as server, ThreadPoolExecutor(8) as threads:
        asked = [threads.submit(server.call, "POST", "/v1/annotate", {"text": LONG_NOTE}) for _ in range(8)]
        wait_for(lambda: in_flight(server) == 2 or asked[0].done())
        assert server.call("GET", "/healthz")[0] == 200
        answers = [one.result() for one in asked]
        statuses = [status for status, _, _ in answers]
        assert set(statuses) == {200, 503}
        assert all(int(headers["Retry-After"]) >= 1 for status, headers, _ in answers if status == 503)
        assert server.annotate(NOTE)[0] == 200


def test_runner_batch_answers_while_it_is_sent(tmp_path: Path) -> None:
    row = json.dumps({"id": 1, "text": NOTE}).encode() + b"\n"
    with running(tmp_path, "--workers", "2") as server:
        status, headers, body = server.call(
            "POST", "/v1/annotate/batch", row * 500, {"Content-Type": "application/x-ndjson"}
        )
        assert (status, headers["Content-Type"]) == (200, "application/x-ndjson")
        assert len(body.splitlines()) == 500
        assert len(set(body.splitlines())) == 1


def test_runner_tls(tmp_path: Path, certificate: tuple[str, str]) -> None:
    cert, key = certificate
    with running(
        tmp_path, "--certfile", cert, "--keyfile", key, "--workers", "2", "--grace-seconds", "300", tls=True
    ) as server:
        assert server.annotate(NOTE)[0] == 200
        chunks = iter([json.dumps({"text": NOTE}).encode() + b"\n"] * 3)
        connection = server.connect()
        kind = {"Content-Type": "application/x-ndjson"}
        connection.request("POST", "/v1/annotate/batch", chunks, kind, encode_chunked=True)
        assert len(connection.getresponse().read().splitlines()) == 3
        connection.close()
        server.process.send_signal(signal.SIGHUP)
        wait_for(lambda: server.events("knowledge reloaded"))
        assert server.annotate(NOTE)[0] == 200
        with ThreadPoolExecutor(2) as threads:
            asked = [threads.submit(server.annotate, LONG_NOTE) for _ in range(2)]
            wait_for(lambda: in_flight(server) == 2 or asked[0].done())
            server.process.send_signal(signal.SIGTERM)
            assert [one.result()[0] for one in asked] == [200] * 2


def test_runner_an_address_that_is_taken_is_said(tmp_path: Path) -> None:
    with socket.socket() as taken:
        taken.bind(("127.0.0.1", 0))
        taken.listen()
        server = Server(tmp_path, "--port", str(taken.getsockname()[1]))
        assert server.ended() != 0
        assert any("cannot listen" in line for line in server.lines)
        assert not any("Traceback" in line for line in server.lines)


@pytest.mark.parametrize(
    ("flags", "shown"), [(["--workers", "0"], "workers"), (["--knowledge", "nowhere"], "knowledge")]
)
def test_runner_a_bad_setting_is_said(tmp_path: Path, flags: list[str], shown: str) -> None:
    server = Server(tmp_path, *flags)
    assert server.ended() != 0
    assert any(shown in line for line in server.lines)
    assert not any("Traceback" in line for line in server.lines)


@pytest.mark.parametrize(
    "raw",
    [
        b"\x00\x01\x02\r\n\r\n",
        b"GET\r\n\r\n",
        f"{CANARY[0]} {WORDS}\r\n\r\n".encode(),
        f"POST /v1/annotate HTTP/1.1\r\n{WORDS}\r\n\r\n".encode(),
        b"POST /v1/annotate HTTP/1.1\r\nHost: localhost\r\nContent-Length: x\r\n\r\n",
        b"POST /v1/annotate HTTP/1.1\r\nHost: localhost\r\nContent-Type: application/json\r\n"
        b"Transfer-Encoding: chunked\r\n\r\nzz\r\n",
        b"GET / HTTP/1.1\r\nHost: localhost\r\nHost: evil.example\r\nConnection: close\r\n\r\n",
        b"GET / HTTP/1.1\r\n" + b"X: " + b"y" * 300_000 + b"\r\n\r\n",
    ],
)
def test_runner_broken_http_gets_a_json_refusal_and_harms_nobody(
    shared: Server, behind_tls: Server, raw: bytes
) -> None:
    for server in (shared, behind_tls):
        for answer in server.exchange(raw):
            head, _, body = answer.partition(b"\r\n\r\n")
            assert int(head.split(b" ")[1]) in (400, 403, 431, 501)
            assert b"application/json" in head
            assert ErrorAnswer.model_validate_json(body).error.fix
        assert server.annotate(NOTE)[0] == 200


@pytest.fixture(scope="module")
def shared(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Server]:
    with running(tmp_path_factory.mktemp("shared")) as server:
        yield server


@pytest.fixture(scope="module")
def behind_tls(tmp_path_factory: pytest.TempPathFactory, certificate: tuple[str, str]) -> Iterator[Server]:
    cert, key = certificate
    with running(tmp_path_factory.mktemp("tls"), "--certfile", cert, "--keyfile", key, tls=True) as server:
        yield server


def test_runner_a_client_that_goes_away_is_forgotten(shared: Server) -> None:
    for _ in range(5):
        connection = shared.connect()
        connection.request(
            "POST", "/v1/annotate", json.dumps({"text": LONG_NOTE}), {"Content-Type": "application/json"}
        )
        connection.close()
    wait_for(lambda: in_flight(shared) == 0)
    assert shared.annotate(NOTE)[0] == 200
