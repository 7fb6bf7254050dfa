"""How often each subject decides rightly on the annotated samples."""

from collections.abc import Sequence
from typing import Any

from bench.measure import child
from nlp.samples.model import Sample
from nlp.samples.scoring import figures, outcome


def compare(names: Sequence[str], samples: Sequence[Sample]) -> dict[str, dict[str, Any]]:
    """For each subject: hard errors, and the share of right decisions over all and by gold decision.

    The peers know two answers, so a gold ``review`` is never right for them: ``decision_two`` leaves
    those samples out.
    """
    table = {}
    for name in names:
        decisions = child("answers", name, [sample.text for sample in samples], 0)["decisions"]
        results = [
            outcome(sample, _answer(decision)) for sample, decision in zip(samples, decisions, strict=True)
        ]
        totals = figures(results)
        two = figures(row for row in results if row.gold != "review")
        table[name] = {
            "hard_errors": totals["hard_errors"],
            "decision": totals["decision"],
            "decision_two": two["decision"],
            "false_suggest": sum(row.gold == "no" and row.got == "suggest" for row in results),
            "missed": sum(row.gold == "suggest" and row.got == "no" for row in results),
        }
    return table


def _answer(decision: str) -> dict[str, Any]:
    if decision == "no":
        return {"suggestions": []}
    return {"suggestions": [{"code": "27165", "decision": decision, "evidence": []}]}
