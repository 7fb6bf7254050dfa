"""Run the measurements, one child process at a time on one core, and collect plain numbers."""

import json
import math
import os
import statistics
import subprocess
import sys
import tempfile
import time
from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import Any

from bench import corpus
from bench.environments import interpreter
from bench.subjects import SUBJECTS

CORE = max(os.sched_getaffinity(0))
STEPS = 2


def child(task: str, subject: str, texts: Sequence[str], value: float) -> dict[str, Any]:
    """Run one task of ``bench.child`` in the subject's environment.

    Raises:
        RuntimeError: the child failed; the message holds the end of its standard error.
    """
    with tempfile.NamedTemporaryFile("w", suffix=".json", encoding="utf-8") as file:
        json.dump(list(texts), file)
        file.flush()
        command = [str(interpreter(SUBJECTS[subject][0])), "-m", "bench.child", task, subject, file.name]
        done = subprocess.run(
            [*command, str(value), str(CORE)], cwd=corpus.ROOT, capture_output=True, text=True
        )
    if done.returncode:
        raise RuntimeError(f"{subject} {task}: {done.stderr[-800:]}")
    result: dict[str, Any] = json.loads(done.stdout.splitlines()[-1])
    return result


def speeds(
    names: Sequence[str], texts: Sequence[str], rounds: int, budget: float
) -> dict[str, dict[str, float]]:
    """CPU milliseconds a note, in rounds that take the subjects in turn.

    ``ms`` is the best pass of all rounds, ``ratio`` the median over the rounds of each round's best pass by
    the tokeniser's of that round, ``peak`` the most memory (MB), ``load`` the least CPU time to build (s).
    """
    rows: dict[str, list[dict[str, Any]]] = {name: [] for name in names}
    for number in range(rounds):
        for name in names:
            _say(f"speed, round {number + 1} of {rounds}: {name}")
            rows[name].append(child("speed", name, texts, budget))
    yardstick = [min(row["ms"]) for row in rows["tokeniser"]]
    table = {}
    for name, results in rows.items():
        best = [min(row["ms"]) for row in results]
        table[name] = {
            "ms": min(best),
            "ratio": statistics.median(own / base for own, base in zip(best, yardstick, strict=True)),
            "peak": max(row["peak"] for row in results),
            "load": min(row["load"] for row in results),
        }
    return table


def growth(names: Sequence[str], texts: Sequence[str]) -> dict[str, dict[str, Any]]:
    """Seconds by length, with the exponent fitted from 10,000 characters on."""
    table = {}
    for name in names:
        _say(f"length: {name}")
        result = child("lengths", name, texts, 3)
        long = [
            pair for pair in zip(result["characters"], result["seconds"], strict=True) if pair[0] >= 10_000
        ]
        table[name] = result | {"exponent": slope(long)}
    return table


def slope(points: Sequence[tuple[float, float]]) -> float:
    """The exponent of the power law through the points: least squares on logarithms."""
    xs = [math.log(x) for x, _ in points]
    ys = [math.log(max(y, 1e-9)) for _, y in points]
    return statistics.linear_regression(xs, ys).slope


def hostile(subject: str, size: int) -> dict[str, dict[str, float]]:
    """Seconds for each hostile text at ``size`` and at half of it, and the exponent between the two."""
    table = {}
    whole, half = corpus.hostile(size), corpus.hostile(size // STEPS)
    for name, text in whole.items():
        _say(f"hostile: {name}")
        result = child("lengths", subject, ["warm up", half[name], text], 1)
        short, long = result["seconds"][1:]
        ratio = math.log(max(long, 1e-9) / max(short, 1e-9), STEPS)
        table[name] = {"half": short, "whole": long, "exponent": ratio, "peak": result["peak"]}
    return table


def start_up(times: int = 5) -> dict[str, float]:
    """The best of ``times`` new processes, in seconds: CPU time of the import, of ``nlp.load()`` and of one
    short note, and wall time of the whole process."""
    program = (
        "from time import process_time as now; a = now(); import nlp; b = now(); pipeline = nlp.load();"
        "c = now();"
        "nlp.annotate('Left VDRO.', pipeline); print(b - a, c - b, now() - c)"
    )
    rows = []
    for _ in range(times):
        start = time.perf_counter()
        done = subprocess.run(
            [sys.executable, "-c", program], cwd=corpus.ROOT, capture_output=True, text=True, check=True
        )
        rows.append([*map(float, done.stdout.split()), time.perf_counter() - start])
    names = ("import", "load", "first_note", "process")
    return {name: min(column) for name, column in zip(names, zip(*rows, strict=True), strict=True)}


def batch_scaling(rows: Sequence[str], workers: Sequence[int]) -> dict[str, float]:
    """Wall seconds of ``nlp.batch.run`` for each number of workers, their start-up included."""
    from nlp.batch import run

    times = {}
    with tempfile.TemporaryDirectory() as folder:
        source = Path(folder) / "notes.jsonl"
        lines = (json.dumps({"id": number, "text": text}) for number, text in enumerate(rows))
        source.write_text("\n".join(lines) + "\n", encoding="utf-8")
        for count in workers:
            _say(f"batch: {count} workers")
            start = time.perf_counter()
            run([source], Path(folder) / f"out{count}.jsonl", workers=count)
            times[str(count)] = time.perf_counter() - start
        outputs = {Path(folder, f"out{count}.jsonl").read_bytes() for count in workers}
    if len(outputs) != 1:
        raise RuntimeError("the output of batch depends on the number of workers")
    return times


def machine() -> Mapping[str, str]:
    """What the measurements were made on."""
    import platform

    facts = Path("/proc/cpuinfo").read_text(encoding="utf-8").splitlines()
    models = [line.split(":")[1].strip() for line in facts if "model name" in line]
    return {
        "cores": str(len(os.sched_getaffinity(0))),
        "processor": models[0] if models else platform.machine(),
        "system": platform.system(),
        "python": platform.python_version(),
        "load": f"{os.getloadavg()[1]:.1f}",
    }


def _say(words: str) -> None:
    sys.stderr.write(f"{words}\n")
