"""A service process for the tests: ``osteotome serve`` on a port of its own."""

import socket
import subprocess
import sys
import time
import urllib.request
from pathlib import Path
from typing import Self


class Service:
    """A running service; ``kill`` ends it as a power cut would."""

    def __init__(self, url: str, folder: Path, *flags: str) -> None:
        with socket.socket() as probe:
            probe.bind(("127.0.0.1", 0))
            self.port = int(probe.getsockname()[1])
        command = [sys.executable, "-m", "server.cli", "serve", "--port", str(self.port)]
        self._process = subprocess.Popen(
            [*command, "--store-url", url, "--state-dir", str(folder), *flags],
            stdout=subprocess.DEVNULL,
            stderr=subprocess.DEVNULL,
        )

    def __enter__(self) -> Self:
        deadline = time.monotonic() + 180
        while time.monotonic() < deadline:
            try:
                with urllib.request.urlopen(f"http://127.0.0.1:{self.port}/healthz", timeout=5):
                    return self
            except OSError:
                assert self._process.poll() is None, "the service ended by itself"
                time.sleep(0.05)
        raise AssertionError("the service did not come up within three minutes")

    def kill(self) -> None:
        """SIGKILL: no handler runs, nothing is flushed."""
        self._process.kill()
        self._process.wait()

    def __exit__(self, *_: object) -> None:
        self._process.terminate()
        try:
            self._process.wait(40)
        finally:
            self.kill()
