"""How one answer compares with its sample, and the figures over many: the rules of the score in one place.

Figures
    hard_errors   gold "suggest" answered "no", or gold "no" answered "suggest"
    soft_errors   other wrong decisions for 27165
    decision      share of notes whose decision for 27165 is right (or accepted)
    codes         share of notes whose set of suggested codes is the gold one; codes that gold lists as
                  review or accepted are free
    side, level   share right, over the notes where gold and answer both hold 27165 as suggest or review
    evidence      share of gold "suggest" where the evidence of the suggestion overlaps a deciding mark
    found         share of deciding marks that overlap a concept of a compatible kind
    status        share of deciding marks where such a concept has the gold status
"""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import Any

from nlp.samples.model import CUTS, TARGET, Answer, Mark, Sample
from nlp.samples.rows import occurrences

Item = Mapping[str, Any]


@dataclass(frozen=True)
class Outcome:
    """One sample scored. ``side``, ``level`` and ``evidence`` are None where they do not count."""

    id: str
    answered: bool
    gold: str
    got: str
    decision: str
    codes: bool
    side: bool | None
    level: bool | None
    evidence: bool | None
    mentions: int
    found: int
    status: int
    bad_offsets: int = 0
    wanted_codes: tuple[str, ...] = ()
    got_codes: tuple[str, ...] = ()

    @property
    def right(self) -> bool:
        """Nothing of the answer is wrong (marks apart)."""
        return self.decision == "right" and self.codes and False not in (self.side, self.level, self.evidence)


def decision_for(answer: Answer, code: str = TARGET) -> tuple[str, Item]:
    """The decision for ``code`` and its suggestion, ``("no", {})`` where there is none."""
    for item in answer.get("suggestions", []):
        if item["code"] == code:
            return str(item["decision"]), item
    return "no", {}


def compatible(gold: str, predicted: str) -> bool:
    """Whether a predicted concept may stand for a gold one: the same kind, or both cuts of the femur."""
    return gold == predicted or (gold in CUTS and predicted in CUTS)


def overlaps(concept: Item, start: int, end: int) -> bool:
    """Whether the concept shares a character with ``[start, end)``."""
    return bool(concept["start"] < end and start < concept["end"])


def outcome(sample: Sample, answer: Answer | None) -> Outcome:
    """Score one answer; ``None`` is a note left unanswered, which counts as wrong in every share."""
    gold = sample.gold
    if answer is None:
        return Outcome(sample.id, False, gold.decision, "-", "unanswered", False, None, None, None, 0, 0, 0)
    got, item = decision_for(answer)
    suggested = {s["code"] for s in answer.get("suggestions", []) if s["decision"] == "suggest"}
    free = {*gold.review_codes, *gold.accept_codes}
    if "suggest" not in gold.accepted:
        free.add(TARGET)
    sided = got != "no" and gold.decision != "no"
    found, status = _marks(sample, answer)
    return Outcome(
        id=sample.id,
        answered=True,
        gold=gold.decision,
        got=got,
        decision=_verdict(sample, got),
        codes=suggested - free == set(gold.codes) - free,
        side=item.get("side") in {gold.side, *gold.accept_side} if sided else None,
        level=item.get("level") in {gold.level, *gold.accept_level} if sided else None,
        evidence=_evidence(sample, answer, item) if gold.decision == "suggest" else None,
        mentions=len(sample.deciding),
        found=found,
        status=status,
        bad_offsets=sum(sample.text[c["start"] : c["end"]] != c["text"] for c in answer.get("concepts", [])),
        wanted_codes=gold.codes,
        got_codes=tuple(sorted(suggested)),
    )


def figures(outcomes: Iterable[Outcome]) -> dict[str, float | int | None]:
    """The figures over ``outcomes``; shares rounded to four places, None where nothing counts."""
    rows = list(outcomes)
    answered = [row for row in rows if row.answered]
    mentions = sum(row.mentions for row in answered)
    return {
        "notes": len(rows),
        "unanswered": len(rows) - len(answered),
        "bad_offsets": sum(row.bad_offsets for row in rows),
        "hard_errors": sum(row.decision == "hard" for row in rows),
        "soft_errors": sum(row.decision == "soft" for row in rows),
        "decision": _share(sum(row.decision == "right" for row in rows), len(rows)),
        "codes": _share(sum(row.codes for row in rows), len(rows)),
        "side": _share_of(row.side for row in rows),
        "level": _share_of(row.level for row in rows),
        "evidence": _share_of(row.evidence for row in rows),
        "found": _share(sum(row.found for row in answered), mentions),
        "status": _share(sum(row.status for row in answered), mentions),
    }


def _share(part: int, whole: int) -> float | None:
    return round(part / whole, 4) if whole else None


def _share_of(values: Iterable[bool | None]) -> float | None:
    counted = [value for value in values if value is not None]
    return _share(sum(counted), len(counted))


def _verdict(sample: Sample, got: str) -> str:
    if got in sample.gold.accepted:
        return "right"
    return "hard" if {got, sample.gold.decision} == {"suggest", "no"} else "soft"


def _evidence(sample: Sample, answer: Answer, item: Item) -> bool:
    chosen = set(item.get("evidence", []))
    near = [concept for concept in answer.get("concepts", []) if concept["id"] in chosen]
    return any(
        overlaps(concept, start, end)
        for mark in sample.deciding
        for start, end in _places(sample, mark)
        for concept in near
    )


def _marks(sample: Sample, answer: Answer) -> tuple[int, int]:
    found = status = 0
    for mark in sample.deciding:
        hits = [
            concept
            for concept in answer.get("concepts", [])
            if compatible(mark.concept, concept["concept"])
            and any(overlaps(concept, start, end) for start, end in _places(sample, mark))
        ]
        found += bool(hits)
        status += any(concept.get("status") == mark.status for concept in hits)
    return found, status


def _places(sample: Sample, mark: Mark) -> list[tuple[int, int]]:
    """Every place of the mark's words: a deciding quote counts wherever the note repeats it."""
    return occurrences(sample.text, sample.quote(mark))
