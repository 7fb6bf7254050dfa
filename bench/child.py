"""One measurement in a process of its own, pinned to one core: ``python -m bench.child TASK SUBJECT FILE``.

Runs in any of the environments. FILE is a JSON list of texts; one JSON object goes to standard output.
Times are CPU seconds of this process; memory is resident, in MB of 2**20 bytes.
"""

import gc
import json
import os
import random
import re
import resource
import sys
import time
import warnings
from collections.abc import Callable
from typing import Any

from bench import subjects

PAGE = os.sysconf("SC_PAGE_SIZE")


def resident() -> float:
    """Resident memory now."""
    with open("/proc/self/statm", encoding="ascii") as handle:
        return int(handle.read().split()[1]) * PAGE / 2**20


def peak() -> float:
    """The most resident memory so far."""
    return resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024


def speed(read: subjects.Subject, texts: list[str], budget: float) -> dict[str, Any]:
    """CPU milliseconds a note over whole passes, as many as fit into ``budget`` seconds (one at least)."""
    for text in texts[:30]:
        read(text)
    passes = []
    end = time.perf_counter() + budget
    while not passes or time.perf_counter() < end:
        start = time.process_time()
        for text in texts:
            read(text)
        passes.append((time.process_time() - start) / len(texts) * 1000)
    return {"ms": passes}


def lengths(read: subjects.Subject, texts: list[str], repeats: float) -> dict[str, Any]:
    """The best of ``repeats`` CPU times for each text, in seconds.

    What is loaded is frozen out of the garbage collector, as the service and the batch workers do it.
    """
    read(texts[0])
    gc.collect()
    gc.freeze()
    best = []
    for text in texts:
        times = []
        for _ in range(int(repeats)):
            start = time.process_time()
            read(text)
            times.append(time.process_time() - start)
        best.append(min(times))
    return {"characters": [len(text) for text in texts], "seconds": best}


def memory(read: subjects.Subject, texts: list[str], count: float) -> dict[str, Any]:
    """Resident memory while ``count`` notes are read, no two of them alike."""
    draw = random.Random(27165)
    marks = sorted({1000, 2000, 5000, 10_000, 20_000, 50_000, 100_000, int(count)})
    points = []
    for number in range(1, int(count) + 1):
        read(_varied(texts[number % len(texts)], draw))
        if number in marks:
            points.append([number, resident()])
    return {"points": points}


def answers(read: subjects.Subject, texts: list[str], _: float) -> dict[str, Any]:
    """The decision for each text."""
    return {"decisions": [read(text) for text in texts]}


def _varied(text: str, draw: random.Random) -> str:
    """The note with new numbers and a few names that no other note has."""
    text = re.sub(r"\d+", lambda hit: str(draw.randrange(10 ** len(hit[0][:9]))), text)
    names = "".join(draw.choice("abcdefghijklmnopqrstuvwxyz") for _ in range(9)).title()
    return f"Patient: {names} {names[::-1].title()}\nRecord: {draw.randrange(10**9)}\n{text}"


TASKS: dict[str, Callable[[subjects.Subject, list[str], float], dict[str, Any]]] = {
    "speed": speed,
    "lengths": lengths,
    "memory": memory,
    "answers": answers,
}


def main(task: str, subject: str, path: str, value: float, core: int) -> dict[str, Any]:
    """Build the subject and run one task on it."""
    os.sched_setaffinity(0, {core})
    warnings.simplefilter("ignore")
    with open(path, encoding="utf-8") as handle:
        texts = json.load(handle)
    started = time.process_time()
    read = getattr(subjects, subject)()
    loaded = time.process_time() - started
    result = TASKS[task](read, texts, value)
    return result | {"load": loaded, "peak": peak()}


if __name__ == "__main__":
    sys.stdout.write(json.dumps(main(*sys.argv[1:4], float(sys.argv[4]), int(sys.argv[5]))) + "\n")
