"""Load the service with clients that never rest: python bench/load.py [--clients 32] [--seconds 60] [--kill]

Starts a server of its own on a free loopback port, once for each number of workers, sends the
sample notes from one asyncio process and prints requests, errors, rate, p50, p99 and memory of all
the server's processes after 10 s and at the end. With --kill a reading process is killed every
five seconds. Exits with 1 if a request failed.
"""

import argparse
import asyncio
import json
import os
import signal
import socket
import subprocess
import sys
import tempfile
import time
import urllib.request
from collections import Counter
from dataclasses import dataclass, field
from itertools import cycle
from pathlib import Path

import psutil

from nlp.samples.format import load

ROOT = Path(__file__).resolve().parent.parent
START_SECONDS = 120
HANG_SECONDS = 30.0
EARLY_SECONDS = 10


@dataclass
class Tally:
    """What the clients saw."""

    seconds: list[float] = field(default_factory=list)
    outcomes: Counter[str] = field(default_factory=Counter)
    memory: list[tuple[float, float]] = field(default_factory=list)

    def errors(self) -> int:
        """Requests without a 200."""
        return sum(count for outcome, count in self.outcomes.items() if outcome != "200")


def bodies(folder: Path) -> list[bytes]:
    """A complete HTTP request for every sample note."""
    requests = []
    for sample in load([folder]):
        body = json.dumps({"text": sample.text}).encode()
        head = (
            "POST /v1/annotate HTTP/1.1\r\nHost: localhost\r\nContent-Type: application/json\r\n"
            f"Content-Length: {len(body)}\r\n\r\n"
        )
        requests.append(head.encode() + body)
    return requests


async def client(port: int, requests: list[bytes], first: int, until: float, tally: Tally) -> None:
    """One client: a kept connection, one request at a time, until the time is over."""
    streams = None
    for request in cycle(requests[first:] + requests[:first]):
        if time.monotonic() >= until:
            break
        begun = time.monotonic()
        try:
            if streams is None:
                streams = await asyncio.open_connection("127.0.0.1", port)
            outcome = await asyncio.wait_for(exchange(*streams, request), HANG_SECONDS)
        except TimeoutError:
            outcome, streams = "hang", None
        except (OSError, EOFError):
            outcome, streams = "connection lost", None
        tally.seconds.append(time.monotonic() - begun)
        tally.outcomes[outcome] += 1
    if streams is not None:
        streams[1].close()


async def exchange(reader: asyncio.StreamReader, writer: asyncio.StreamWriter, request: bytes) -> str:
    """Send one request and read its whole answer; returns the status."""
    writer.write(request)
    head = (await reader.readuntil(b"\r\n\r\n")).lower()
    length = int(head.partition(b"content-length:")[2].partition(b"\r\n")[0])
    await reader.readexactly(length)
    return head[9:12].decode()


async def watch(process: psutil.Process, begun: float, until: float, tally: Tally, kill: bool) -> None:
    """Note the memory of the server's processes each second; with ``kill``, end a reader every five."""
    turn = 0
    while time.monotonic() < until:
        await asyncio.sleep(1)
        turn += 1
        tree = [process, *process.children(recursive=True)]
        if kill and turn % 5 == 0:
            victims = [child for child in tree[1:] if "spawn_main" in " ".join(command(child))]
            if victims:
                victims[turn // 5 % len(victims)].kill()
        tally.memory.append((time.monotonic() - begun, sum(map(private_memory, tree)) / 2**20))


def command(process: psutil.Process) -> list[str]:
    """The command line of a process that may be gone."""
    try:
        return process.cmdline()
    except psutil.Error:
        return []


def private_memory(process: psutil.Process) -> int:
    """Bytes that only this process holds; 0 if it is gone."""
    try:
        return int(process.memory_full_info().uss)
    except psutil.Error:
        return 0


async def run(port: int, pid: int, options: argparse.Namespace, requests: list[bytes]) -> Tally:
    """All clients at once for the time asked for."""
    tally, begun = Tally(), time.monotonic()
    until = begun + options.seconds
    step = max(1, len(requests) // options.clients)
    clients = [
        client(port, requests, number * step % len(requests), until, tally)
        for number in range(options.clients)
    ]
    await asyncio.gather(*clients, watch(psutil.Process(pid), begun, until, tally, options.kill))
    return tally


def free_port() -> int:
    """A loopback port that is free now."""
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])


def measure(workers: int, options: argparse.Namespace, requests: list[bytes]) -> Tally:
    """Start a server with ``workers``, load it, stop it."""
    port = free_port()
    arguments = ["serve", "--port", str(port), "--workers", str(workers), "--log-level", "error"]
    with tempfile.TemporaryDirectory() as state:
        server = subprocess.Popen(
            [sys.executable, "-m", "server.cli", *arguments],
            cwd=ROOT,
            env={**os.environ, "OSTEOTOME_STATE_DIR": state},
        )
        try:
            wait_ready(port)
            return asyncio.run(run(port, server.pid, options, requests))
        finally:
            server.send_signal(signal.SIGTERM)
            server.wait(60)


def wait_ready(port: int) -> None:
    """Wait until the server on ``port`` reads notes."""
    end = time.monotonic() + START_SECONDS
    while time.monotonic() < end:
        try:
            with urllib.request.urlopen(f"http://127.0.0.1:{port}/readyz", timeout=5):
                return
        except OSError:
            time.sleep(0.2)
    raise SystemExit("the server did not become ready")


def show(workers: int, tally: Tally, seconds: float) -> None:
    """Print one line of figures."""
    ordered = sorted(tally.seconds)
    p50, p99 = (ordered[int(len(ordered) * part)] * 1000 for part in (0.5, 0.99))
    early = [size for at, size in tally.memory if at <= EARLY_SECONDS + 0.5][-1]
    late = tally.memory[-1][1]
    print(
        f"workers {workers}: {len(ordered)} requests, {tally.errors()} errors {dict(tally.outcomes)}, "
        f"{len(ordered) / seconds:.0f}/s, p50 {p50:.0f} ms, p99 {p99:.0f} ms (x{p99 / p50:.1f}), "
        f"memory {early:.0f} -> {late:.0f} MiB ({(late / early - 1) * 100:+.1f} %)",
        flush=True,
    )


def main() -> int:
    """Measure each number of workers and compare."""
    parser = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    parser.add_argument("--clients", type=int, default=32)
    parser.add_argument("--seconds", type=float, default=60)
    parser.add_argument("--workers", type=int, nargs="+", default=[1, 2])
    parser.add_argument("--kill", action="store_true", help="kill -9 a reading process every five seconds")
    parser.add_argument("--samples", type=Path, default=ROOT / "tests" / "samples")
    options = parser.parse_args()
    requests = bodies(options.samples)
    rates, failed = {}, 0
    for workers in options.workers:
        tally = measure(workers, options, requests)
        show(workers, tally, options.seconds)
        rates[workers] = len(tally.seconds) / options.seconds
        failed += tally.errors()
    if 1 in rates and 2 in rates:
        print(f"two workers: {rates[2] / rates[1]:.2f} x one")
    return 1 if failed else 0


if __name__ == "__main__":
    sys.exit(main())
