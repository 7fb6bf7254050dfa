"""Exit codes that scripts can rely on, and the one way to leave with an error."""

import sys

OK = 0
FINDINGS = 1
USAGE = 2
BAD_INPUT = 3
UNREACHABLE = 4
INTERNAL = 70
INTERRUPTED = 130
BROKEN_PIPE = 141

HELP = """\
exit codes:
  0    done
  1    done, and there is something to look at: a sample got worse, a row was rejected,
       an answer is not the one given with --expect, a check failed
  2    the command line is wrong
  3    an input is wrong: a file, a note, a setting, a knowledge entry
  4    something cannot be reached: an address to listen on, a service, a database
  70   a fault of Osteotome itself
  130  interrupted with Ctrl-C
  141  the reader of the output went away
"""


class CliError(Exception):
    """An error to be told in one line: what is wrong, and what to do about it."""

    def __init__(self, message: str, code: int = BAD_INPUT) -> None:
        super().__init__(message)
        self.code = code


def complain(message: str) -> None:
    """Say ``message`` on standard error, as one line of this program."""
    one_line = " ".join(message.split())
    sys.stderr.write(f"osteotome: {one_line}\n")
