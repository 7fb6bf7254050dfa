"""Drawing an annotation in a terminal: the note coloured by concept, answers, what was ruled out.

Whatever a note says is made harmless first: no control sequence of a note reaches the terminal.
"""

import sys
from collections.abc import Iterable, Iterator

from rich.console import Console, Group, RenderableType
from rich.padding import Padding
from rich.panel import Panel
from rich.style import Style
from rich.table import Table
from rich.text import Text

from nlp.annotation import Annotation, Concept, RuledOut, Suggestion
from server.cli.kinds import group, outermost

HUES = {
    "femur": "#2f9be0",
    "othercut": "#56b4e9",
    "pelvis": "#d55e00",
    "reduction": "#cc79a7",
    "fixation": "#009e73",
    "prosthesis": "#e69f00",
    "detail": "#a39a1c",
    "context": "#8c97a3",
}
STYLES = {
    "performed": {"bold": True, "underline": True},
    "approach": {"underline2": True},
    "planned": {"italic": True, "underline": True},
    "hypothetical": {"italic": True},
    "historical": {"dim": True, "underline": True},
    "negated": {"strike": True},
}
TONES = {"suggest": "green", "review": "yellow", "no": "bright_black"}
WORDS = {"suggest": "✓ supported", "review": "? ask first", "no": "✗ not supported"}

# Every control character becomes one visible character, so that offsets stay what they are. The
# C1 range holds 8-bit escape sequences, the bidirectional overrides can reorder what is read.
HARMLESS: dict[int, int | str] = {code: 0x2400 + code for code in range(0x20) if code not in (0x09, 0x0A)}
HARMLESS |= {0x0D: " ", 0x7F: 0x2421}
HARMLESS |= {code: 0xFFFD for code in [*range(0x80, 0xA0), *range(0x202A, 0x202F), *range(0x2066, 0x206A)]}


def console(*, color: str = "auto", stderr: bool = False) -> Console:
    """A console for people; ``color`` is auto, always or never (NO_COLOR is respected by auto)."""
    forced = {"always": True, "never": False}.get(color)
    screen = Console(stderr=stderr, force_terminal=forced, highlight=False, markup=False, emoji=False)
    stream = sys.stderr if stderr else sys.stdout
    return (
        screen
        if stream.isatty()
        else Console(
            stderr=stderr, force_terminal=forced, highlight=False, markup=False, emoji=False, width=100
        )
    )


def harmless(text: str) -> str:
    """``text`` with control characters and lone surrogates made visible; the length stays."""
    safe = text.translate(HARMLESS)
    return safe if safe.isascii() else "".join("\ufffd" if "\ud800" <= c <= "\udfff" else c for c in safe)


def style_of(concept: Concept) -> Style:
    """Hue by kind, line and weight by status."""
    return Style(color=HUES[group(concept)], **STYLES[concept.status])  # type: ignore[arg-type]


def note(text: str, concepts: Iterable[Concept]) -> Text:
    """The note with its concepts styled; long ones first, so that details stay visible inside them."""
    drawn = Text(harmless(text))
    for concept in sorted(concepts, key=lambda one: one.start - one.end):
        drawn.stylize(style_of(concept), concept.start, concept.end)
    return drawn


def annotation(found: Annotation, titles: dict[str, str]) -> Iterator[RenderableType]:
    """The answers, what was ruled out, the questions; ``titles`` says what the codes are called."""
    by_id = {concept.id: concept for concept in found.concepts}
    for suggestion in found.suggestions:
        yield _suggestion(suggestion, by_id, titles)
    ruled_out = sorted(found.ruled_out, key=lambda one: one.code != "27165")
    if ruled_out:
        yield _ruled_out(ruled_out, by_id, titles)
    for question in dict.fromkeys(_all_questions(found)):
        yield _question(*question, by_id)


def _all_questions(found: Annotation) -> Iterator[tuple[str, tuple[int, ...], tuple[str, ...]]]:
    """Every question; codes that one answer would settle ask the same."""
    for suggestion in found.suggestions:
        for question in suggestion.questions:
            yield question.text, tuple(question.indicators), tuple(question.options)


def _suggestion(one: Suggestion, by_id: dict[int, Concept], titles: dict[str, str]) -> Panel:
    facts = [fact.replace("_", " ") for fact in (one.side, one.level) if fact not in ("unspecified", "none")]
    facts += [f"modifier {modifier}" for modifier in one.modifiers]
    parts: list[RenderableType] = [
        Text(titles.get(one.code, ""), style="dim"),
        *([Text(" · ".join(facts))] if facts else []),
        Text(harmless(f"\n{one.reason}")),
        *_quotes("Because of", one.evidence, by_id),
        *_quotes("Against it", one.against, by_id),
    ]
    parts += [
        Text(harmless(f"Do not add: {advice.text} ({advice.source})"), style="dim") for advice in one.advice
    ]
    tone = TONES[one.decision]
    title = Text.assemble((f"{one.code} ", "bold"), (WORDS[one.decision], f"bold {tone}"))
    return Panel(Group(*parts), title=title, title_align="left", border_style=tone, padding=(0, 1))


def _quotes(title: str, ids: list[int], by_id: dict[int, Concept]) -> list[RenderableType]:
    found = outermost([by_id[number] for number in ids if number in by_id])
    if not found:
        return []
    return [Text(f"\n{title}", style="dim"), *(Padding(_quote(concept), (0, 0, 0, 2)) for concept in found)]


def _quote(concept: Concept) -> Text:
    cue = f", cue “{_flat(concept.cues[0].text)}”" if concept.cues else ""
    about = f" {concept.status}, {concept.section.replace('_', ' ')}{cue}"
    return Text.assemble("“", Text(_flat(concept.text), style=style_of(concept)), "”", (about, "dim"))


def _flat(text: str) -> str:
    return harmless(" ".join(text.split()))


def _ruled_out(found: list[RuledOut], by_id: dict[int, Concept], titles: dict[str, str]) -> Table:
    table = Table(title="Ruled out", title_justify="left", title_style="bold", box=None, header_style="dim")
    table.add_column("code", no_wrap=True)
    table.add_column("why not", ratio=1)
    for one in found:
        found_here = outermost([by_id[number] for number in one.evidence if number in by_id])
        quotes = [_quote(concept) for concept in found_here]
        table.add_row(Text(one.code, style="bold"), Group(Text(harmless(one.reason)), *quotes))
    return table


def _question(
    text: str, indicators: tuple[int, ...], options: tuple[str, ...], by_id: dict[int, Concept]
) -> Panel:
    quotes = [_quote(by_id[number]) for number in indicators if number in by_id]
    boxes = [Text(harmless(f"[ ] {option}")) for option in options]
    body = Group(Text(harmless(text)), *quotes, *boxes)
    return Panel(
        body, title="Question for the surgeon", title_align="left", border_style="cyan", padding=(0, 1)
    )
