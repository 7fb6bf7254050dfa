"""Measure, and write ``docs/benchmarks``: ``python -m bench [--quick] [--no-peers]``.

The first run makes environments for the peers under ``build/bench``. ``--quick`` takes a minute or two and
is for trying things out; the numbers that are published come from a whole run on a machine with nothing else
to do.
"""

import argparse
import json
import sys
from collections.abc import Sequence
from pathlib import Path
from typing import Any

from bench import corpus, measure, report
from bench.accuracy import compare
from bench.environments import version
from bench.service import latency
from bench.subjects import MAIN, MEDSPACY, PEERS, SUBJECTS

OUT = corpus.ROOT / "docs" / "benchmarks"
_OWN = ("tokeniser", "tokeniser_zone", "osteotome", "osteotome_no_gate")


def main(arguments: Sequence[str] | None = None) -> int:
    """The command."""
    parser = argparse.ArgumentParser(prog="python -m bench", description=__doc__)
    parser.add_argument("--quick", action="store_true", help="fewer rounds and notes")
    parser.add_argument("--no-peers", action="store_true", help="Osteotome and the tokeniser alone")
    parser.add_argument("--memory-notes", type=int, default=100_000, help="notes of the memory run")
    parser.add_argument("--out", type=Path, default=OUT, help="folder to write")
    options = parser.parse_args(arguments)
    results = _measure(options)
    options.out.mkdir(parents=True, exist_ok=True)
    (options.out / "results.json").write_text(json.dumps(results, indent=1) + "\n", encoding="utf-8")
    report.write(results, options.out)
    sys.stdout.write((options.out / "index.md").read_text(encoding="utf-8"))
    return 0


def _measure(options: argparse.Namespace) -> dict[str, Any]:
    rows = corpus.samples()
    notes = corpus.long_notes(rows)
    names = [name for name, (home, _) in SUBJECTS.items() if home == MAIN or not options.no_peers]
    rounds, budget = (1, 1.0) if options.quick else (5, 4.0)
    count = min(options.memory_notes, 3000 if options.quick else options.memory_notes)
    lengths = corpus.of_lengths(rows)
    results: dict[str, Any] = {
        "machine": measure.machine(),
        "versions": _versions(names),
        "notes": {"count": len(notes), "characters": sum(map(len, notes)) / len(notes)},
        "speed": measure.speeds(names, notes, rounds, budget),
        "speed_without_cuts": measure.speeds(
            [*_OWN, *(name for name in ("edsnlp",) if name in names)],
            corpus.without_cuts(),
            rounds,
            budget / 2,
        ),
        "growth": measure.growth(["tokeniser", "osteotome"], lengths),
        "hostile": measure.hostile("osteotome", 200_000 if options.quick else 1_000_000),
        "start_up": measure.start_up(2 if options.quick else 5),
        "http": latency(notes, 100 if options.quick else 500),
        "batch": measure.batch_scaling(notes * (4 if options.quick else 40), (1, 2)),
        "memory": {
            "osteotome": measure.child("memory", "osteotome", notes, count)["points"],
            "tokeniser": measure.child("memory", "tokeniser", notes, min(count, 20_000))["points"],
        },
        "samples": len(rows),
        "accuracy": compare([name for name in names if "tokeniser" not in name and "gate" not in name], rows),
    }
    return results


def _versions(names: Sequence[str]) -> dict[str, str]:
    wanted = [(MAIN, "spacy", "spaCy")]
    if any(SUBJECTS[name][0] == PEERS for name in names):
        wanted += [(PEERS, "edsnlp", "edsnlp"), (PEERS, "negspacy", "negspaCy")]
    if any(SUBJECTS[name][0] == MEDSPACY for name in names):
        wanted += [(MEDSPACY, "medspacy", "medspaCy"), (MEDSPACY, "spacy", "spaCy under medspaCy")]
    return {label: version(home, package) for home, package, label in wanted}


if __name__ == "__main__":
    sys.exit(main())
