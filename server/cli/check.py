"""Check the knowledge files against their schema; a fault is named with file, entry and reason."""

import argparse
import json
import sys
from pathlib import Path

from server.cli import exits


def add_arguments(parser: argparse.ArgumentParser) -> None:
    """Declare the options of the command."""
    parser.add_argument(
        "knowledge", nargs="?", type=Path, metavar="FOLDER", help="the built-in files if absent"
    )
    parser.add_argument("--json", action="store_true", help="print JSON")


def run(options: argparse.Namespace) -> int:
    """Load the knowledge and say what it is, or what is wrong with it."""
    from server.reader import RefusedError, load_pipeline

    if options.knowledge and not options.knowledge.is_dir():
        raise exits.CliError(f"{options.knowledge}: is not a folder; give the folder of the TOML files")
    try:
        _, engine = load_pipeline(options.knowledge)
    except RefusedError as error:
        if options.json:
            sys.stdout.write(json.dumps({"valid": False, "fault": str(error)}) + "\n")
            return exits.BAD_INPUT
        raise exits.CliError(str(error)) from None
    if options.json:
        sys.stdout.write(json.dumps({"valid": True, **engine.model_dump()}) + "\n")
    else:
        sys.stdout.write(f"the knowledge is valid: version {engine.version}, hash {engine.knowledge}\n")
    return exits.OK
