"""Read many notes into a file of annotations, in the order of the input, with many processes.

IN is JSON Lines (also .jsonl.gz), CSV or Parquet with id and text, or a folder of notes. Until the run
is done, OUT.partial, OUT.rejects.partial and OUT.state hold it; --resume goes on from there after any
interruption. Rows that cannot be read go to OUT.rejects.jsonl, and the exit code is then 1.
"""

import argparse
import json
import os
import sys
from pathlib import Path

from rich.console import Console
from rich.progress import BarColumn, TaskProgressColumn, TextColumn, TimeRemainingColumn
from rich.progress import Progress as Bar
from rich.table import Table

from nlp.batch import BatchError, Progress, Summary
from nlp.batch import run as annotate_all
from server.cli import exits
from server.cli.inputs import knowledge_folder
from server.cli.terminal import console


def add_arguments(parser: argparse.ArgumentParser) -> None:
    """Declare the options of the command."""
    parser.add_argument("inputs", nargs="+", type=Path, metavar="IN", help="files or folders of notes")
    parser.add_argument(
        "--out", required=True, type=Path, metavar="FILE", help="name ends in .jsonl or .parquet"
    )
    parser.add_argument(
        "--workers", type=_workers, default=_cores(), metavar="N", help="processes (all cores)"
    )
    parser.add_argument("--resume", action="store_true", help="go on with an interrupted run")
    parser.add_argument("--knowledge", type=Path, metavar="FOLDER", help="use these knowledge files")
    parser.add_argument(
        "--no-gate", action="store_true", help="read notes without bone-cut words in full too"
    )
    parser.add_argument("--quiet", action="store_true", help="no progress bar, no summary")
    parser.add_argument("--json", action="store_true", help="print the summary as JSON")


def run(options: argparse.Namespace) -> int:
    """Annotate everything; the bar and the summary are for people, so they go to standard error."""
    screen = console(stderr=True)
    screen.quiet = options.quiet or options.json
    try:
        summary = _annotate(options, screen)
    except BatchError as error:
        raise exits.CliError(str(error)) from None
    except OSError as error:
        raise exits.CliError(f"{error.filename or options.out}: {error.strerror}") from None
    except KeyboardInterrupt:
        exits.complain(f"interrupted; what is done is kept, go on with --resume --out {options.out}")
        return exits.INTERRUPTED
    if options.json:
        sys.stdout.write(json.dumps(summary.to_dict()) + "\n")
    _show(summary, options.out, screen)
    return exits.FINDINGS if summary.rejects else exits.OK


def _annotate(options: argparse.Namespace, screen: Console) -> Summary:
    columns = (
        TextColumn("{task.description}"),
        BarColumn(bar_width=None),
        TaskProgressColumn(),
        TextColumn("{task.fields[rows]:,} notes  {task.fields[speed]:,.0f}/s"),
        TimeRemainingColumn(),
    )
    with Bar(*columns, console=screen, disable=screen.quiet or not screen.is_terminal) as bar:
        task = bar.add_task("reading", total=1.0, rows=0, speed=0.0)

        def moved(now: Progress) -> None:
            bar.update(task, completed=now.share, rows=now.rows, speed=now.notes_per_second)

        return annotate_all(
            options.inputs,
            options.out,
            workers=options.workers,
            resume=options.resume,
            gate=not options.no_gate,
            knowledge=knowledge_folder(options.knowledge),
            progress=moved,
        )


def _show(summary: Summary, out: Path, screen: Console) -> None:
    table = Table(box=None, header_style="dim", pad_edge=False)
    table.add_column("code")
    table.add_column("answer")
    table.add_column("notes", justify="right")
    for name, count in sorted(summary.codes.items()):
        code, _, decision = name.partition(" ")
        table.add_row(code, decision, f"{count:,}")
    screen.print(table)
    screen.print(
        f"{summary.notes:,} notes, {summary.to_review:,} to review, {summary.rejects:,} rejected, "
        f"{summary.seconds:.1f} s, written to {out}"
    )


def _workers(given: str) -> int:
    number = int(given) if given.isdecimal() else 0
    if not 1 <= number <= 256:
        raise argparse.ArgumentTypeError("give a number of processes from 1 to 256")
    return number


def _cores() -> int:
    return len(os.sched_getaffinity(0)) if hasattr(os, "sched_getaffinity") else os.cpu_count() or 1
