"""The chart's geometry."""

import random
from itertools import pairwise

import pytest

from server.reports.chart import (
    BARS_TOP,
    BOTTOM,
    HEIGHT,
    LEFT,
    LINES_BOTTOM,
    MOST_LINES,
    RIGHT,
    TOP,
    WIDTH,
    chart,
    spark,
)
from server.reports.figures import DIMENSIONS, Dimension, Verdict, tally
from tests.server.reports.verdicts import verdict


def many(number: int, days: int, coders: int) -> list[Verdict]:
    chance = random.Random(number)
    rows = [
        verdict(
            chance.uniform(0, days),
            coder=f"coder {chance.randrange(coders)}",
            verdict=chance.choice(["accepted", "accepted", "corrected", "rejected"]),
            reason=chance.choice(["wrong_side", "bundled", "other"]),
        )
        for _ in range(number)
    ]
    return sorted(rows)


@pytest.mark.parametrize("by", DIMENSIONS)
@pytest.mark.parametrize(
    ("number", "days", "coders"), [(1, 1, 1), (3, 400, 2), (500, 90, 9), (2000, 3000, 40)]
)
def test_chart_stays_in_its_frame(by: Dimension, number: int, days: int, coders: int) -> None:
    drawn = chart(tally(many(number, days, coders), by))
    assert drawn is not None
    assert len(drawn.lines) <= MOST_LINES + 1
    for line in drawn.lines:
        for x, y, title in line.dots:
            assert LEFT <= x <= WIDTH - RIGHT
            assert TOP <= y <= LINES_BOTTOM
            assert title.startswith(line.label)
    for bar in drawn.bars:
        assert bar.y >= BARS_TOP - 0.2
        assert bar.y + bar.height <= BOTTOM + 0.2
    assert all(LEFT <= mark.at <= WIDTH - RIGHT for mark in drawn.weeks)
    assert max(mark.at for mark in drawn.shares) < HEIGHT


@pytest.mark.parametrize("coders", [2, 6, 40])
def test_chart_names_do_not_overlap(coders: int) -> None:
    drawn = chart(tally(many(400, 60, coders), "coder"))
    assert drawn is not None
    heights = sorted(line.label_y for line in drawn.lines)
    assert all(after - before >= 14.9 for before, after in pairwise(heights))
    assert heights[0] >= TOP - 1
    assert heights[-1] <= LINES_BOTTOM + 1


@pytest.mark.parametrize("weeks", [1, 2, 13, 52, 520])
def test_chart_week_names_have_room(weeks: int) -> None:
    drawn = chart(tally([verdict(0), verdict(7 * (weeks - 1))], "code"))
    assert drawn is not None
    places = [mark.at for mark in drawn.weeks]
    assert all(after - before >= 60 for before, after in pairwise(places))
    assert len(places) >= 1


def test_chart_bars_hold_every_verdict_once() -> None:
    drawn = chart(tally([verdict(), verdict(verdict="rejected"), verdict(1)], "code"))
    assert drawn is not None
    assert [bar.kind for bar in drawn.bars] == ["accepted", "rejected"]
    assert drawn.most == 3
    assert sum(bar.height for bar in drawn.bars) == pytest.approx(BOTTOM - BARS_TOP, abs=0.2)
    assert "2 of 3" in drawn.summary


@pytest.mark.parametrize(("rejected", "scale"), [(1, "10 %"), (3, "20 %"), (8, "50 %"), (20, "100 %")])
def test_chart_by_reason_scales_to_its_lines(rejected: int, scale: str) -> None:
    rows = [verdict()] * (20 - rejected) + [verdict(verdict="rejected", reason="bundled")] * rejected
    drawn = chart(tally(rows, "reason"))
    assert drawn is not None
    assert drawn.shares[-1].text == scale
    assert [line.label for line in drawn.lines] == ["Part of a more comprehensive code"]


def test_chart_of_nothing() -> None:
    assert chart(tally([], "code")) is None


@pytest.mark.parametrize(("days", "points"), [([0], 0), ([0, 7], 2), ([0, 14], 2), ([0, 7, 14], 3)])
def test_chart_spark_has_a_point_for_each_week_with_verdicts(days: list[int], points: int) -> None:
    found = tally([verdict(day) for day in days], "code")
    assert len(spark(found, found.groups[0]).split()) == points
