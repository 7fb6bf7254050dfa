"""Precision, recall and F1 a concept and a status; the decision confusion; figures a group of samples."""

from collections import Counter, defaultdict
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass
from typing import Any

from nlp.samples.model import CONCEPTS, DECISIONS, STATUSES, Answer, Mark, Sample
from nlp.samples.scoring import Outcome, compatible, figures, overlaps


@dataclass(frozen=True)
class Rate:
    """Counts for one label: gold marks, of them found; predicted concepts, of them right."""

    name: str
    gold: int
    found: int
    predicted: int
    right: int

    @property
    def precision(self) -> float | None:
        """Share of the predicted that is right."""
        return self.right / self.predicted if self.predicted else None

    @property
    def recall(self) -> float | None:
        """Share of the gold that is found."""
        return self.found / self.gold if self.gold else None

    @property
    def f1(self) -> float | None:
        """Harmonic mean of the two; None without gold marks or predictions."""
        if self.precision is None or self.recall is None:
            return None
        total = self.precision + self.recall
        return 2 * self.precision * self.recall / total if total else 0.0


def concept_rates(samples: Iterable[Sample], answers: Mapping[str, Answer]) -> list[Rate]:
    """A rate for each act, over fully marked samples: a predicted concept is right, and a gold mark found,
    where it overlaps one of the very same concept on the other side."""
    gold, found, predicted, right = Counter[str](), Counter[str](), Counter[str](), Counter[str]()
    for sample, concepts in _pairs(samples, answers):
        for mark in sample.marks:
            gold[mark.concept] += 1
            found[mark.concept] += any(c["concept"] == mark.concept for c in _under(mark, concepts))
        for concept in concepts:
            predicted[concept["concept"]] += 1
            right[concept["concept"]] += any(
                mark.concept == concept["concept"] for mark in _over(concept, sample.marks)
            )
    return [Rate(name, gold[name], found[name], predicted[name], right[name]) for name in CONCEPTS]


def status_rates(samples: Iterable[Sample], answers: Mapping[str, Answer]) -> list[Rate]:
    """A rate for each status, over the marks and concepts that overlap one of a compatible kind."""
    gold, found, predicted, right = Counter[str](), Counter[str](), Counter[str](), Counter[str]()
    for sample, concepts in _pairs(samples, answers):
        for mark in sample.marks:
            hits = [c for c in _under(mark, concepts) if compatible(mark.concept, c["concept"])]
            if hits:
                gold[mark.status] += 1
                found[mark.status] += any(c["status"] == mark.status for c in hits)
        for concept in concepts:
            marks = [m for m in _over(concept, sample.marks) if compatible(m.concept, concept["concept"])]
            if marks:
                predicted[concept["status"]] += 1
                right[concept["status"]] += any(m.status == concept["status"] for m in marks)
    return [Rate(name, gold[name], found[name], predicted[name], right[name]) for name in STATUSES]


def confusion(outcomes: Iterable[Outcome]) -> list[list[int]]:
    """Counts by gold decision (rows) and answered decision (columns), both in the order of DECISIONS."""
    counts = Counter((row.gold, row.got) for row in outcomes)
    return [[counts[gold, got] for got in DECISIONS] for gold in DECISIONS]


def grouped(
    samples: Iterable[Sample], outcomes: Mapping[str, Outcome], key: Callable[[Sample], str], least: int = 1
) -> dict[str, dict[str, float | int | None]]:
    """Figures for each group of samples; groups of fewer than ``least`` come together as ``(other)``."""
    groups: defaultdict[str, list[Outcome]] = defaultdict(list)
    for sample in samples:
        groups[key(sample)].append(outcomes[sample.id])
    small = [row for rows in groups.values() if len(rows) < least for row in rows]
    large = {name: rows for name, rows in sorted(groups.items()) if len(rows) >= least}
    if small:
        large["(other)"] = small
    return {name: figures(rows) for name, rows in large.items()}


def _pairs(
    samples: Iterable[Sample], answers: Mapping[str, Answer]
) -> Iterable[tuple[Sample, list[Mapping[str, Any]]]]:
    for sample in samples:
        if sample.fully_marked and sample.id in answers:
            yield sample, [c for c in answers[sample.id].get("concepts", []) if c["concept"] in CONCEPTS]


def _under(mark: Mark, concepts: list[Mapping[str, Any]]) -> list[Mapping[str, Any]]:
    return [concept for concept in concepts if overlaps(concept, mark.start, mark.end)]


def _over(concept: Mapping[str, Any], marks: Iterable[Mark]) -> list[Mark]:
    return [mark for mark in marks if overlaps(concept, mark.start, mark.end)]
