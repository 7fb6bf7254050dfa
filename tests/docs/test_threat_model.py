"""The threat model names a control and a test for every threat, and each named test exists."""

import re
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parent.parent.parent
PAGE = ROOT / "docs" / "explanation" / "threat-model.md"
TEST = re.compile(r"`(tests/[\w./-]+)::([^`]+)`")


def rows() -> list[tuple[str, str, str]]:
    """Threat, control and tests of every table row of the page."""
    cells = [
        [cell.strip() for cell in line.strip().strip("|").split(" | ")]
        for line in PAGE.read_text(encoding="utf-8").splitlines()
        if line.startswith("| ") and not line.startswith(("| Threat", "| Asset"))
    ]
    return [(row[0], row[1], row[2]) for row in cells if len(row) == 3]


def test_threat_model_holds_threats() -> None:
    assert len(rows()) >= 20


@pytest.mark.parametrize(("threat", "control", "tests"), rows(), ids=[row[0] for row in rows()])
def test_threat_model_names_tests_that_exist(threat: str, control: str, tests: str) -> None:
    named = TEST.findall(tests)
    assert control and named, threat
    for file, name in named:
        text = (ROOT / file).read_text(encoding="utf-8")
        known = f"def {name}(" in text if file.endswith(".py") else name in text
        assert known, f"{file} has no test {name}"
