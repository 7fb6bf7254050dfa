"""The geometry of the report's chart: agreement by week as lines, verdicts by week as bars below.

Units are those of the SVG's view box. The template draws and escapes; nothing here makes markup.
"""

from dataclasses import dataclass
from datetime import date

from server.reports.figures import Group, Report, label

WIDTH, HEIGHT = 920, 330
LEFT, RIGHT = 46, 190
TOP, LINES_BOTTOM, BARS_TOP, BOTTOM = 16, 196, 222, 302
MOST_LINES = 5
TOPS = (0.1, 0.2, 0.5, 1.0)
LABEL_GAP = 15
LEAST_LABEL_GAP = 64
AGREED_LABEL = label("reason", "agreed")
KINDS = ("accepted", "corrected", "rejected")


@dataclass(frozen=True)
class Line:
    """One group's share by week: the path, a dot where a week has verdicts, where its name stands."""

    number: int
    label: str
    path: str
    dots: list[tuple[float, float, str]]
    label_y: float
    end: tuple[float, float]


@dataclass(frozen=True)
class Bar:
    """The verdicts of one kind in one week."""

    kind: str
    x: float
    y: float
    width: float
    height: float
    title: str


@dataclass(frozen=True)
class Mark:
    """A label on an axis."""

    at: float
    text: str


@dataclass(frozen=True)
class Chart:
    """Everything the template draws."""

    lines: list[Line]
    bars: list[Bar]
    shares: list[Mark]
    weeks: list[Mark]
    most: int
    summary: str


def chart(found: Report) -> Chart | None:
    """The chart of a report, with lines for MOST_LINES groups at most; None without verdicts."""
    if not found.weeks:
        return None
    groups = _drawn(found)
    top = _top(found, groups)
    lines = [_line(found, number, group, top) for number, group in enumerate(groups, found.by == "reason")]
    most = max(count.total for count in found.whole.weeks)
    return Chart(
        lines=_spread([line for line in lines if line is not None]),
        bars=[bar for index in range(len(found.weeks)) for bar in _bars(found, index, most)],
        shares=[Mark(_share_y(share), f"{100 * top * share:g} %") for share in (0, 0.5, 1)],
        weeks=_week_marks(found.weeks),
        most=most,
        summary=_summary(found),
    )


def spark(found: Report, group: Group, width: float = 96, height: float = 20) -> str:
    """The points of a small line for a table cell; empty with fewer than two weeks of verdicts."""
    step = width / max(1, len(found.weeks) - 1)
    parts = [(index, *found.part(group, index)) for index in range(len(found.weeks))]
    shares = [(index * step, some / all_) for index, some, all_ in parts if all_]
    points = [f"{x:.1f},{height - 2 - share * (height - 4):.1f}" for x, share in shares]
    return " ".join(points) if len(points) > 1 else ""


def _drawn(found: Report) -> list[Group]:
    """The groups that get a line: by reason those for not agreeing, else all together and the largest."""
    if found.by == "reason":
        return [group for group in found.groups if group.label != AGREED_LABEL][:MOST_LINES]
    return [found.whole, *(found.groups[:MOST_LINES] if len(found.groups) > 1 else [])]


def _top(found: Report, groups: list[Group]) -> float:
    """The share at the top of the scale: the least of TOPS that no line exceeds."""
    parts = [found.part(group, index) for group in groups for index in range(len(found.weeks))]
    most = max((some / all_ for some, all_ in parts if all_), default=0.0)
    return next(top for top in TOPS if top >= most) if found.by == "reason" else 1.0


def _line(found: Report, number: int, group: Group, top: float) -> Line | None:
    dots = []
    for index, week in enumerate(found.weeks):
        some, all_ = found.part(group, index)
        if all_:
            title = f"{group.label}, week of {week}: {some} of {all_}"
            dots.append((_week_x(index, len(found.weeks)), _share_y(some / all_ / top), title))
    if not dots:
        return None
    path = " ".join(f"{x:.1f},{y:.1f}" for x, y, _ in dots)
    end = dots[-1][:2]
    return Line(number, group.label, path, dots, end[1], end)


def _spread(lines: list[Line]) -> list[Line]:
    """Move the names apart where lines end close together."""
    placed: list[Line] = []
    y = float(TOP) - LABEL_GAP
    overflow = max(0.0, len(lines) * LABEL_GAP - (LINES_BOTTOM - TOP))
    for line in sorted(lines, key=_end_height):
        room = LINES_BOTTOM + overflow - LABEL_GAP * (len(lines) - 1 - len(placed))
        y = min(max(y + LABEL_GAP, line.label_y), room)
        placed.append(Line(line.number, line.label, line.path, line.dots, y, line.end))
    return sorted(placed, key=_number)


def _end_height(line: Line) -> float:
    return line.label_y


def _number(line: Line) -> int:
    return line.number


def _bars(found: Report, index: int, most: int) -> list[Bar]:
    count = found.whole.weeks[index]
    slot = (WIDTH - LEFT - RIGHT) / len(found.weeks)
    width = max(1.0, min(26.0, slot * 0.7))
    x = _week_x(index, len(found.weeks)) - width / 2
    bars, y = [], float(BOTTOM)
    for kind in KINDS:
        number: int = getattr(count, kind)
        height = number / most * (BOTTOM - BARS_TOP)
        y -= height
        if number:
            title = f"week of {found.weeks[index]}: {number} {kind}"
            bars.append(Bar(kind, round(x, 1), round(y, 1), round(width, 1), round(height, 1), title))
    return bars


def _week_marks(weeks: list[date]) -> list[Mark]:
    """As many dates as have room, the last one always."""
    slot = (WIDTH - LEFT - RIGHT) / len(weeks)
    step = max(1, round(LEAST_LABEL_GAP / slot + 0.5))
    shown = range(len(weeks) - 1, -1, -step)
    return [Mark(_week_x(index, len(weeks)), weeks[index].isoformat()) for index in reversed(shown)]


def _week_x(index: int, number: int) -> float:
    slot = (WIDTH - LEFT - RIGHT) / number
    return round(LEFT + slot * (index + 0.5), 1)


def _share_y(share: float) -> float:
    return round(LINES_BOTTOM - share * (LINES_BOTTOM - TOP), 1)


def _summary(found: Report) -> str:
    whole = found.whole.whole
    return (
        f"Agreement by week from {found.weeks[0]} to {found.weeks[-1]}: "
        f"{whole.accepted} of {whole.total} verdicts agreed. The table below holds the figures."
    )
