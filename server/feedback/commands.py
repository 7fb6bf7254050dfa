"""``osteotome feedback export``: the site's verdicts as annotated samples."""

import argparse
import json
import sys
from pathlib import Path

from server.cli import exits
from server.feedback.export import export, hashed
from server.store.options import add_store_flags, store_for_command


def add_arguments(parser: argparse.ArgumentParser) -> None:
    """Declare ``osteotome feedback export``; ``run`` carries it out."""
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


def run(options: argparse.Namespace) -> int:
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
    try:
        content = path.read_text(encoding="utf-8")
    except (OSError, UnicodeDecodeError) as error:
        raise exits.CliError(f"--notes {path}: cannot be read ({type(error).__name__})") from None
    lines = [(number, line) for number, line in enumerate(content.split("\n"), 1) if line.strip()]
    return [_text(line, f"--notes {path}: line {number}") for number, line in lines]


def _text(line: str, where: str) -> str:
    try:
        row = json.loads(line)
    except json.JSONDecodeError:
        raise exits.CliError(f"{where} is not JSON") from None
    if not isinstance(row, dict) or not isinstance(row.get("text"), str):
        raise exits.CliError(f"{where} has no text")
    return str(row["text"])
