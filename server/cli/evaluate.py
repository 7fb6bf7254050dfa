"""Measure the answers against annotated samples, and against a saved baseline.

Exit code 1 means that a sample is answered worse than in the baseline.
"""

import argparse

from nlp.samples import evaluate as engine
from server.cli import exits


def add_arguments(parser: argparse.ArgumentParser) -> None:
    """Declare the options of the command."""
    engine.add_arguments(parser)


def run(options: argparse.Namespace) -> int:
    """Evaluate; a file at fault is bad input."""
    code = engine.run(options)
    return exits.BAD_INPUT if code == exits.USAGE else code
