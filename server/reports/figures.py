"""How often the coders agreed: counts by code, reason, coder or version, week by week.

A verdict ``accepted`` is an agreement; ``rejected`` and ``corrected`` are not.
"""

import math
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from datetime import date, datetime, timedelta
from typing import Literal, NamedTuple, get_args

from sqlalchemy import select

from server.feedback.schemas import REASONS
from server.store import Store
from server.store.models import Feedback
from server.store.types import utc_now

Dimension = Literal["code", "reason", "coder", "version"]
DIMENSIONS: tuple[Dimension, ...] = get_args(Dimension)
WEEK = timedelta(days=7)
MOST_WEEKS = 520
AGREED = "agreed"
Z = 1.96


class Verdict(NamedTuple):
    """One row of feedback, as far as the report looks at it."""

    at: datetime
    note: str
    code: str
    reason: str
    coder: str
    verdict: str
    engine_version: str
    knowledge: str

    def key(self, by: Dimension) -> str:
        """The group this verdict belongs to."""
        if by == "version":
            return f"{self.engine_version} / {self.knowledge[:8]}"
        if by == "reason":
            return AGREED if self.verdict == "accepted" else self.reason
        return str(getattr(self, by))


@dataclass
class Count:
    """Verdicts counted by kind."""

    accepted: int = 0
    corrected: int = 0
    rejected: int = 0

    @property
    def total(self) -> int:
        """All verdicts."""
        return self.accepted + self.corrected + self.rejected

    @property
    def share(self) -> float | None:
        """Share of agreements, 0 to 1; None without verdicts."""
        return self.accepted / self.total if self.total else None

    def interval(self) -> tuple[float, float] | None:
        """Wilson's 95 % interval of the share: wide where verdicts are few."""
        if not self.total:
            return None
        n, p = self.total, self.accepted / self.total
        centre = (p + Z * Z / (2 * n)) / (1 + Z * Z / n)
        half = Z * math.sqrt(p * (1 - p) / n + Z * Z / (4 * n * n)) / (1 + Z * Z / n)
        return max(0.0, centre - half), min(1.0, centre + half)

    def add(self, verdict: str) -> None:
        """Count one verdict."""
        setattr(self, verdict, getattr(self, verdict) + 1)


@dataclass
class Group:
    """One value of the dimension: its label, its counts in all and by week (in the order of the weeks)."""

    label: str
    whole: Count = field(default_factory=Count)
    weeks: list[Count] = field(default_factory=list)


@dataclass(frozen=True)
class Report:
    """The figures of one period; ``weeks`` are the Mondays its weeks begin with."""

    by: Dimension
    weeks: list[date]
    whole: Group
    groups: list[Group]
    notes: int

    def part(self, group: Group, index: int | None = None) -> tuple[int, int]:
        """What the report says of a group, in the week of ``index`` or in all: (so many, of so many).

        By reason that is the verdicts that gave it, of all verdicts; else the group's agreements, of its own.
        """
        whole = self.whole.whole if index is None else self.whole.weeks[index]
        own = group.whole if index is None else group.weeks[index]
        if self.by == "reason" and group is not self.whole:
            return own.total, whole.total
        return own.accepted, own.total


def report(store: Store, by: Dimension = "code", days: int | None = 90, code: str | None = None) -> Report:
    """Count the verdicts of the last ``days`` (None: all), of one ``code`` or of all, largest group first."""
    since = utc_now() - timedelta(days=days) if days is not None else None
    return tally(_verdicts(store, since, code), by)


def tally(verdicts: Iterable[Verdict], by: Dimension) -> Report:
    """Count verdicts that come in the order of time."""
    rows = list(verdicts)
    weeks = _weeks(rows)
    place = {week: index for index, week in enumerate(weeks)}
    whole = Group("all", weeks=[Count() for _ in weeks])
    groups: dict[str, Group] = {}
    for row in rows:
        key = row.key(by)
        if key not in groups:
            groups[key] = Group(label(by, key), weeks=[Count() for _ in weeks])
        for group in (whole, groups[key]):
            group.whole.add(row.verdict)
            if (index := place.get(monday(row.at))) is not None:
                group.weeks[index].add(row.verdict)
    return Report(by, weeks, whole, sorted(groups.values(), key=_rank), len({row.note for row in rows}))


def label(by: Dimension, key: str) -> str:
    """A group's name for people."""
    if by != "reason":
        return key
    return "Agreed" if key == AGREED else REASONS.get(key, key)


def monday(moment: datetime) -> date:
    """The Monday of the week of ``moment``, in UTC."""
    day = moment.date()
    return day - timedelta(days=day.weekday())


def _rank(group: Group) -> tuple[int, str]:
    return -group.whole.total, group.label


def _weeks(rows: Sequence[Verdict]) -> list[date]:
    """Every week from the first verdict to the last, empty ones too; the latest MOST_WEEKS of them."""
    if not rows:
        return []
    first, last = monday(rows[0].at), monday(rows[-1].at)
    number = min((last - first) // WEEK + 1, MOST_WEEKS)
    return [last - WEEK * back for back in reversed(range(number))]


def _verdicts(store: Store, since: datetime | None, code: str | None) -> list[Verdict]:
    if not store.exists():
        return []
    columns = [getattr(Feedback, name) for name in Verdict._fields]
    query = select(*columns).order_by(Feedback.at, Feedback.id)
    if since is not None:
        query = query.where(Feedback.at >= since)
    if code is not None:
        query = query.where(Feedback.code == code)
    with store.read() as session:
        return [Verdict(*row) for row in session.execute(query)]
