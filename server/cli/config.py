"""Show every setting of the service, its value, and where the value came from.

Precedence, weakest first: built-in default, settings file, environment (OSTEOTOME_<NAME>), flag.
"""

import argparse
import json
import sys

from rich.table import Table

from server.cli import exits, setting_flags
from server.cli.terminal import console


def add_arguments(parser: argparse.ArgumentParser) -> None:
    """Declare the options of the command."""
    parser.add_argument("--json", action="store_true", help="print JSON")
    setting_flags.add_arguments(parser)


def run(options: argparse.Namespace) -> int:
    """Print the effective settings; secrets are masked."""
    rows = setting_flags.resolved(options).rows()
    if options.json:
        data = {name: {"value": json.loads(value), "origin": origin} for name, value, origin in rows}
        sys.stdout.write(json.dumps(data, indent=1) + "\n")
        return exits.OK
    table = Table(box=None, header_style="bold", pad_edge=False)
    for column in ("setting", "value", "from"):
        table.add_column(column, overflow="fold")
    for name, value, origin in rows:
        table.add_row(name, value, origin, style="dim" if origin == "default" else "")
    console().print(table)
    return exits.OK
