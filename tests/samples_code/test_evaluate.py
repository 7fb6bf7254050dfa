"""The evaluation command, end to end, with an annotator made up for the tests."""

import json
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from nlp.samples import evaluate
from tests.samples_code import made

FIRST = made.samples()[0]
RIGHT = {
    "concepts": [made.concept(FIRST, "VDRO", "femoral_osteotomy", "performed")],
    "suggestions": [made.suggestion(evidence=[0])],
}


@pytest.fixture
def sample_file(tmp_path: Path) -> Path:
    path = tmp_path / "made.sample"
    path.write_text(made.FILE, encoding="utf-8")
    return path


@pytest.fixture
def answering(monkeypatch: pytest.MonkeyPatch) -> Callable[[Any], None]:
    """Let every note that begins as the first sample does be answered as given, others with nothing."""

    def answer_with(answer: dict[str, Any]) -> None:
        empty: dict[str, Any] = {"concepts": [], "suggestions": []}
        monkeypatch.setattr(
            evaluate,
            "default_annotate",
            lambda: lambda text: answer if text.startswith(FIRST.text[:10]) else empty,
        )

    return answer_with


def test_evaluate_prints_every_table(
    sample_file: Path, answering: Callable[[Any], None], capsys: pytest.CaptureFixture[str]
) -> None:
    answering(RIGHT | {"suggestions": [made.suggestion("27151")]})
    assert evaluate.main([str(sample_file), "--list", "--variations", "--styles"]) == 0
    printed = capsys.readouterr().out
    for words in (
        "By kind",
        "By style",
        "By set",
        "Concepts",
        "Statuses",
        "Decision for 27165",
        "Variations",
    ):
        assert words in printed
    assert "made-1  HARD suggest -> no; codes 27165 -> 27151; evidence" in printed
    assert "hard_errors=1" in printed


@pytest.mark.parametrize(
    ("before", "now", "code", "words"),
    [
        (RIGHT, RIGHT, 0, []),
        ({}, RIGHT, 0, ["better  made-1  decision: hard -> right"]),
        (RIGHT, {}, 1, ["worse  made-1  decision: right -> hard", "worse  made-1  found: 1 -> 0"]),
    ],
)
def test_evaluate_against_a_baseline(
    sample_file: Path,
    answering: Callable[[Any], None],
    capsys: pytest.CaptureFixture[str],
    before: dict[str, Any],
    now: dict[str, Any],
    code: int,
    words: list[str],
) -> None:
    saved = sample_file.with_name("baseline.json")
    answering(before)
    assert evaluate.main([str(sample_file), "--save-baseline", str(saved)]) == 0
    answering(now)
    assert evaluate.main([str(sample_file), "--baseline", str(saved)]) == code
    printed = capsys.readouterr().out
    assert [line for line in words if line not in printed] == []


def test_evaluate_names_samples_new_to_the_baseline(
    sample_file: Path, answering: Callable[[Any], None], capsys: pytest.CaptureFixture[str]
) -> None:
    saved = sample_file.with_name("baseline.json")
    saved.write_text("{}", encoding="utf-8")
    answering(RIGHT)
    assert evaluate.main([str(sample_file), "--baseline", str(saved)]) == 0
    assert "2 samples are not in the baseline" in capsys.readouterr().out


def test_evaluate_json_holds_every_figure(
    sample_file: Path, answering: Callable[[Any], None], capsys: pytest.CaptureFixture[str]
) -> None:
    answering(RIGHT)
    assert evaluate.main([str(sample_file), "--json"]) == 0
    data = json.loads(capsys.readouterr().out)
    assert data["figures"]["decision"] == 1.0
    assert data["sets"]["made"]["notes"] == 2
    assert set(data) >= {"styles", "confusion", "concepts", "statuses", "changes", "variations"}


def test_evaluate_scores_a_file_of_predictions(sample_file: Path, capsys: pytest.CaptureFixture[str]) -> None:
    predictions = sample_file.with_name("predicted.jsonl")
    predictions.write_text(json.dumps(RIGHT | {"id": "made-1"}) + "\n", encoding="utf-8")
    assert evaluate.main([str(sample_file), "--predictions", str(predictions)]) == 0
    assert "unanswered=1" in capsys.readouterr().out


@pytest.mark.parametrize("name", ["missing.sample", "bad.sample"])
def test_evaluate_faults_exit_2(tmp_path: Path, capsys: pytest.CaptureFixture[str], name: str) -> None:
    (tmp_path / "bad.sample").write_text("=== a\n", encoding="utf-8")
    assert evaluate.main([str(tmp_path / name)]) == 2
    assert name in capsys.readouterr().err
