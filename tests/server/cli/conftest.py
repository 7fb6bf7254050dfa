"""Fixtures of the command-line tests: a hand-made annotation and a way to run the command."""

import signal
from collections.abc import Callable

import pytest

from nlp.annotation import (
    Advice,
    Annotation,
    Concept,
    Cue,
    DocumentInfo,
    Engine,
    Episode,
    Question,
    RuledOut,
    Section,
    Suggestion,
)
from server.cli import main

TEXT = "s/p varus osteotomy.\r\nToday 🦴 the femur was cut <b>below</b> the blade\x1b[31m. No cast."
Run = Callable[..., tuple[int, str, str]]


def heed_interrupts() -> None:
    """Run in a new process: Ctrl-C counts even where the tests were started in the background."""
    signal.signal(signal.SIGINT, signal.SIG_DFL)


def concept(number: int, words: str, **more: object) -> Concept:
    """A concept over the first place of ``words`` in TEXT."""
    start = TEXT.index(words)
    fields = {
        "concept": "femoral_osteotomy",
        "status": "performed",
        "side": "left",
        "level": "intertrochanteric",
        "section": "description",
        "rule": "cut.saw",
        **more,
    }
    return Concept.model_validate(
        {"id": number, "start": start, "end": start + len(words), "text": words, **fields}
    )


@pytest.fixture
def text() -> str:
    return TEXT


@pytest.fixture
def annotation() -> Annotation:
    cue = Cue(start=0, end=3, text="s/p", means="historical", rule="cue.sp")
    cut = "the femur was cut <b>below</b> the blade\x1b[31m"
    question = Question(text="At what level?", indicators=[1], options=["Other (please specify)"])
    suggestion = Suggestion(
        code="27165",
        decision="review",
        side="left",
        level="intertrochanteric",
        modifiers=["LT"],
        reason="The femur was cut <today>.",
        evidence=[1],
        against=[0],
        questions=[question],
        advice=[Advice(text="The cast is inside.", source="NCCI IV.G")],
    )
    other = suggestion.model_copy(update={"code": "27450", "evidence": []})
    return Annotation(
        engine=Engine(version="0.1.0", knowledge="abcdef0123456789"),
        offsets="codepoint",
        document=DocumentInfo(
            kind="operative_report",
            episodes=[Episode(kind="today", start=0, end=len(TEXT))],
            sections=[Section(category="description", start=0, end=len(TEXT))],
        ),
        concepts=[
            concept(0, "varus osteotomy", status="historical", cues=[cue]),
            concept(1, cut),
            concept(2, "cast", concept="cast", status="negated"),
        ],
        suggestions=[suggestion, other],
        ruled_out=[RuledOut(code="27151", reason="No pelvis & no cut.", evidence=[2])],
    )


@pytest.fixture
def run(capsys: pytest.CaptureFixture[str]) -> Run:
    """Run the command; returns exit code, standard output and standard error."""

    def call(*arguments: object) -> tuple[int, str, str]:
        code = main([str(argument) for argument in arguments])
        out, err = capsys.readouterr()
        return code, out, err

    return call
