"""Measure, and write ``docs/benchmarks``: ``python -m bench [--quick] [--no-peers] [--only PART...]``.

The first run makes environments for the peers under ``build/bench``. ``--quick`` takes a minute or two and
is for trying things out; the numbers that are published come from a whole run on a machine with nothing else
to do.
"""

import argparse
import json
import sys
from collections.abc import Callable, Sequence
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
    parser.add_argument("--only", nargs="+", choices=PARTS, help="measure these anew, keep the rest")
    parser.add_argument("--out", type=Path, default=OUT, help="folder to write")
    options = parser.parse_args(arguments)
    saved = options.out / "results.json"
    results = json.loads(saved.read_text(encoding="utf-8")) if options.only else {}
    results |= _facts(options)
    options.out.mkdir(parents=True, exist_ok=True)
    for part in options.only or PARTS:
        results[part] = PARTS[part](options)
        saved.write_text(json.dumps(results, indent=1) + "\n", encoding="utf-8")
    report.write(results, options.out)
    sys.stdout.write((options.out / "index.md").read_text(encoding="utf-8"))
    return 0


def _names(options: argparse.Namespace) -> list[str]:
    return [name for name, (home, _) in SUBJECTS.items() if home == MAIN or not options.no_peers]


def _facts(options: argparse.Namespace) -> dict[str, Any]:
    rows = corpus.samples()
    notes = corpus.long_notes(rows)
    return {
        "machine": measure.machine(),
        "versions": _versions(_names(options)),
        "notes": {"count": len(notes), "characters": sum(map(len, notes)) / len(notes)},
        "samples": len(rows),
    }


def _notes() -> list[str]:
    return corpus.long_notes(corpus.samples())


def _speed(options: argparse.Namespace) -> Any:
    rounds, budget = (1, 1.0) if options.quick else (5, 3.0)
    return measure.speeds(_names(options), _notes(), rounds, budget)


def _speed_without_cuts(options: argparse.Namespace) -> Any:
    rounds = 1 if options.quick else 3
    return measure.speeds(_some(options), corpus.without_cuts(), rounds, 1.0)


def _speed_as_written(options: argparse.Namespace) -> Any:
    texts = [row.text for row in corpus.samples()[::5]]
    return measure.speeds(_some(options), texts, 1 if options.quick else 3, 1.0)


def _speed_year(options: argparse.Namespace) -> Any:
    return measure.speeds(_some(options), corpus.year(corpus.samples()), 1 if options.quick else 3, 1.0)


def _some(options: argparse.Namespace) -> list[str]:
    """The subjects of the shorter tables."""
    wanted = (*_OWN, "edsnlp", "edsnlp_no_dates", "edsnlp_lean", "medspacy")
    return [name for name in wanted if name in _names(options)]


def _growth(_: argparse.Namespace) -> Any:
    return measure.growth(["tokeniser", "osteotome"], corpus.of_lengths(corpus.samples()))


def _hostile(options: argparse.Namespace) -> Any:
    return measure.hostile("osteotome", 200_000 if options.quick else 1_000_000)


def _start_up(options: argparse.Namespace) -> Any:
    return measure.start_up(2 if options.quick else 5)


def _http(options: argparse.Namespace) -> Any:
    return latency(_notes(), 100 if options.quick else 500)


def _batch(options: argparse.Namespace) -> Any:
    return measure.batch_scaling(_notes() * (4 if options.quick else 40), (1, 2))


def _memory(options: argparse.Namespace) -> Any:
    count = min(options.memory_notes, 3000) if options.quick else options.memory_notes
    counts = {"osteotome": count, "tokeniser": min(count, 20_000)}
    return {name: measure.child("memory", name, _notes(), most)["points"] for name, most in counts.items()}


def _accuracy(options: argparse.Namespace) -> Any:
    same = ("tokeniser", "tokeniser_zone", "osteotome_doc", "osteotome_no_gate")
    wanted = [name for name in _names(options) if name not in same]
    return compare(wanted, corpus.samples())


PARTS: dict[str, Callable[[argparse.Namespace], Any]] = {
    "speed": _speed,
    "speed_as_written": _speed_as_written,
    "speed_year": _speed_year,
    "speed_without_cuts": _speed_without_cuts,
    "growth": _growth,
    "hostile": _hostile,
    "start_up": _start_up,
    "http": _http,
    "batch": _batch,
    "memory": _memory,
    "accuracy": _accuracy,
}


def _versions(names: Sequence[str]) -> dict[str, str]:
    wanted = [(MAIN, "spacy", "spaCy")]
    if any(SUBJECTS[name][0] == PEERS for name in names):
        wanted += [(PEERS, "edsnlp", "edsnlp"), (PEERS, "negspacy", "negspaCy")]
    if any(SUBJECTS[name][0] == MEDSPACY for name in names):
        wanted += [(MEDSPACY, "medspacy", "medspaCy"), (MEDSPACY, "spacy", "spaCy under medspaCy")]
    return {label: version(home, package) for home, package, label in wanted}


if __name__ == "__main__":
    sys.exit(main())
