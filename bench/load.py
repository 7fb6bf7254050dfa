"""Load the service with clients that never rest: python bench/load.py [--clients 32] [--seconds 60] [--kill]

Starts a server of its own on a free loopback port, once for each number of workers, and prints
requests, errors, rate, p50, p99, the memory of all the server's processes after 10 s and at the
end, and where the processors' time went: to the HTTP process, the readers, the clients, and to
whatever else the machine was doing. With --kill a reading process is killed every five seconds.
Exits with 1 if a request failed.
"""

import argparse
import contextlib
import json
import os
import signal
import socket
import subprocess
import sys
import tempfile
import time
import urllib.request
from collections.abc import Iterator
from dataclasses import dataclass, field
from pathlib import Path

from bench.clients import Crowd, Tally
from bench.processes import Tree, Usage
from nlp.samples.format import load

ROOT = Path(__file__).resolve().parent.parent
START_SECONDS = 120
EARLY_SECONDS = 10
WATCH_TICKS = 5


@dataclass
class Watch:
    """What is seen of the processes meanwhile: (elapsed s, MiB); with ``kill``, readers are killed."""

    tree: Tree
    kill: bool
    memory: list[tuple[float, float]] = field(default_factory=list)
    ticks: int = 0

    def tick(self, elapsed: float) -> None:
        """Look every five seconds."""
        if self.ticks % WATCH_TICKS == 0:
            self.memory.append((elapsed, self.tree.memory()))
            if self.kill and (victims := self.tree.readers()):
                victims[len(self.memory) % len(victims)].kill()
        self.ticks += 1


@dataclass(frozen=True)
class Run:
    """One server under load."""

    workers: int
    tally: Tally
    memory: list[tuple[float, float]]
    usage: Usage | None

    def show(self) -> None:
        """Print its figures."""
        ordered = sorted(self.tally.seconds)
        p50, p99 = (ordered[int(len(ordered) * part)] * 1000 for part in (0.5, 0.99))
        early = [size for at, size in self.memory if at <= EARLY_SECONDS + 0.5][-1]
        late = self.memory[-1][1]
        print(
            f"workers {self.workers}: {len(ordered)} requests, {self.tally.errors()} errors "
            f"{dict(self.tally.outcomes)}, {self.tally.rate():.0f}/s, p50 {p50:.0f} ms, p99 {p99:.0f} ms "
            f"(x{p99 / p50:.1f}), memory {early:.0f} -> {late:.0f} MiB ({(late / early - 1) * 100:+.1f} %)"
        )
        if self.usage is not None:
            self.show_usage(self.usage)

    def show_usage(self, used: Usage) -> None:
        """Print where the processors' time went."""
        each, took = 1000 / len(self.tally.seconds), self.tally.elapsed
        print(
            f"  processor ms a request: server {used.server * each:.2f}, readers {used.readers * each:.2f}, "
            f"clients {used.clients * each:.2f}; cores in use: "
            f"{(used.server + used.readers + used.clients) / took:.2f}, by others {used.others() / took:.2f}",
        )


def bodies(texts: list[str]) -> list[bytes]:
    """A complete HTTP request for every note."""
    requests = []
    for text in texts:
        body = json.dumps({"text": text}).encode()
        head = (
            "POST /v1/annotate HTTP/1.1\r\nHost: localhost\r\nContent-Type: application/json\r\n"
            f"Content-Length: {len(body)}\r\n\r\n"
        )
        requests.append(head.encode() + body)
    return requests


def notes(path: Path) -> list[str]:
    """The texts of annotated samples (a folder), or of rows with ``text`` (a file of JSON Lines)."""
    if path.is_dir():
        return [sample.text for sample in load([path])]
    with path.open(encoding="utf-8") as lines:
        return [json.loads(line)["text"] for line in lines]


def measure(workers: int, options: argparse.Namespace, requests: list[bytes]) -> Run:
    """Load a server with ``workers``."""
    with serving(workers) as (port, pid):
        watch = Watch(Tree(pid), options.kill)
        before = watch.tree.usage()
        tally = Crowd(port, requests, options.clients).run(options.seconds, watch.tick)
        watch.memory.append((tally.elapsed, watch.tree.memory()))
        # What a killed process has used is gone with it.
        used = None if options.kill else watch.tree.usage() - before
        return Run(workers, tally, watch.memory, used)


@contextlib.contextmanager
def serving(workers: int) -> Iterator[tuple[int, int]]:
    """A server that reads notes: its port and process id."""
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
            yield port, server.pid
        finally:
            server.send_signal(signal.SIGTERM)
            server.wait(60)


def free_port() -> int:
    """A loopback port that is free now."""
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])


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


def main() -> int:
    """Measure each number of workers and compare."""
    parser = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    parser.add_argument("--clients", type=int, default=32)
    parser.add_argument("--seconds", type=float, default=60)
    parser.add_argument("--workers", type=int, nargs="+", default=[1, 2])
    parser.add_argument("--kill", action="store_true", help="kill -9 a reading process every five seconds")
    parser.add_argument("--notes", type=Path, nargs="+", default=[ROOT / "tests" / "samples"])
    options = parser.parse_args()
    requests = bodies([text for path in options.notes for text in notes(path)])
    rates: dict[int, float] = {}
    failed = 0
    for workers in options.workers:
        run = measure(workers, options, requests)
        run.show()
        sys.stdout.flush()
        rates[workers] = run.tally.rate()
        failed += run.tally.errors()
    if 1 in rates and 2 in rates:
        print(f"two workers: {rates[2] / rates[1]:.2f} x one")
    return 1 if failed else 0


if __name__ == "__main__":
    sys.exit(main())
