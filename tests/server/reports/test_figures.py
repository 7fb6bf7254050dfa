"""Counting verdicts."""

from datetime import date

import pytest

from server.reports.figures import MOST_WEEKS, Count, Dimension, report, tally
from server.store import Store
from tests.server.reports.verdicts import put, verdict

SOME = [
    verdict(0),
    verdict(6.4, verdict="rejected", reason="wrong_side", coder="Ben"),
    verdict(6.6, verdict="corrected", reason="bundled", code="27151", engine_version="0.2.0"),
    verdict(15, verdict="accepted", note="1" * 64),
]


@pytest.mark.parametrize(
    ("by", "groups"),
    [
        ("code", [("27165", 2, 0, 1), ("27151", 0, 1, 0)]),
        ("coder", [("Ann", 2, 1, 0), ("Ben", 0, 0, 1)]),
        ("version", [("0.1.0 / 3f1c9a77", 2, 0, 1), ("0.2.0 / 3f1c9a77", 0, 1, 0)]),
        (
            "reason",
            [
                ("Agreed", 2, 0, 0),
                ("Part of a more comprehensive code", 0, 1, 0),
                ("The side is wrong", 0, 0, 1),
            ],
        ),
    ],
)
def test_figures_by_each_dimension(by: Dimension, groups: list[tuple[str, int, int, int]]) -> None:
    found = tally(SOME, by)
    counts = [(g.label, g.whole.accepted, g.whole.corrected, g.whole.rejected) for g in found.groups]
    assert counts == groups
    assert (found.whole.whole.total, found.notes) == (4, 2)


def test_figures_weeks_begin_on_monday_and_hold_empty_ones() -> None:
    found = tally(SOME, "code")
    assert found.weeks == [date(2026, 3, 2), date(2026, 3, 9), date(2026, 3, 16)]
    assert [week.total for week in found.whole.weeks] == [2, 1, 1]
    later = tally([SOME[0], SOME[-1]], "code")
    assert [week.total for week in later.whole.weeks] == [1, 0, 1]
    assert [week.share for week in later.whole.weeks] == [1.0, None, 1.0]


@pytest.mark.parametrize(
    ("by", "index", "parts"),
    [
        ("coder", None, [(2, 3), (0, 1)]),
        ("coder", 0, [(1, 1), (0, 1)]),
        ("reason", None, [(2, 4), (1, 4), (1, 4)]),
        ("reason", 0, [(1, 2), (0, 2), (1, 2)]),
    ],
)
def test_figures_part_of_a_group(by: Dimension, index: int | None, parts: list[tuple[int, int]]) -> None:
    found = tally(SOME, by)
    assert [found.part(group, index) for group in found.groups] == parts
    assert found.part(found.whole) == (2, 4)


def test_figures_keep_to_the_latest_weeks() -> None:
    found = tally([verdict(0), verdict(7 * 10_000)], "code")
    assert len(found.weeks) == MOST_WEEKS
    assert found.whole.whole.total == 2
    assert sum(week.total for week in found.whole.weeks) == 1


@pytest.mark.parametrize(
    ("count", "low", "high"),
    [
        (Count(accepted=1), 0.2065, 1.0),
        (Count(rejected=1), 0.0, 0.7935),
        (Count(accepted=80, rejected=20), 0.7112, 0.8666),
    ],
)
def test_figures_interval_is_wilsons(count: Count, low: float, high: float) -> None:
    assert count.interval() == pytest.approx((low, high), abs=1e-3)


def test_figures_without_verdicts(local_store: Store) -> None:
    found = report(local_store)
    assert (found.weeks, found.groups, found.notes) == ([], [], 0)
    assert Count().share is None
    assert Count().interval() is None
    assert not local_store.exists()


@pytest.mark.parametrize(
    ("days", "code", "total"),
    [(90, None, 2), (None, None, 3), (1, None, 1), (90, "27151", 1), (None, "99999", 0)],
)
def test_figures_of_a_period_and_a_code(store: Store, days: int | None, code: str | None, total: int) -> None:
    put(store, verdict(), ago=0.1)
    put(store, verdict(code="27151"), ago=30)
    put(store, verdict(), ago=400)
    assert report(store, "code", days, code).whole.whole.total == total
