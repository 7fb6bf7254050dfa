"""The page and the plots of a run."""

from collections.abc import Mapping, Sequence
from pathlib import Path
from string import Template
from typing import Any

from bench.subjects import SUBJECTS

INK, GRID, MAIN_COLOUR, OTHER = "#22303c", "#d5dbe1", "#0b7285", "#9aa5b1"


def write(results: Mapping[str, Any], folder: Path) -> None:
    """Write ``index.md`` and the plots it shows into ``folder``."""
    _plots(results, folder)
    (folder / "index.md").write_text(page(results), encoding="utf-8")


def page(results: Mapping[str, Any]) -> str:
    """The page, in Markdown."""
    machine, notes = results["machine"], results["notes"]
    template = Template(Path(__file__).with_name("page.md").read_text(encoding="utf-8"))
    return template.substitute(
        machine=f"{machine['processor']}, {machine['cores']} cores, Python {machine['python']}, load average "
        f"{machine['load']} at the start",
        versions=", ".join(f"{name} {number}" for name, number in results["versions"].items()),
        notes=notes["count"],
        characters=f"{notes['characters']:,.0f}",
        speed=_speed(results["speed"]),
        speed_as_written=_speed(results["speed_as_written"]),
        speed_year=_speed(results["speed_year"]),
        speed_without_cuts=_speed(results["speed_without_cuts"]),
        growth=_growth(results["growth"]),
        hostile=_hostile(results["hostile"]),
        others=_others(results),
        samples=results["samples"],
        accuracy=_accuracy(results["accuracy"]),
    )


def table(head: Sequence[str], rows: Sequence[Sequence[str]]) -> str:
    """A Markdown table; all columns but the first are numbers."""
    rule = ["---", *("---:" for _ in head[1:])]
    return "\n".join("| " + " | ".join(row) + " |" for row in (head, rule, *rows))


def _speed(speed: Mapping[str, Mapping[str, float]]) -> str:
    own = speed["osteotome"]["ms"]
    head = ("subject", "ms a note", "notes/s", "tokeniser = 1", "Osteotome = 1", "peak MB", "load s")
    rows = [
        (
            SUBJECTS[name][1],
            f"{row['ms']:.2f}",
            f"{1000 / row['ms']:,.0f}",
            f"{row['ratio']:.2f}",
            f"{row['ms'] / own:.2f}",
            f"{row['peak']:.0f}",
            f"{row['load']:.2f}",
        )
        for name, row in sorted(speed.items(), key=lambda item: item[1]["ms"])
    ]
    return table(head, rows)


def _growth(growth: Mapping[str, Mapping[str, Any]]) -> str:
    names = list(growth)
    head = ("characters", *(f"{SUBJECTS[name][1]}, s" for name in names))
    lengths = growth[names[0]]["characters"]
    rows = [
        (f"{length:,}", *(f"{growth[name]['seconds'][number]:.4f}" for name in names))
        for number, length in enumerate(lengths)
    ]
    rows.append(("exponent from 10,000 on", *(f"{growth[name]['exponent']:.3f}" for name in names)))
    return table(head, rows)


def _hostile(hostile: Mapping[str, Mapping[str, float]]) -> str:
    rows = [
        (name, f"{row['half']:.2f}", f"{row['whole']:.2f}", f"{row['exponent']:.2f}", f"{row['peak']:.0f}")
        for name, row in hostile.items()
    ]
    return table(("text", "half, s", "whole, s", "exponent", "peak MB"), rows)


def _others(results: Mapping[str, Any]) -> str:
    start, http, batch = results["start_up"], results["http"], results["batch"]
    points = results["memory"]["osteotome"]
    first, last = points[0], points[-1]
    count = max(int(name) for name in batch)
    rows = [
        ("`nlp.load()`, CPU time", f"{start['load']:.2f} s"),
        ("`import nlp`, CPU time", f"{start['import']:.2f} s"),
        ("a new process to its first answer, by the clock", f"{start['process']:.2f} s"),
        (f"memory after {first[0]:,} notes, no two alike", f"{first[1]:.1f} MB"),
        (f"memory after {last[0]:,} notes", f"{last[1]:.1f} MB ({100 * (last[1] / first[1] - 1):+.1f} %)"),
        ("one HTTP call, median / 95 in 100 / slowest", _three(http)),
        *(
            (f"batch, {name} worker{'s' * (name != '1')}", f"{seconds:.1f} s")
            for name, seconds in batch.items()
        ),
        (f"{count} workers against one", f"{batch['1'] / batch[str(count)]:.2f} x"),
    ]
    return table(("", ""), rows)


def _three(http: Mapping[str, float]) -> str:
    return f"{http['median']:.1f} / {http['p95']:.1f} / {http['max']:.1f} ms"


def _accuracy(accuracy: Mapping[str, Mapping[str, Any]]) -> str:
    head = ("subject", "hard errors", "false suggest", "missed", "decision", "decision without review")
    rows = [
        (
            SUBJECTS[name][1],
            str(row["hard_errors"]),
            str(row["false_suggest"]),
            str(row["missed"]),
            f"{row['decision']:.3f}",
            f"{row['decision_two']:.3f}",
        )
        for name, row in sorted(accuracy.items(), key=lambda item: -item[1]["decision"])
    ]
    return table(head, rows)


def _plots(results: Mapping[str, Any], folder: Path) -> None:
    import matplotlib

    matplotlib.use("Agg")
    from matplotlib import pyplot as plt

    plt.rcParams.update({"font.size": 10, "axes.edgecolor": GRID, "axes.labelcolor": INK, "text.color": INK})
    plt.rcParams.update({"axes.spines.top": False, "axes.spines.right": False, "savefig.dpi": 110})
    _bars(plt, results["speed"], folder / "speed.png")
    figure, axes = plt.subplots(figsize=(7, 4))
    for name, row in results["growth"].items():
        colour = MAIN_COLOUR if name == "osteotome" else OTHER
        label = f"{SUBJECTS[name][1]} (exponent {row['exponent']:.2f})"
        axes.loglog(row["characters"], row["seconds"], marker="o", color=colour, label=label)
    _finish(figure, axes, "characters", "CPU seconds", folder / "length.png")
    figure, axes = plt.subplots(figsize=(7, 4))
    for name, points in results["memory"].items():
        colour = MAIN_COLOUR if name == "osteotome" else OTHER
        label = SUBJECTS[name][1] + (", no memory zone" if name == "tokeniser" else "")
        axes.semilogx(*zip(*points, strict=True), marker="o", color=colour, label=label)
    axes.set_ylim(0, 1.25 * max(size for points in results["memory"].values() for _, size in points))
    _finish(figure, axes, "notes read, no two alike", "resident memory, MB", folder / "memory.png")


def _bars(plt: Any, speed: Mapping[str, Mapping[str, float]], path: Path) -> None:
    rows = sorted(speed.items(), key=lambda item: -item[1]["ms"])
    figure, axes = plt.subplots(figsize=(7, 0.42 * len(rows) + 1))
    colours = [MAIN_COLOUR if name == "osteotome" else OTHER for name, _ in rows]
    bars = axes.barh([SUBJECTS[name][1] for name, _ in rows], [row["ms"] for _, row in rows], color=colours)
    axes.bar_label(bars, [f"{row['ms']:.2f}" for _, row in rows], padding=4)
    axes.set_xscale("log")
    axes.margins(x=0.15)
    axes.set_xlabel("CPU ms a note (logarithmic)")
    figure.tight_layout()
    figure.savefig(path)
    plt.close(figure)


def _finish(figure: Any, axes: Any, across: str, up: str, path: Path) -> None:
    axes.set_xlabel(across)
    axes.set_ylabel(up)
    axes.grid(color=GRID, linewidth=0.6)
    axes.legend(frameon=False)
    figure.tight_layout()
    figure.savefig(path)
