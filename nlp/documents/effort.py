"""A bound on work that does not depend on the machine: function calls are counted, not seconds."""

import sys
from collections.abc import Iterator
from contextlib import contextmanager
from types import FrameType
from typing import Any


class SpentError(BaseException):
    """The work made more calls than it may. No ``Exception``, since libraries pass over those."""


@contextmanager
def effort(calls: int) -> Iterator[None]:
    """Raises SpentError where the block, in this thread, makes more than about ``calls`` function calls.

    Calls of Python's own functions count too, and calls and returns alike. The block runs two to
    three times as long as it would uncounted; a profiler is paused meanwhile.
    """
    left = 2 * calls

    def count(_frame: FrameType, _event: str, _argument: Any) -> None:
        nonlocal left
        left -= 1
        if left < 0:
            raise SpentError

    before = sys.getprofile()
    sys.setprofile(count)
    try:
        yield
    finally:
        sys.setprofile(before)
