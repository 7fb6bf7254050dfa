"""Scoring: the same figures as the published rules, the tables, the baseline."""

import random
from pathlib import Path
from typing import Any

import pytest

from nlp.samples import baseline, tables
from nlp.samples.convert import read
from nlp.samples.model import SampleError
from nlp.samples.rows import to_row
from nlp.samples.scoring import figures, outcome
from tests.samples_code import made, oracle

DEV = read([Path(__file__).parent.parent / "samples" / "dev1.sample"])


@pytest.mark.parametrize("seed", range(20))
def test_scoring_equals_the_published_rules(seed: int) -> None:
    draw = random.Random(seed)
    samples = [sample for sample in DEV if draw.random() < 0.5]
    answers = {s.id: made.random_answer(s, draw) for s in samples if draw.random() < 0.95}
    expected = oracle.figures([to_row(sample) for sample in samples], answers)
    assert figures(outcome(sample, answers.get(sample.id)) for sample in samples) == expected


FIRST, SECOND = made.samples()
VDRO = made.concept(FIRST, "VDRO", "neck_osteotomy", "performed")


@pytest.mark.parametrize(
    ("answer", "expected"),
    [
        (
            {"concepts": [VDRO], "suggestions": [made.suggestion(evidence=[0])]},
            {"decision": "right", "codes": True, "side": True, "level": True, "evidence": True, "found": 1},
        ),
        (
            {"suggestions": [made.suggestion(decision="review", side="right", level="shaft")]},
            {"decision": "right", "codes": False, "side": False, "level": False, "evidence": False},
        ),
        ({"suggestions": []}, {"decision": "hard", "codes": False, "side": None, "evidence": False}),
        (
            {"suggestions": [made.suggestion(), made.suggestion("27151")]},
            {"decision": "right", "codes": False, "got_codes": ("27151", "27165")},
        ),
        ({"concepts": [VDRO | {"text": "?"}]}, {"bad_offsets": 1, "found": 1, "status": 1}),
        ({"concepts": [VDRO | {"concept": "cast"}]}, {"found": 0, "status": 0}),
        ({"concepts": [VDRO | {"status": "planned"}]}, {"found": 1, "status": 0}),
        (None, {"decision": "unanswered", "answered": False, "right": False}),
    ],
)
def test_scoring_outcome(answer: dict[str, Any] | None, expected: dict[str, Any]) -> None:
    result = outcome(FIRST, answer)
    assert {name: getattr(result, name) for name in expected} == expected


def test_tables_concept_rates_need_the_same_concept() -> None:
    answers = {"made-1": {"concepts": [VDRO, made.concept(FIRST, "cut", "femoral_osteotomy", "planned", 1)]}}
    rates = {rate.name: rate for rate in tables.concept_rates([FIRST, SECOND], answers)}
    cut = rates["femoral_osteotomy"]
    assert (cut.gold, cut.found, cut.predicted, cut.right) == (2, 1, 1, 1)
    assert (cut.precision, cut.recall, cut.f1) == (1.0, 0.5, pytest.approx(2 / 3))
    assert (rates["neck_osteotomy"].precision, rates["neck_osteotomy"].recall) == (0.0, None)
    assert rates["cast"].f1 is None


def test_tables_status_rates_count_compatible_overlaps() -> None:
    answers = {"made-1": {"concepts": [VDRO, made.concept(FIRST, "cut", "femoral_osteotomy", "planned", 1)]}}
    rates = {rate.name: rate for rate in tables.status_rates([FIRST], answers)}
    assert (rates["performed"].gold, rates["performed"].found, rates["performed"].predicted) == (2, 1, 1)
    assert (rates["planned"].gold, rates["planned"].predicted, rates["planned"].right) == (0, 1, 0)


def test_tables_confusion_and_groups() -> None:
    answers = {"made-1": {"suggestions": []}, "made-2": {"suggestions": [made.suggestion()]}}
    outcomes = {sample.id: outcome(sample, answers[sample.id]) for sample in (FIRST, SECOND)}
    assert tables.confusion(outcomes.values()) == [[0, 0, 1], [0, 0, 0], [1, 0, 0]]
    assert list(tables.grouped([FIRST, SECOND], outcomes, lambda s: s.kind)) == ["clinic", "op_note"]
    small = tables.grouped([FIRST, SECOND], outcomes, lambda s: s.kind, least=2)
    assert small["(other)"]["hard_errors"] == 2


RIGHT = {"concepts": [VDRO], "suggestions": [made.suggestion(evidence=[0])]}


@pytest.mark.parametrize(
    ("before", "now", "expected"),
    [
        (RIGHT, RIGHT, []),
        (RIGHT, {"concepts": [VDRO], "suggestions": [made.suggestion()]}, [("evidence", False)]),
        (
            {"suggestions": []},
            RIGHT,
            [("decision", True), ("codes", True), ("evidence", True), ("found", True)],
        ),
        (RIGHT, {"suggestions": [made.suggestion()]}, [("evidence", False), ("found", False)]),
        (
            {"concepts": [VDRO], "suggestions": [made.suggestion(level="shaft", evidence=[0])]},
            RIGHT,
            [("level", True)],
        ),
    ],
)
def test_baseline_changes(
    tmp_path: Path, before: dict[str, Any], now: dict[str, Any], expected: list[tuple[str, bool]]
) -> None:
    path = tmp_path / "baseline.json"
    baseline.save(path, [outcome(FIRST, before)])
    changes = baseline.changes([outcome(FIRST, now), outcome(SECOND, {})], baseline.load(path))
    assert [(change.aspect, change.better) for change in changes if change.aspect != "status"] == expected


@pytest.mark.parametrize("content", ["", "[]", '{"a": 1}'])
def test_baseline_load_refuses(tmp_path: Path, content: str) -> None:
    path = tmp_path / "baseline.json"
    path.write_text(content, encoding="utf-8")
    with pytest.raises(SampleError):
        baseline.load(path)
