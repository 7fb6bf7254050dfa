"""Read one note and show the answer, the words that prove it, and what was ruled out.

The note is a file or, with ``-`` or nothing, standard input. On a terminal the note itself is shown
too, coloured by concept; in a pipe only the findings are, unless --note asks for it.
"""

import argparse
import sys
from pathlib import Path

from nlp.annotation import Annotation
from nlp.documents import FORMATS
from server.cli import exits, terminal
from server.cli.inputs import AUTO, knowledge_folder, read_note, write_file

CODE = "27165"


def add_arguments(parser: argparse.ArgumentParser) -> None:
    """Declare the options of the command."""
    parser.add_argument("file", nargs="?", default="-", metavar="FILE", help="the note; - is standard input")
    parser.add_argument("--json", action="store_true", help="print the annotation as the service answers it")
    parser.add_argument(
        "--html", type=Path, metavar="OUT", help="write the marked note as one HTML page; - prints it"
    )
    parser.add_argument(
        "--format",
        choices=(AUTO, *FORMATS),
        default=AUTO,
        help="how to read the note (by its name and content)",
    )
    parser.add_argument(
        "--offsets", choices=("codepoint", "utf16"), default="codepoint", help="unit in --json"
    )
    parser.add_argument(
        "--note", action=argparse.BooleanOptionalAction, default=None, help="show the note too"
    )
    parser.add_argument("--color", choices=("auto", "always", "never"), default="auto", help="colours")
    parser.add_argument("--knowledge", type=Path, metavar="FOLDER", help="use these knowledge files")
    parser.add_argument(
        "--expect",
        choices=("suggest", "review", "no"),
        help=f"exit with 1 unless this is the answer for {CODE}",
    )


def run(options: argparse.Namespace) -> int:
    """Annotate, print, and compare with what was expected."""
    text = read_note(options.file, options.format)
    found = _annotate(text, options.knowledge)
    if options.html:
        from server.cli.html import page

        write_file(options.html, page(text, found))
    if options.json:
        _print_json(found, text, options.offsets)
    elif str(options.html) != "-":
        _print(found, text, options)
    return exits.OK if options.expect in (None, decision(found)) else exits.FINDINGS


def decision(found: Annotation, code: str = CODE) -> str:
    """The answer for ``code``: suggest, review or no."""
    return next((str(one.decision) for one in found.suggestions if one.code == code), "no")


def _annotate(text: str, knowledge: Path | None) -> Annotation:
    import nlp
    from server.reading import RefusedError, load_pipeline

    try:
        pipeline, _ = load_pipeline(knowledge_folder(knowledge))
    except RefusedError as error:
        raise exits.CliError(str(error)) from None
    return nlp.annotate(text, pipeline)


def _print_json(found: Annotation, text: str, offsets: str) -> None:
    from nlp.offsets import to_utf16
    from server.reading import to_reading

    sys.stdout.write(to_reading(to_utf16(found, text) if offsets == "utf16" else found).json + "\n")


def _print(found: Annotation, text: str, options: argparse.Namespace) -> None:
    screen = terminal.console(color=options.color)
    if options.note if options.note is not None else screen.is_terminal:
        screen.print(terminal.note(text, found.concepts))
        screen.rule(style="bright_black")
    for part in terminal.annotation(found, titles()):
        screen.print(part)
    screen.print(f"knowledge {found.engine.knowledge[:12]}, version {found.engine.version}", style="dim")


def titles() -> dict[str, str]:
    """What each code is called, in our own words."""
    from nlp.codebook import codes

    return {fact.code: fact.title for fact in codes()}
