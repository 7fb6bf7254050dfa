"""Evaluate the pipeline on annotated samples: ``python -m nlp.samples.evaluate SAMPLES... [options]``.

Exit code 0; 1 where a sample got worse than the baseline; 2 where a file is at fault.
"""

import argparse
import json
import sys
import time
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from rich.console import Console

from nlp.samples import baseline, report, tables, variations
from nlp.samples.convert import read
from nlp.samples.model import Answer, Sample, SampleError
from nlp.samples.scoring import Outcome, figures, outcome

Annotate = Callable[[str], Answer]


@dataclass(frozen=True)
class Evaluation:
    """Samples, the answers to them and how they compare; ``changes`` is against a given baseline."""

    samples: list[Sample]
    answers: dict[str, Answer]
    outcomes: dict[str, Outcome]
    seconds: float
    changes: list[baseline.Change] = field(default_factory=list)
    unknown: list[str] = field(default_factory=list)
    tried: dict[str, int] = field(default_factory=dict)
    departures: list[variations.Departure] = field(default_factory=list)

    @property
    def worse(self) -> list[baseline.Change]:
        """The changes to the worse."""
        return [change for change in self.changes if not change.better]

    def to_dict(self) -> dict[str, Any]:
        """Every figure as plain data."""
        return {
            "figures": figures(self.outcomes.values()),
            "sets": tables.grouped(self.samples, self.outcomes, lambda sample: sample.source),
            "styles": tables.grouped(self.samples, self.outcomes, lambda sample: sample.style),
            "confusion": tables.confusion(self.outcomes.values()),
            "concepts": [vars(rate) for rate in tables.concept_rates(self.samples, self.answers)],
            "statuses": [vars(rate) for rate in tables.status_rates(self.samples, self.answers)],
            "changes": [vars(change) for change in self.changes],
            "variations": {"tried": self.tried, "changed": [[d.id, d.variation] for d in self.departures]},
            "seconds": round(self.seconds, 2),
        }


def default_annotate() -> Annotate:
    """The project's own pipeline, loaded once, as a function from text to a plain answer."""
    import nlp

    pipeline = nlp.load()
    return lambda text: nlp.annotate(text, pipeline).to_dict()


def evaluate(
    samples: Iterable[Sample],
    annotate: Annotate | None = None,
    *,
    before: Path | None = None,
    vary: bool = False,
) -> Evaluation:
    """Annotate and score samples.

    Args:
        annotate: from text to answer; the project's own pipeline if None.
        before: a baseline file to compare with.
        vary: run the variation tests as well.

    Raises:
        SampleError: the baseline cannot be read.
    """
    rows = list(samples)
    annotate = annotate or default_annotate()
    start = time.perf_counter()
    answers = {sample.id: annotate(sample.text) for sample in rows}
    seconds = time.perf_counter() - start
    outcomes = {sample.id: outcome(sample, answers[sample.id]) for sample in rows}
    known = baseline.load(before) if before else {}
    tried, departures = variations.check(rows, answers, annotate) if vary else ({}, [])
    return Evaluation(
        rows,
        answers,
        outcomes,
        seconds,
        baseline.changes(outcomes.values(), known),
        [sample.id for sample in rows if sample.id not in known] if before else [],
        tried,
        departures,
    )


def score_predictions(samples: Iterable[Sample], path: Path) -> Evaluation:
    """Score answers that ``batch`` wrote as JSONL; a sample without an answer counts as unanswered."""
    rows = list(samples)
    with path.open(encoding="utf-8") as handle:
        answers = {row["id"]: row for row in map(json.loads, handle)}
    outcomes = {sample.id: outcome(sample, answers.get(sample.id)) for sample in rows}
    return Evaluation(rows, answers, outcomes, 0.0)


def add_arguments(parser: argparse.ArgumentParser) -> None:
    """Declare the options of the command on ``parser``."""
    parser.add_argument(
        "samples", nargs="+", type=Path, metavar="SAMPLES", help=".sample or .jsonl, or folders"
    )
    parser.add_argument("--baseline", type=Path, help="compare with this saved baseline")
    parser.add_argument("--save-baseline", type=Path, metavar="FILE", help="save the outcomes as a baseline")
    parser.add_argument("--variations", action="store_true", help="retell every note in ten ways")
    parser.add_argument("--predictions", type=Path, help="score this JSONL of answers; annotate nothing")
    parser.add_argument("--list", action="store_true", help="list the samples answered wrongly")
    parser.add_argument("--styles", action="store_true", help="figures for every style, not only large ones")
    parser.add_argument("--json", action="store_true", help="print the figures as JSON")


def run(options: argparse.Namespace, console: Console | None = None) -> int:
    """Run the command with parsed options; see the module for exit codes."""
    try:
        samples = read(options.samples)
        if options.predictions:
            result = score_predictions(samples, options.predictions)
        else:
            result = evaluate(samples, before=options.baseline, vary=options.variations)
    except (SampleError, OSError) as error:
        sys.stderr.write(f"{error}\n")
        return 2
    if options.json:
        sys.stdout.write(json.dumps(result.to_dict()) + "\n")
    else:
        least = 1 if options.styles else 3
        report.show(result, console or _console(), listing=options.list, least=least)
    if options.save_baseline:
        baseline.save(options.save_baseline, result.outcomes.values())
    return 1 if result.worse else 0


def _console() -> Console:
    console = Console()
    return console if console.is_terminal else Console(width=150)


def main(arguments: Sequence[str] | None = None) -> int:
    """The command."""
    parser = argparse.ArgumentParser(prog="python -m nlp.samples.evaluate", description=__doc__)
    add_arguments(parser)
    return run(parser.parse_args(arguments))


if __name__ == "__main__":
    sys.exit(main())
