"""``osteotome feedback``: the site's verdicts as annotated samples, and their erasure."""

import argparse
import json
import sys
from datetime import timedelta
from pathlib import Path

from server.cli import exits
from server.feedback.export import export, hashed
from server.feedback.forget import forget
from server.store.options import add_store_flags, lifetime, store_for_command
from server.store.types import utc_now


def add_arguments(parser: argparse.ArgumentParser) -> None:
    """Declare ``osteotome feedback export | forget``; ``run`` carries them out."""
    actions = parser.add_subparsers(required=True, metavar="ACTION")
    action = actions.add_parser("export", help="write the judged notes as annotated samples (JSON Lines)")
    action.add_argument("--out", type=Path, metavar="FILE", help="default: standard output")
    action.add_argument(
        "--notes",
        type=Path,
        metavar="FILE",
        help="JSON Lines with a text in each row: the site's notes, matched to feedback by keyed hash, "
        "for a service that keeps no texts",
    )
    add_store_flags(action)
    action.set_defaults(action=run_export)
    _add_forget(actions)


def _add_forget(actions: "argparse._SubParsersAction[argparse.ArgumentParser]") -> None:
    action = actions.add_parser("forget", help="erase kept texts and comments, or whole verdicts")
    which = action.add_mutually_exclusive_group(required=True)
    which.add_argument("--older-than", type=_age, metavar="365d", help="what is older than this")
    which.add_argument("--note", metavar="FILE", type=Path, help="what is about the note in this text file")
    which.add_argument("--all", action="store_true", help="everything")
    action.add_argument("--verdicts", action="store_true", help="erase the verdicts too, not only the words")
    add_store_flags(action)
    action.set_defaults(action=run_forget)


def run(options: argparse.Namespace) -> int:
    """Carry out the chosen action; returns the exit code, raises CliError where something is at fault."""
    return int(options.action(options))


def run_forget(options: argparse.Namespace) -> int:
    """Erase, and say how much."""
    before = utc_now() - options.older_than if options.older_than else None
    with store_for_command(options) as store:
        note = store.hash_note(_read(options.note, "--note")) if options.note else None
        gone = forget(store, before=before, note=note, verdicts=options.verdicts)
    sys.stderr.write(f"erased: {gone.texts} texts, {gone.comments} comments, {gone.verdicts} verdicts\n")
    return exits.OK


def run_export(options: argparse.Namespace) -> int:
    """Write the samples; says on standard error how many notes could not become one, and why."""
    with store_for_command(options) as store:
        found = export(store, hashed(store, read_texts(options.notes)) if options.notes else {})
    content = "".join(found.lines())
    if options.out:
        options.out.write_text(content, encoding="utf-8")
    else:
        sys.stdout.write(content)
    sys.stderr.write(f"{len(found.samples)} samples\n")
    if found.without_text:
        words = "notes left out, their text is not kept here: bring the notes with --notes FILE"
        sys.stderr.write(f"{found.without_text} {words}\n")
    if found.undecided:
        sys.stderr.write(f"{found.undecided} notes left out, no verdict settles 27165\n")
    return exits.OK


def read_texts(path: Path) -> list[str]:
    """The ``text`` of every row of a JSON Lines file; raises CliError naming the line, never its words."""
    content = _read(path, "--notes")
    lines = [(number, line) for number, line in enumerate(content.split("\n"), 1) if line.strip()]
    return [_text(line, f"--notes {path}: line {number}") for number, line in lines]


def _age(words: str) -> timedelta:
    found = lifetime(words)
    if found is None:
        raise argparse.ArgumentTypeError("write a number and h, d or w, such as 365d")
    return found


def _read(path: Path, flag: str) -> str:
    try:
        return path.read_text(encoding="utf-8")
    except (OSError, UnicodeDecodeError) as error:
        raise exits.CliError(f"{flag} {path}: cannot be read ({type(error).__name__})") from None


def _text(line: str, where: str) -> str:
    try:
        row = json.loads(line)
    except json.JSONDecodeError:
        raise exits.CliError(f"{where} is not JSON") from None
    if not isinstance(row, dict) or not isinstance(row.get("text"), str):
        raise exits.CliError(f"{where} has no text")
    return str(row["text"])
