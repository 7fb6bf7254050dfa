"""Latency of HTTP calls to a service of our own on loopback."""

import http.client
import json
import socket
import statistics
import subprocess
import sys
import time
from collections.abc import Sequence

from bench import corpus


def latency(texts: Sequence[str], calls: int = 300) -> dict[str, float]:
    """Milliseconds of ``POST /v1/annotate`` over one kept connection: median, 95th percentile and most.

    Raises:
        RuntimeError: the service did not start or did not answer 200.
    """
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        port = probe.getsockname()[1]
    command = [sys.executable, "-m", "server.cli", "serve", "--port", str(port)]
    service = subprocess.Popen(command, cwd=corpus.ROOT, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)
    try:
        _wait(port, service)
        times = _calls(port, texts, calls)
    finally:
        service.terminate()
        service.wait(20)
    cuts = statistics.quantiles(times, n=20)
    return {"median": statistics.median(times), "p95": cuts[-1], "max": max(times)}


def _wait(port: int, service: "subprocess.Popen[bytes]") -> None:
    deadline = time.monotonic() + 120
    while time.monotonic() < deadline:
        try:
            if _request(http.client.HTTPConnection("127.0.0.1", port, timeout=5), "GET", "/readyz") == 200:
                return
        except OSError:
            time.sleep(0.1)
        if service.poll() is not None:
            raise RuntimeError("the service did not start")
    raise RuntimeError("the service was not ready in time")


def _calls(port: int, texts: Sequence[str], calls: int) -> list[float]:
    connection = http.client.HTTPConnection("127.0.0.1", port, timeout=60)
    bodies = [json.dumps({"text": text}) for text in texts]
    times = []
    for number in range(calls + 20):
        start = time.perf_counter()
        status = _request(connection, "POST", "/v1/annotate", bodies[number % len(bodies)])
        times.append((time.perf_counter() - start) * 1000)
        if status != 200:
            raise RuntimeError(f"the service answered {status}")
    return times[20:]


def _request(connection: http.client.HTTPConnection, method: str, path: str, body: str | None = None) -> int:
    connection.request(method, path, body, {"Content-Type": "application/json"} if body else {})
    response = connection.getresponse()
    response.read()
    return response.status
