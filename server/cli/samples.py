"""Work with annotated samples: ``osteotome samples convert IN... --out FILE``.

The formats are told by the names: .sample (for people) and .jsonl (for programs).
"""

import argparse
from pathlib import Path

from nlp.samples.convert import convert
from nlp.samples.model import SampleError
from server.cli import exits


def add_arguments(parser: argparse.ArgumentParser) -> None:
    """Declare the actions of the command."""
    actions = parser.add_subparsers(dest="action", required=True, metavar="ACTION")
    action = actions.add_parser("convert", help="convert between .sample and .jsonl", allow_abbrev=False)
    action.add_argument(
        "samples", nargs="+", type=Path, metavar="IN", help="files, or folders of .sample files"
    )
    action.add_argument(
        "--out", required=True, type=Path, metavar="FILE", help="name ends in .sample or .jsonl"
    )


def run(options: argparse.Namespace) -> int:
    """Convert, and say how many."""
    try:
        count = convert(options.samples, options.out)
    except SampleError as error:
        raise exits.CliError(str(error)) from None
    except OSError as error:
        raise exits.CliError(f"{error.filename}: {error.strerror}") from None
    exits.complain(f"{count} samples written to {options.out}")
    return exits.OK
