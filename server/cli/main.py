"""Find the sub-command, run it, and turn whatever happens into an exit code."""

import argparse
import importlib
import io
import os
import sys
import traceback
from collections.abc import Sequence
from dataclasses import dataclass
from types import ModuleType

from server.cli import exits


@dataclass(frozen=True)
class Command:
    """A sub-command: its module has ``run(options) -> exit code``, and ``declare`` names its options."""

    module: str
    summary: str
    declare: str = "add_arguments"


COMMANDS = {
    "serve": Command("server.cli.serve", "run the service and its workbench page"),
    "annotate": Command("server.cli.annotate", "read one note: the answer, its proof, what was ruled out"),
    "batch": Command("server.cli.batch", "read many notes with many processes; can be resumed"),
    "evaluate": Command("server.cli.evaluate", "measure the answers against annotated samples"),
    "samples": Command("server.cli.samples", "convert annotated samples between their formats"),
    "token": Command(
        "server.access.commands", "create, list and revoke access tokens", "add_token_arguments"
    ),
    "pair": Command(
        "server.access.commands", "let an extension connect without copying a token", "add_pair_arguments"
    ),
    "feedback": Command("server.feedback.commands", "export the coders' verdicts"),
    "report": Command("server.reports.commands", "agreement of the coders with the answers, over time"),
    "config": Command("server.cli.config", "show every setting and where it came from"),
    "check": Command("server.cli.check", "check the knowledge files against their schema"),
    "version": Command("server.cli.version", "which program, knowledge and Python this is"),
}


def main(arguments: Sequence[str] | None = None) -> int:
    """Run ``osteotome`` with ``arguments`` (``sys.argv`` by default); returns the exit code."""
    given = list(sys.argv[1:] if arguments is None else arguments)
    _speak_utf8()
    try:
        code = _dispatch(given)
        sys.stdout.flush()
        return code
    except exits.CliError as error:
        exits.complain(str(error))
        return error.code
    except KeyboardInterrupt:
        exits.complain("interrupted")
        return exits.INTERRUPTED
    except BrokenPipeError:
        # The descriptor is replaced, so that the interpreter's own flush at exit stays silent too.
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
        return exits.BROKEN_PIPE
    except SystemExit as leaving:  # argparse: 0 after --help, 2 after a wrong command line
        return leaving.code if isinstance(leaving.code, int) else exits.USAGE
    except Exception as error:
        return _fault(error)


def _dispatch(given: list[str]) -> int:
    parser = _top_parser()
    if given[:1] == ["--version"]:
        given[:1] = ["version"]
    if not given:
        parser.print_help()
        return exits.USAGE
    name = parser.parse_args(given[:1]).command
    command = COMMANDS[name]
    module = importlib.import_module(command.module)
    options = _sub_parser(name, command, module).parse_args(given[1:])
    return int(module.run(options))


def _top_parser() -> argparse.ArgumentParser:
    width = max(map(len, COMMANDS))
    lines = [f"  {name:<{width}}  {command.summary}" for name, command in COMMANDS.items()]
    parser = argparse.ArgumentParser(
        prog="osteotome",
        description="Reads operative notes and shows, with their own words, whether CPT 27165 is supported.",
        epilog="\n".join(["commands:", *lines, "", "osteotome COMMAND --help tells more.", "", exits.HELP]),
        formatter_class=argparse.RawDescriptionHelpFormatter,
        allow_abbrev=False,
    )
    parser.add_argument("--version", action="store_true", help="the same as `osteotome version`")
    parser.add_argument("command", choices=list(COMMANDS), metavar="COMMAND", help="one of those below")
    return parser


def _sub_parser(name: str, command: Command, module: ModuleType) -> argparse.ArgumentParser:
    parser = argparse.ArgumentParser(
        prog=f"osteotome {name}",
        description=f"{command.summary}\n\n{module.__doc__}",
        epilog=exits.HELP,
        formatter_class=argparse.RawDescriptionHelpFormatter,
        allow_abbrev=False,
    )
    getattr(module, command.declare)(parser)
    return parser


def _speak_utf8() -> None:
    """JSON is UTF-8 whatever the locale, and a lone surrogate must not end the program."""
    for stream in (sys.stdout, sys.stderr):
        if isinstance(stream, io.TextIOWrapper):
            stream.reconfigure(encoding="utf-8", errors="replace")


def _fault(error: Exception) -> int:
    """Tell of a bug by its kind and place only: its message might quote the note."""
    if os.environ.get("OSTEOTOME_DEBUG"):
        traceback.print_exc()
        return exits.INTERNAL
    place = traceback.extract_tb(error.__traceback__)[-1]
    where = f"{os.path.basename(place.filename)}:{place.lineno}"
    exits.complain(
        f"internal fault ({type(error).__name__} at {where}); please report it. "
        "OSTEOTOME_DEBUG=1 shows the whole trace, which may quote the note"
    )
    return exits.INTERNAL
