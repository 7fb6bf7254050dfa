"""What the report calls take and give; the OpenAPI document is made from these."""

from datetime import date
from typing import Annotated

from pydantic import BaseModel, Field, StringConstraints

from server.reports.figures import Count, Dimension, Group, Report
from server.schemas.fields import Parameters


class ReportParameters(Parameters):
    """Which verdicts are counted, and by what."""

    by: Dimension = Field("code", description="what the verdicts are grouped by")
    days: Annotated[int, Field(ge=0, le=36500)] = Field(90, description="how far back; 0 is without limit")
    code: Annotated[str, StringConstraints(pattern=r"^[0-9]{4}[0-9A-Z]$")] | None = Field(
        None, description="only the verdicts on this code"
    )

    @property
    def period(self) -> int | None:
        """Days to go back, None without limit."""
        return self.days or None


class CountAnswer(BaseModel):
    """Verdicts of one group, or of one group and week; ``agreement`` is 0 to 1, null without verdicts."""

    accepted: int
    corrected: int
    rejected: int
    agreement: float | None


class GroupAnswer(CountAnswer):
    """One group; ``interval`` is the 95 % interval of its agreement; ``weeks`` as in the report."""

    label: str
    interval: tuple[float, float] | None
    weeks: list[CountAnswer]


class ReportAnswer(BaseModel):
    """Agreement of the coders with the answers; ``weeks`` are the Mondays that the weeks begin with."""

    by: Dimension
    notes: int
    weeks: list[date]
    whole: GroupAnswer
    groups: list[GroupAnswer]

    @classmethod
    def of(cls, found: Report) -> "ReportAnswer":
        """The figures as plain data."""
        groups = [_group(group) for group in found.groups]
        return cls(
            by=found.by, notes=found.notes, weeks=found.weeks, whole=_group(found.whole), groups=groups
        )


def _group(group: Group) -> GroupAnswer:
    return GroupAnswer(
        **_count(group.whole).model_dump(),
        label=group.label,
        interval=group.whole.interval(),
        weeks=[_count(week) for week in group.weeks],
    )


def _count(count: Count) -> CountAnswer:
    return CountAnswer(
        accepted=count.accepted, corrected=count.corrected, rejected=count.rejected, agreement=count.share
    )
