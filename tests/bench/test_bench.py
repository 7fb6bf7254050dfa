"""The benchmark's own arithmetic, texts and page; the measurements themselves run with `make bench`."""

import json
from pathlib import Path
from typing import Any

import pytest

from bench import accuracy, corpus, measure, report, subjects
from nlp.samples.model import Sample
from tests.samples_code import made

RESULTS: dict[str, Any] = {
    "machine": {"cores": "2", "processor": "made", "system": "Linux", "python": "3.11", "load": "0.1"},
    "versions": {"spaCy": "3.8"},
    "notes": {"count": 3, "characters": 3200.0},
    "speed": {
        "tokeniser": {"ms": 1.0, "ratio": 1.0, "peak": 100.0, "load": 0.3},
        "osteotome": {"ms": 2.5, "ratio": 2.5, "peak": 120.0, "load": 0.6},
        "medspacy": {"ms": 100.0, "ratio": 100.0, "peak": 130.0, "load": 2.0},
    },
    "speed_as_written": {"osteotome": {"ms": 1.5, "ratio": 3.5, "peak": 90.0, "load": 0.6}},
    "speed_year": {"osteotome": {"ms": 0.7, "ratio": 0.7, "peak": 90.0, "load": 0.6}},
    "speed_without_cuts": {"osteotome": {"ms": 0.1, "ratio": 0.1, "peak": 90.0, "load": 0.6}},
    "growth": {
        "tokeniser": {"characters": [1000, 10_000], "seconds": [0.001, 0.01], "exponent": 1.0},
        "osteotome": {"characters": [1000, 10_000], "seconds": [0.002, 0.02], "exponent": 1.01},
    },
    "hostile": {"spaces": {"half": 0.1, "whole": 0.2, "exponent": 1.0, "peak": 200.0}},
    "start_up": {"import": 0.5, "load": 0.6, "first_note": 0.01, "process": 1.3},
    "http": {"median": 3.0, "p95": 4.0, "max": 9.0},
    "batch": {"1": 10.0, "2": 5.5},
    "memory": {"osteotome": [[1000, 100.0], [100_000, 102.0]], "tokeniser": [[1000, 100.0], [2000, 110.0]]},
    "samples": 2,
    "accuracy": {
        "osteotome": {
            "hard_errors": 0,
            "decision": 1.0,
            "decision_two": 1.0,
            "false_suggest": 0,
            "missed": 0,
        }
    },
}


@pytest.mark.parametrize("exponent", [0.5, 1.0, 2.0])
def test_measure_slope_finds_the_exponent(exponent: float) -> None:
    assert measure.slope([(x, 3 * x**exponent) for x in (10, 100, 1000)]) == pytest.approx(exponent)


@pytest.mark.slow
def test_report_writes_the_page_and_its_pictures(tmp_path: Path) -> None:
    report.write(RESULTS, tmp_path)
    page = (tmp_path / "index.md").read_text(encoding="utf-8")
    assert "| medspaCy | 100.00 | 10 | 100.00 | 40.00 | 130 | 2.00 |" in page
    assert "| memory after 100,000 notes | 102.0 MB (+2.0 %) |" in page
    assert "| 2 workers against one | 1.82 x |" in page
    for name in ("speed.png", "length.png", "memory.png"):
        assert f"({name})" in page
        assert (tmp_path / name).read_bytes().startswith(b"\x89PNG")


def test_corpus_is_the_same_every_time() -> None:
    rows = corpus.samples()
    notes = corpus.long_notes(rows)
    assert notes == corpus.long_notes(rows)
    assert {len(note) for note in notes} <= set(range(3000, 3201))
    assert [len(text) for text in corpus.of_lengths(rows)] == list(corpus.LENGTHS)
    assert corpus.year(rows) == corpus.year(rows)
    assert sum(note in {row.text for row in rows} for note in corpus.year(rows)) == 20
    assert not [note for note in corpus.without_cuts() if "osteotomy" in note.lower()]


@pytest.mark.parametrize("name", corpus.hostile(10))
def test_corpus_hostile_texts_have_their_size(name: str) -> None:
    assert len(corpus.hostile(5000)[name]) == 5000


@pytest.mark.parametrize(
    ("decisions", "expected"),
    [
        (["suggest", "no"], {"hard_errors": 0, "decision": 1.0, "false_suggest": 0, "missed": 0}),
        (["no", "suggest"], {"hard_errors": 2, "decision": 0.0, "false_suggest": 1, "missed": 1}),
        (["review", "review"], {"hard_errors": 0, "decision": 0.5, "false_suggest": 0, "missed": 0}),
    ],
)
def test_accuracy_scores_decisions(
    monkeypatch: pytest.MonkeyPatch, decisions: list[str], expected: dict[str, Any]
) -> None:
    monkeypatch.setattr(accuracy, "child", lambda *_: {"decisions": decisions})
    samples: list[Sample] = made.samples()
    [row] = accuracy.compare(["keyword"], samples).values()
    assert {name: row[name] for name in expected} == expected


@pytest.mark.parametrize(
    ("text", "decision"),
    [("Left VDRO.", "suggest"), ("No femoral osteotomy.", "no"), ("Cast change.", "no")],
)
def test_subjects_keyword_baseline(text: str, decision: str) -> None:
    assert subjects.keyword()(text) == decision


@pytest.mark.slow
@pytest.mark.parametrize(
    "subject", ["tokeniser", "tokeniser_zone", "osteotome", "osteotome_doc", "osteotome_no_gate"]
)
def test_measure_child_runs_a_subject(subject: str) -> None:
    result = measure.child("memory", subject, ["The left femur was cut.", "Cast change."], 1000)
    assert result["points"][0][0] == 1000
    assert json.dumps(result)
    assert result["peak"] > 10
