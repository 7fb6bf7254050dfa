"""Which program, knowledge and Python this is."""

import argparse
import json
import platform
import sys
from importlib import metadata

from server.cli import exits


def add_arguments(parser: argparse.ArgumentParser) -> None:
    """Declare the options of the command."""
    parser.add_argument("--json", action="store_true", help="print JSON")


def run(options: argparse.Namespace) -> int:
    """Print the versions."""
    found = versions()
    if options.json:
        sys.stdout.write(json.dumps(found) + "\n")
    else:
        sys.stdout.write("".join(f"{name} {value}\n" for name, value in found.items()))
    return exits.OK


def versions() -> dict[str, str]:
    """Version of each part that an answer depends on; needs no pipeline."""
    found = {name: _installed(name) for name in ("osteotome", "spacy", "flask")}
    return {**found, "python": platform.python_version()}


def _installed(name: str) -> str:
    try:
        return metadata.version(name)
    except metadata.PackageNotFoundError:
        return "not installed"
