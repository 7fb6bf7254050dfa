"""A quick annotator and inputs made up for the tests of `nlp.batch`; importable by worker processes."""

import json
import os
import time
from pathlib import Path
from typing import Any

from nlp.annotation import Annotation
from nlp.batch.work import Annotate


def annotate(text: str) -> Annotation:
    """Mark every word "osteotomy" and decide by how many there are; fails on "explode", dies on "die"."""
    if "explode" in text:
        raise ValueError(text)
    if "die twice" in text:
        os._exit(7)
    starts = [at for at in range(len(text)) if text.startswith("osteotomy", at)]
    concepts = [
        {
            "id": number,
            "start": start,
            "end": start + 9,
            "text": text[start : start + 9],
            "concept": "femoral_osteotomy",
            "status": "performed",
            "side": "left",
            "level": "unspecified",
            "section": "description",
            "rule": "made.word",
        }
        for number, start in enumerate(starts)
    ]
    suggestion: dict[str, Any] = {
        "code": "27165",
        "decision": "suggest" if len(starts) > 1 else "review",
        "side": "left",
        "level": "unspecified",
        "modifiers": ["LT"],
        "reason": "Counted.",
        "evidence": [concept["id"] for concept in concepts],
        "against": [],
        "questions": [{"text": "Which level?", "indicators": [0], "options": ["Unable to determine"]}],
    }
    lost = {"code": "27165", "reason": "No word.", "evidence": []}
    return Annotation.model_validate(
        {
            "schema": 1,
            "engine": {"version": "0", "knowledge": "made"},
            "offsets": "codepoint",
            "document": {"kind": "operative_report", "episodes": [], "sections": []},
            "concepts": concepts,
            "suggestions": [suggestion] if starts else [],
            "ruled_out": [] if starts else [lost],
        }
    )


def make() -> Annotate:
    """The annotator."""
    return annotate


def make_slow() -> Annotate:
    """The annotator, a little slower, so that a run can be interrupted."""

    def slow(text: str) -> Annotation:
        time.sleep(0.004)
        return annotate(text)

    return slow


def make_dying_once() -> Annotate:
    """The annotator, whose process dies at the first "die once" of all, and not again."""
    flag = Path(os.environ["MADE_FLAG"])

    def dying(text: str) -> Annotation:
        if "die once" in text and not flag.exists():
            flag.touch()
            os._exit(9)
        return annotate(text)

    return dying


def rows(count: int) -> list[dict[str, Any]]:
    """Rows with different lengths and answers."""
    return [
        {"id": f"n{n}", "text": "osteotomy, " * (n % 4) + f"note {n}. " * (1 + n % 7)} for n in range(count)
    ]


def write_lines(path: Path, count: int) -> Path:
    """Write rows as JSONL, each seventeenth one broken."""
    lines = [json.dumps(row) if n % 17 else json.dumps(row)[:-3] for n, row in enumerate(rows(count))]
    path.write_text("\n".join(lines) + "\n", encoding="utf-8")
    return path


def read_lines(path: Path) -> list[dict[str, Any]]:
    """Parse a JSONL file."""
    return [json.loads(line) for line in path.read_text(encoding="utf-8").splitlines()]
