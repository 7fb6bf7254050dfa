"""From verdicts to the right answer: what the coders of one note say, as far as they said it."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from nlp.samples.model import DECISIONS, LEVELS, SIDES, TARGET, Gold
from server.feedback.schemas import REASONS
from server.store.models import Feedback


@dataclass(frozen=True)
class Judgement:
    """What one verdict says of its code: the answer, and answers that it leaves open as well."""

    answer: str
    also: tuple[str, ...] = ()


def judge(row: Feedback) -> Judgement:
    """Read one verdict.

    A correction says the answer. A rejection says only what the answer is not; its reason narrows it:
    a wrong side or level leaves the code standing, missing words call for a question to the surgeon.
    """
    if row.correction is not None:
        return Judgement(row.correction["decision"])
    if row.verdict == "accepted" or row.reason in ("wrong_side", "wrong_level"):
        return Judgement(row.decision)
    if row.decision == "no":
        return Judgement("suggest", ("review",))
    if row.reason == "missing_documentation":
        return Judgement("review", ("no",) if row.decision == "suggest" else ())
    return Judgement("no", ("review",) if row.decision == "suggest" else ("suggest",))


def gold_of(rows: Sequence[Feedback], scope: Iterable[str]) -> Gold | None:
    """The gold answer of one note from its verdicts, oldest first; None if none of them settles 27165.

    Of each code the latest verdict counts, or the latest correction that names it; what other coders last
    said of 27165 is accepted too. Codes of ``scope`` that nobody judged may be present or absent, and so
    may a side or a level nobody named.
    """
    judged: dict[str, Judgement] = {}
    for row in rows:
        judged |= {code: Judgement("suggest") for code in _listed(row)}
        judged[row.code] = judge(row)
    if TARGET not in judged:
        return None
    target = next((row for row in reversed(rows) if row.code == TARGET), None)
    side, other_sides = _value(target, "side", SIDES)
    level, other_levels = _value(target, "level", LEVELS)
    open_codes = {code for code, verdict in judged.items() if verdict.also} - {TARGET}
    return Gold(
        decision=judged[TARGET].answer,
        side=side,
        level=level,
        codes=_codes(judged, "suggest"),
        review_codes=_codes(judged, "review"),
        accept=_accepted(rows, judged[TARGET]),
        accept_side=other_sides,
        accept_level=other_levels,
        accept_codes=tuple(sorted((set(scope) - set(judged)) | open_codes)),
        why=_why(target),
    )


def _listed(row: Feedback) -> list[str]:
    return list(row.correction["codes"]) if row.correction is not None else []


def _codes(judged: dict[str, Judgement], answer: str) -> tuple[str, ...]:
    return tuple(sorted(code for code, verdict in judged.items() if verdict.answer == answer))


def _accepted(rows: Sequence[Feedback], chosen: Judgement) -> tuple[str, ...]:
    last_of_coder = {row.coder: judge(row) for row in rows if row.code == TARGET}
    others = {verdict.answer for verdict in last_of_coder.values()} | set(chosen.also)
    return tuple(answer for answer in DECISIONS if answer in others and answer != chosen.answer)


def _value(row: Feedback | None, field: str, values: Sequence[str]) -> tuple[str, tuple[str, ...]]:
    """The named value of ``field``, or (unspecified, every value that was not refused)."""
    if row is not None:
        named = (row.correction or {}).get(field)
        refused = row.reason == f"wrong_{field}"
        said: str | None = named or (None if refused else getattr(row, field))
        if said is not None:
            return said, ()
        if refused and (wrong := getattr(row, field)) is not None:
            return "unspecified", tuple(value for value in values if value not in ("unspecified", wrong))
    return "unspecified", tuple(value for value in values if value != "unspecified")


def _why(row: Feedback | None) -> str:
    if row is None:
        return "a coder listed the codes of this note"
    label = REASONS.get(row.reason, row.reason)
    parts = [f"{row.coder} {row.verdict} {row.decision} for {row.code}: {label}", row.comment or ""]
    return " ".join(" ".join(parts).split())
