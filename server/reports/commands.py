"""``osteotome report``: how often the coders agreed, in the terminal or for programs."""

import argparse
import sys

from rich.table import Table
from rich.text import Text

from server.cli import exits
from server.cli.terminal import console, harmless
from server.reports.figures import DIMENSIONS, Group, Report, report
from server.reports.schemas import ReportAnswer
from server.store.options import add_store_flags, store_for_command

BLOCKS = "▁▂▃▄▅▆▇█"
LATEST_WEEKS = 26


def add_arguments(parser: argparse.ArgumentParser) -> None:
    """Declare the options of ``osteotome report``; ``run`` carries it out."""
    parser.add_argument("--by", choices=DIMENSIONS, default="code", help="default: %(default)s")
    parser.add_argument(
        "--days", type=int, default=90, metavar="N", help="how far back, 0 for all time; default: %(default)s"
    )
    parser.add_argument("--code", help="only the verdicts on this code")
    parser.add_argument("--json", action="store_true", help="print JSON for programs")
    add_store_flags(parser)


def run(options: argparse.Namespace) -> int:
    """Print the report."""
    if not 0 <= options.days <= 36500:
        raise exits.CliError("--days must be 0 to 36500", exits.USAGE)
    with store_for_command(options) as store:
        found = report(store, options.by, options.days or None, options.code)
    if options.json:
        sys.stdout.write(ReportAnswer.of(found).model_dump_json() + "\n")
        return exits.OK
    if not found.weeks:
        sys.stdout.write("No verdicts in this period.\n")
        return exits.OK
    console().print(_table(found))
    return exits.OK


def blocks(found: Report, group: Group) -> str:
    """The latest weeks of a group, a block each: its height is the share, a dot a week without verdicts."""
    parts = [found.part(group, index) for index in range(len(found.weeks))][-LATEST_WEEKS:]
    return "".join(BLOCKS[round(some / all_ * (len(BLOCKS) - 1))] if all_ else "·" for some, all_ in parts)


def _table(found: Report) -> Table:
    table = Table(
        box=None,
        header_style="dim",
        pad_edge=False,
        title=_title(found),
        title_justify="left",
        title_style="bold",
    )
    table.add_column(found.by)
    for name in ("verdicts", "accepted", "corrected", "rejected"):
        table.add_column(name, justify="right")
    table.add_column("of all" if found.by == "reason" else "agreement", justify="right")
    table.add_column("by week", no_wrap=True)
    for group in [*found.groups, found.whole]:
        count = group.whole
        some, all_ = found.part(group)
        table.add_row(
            Text(harmless(group.label), style="bold" if group is found.whole else ""),
            *(str(number) for number in (count.total, count.accepted, count.corrected, count.rejected)),
            f"{100 * some / all_:.0f} %",
            blocks(found, group),
        )
    return table


def _title(found: Report) -> str:
    return f"{found.notes} notes, weeks of {found.weeks[0]} to {found.weeks[-1]}"
