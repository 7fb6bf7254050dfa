"""Which processor cores the server's threads run on, where the system lets one choose (Linux).

CPython runs one thread at a time. Over several cores, the threads that hold the connections hand
that right to and fro between them: thirty context switches a request. On one core there are five.
The reading processes run on every core.
"""

import contextlib
import os


def allowed_cores() -> set[int]:
    """The cores that this process may use; empty where the system does not say."""
    return os.sched_getaffinity(0) if hasattr(os, "sched_getaffinity") else set()


def run_on(cores: set[int]) -> None:
    """Keep this thread, and those it starts from now on, on ``cores``; does nothing where it cannot."""
    if cores and hasattr(os, "sched_setaffinity"):
        with contextlib.suppress(OSError):
            os.sched_setaffinity(0, cores)


def run_on_one_of(cores: set[int]) -> None:
    """Keep this thread, and those it starts from now on, on one of ``cores``, by the process id."""
    ordered = sorted(cores)
    run_on(set(ordered[os.getpid() % len(ordered) :][:1]) if ordered else set())
