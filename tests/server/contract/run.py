"""Schemathesis against a live server, from the server's own OpenAPI document.

python -m tests.server.contract.run [--requests 5000] starts a server, runs schemathesis until at
least so many requests were answered, and exits with 1 on any failure or answer of 500 or above.
"""

import argparse
import os
import re
import subprocess
import sys
import tempfile
from dataclasses import dataclass
from pathlib import Path

from tests.server.processes import ROOT, Server, running

CONFIG = ROOT / "tests" / "server" / "contract" / "schemathesis.toml"
COUNT = re.compile(r'^osteotome_requests_total\{.*status="(\d+)"\} ([\d.e+]+)$', re.MULTILINE)


@dataclass(frozen=True)
class Outcome:
    """One run: exit code and report of schemathesis, and what the server counted by status."""

    code: int
    report: str
    statuses: dict[int, int]


def requests(server: Server) -> dict[int, int]:
    """How many requests the server has answered, by status."""
    found: dict[int, int] = {}
    for status, count in COUNT.findall(server.call("GET", "/metrics")[2].decode()):
        found[int(status)] = found.get(int(status), 0) + int(float(count))
    return found


def run(server: Server, examples: int, seed: int) -> Outcome:
    """Run schemathesis once, ``examples`` cases for each operation."""
    program = Path(sys.executable).with_name("schemathesis")
    command = [
        str(program),
        "--config-file",
        str(CONFIG),
        "run",
        f"http://127.0.0.1:{server.port}/openapi.json",
    ]
    options = ["--max-examples", str(examples), "--seed", str(seed), "--warnings", "off", "--no-color"]
    with tempfile.TemporaryDirectory() as folder:
        done = subprocess.run(
            [*command, *options],
            cwd=folder,
            env={**os.environ, "PYTHONPATH": str(ROOT)},
            capture_output=True,
            text=True,
        )
    return Outcome(done.returncode, done.stdout + done.stderr, requests(server))


def main() -> int:
    """Run with one seed after another until enough requests were answered."""
    parser = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    parser.add_argument("--requests", type=int, default=5000)
    parser.add_argument("--examples", type=int, default=100, help="cases for each operation and seed")
    options = parser.parse_args()
    failed, seed, statuses = 0, 0, {0: 0}
    with tempfile.TemporaryDirectory() as state, running(Path(state), "--log-level", "error") as server:
        while sum(statuses.values()) < options.requests:
            seed += 1
            outcome = run(server, options.examples, seed)
            statuses = outcome.statuses
            failed += outcome.code != 0
            if outcome.code:
                print(outcome.report)
            print(
                f"seed {seed}: {sum(statuses.values())} requests so far, {dict(sorted(statuses.items()))}",
                flush=True,
            )
    faults = sum(count for status, count in statuses.items() if status >= 500 and status != 503)
    print(
        f"{sum(statuses.values())} requests, {failed} runs with a failure, {faults} answers of 500 or above"
    )
    return 1 if failed or faults else 0


if __name__ == "__main__":
    sys.exit(main())
