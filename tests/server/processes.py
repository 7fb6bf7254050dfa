"""A real server process on loopback, started as an operator would, its log kept and searched."""

import contextlib
import http.client
import json
import os
import signal
import socket
import ssl
import subprocess
import sys
import threading
import time
from collections.abc import Iterator, Mapping
from pathlib import Path
from typing import Any

from tests.server.notes import CANARY

ROOT = Path(__file__).resolve().parents[2]
PATIENCE = 300.0


def free_port() -> int:
    """A loopback port that is free now."""
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])


class Server:
    """A running ``osteotome serve``."""

    def __init__(self, state: Path, *flags: str, tls: bool = False) -> None:
        self.port, self.tls = free_port(), tls
        self.lines: list[str] = []
        command = [sys.executable, "-m", "server.cli", "serve", "--port", str(self.port), *flags]
        environ = {name: value for name, value in os.environ.items() if not name.startswith("OSTEOTOME_")}
        self.process = subprocess.Popen(
            command,
            cwd=ROOT,
            env={**environ, "OSTEOTOME_STATE_DIR": str(state)},
            stdout=subprocess.DEVNULL,
            stderr=subprocess.PIPE,
            text=True,
        )
        self._reader = threading.Thread(target=self._collect, daemon=True)
        self._reader.start()

    def _collect(self) -> None:
        assert self.process.stderr is not None
        with self.process.stderr as log:
            for line in log:
                self.lines.append(line)

    def events(self, name: str) -> list[dict[str, Any]]:
        """The log lines with this event."""
        found = [json.loads(line) for line in list(self.lines)]
        return [line for line in found if line["event"] == name]

    def connect(self, timeout: float = PATIENCE) -> http.client.HTTPConnection:
        """A new connection."""
        if self.tls:
            context = ssl._create_unverified_context()
            return http.client.HTTPSConnection("127.0.0.1", self.port, timeout=timeout, context=context)
        return http.client.HTTPConnection("127.0.0.1", self.port, timeout=timeout)

    def call(
        self, method: str, path: str, body: Any = None, headers: Mapping[str, str] | None = None
    ) -> tuple[int, Mapping[str, str], bytes]:
        """Status, headers and body of one request on a connection of its own; a dict is sent as JSON."""
        given = dict(headers or {})
        if isinstance(body, dict):
            body = json.dumps(body)
            given.setdefault("Content-Type", "application/json")
        connection = self.connect()
        try:
            connection.request(method, path, body, given)
            answer = connection.getresponse()
            return answer.status, answer.headers, answer.read()
        finally:
            connection.close()

    def annotate(self, text: str) -> tuple[int, Any]:
        """Status and answer for one note."""
        status, _, body = self.call("POST", "/v1/annotate", {"text": text})
        return status, json.loads(body)

    def exchange(self, raw: bytes) -> list[bytes]:
        """What comes back for these bytes until the server closes: one answer, or none if it just closes."""
        with self._plain_connection() as connection:
            connection.sendall(raw)
            answer = b""
            with contextlib.suppress(OSError):
                while chunk := connection.recv(65536):
                    answer += chunk
        return [answer] if answer else []

    def _plain_connection(self) -> socket.socket:
        connection = socket.create_connection(("127.0.0.1", self.port), timeout=60)
        if not self.tls:
            return connection
        return ssl._create_unverified_context().wrap_socket(connection)

    def engine(self) -> dict[str, str]:
        """What /readyz names as the engine."""
        found: dict[str, str] = json.loads(self.call("GET", "/readyz")[2])["engine"]
        return found

    def wait_ready(self) -> None:
        """Wait until notes can be read."""
        wait_for(self._is_ready)

    def _is_ready(self) -> bool:
        assert self.process.poll() is None, "".join(self.lines)
        with contextlib.suppress(OSError, http.client.HTTPException):
            return self.call("GET", "/readyz")[0] == 200
        return False

    def ended(self, seconds: float = PATIENCE) -> int:
        """Wait for the process to end by itself; its exit code."""
        code = self.process.wait(seconds)
        self._reader.join(seconds)
        return code

    def stop(self, seconds: float = PATIENCE) -> int:
        """SIGTERM, and the exit code; no line of the log may hold a note's words."""
        if self.process.poll() is None:
            self.process.send_signal(signal.SIGTERM)
        code = self.ended(seconds)
        assert [line for line in self.lines if any(word in line.lower() for word in CANARY)] == []
        return code


@contextlib.contextmanager
def running(state: Path, *flags: str, tls: bool = False) -> Iterator[Server]:
    """A server that is ready, and is stopped at the end."""
    server = Server(state, *flags, tls=tls)
    try:
        server.wait_ready()
        yield server
        server.stop()
    finally:
        if server.process.poll() is None:
            server.process.kill()
        server.ended()


def wait_for(true: Any, seconds: float = PATIENCE) -> None:
    """Wait until ``true()`` holds; fails after ``seconds``."""
    end = time.monotonic() + seconds
    while not true():
        assert time.monotonic() < end, f"not so within {seconds} s"
        time.sleep(0.05)
