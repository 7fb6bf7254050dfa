"""What the terminal shows, and what a note cannot make it do."""

import io

import pytest
from hypothesis import given
from hypothesis import strategies as st
from rich.console import Console

from nlp.annotation import Annotation
from server.cli import terminal


def shown(*parts: object, color: bool = False) -> str:
    stream = io.StringIO()
    screen = Console(file=stream, width=100, force_terminal=color, highlight=False, markup=False, emoji=False)
    for part in parts:
        screen.print(part)
    return stream.getvalue()


@given(st.text(st.characters(exclude_categories=())))
def test_terminal_harmless_keeps_length_and_drops_control(text: str) -> None:
    safe = terminal.harmless(text)
    assert len(safe) == len(text)
    assert all(
        character.isprintable() or not character.isascii() or character in "\n\t" for character in safe
    )
    assert not set(safe) & {"\x1b", "\x9b", "\u202e", "\r", "\x07", "\x08"}
    safe.encode("utf-8")


def test_terminal_note_styles_the_words_themselves(annotation: Annotation, text: str) -> None:
    drawn = terminal.note(text, annotation.concepts)
    assert len(drawn.plain) == len(text)
    spans = {(span.start, span.end) for span in drawn.spans}
    assert spans == {(concept.start, concept.end) for concept in annotation.concepts}


def test_terminal_no_escape_of_the_note_gets_out(annotation: Annotation, text: str) -> None:
    out = shown(terminal.note(text, annotation.concepts), *terminal.annotation(annotation, {}))
    assert "\x1b" not in out
    assert "[31m" in out


@pytest.mark.parametrize(
    "words",
    [
        "27165 ? ask first",
        "left · intertrochanteric · modifier LT",
        "The femur was cut <today>.",
        "the femur was cut <b>below</b>",
        "cue “s/p”",
        "Do not add: The cast is inside. (NCCI IV.G)",
        "No pelvis & no cut.",
        "[ ] Other (please specify)",
        "A femoral cut",
    ],
)
def test_terminal_annotation_says(annotation: Annotation, words: str) -> None:
    assert words in shown(*terminal.annotation(annotation, {"27165": "A femoral cut"}))


def test_terminal_asks_each_question_once(annotation: Annotation) -> None:
    assert shown(*terminal.annotation(annotation, {})).count("At what level?") == 1


@pytest.mark.parametrize(
    "status", ["performed", "approach", "planned", "hypothetical", "historical", "negated"]
)
def test_terminal_every_status_has_a_style_of_its_own(annotation: Annotation, status: str) -> None:
    found = annotation.concepts[1].model_copy(update={"status": status})
    others = [
        terminal.style_of(found.model_copy(update={"status": other}))
        for other in terminal.STYLES
        if other != status
    ]
    assert terminal.style_of(found) not in others
