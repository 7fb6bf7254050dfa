"""An evaluation on the terminal."""

from collections import Counter
from collections.abc import Iterable, Mapping
from typing import TYPE_CHECKING

from rich.console import Console
from rich.table import Table

from nlp.samples import tables
from nlp.samples.model import DECISIONS
from nlp.samples.scoring import Outcome, figures
from nlp.samples.variations import Departure

if TYPE_CHECKING:
    from nlp.samples.evaluate import Evaluation

Figures = Mapping[str, float | int | None]


def show(result: "Evaluation", console: Console, *, listing: bool = False, least: int = 3) -> None:
    """Print every table; ``listing`` adds the wrong samples, styles need ``least`` samples for a row."""
    if listing:
        _wrong(result, console)
    sets = tables.grouped(result.samples, result.outcomes, lambda sample: sample.source)
    styles = tables.grouped(result.samples, result.outcomes, lambda sample: sample.style, least)
    kinds = tables.grouped(result.samples, result.outcomes, lambda sample: sample.kind)
    _figure_table(console, "By kind of document", kinds)
    _figure_table(console, "By style", styles)
    _rate_table(console, "Concepts", tables.concept_rates(result.samples, result.answers))
    _rate_table(console, "Statuses, where found", tables.status_rates(result.samples, result.answers))
    _confusion(console, result.outcomes.values())
    _figure_table(console, "By set", sets | {"all": figures(result.outcomes.values())})
    if result.tried:
        _variations(console, result.tried, result.departures, listing)
    if result.unknown:
        console.print(f"{len(result.unknown)} samples are not in the baseline")
    for change in result.changes:
        word = "[green]better[/]" if change.better else "[red]worse[/]"
        console.print(f"{word}  {change.id}  {change.aspect}: {change.before} -> {change.now}")
    summary = "  ".join(f"{key}={value}" for key, value in figures(result.outcomes.values()).items())
    console.print(summary, soft_wrap=True, highlight=False)
    if result.seconds:
        console.print(f"{len(result.samples) / result.seconds:.0f} notes/s, {result.seconds:.1f} s")


def _wrong(result: "Evaluation", console: Console) -> None:
    for row in result.outcomes.values():
        faults = []
        if row.decision != "right":
            faults.append(f"{row.decision.upper()} {row.gold} -> {row.got}")
        if not row.codes:
            wanted, got = ",".join(row.wanted_codes) or "-", ",".join(row.got_codes) or "-"
            faults.append(f"codes {wanted} -> {got}")
        faults += [name for name in ("side", "level", "evidence") if getattr(row, name) is False]
        if row.status < row.mentions:
            faults.append(f"marks {row.found}/{row.mentions} found, {row.status} with status")
        if faults:
            console.print(f"{row.id}  " + "; ".join(faults), highlight=False, soft_wrap=True)


def _cell(value: float | int | None) -> str:
    if value is None:
        return "-"
    return str(value) if isinstance(value, int) else f"{value:.3f}"


def _figure_table(console: Console, title: str, groups: Mapping[str, Figures]) -> None:
    table = Table(title=title, title_justify="left", box=None)
    table.add_column("")
    for name in next(iter(groups.values())):
        table.add_column(name.replace("_errors", ""), justify="right")
    for group, values in groups.items():
        table.add_row(group[:48] or "-", *(_cell(value) for value in values.values()))
    console.print(table)


def _rate_table(console: Console, title: str, rates: Iterable[tables.Rate]) -> None:
    table = Table(title=title, title_justify="left", box=None)
    for name in ("", "gold", "predicted", "precision", "recall", "F1"):
        table.add_column(name, justify="right" if name else "left")
    for rate in rates:
        cells = (_cell(value) for value in (rate.precision, rate.recall, rate.f1))
        table.add_row(rate.name, str(rate.gold), str(rate.predicted), *cells)
    console.print(table)


def _confusion(console: Console, outcomes: Iterable[Outcome]) -> None:
    table = Table(title="Decision for 27165: gold down, answered across", title_justify="left", box=None)
    for name in ("", *DECISIONS):
        table.add_column(name, justify="right" if name else "left")
    for gold, counts in zip(DECISIONS, tables.confusion(outcomes), strict=True):
        table.add_row(gold, *(str(count) for count in counts))
    console.print(table)


def _variations(
    console: Console, tried: Mapping[str, int], departures: list[Departure], listing: bool
) -> None:
    names = ("decision", "codes", "side", "level")
    table = Table(title="Variations: answers that changed and should not", title_justify="left", box=None)
    for name in ("", "tried", "changed", "share", *names):
        table.add_column(name, justify="right" if name else "left")
    for name, count in [*tried.items(), ("all", sum(tried.values()))]:
        rows = [row for row in departures if name in ("all", row.variation)]
        aspects = Counter(aspect for row in rows for aspect in row.aspects)
        cells = (str(aspects[aspect]) for aspect in names)
        table.add_row(name, str(count), str(len(rows)), f"{len(rows) / count:.4f}", *cells)
    console.print(table)
    for row in departures if listing else ():
        pairs = "  ".join(
            f"{name} {_plain(getattr(row.before, name))} -> {_plain(getattr(row.after, name))}"
            for name in row.aspects
        )
        console.print(f"{row.id}  {row.variation}: {pairs}", highlight=False, soft_wrap=True)


def _plain(value: object) -> str:
    return ",".join(sorted(value)) or "-" if isinstance(value, frozenset) else str(value) or "-"
