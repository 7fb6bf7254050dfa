"""Check the knowledge files against their schema; a fault is named with file, entry and reason."""

import argparse
import json
import sys
from pathlib import Path

from server.cli import exits
from server.cli.inputs import knowledge_folder


def add_arguments(parser: argparse.ArgumentParser) -> None:
    """Declare the options of the command."""
    parser.add_argument(
        "knowledge", nargs="?", type=Path, metavar="FOLDER", help="the built-in files if absent"
    )
    parser.add_argument("--json", action="store_true", help="print JSON")


def run(options: argparse.Namespace) -> int:
    """Load the knowledge and say what it is, or what is wrong with it."""
    from server.reading import RefusedError, load_pipeline

    folder = knowledge_folder(options.knowledge)
    try:
        _, engine = load_pipeline(folder)
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
