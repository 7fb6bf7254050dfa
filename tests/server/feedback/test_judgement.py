"""What verdicts say about the right answer."""

from typing import Any

import pytest

from nlp.samples.model import SIDES
from server.feedback.judgement import gold_of, judge
from server.store.models import Feedback

SCOPE = ("27151", "27161", "27165")


def verdict(**change: Any) -> Feedback:
    values: dict[str, Any] = {
        "coder": "Ann",
        "code": "27165",
        "decision": "suggest",
        "verdict": "accepted",
        "reason": "unspecified",
        "side": "left",
        "level": "subtrochanteric",
    }
    return Feedback(**(values | change))


def corrected(**change: Any) -> Feedback:
    correction = {"decision": "no", "codes": [], "side": None, "level": None} | change
    return verdict(verdict="corrected", correction=correction)


NOT_27161 = verdict(code="27161", verdict="rejected")
BENS = verdict(coder="Ben")


@pytest.mark.parametrize(
    ("row", "answer", "also"),
    [
        (verdict(), "suggest", ()),
        (verdict(decision="review"), "review", ()),
        (verdict(decision="no"), "no", ()),
        (verdict(verdict="rejected"), "no", ("review",)),
        (verdict(verdict="rejected", decision="review"), "no", ("suggest",)),
        (verdict(verdict="rejected", decision="no"), "suggest", ("review",)),
        (verdict(verdict="rejected", reason="wrong_side"), "suggest", ()),
        (verdict(verdict="rejected", reason="wrong_level", decision="review"), "review", ()),
        (verdict(verdict="rejected", reason="missing_documentation"), "review", ("no",)),
        (verdict(verdict="rejected", reason="missed_evidence", decision="no"), "suggest", ("review",)),
        (corrected(decision="review"), "review", ()),
    ],
)
def test_judgement_of_one_verdict(row: Feedback, answer: str, also: tuple[str, ...]) -> None:
    found = judge(row)
    assert (found.answer, found.also) == (answer, also)


@pytest.mark.parametrize(
    ("row", "side", "others"),
    [
        (verdict(), "left", ()),
        (verdict(verdict="rejected", reason="wrong_side"), "unspecified", ("right", "bilateral")),
        (corrected(side="right"), "right", ()),
        (corrected(), "left", ()),
        (verdict(side=None), "unspecified", tuple(side for side in SIDES if side != "unspecified")),
    ],
)
def test_judgement_side(row: Feedback, side: str, others: tuple[str, ...]) -> None:
    gold = gold_of([row], SCOPE)
    assert gold is not None
    assert (gold.side, gold.accept_side) == (side, others)


@pytest.mark.parametrize(
    ("rows", "decision", "accept", "codes", "accept_codes"),
    [
        ([verdict()], "suggest", (), ("27165",), ("27151", "27161")),
        ([verdict(), verdict(code="27151")], "suggest", (), ("27151", "27165"), ("27161",)),
        (
            [verdict(), verdict(code="27151", verdict="rejected")],
            "suggest",
            (),
            ("27165",),
            ("27151", "27161"),
        ),
        ([verdict(), corrected(codes=["27161"])], "no", (), ("27161",), ("27151",)),
        (
            [verdict(code="27161", verdict="rejected"), corrected(codes=["27161"])],
            "no",
            (),
            ("27161",),
            ("27151",),
        ),
        ([corrected(decision="review", codes=["27165"])], "review", (), (), SCOPE[:2]),
        (
            [corrected(codes=["27161"]), verdict(coder="Ben")],
            "suggest",
            ("no",),
            ("27161", "27165"),
            ("27151",),
        ),
        ([verdict(), verdict(verdict="rejected")], "no", ("review",), (), ("27151", "27161")),
    ],
)
def test_judgement_of_a_note(
    rows: list[Feedback],
    decision: str,
    accept: tuple[str, ...],
    codes: tuple[str, ...],
    accept_codes: tuple[str, ...],
) -> None:
    gold = gold_of(rows, SCOPE)
    assert gold is not None
    assert (gold.decision, gold.accept, gold.codes, gold.accept_codes) == (
        decision,
        accept,
        codes,
        accept_codes,
    )


@pytest.mark.parametrize(("codes", "decision"), [(["27165", "27161"], "suggest"), (["27161"], None)])
def test_judgement_of_a_correction_of_another_code(codes: list[str], decision: str | None) -> None:
    listing = corrected(decision="no", codes=codes)
    listing.code = "27151"
    gold = gold_of([listing], SCOPE)
    assert (gold.decision if gold else None) == decision


def test_judgement_without_27165_is_none() -> None:
    assert gold_of([verdict(code="27151")], SCOPE) is None
