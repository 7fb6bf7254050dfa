"""Verdicts for the tests of the reports."""

from datetime import UTC, datetime, timedelta
from typing import Any

from server.reports.figures import Verdict
from server.store import Store
from server.store.models import Feedback
from server.store.types import utc_now

MONDAY = datetime(2026, 3, 2, 12, tzinfo=UTC)


def verdict(days: float = 0, **change: Any) -> Verdict:
    """A verdict ``days`` after a certain Monday noon."""
    values: dict[str, Any] = {
        "at": MONDAY + timedelta(days=days),
        "note": "0" * 64,
        "code": "27165",
        "reason": "unspecified",
        "coder": "Ann",
        "verdict": "accepted",
        "engine_version": "0.1.0",
        "knowledge": "3f1c9a77aa",
    }
    return Verdict(**(values | change))


def put(store: Store, *verdicts: Verdict, ago: float | None = None) -> None:
    """Store verdicts; with ``ago`` they were given so many days before now."""
    with store.write() as session:
        for row in verdicts:
            values = row._asdict() | ({"at": utc_now() - timedelta(days=ago)} if ago is not None else {})
            session.add(Feedback(decision="suggest", **values))
