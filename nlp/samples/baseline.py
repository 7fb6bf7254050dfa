"""What each sample's answer was at a saved moment, and what has become right or wrong since."""

import json
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from nlp.samples.model import SampleError
from nlp.samples.scoring import Outcome

ASPECTS = ("decision", "codes", "side", "level", "evidence")
_RANK = {"right": 2, "soft": 1, "hard": 0, "unanswered": 0}
Record = Mapping[str, Any]


@dataclass(frozen=True)
class Change:
    """One aspect of one sample that is not what the baseline holds; values as words for people."""

    id: str
    aspect: str
    before: str
    now: str
    better: bool


def record(outcome: Outcome) -> dict[str, Any]:
    """The part of an outcome that the baseline keeps."""
    kept: dict[str, Any] = {"decision": outcome.decision}
    for aspect in ASPECTS[1:]:
        if getattr(outcome, aspect) is not None:
            kept[aspect] = getattr(outcome, aspect)
    return kept | {"marks": [outcome.found, outcome.status]}


def save(path: Path, outcomes: Iterable[Outcome]) -> None:
    """Write the baseline, one line a sample, sorted by id, so that a diff names the samples."""
    lines = [
        f"{json.dumps(row.id)}: {json.dumps(record(row))}" for row in sorted(outcomes, key=lambda r: r.id)
    ]
    path.write_text("{\n" + ",\n".join(lines) + "\n}\n", encoding="utf-8")


def load(path: Path) -> dict[str, Record]:
    """Read a baseline.

    Raises:
        SampleError: the file is not one.
        OSError: the file cannot be read.
    """
    try:
        data = json.loads(path.read_text(encoding="utf-8"))
    except json.JSONDecodeError as error:
        raise SampleError(f"{path}:{error.lineno}: not JSON") from error
    if not isinstance(data, dict) or not all(isinstance(item, dict) for item in data.values()):
        raise SampleError(f"{path}: not a baseline")
    return data


def compare(outcome: Outcome, before: Record | None) -> list[Change]:
    """Every aspect that changed; none for a sample the baseline does not know.

    ``side``, ``level`` and ``evidence`` count only where both moments have them. ``found`` and ``status``
    are the numbers of deciding marks.
    """
    if before is None:
        return []
    now = record(outcome)
    pairs: list[tuple[str, Any, Any]] = [(aspect, before.get(aspect), now.get(aspect)) for aspect in ASPECTS]
    pairs += [
        (name, before["marks"][index], now["marks"][index]) for index, name in enumerate(("found", "status"))
    ]
    return [
        Change(outcome.id, aspect, _word(old), _word(new), _rank(new) > _rank(old))
        for aspect, old, new in pairs
        if old is not None and new is not None and _rank(old) != _rank(new)
    ]


def changes(outcomes: Iterable[Outcome], baseline: Mapping[str, Record]) -> list[Change]:
    """Every change of every sample, in the order of the outcomes."""
    return [change for row in outcomes for change in compare(row, baseline.get(row.id))]


def _rank(value: Any) -> int:
    return _RANK[value] if isinstance(value, str) else int(value)


def _word(value: Any) -> str:
    if isinstance(value, bool):
        return "right" if value else "wrong"
    return str(value)
