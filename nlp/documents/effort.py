"""A bound on work that does not depend on the machine: function calls are counted, not seconds."""

import sys
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from types import FrameType
from typing import Any


class SpentError(BaseException):
    """The work made more calls than it may. No ``Exception``, since libraries pass over those."""


@contextmanager
def effort(calls: int) -> Iterator[Callable[[], int]]:
    """Raises SpentError where the block, in this thread, makes more than ``calls`` function calls.

    Calls of Python's and of built-in functions count alike. What the block gets tells how many were made.
    It runs two to three times as long as it would uncounted; a profiler is paused meanwhile.
    """
    left = calls

    def count(_frame: FrameType, event: str, _argument: Any) -> None:
        nonlocal left
        if event == "call" or event == "c_call":
            left -= 1
            if left < 0:
                raise SpentError

    before = sys.getprofile()
    sys.setprofile(count)
    try:
        yield lambda: calls - left
    finally:
        sys.setprofile(before)
