"""Sentences of notes: stops, bullets, wraps, abbreviations, fields."""

from collections.abc import Callable
from textwrap import fill

import pytest

from nlp.annotation import Annotation
from nlp.components.sentences import MAX_WORDS
from nlp.reading import Reading
from tests.nlp.cases import CASES
from tests.nlp.notes import CLOSING, CUT, OPENING, PLATE, decisions, over

Read = Callable[[str], Annotation]
Work = Callable[[str], Reading]
TOLD = f"{OPENING} {CUT} {PLATE} {CLOSING}"


def split(reading: Reading) -> list[str]:
    return [" ".join(reading.raw(s.first, s.last).split()) for s in reading.sentences]


@pytest.mark.parametrize(
    ("text", "sentences"),
    [
        ("The bone was cut. The plate was set.", ["The bone was cut.", "The plate was set."]),
        ("The bone was cut; the plate was set.", ["The bone was cut;", "the plate was set."]),
        ("The 3.2 bit was used. Good hold.", ["The 3.2 bit was used.", "Good hold."]),
        ("Dr. Reed helped. All well.", ["Dr. Reed helped.", "All well."]),
        ("- bone cut\n- plate set", ["- bone cut", "- plate set"]),
        ("• bone cut\n• plate set", ["• bone cut", "• plate set"]),
        ("bone cut\nplate set", ["bone cut", "plate set"]),
        ("Bone cut.\n\nPlate set.", ["Bone cut.", "Plate set."]),
        ("Is it hard? It is.", ["Is it hard?", "It is."]),
        ("a) bone cut   b) plate set", ["a) bone cut", "b) plate set"]),
        ("", []),
    ],
)
def test_sentences_are_split(work: Work, text: str, sentences: list[str]) -> None:
    assert split(work(text)) == sentences


@pytest.mark.parametrize("end", ["\n", "\r\n", "\n   "])
@pytest.mark.parametrize("word", ["thigh", "THIGH", "Thigh"])
def test_sentences_run_on_over_a_wrapped_line(work: Work, end: str, word: str) -> None:
    text = f"The bone was opened through a long incision on the side of the{end}{word} and then it was cut."
    assert len(split(work(text))) == 1


@pytest.mark.parametrize(("word", "count"), [("thigh", 1), ("Thigh", 2)])
def test_sentences_shorter_line_runs_on_in_small_letters_only(work: Work, word: str, count: int) -> None:
    assert len(split(work(f"The bone was opened at the side of\n{word} and cut."))) == count


def test_sentences_new_bullet_is_never_a_wrap(work: Work) -> None:
    long = "- the bone was opened through a long incision on the side of the thigh"
    assert len(split(work(f"{long}\n{long}"))) == 2


def test_sentences_numbered_items_stand_apart(work: Work) -> None:
    assert [s for s in split(work("1. bone cut\n2. plate set")) if "set" in s] == ["plate set"]


def test_sentences_without_stops_begin_at_capitals(work: Work) -> None:
    text = "The patient was laid supine The bone was cut with a saw The plate was set"
    assert split(work(text)) == [
        "The patient was laid supine",
        "The bone was cut with a saw",
        "The plate was set",
    ]


def test_sentences_without_any_end_are_broken_at_the_limit(work: Work) -> None:
    reading = work("bone " * (3 * MAX_WORDS))
    assert {s.last - s.first for s in reading.sentences} == {MAX_WORDS}


@pytest.mark.parametrize(
    ("text", "value"),
    [
        ("Pelvic osteotomy: no", "no"),
        ("Pelvic osteotomy ..... no", "no"),
        ("Pelvic osteotomy      no", "no"),
        ("Femoral osteotomy: yes", "yes"),
        ("Femoral osteotomy: left", ""),
        ("[x] Spica", "yes"),
        ("(x) Spica", "yes"),
        ("☑ Spica", "yes"),
        ("[ ] Spica", "no"),
        ("☐ Spica", "no"),
        ("Open reduction: [ ] Yes [x] No", "no"),
        ("Open reduction: [x] Yes [ ] No", "yes"),
        ("The bone was cut", ""),
    ],
)
def test_sentences_field_has_its_value(work: Work, text: str, value: str) -> None:
    assert work(text).sentences[0].field_value == value


def test_sentences_options_on_one_line_have_their_own_values(work: Work) -> None:
    reading = work("Level: [x] Intertrochanteric  [ ] Shaft")
    assert [s.field_value for s in reading.sentences] == ["", "yes", "no"]


def test_sentences_share_out_every_word_and_mark_once(work: Work) -> None:
    reading = work("PLAN: VDRO.\n- left femur; saw\n[x] plate   [ ] cast\nDr. A. cut the femur")
    firsts = [s.first for s in reading.sentences]
    assert firsts[0] == 0
    assert [s.last for s in reading.sentences] == [*firsts[1:], len(reading.words)]
    for sentence in reading.sentences:
        for mark in sentence.marks:
            assert sentence.first <= mark.first < sentence.last


@pytest.mark.parametrize("width", [60, 72, 90])
def test_sentences_of_a_paragraph_broken_by_width_stay_whole(work: Work, width: int) -> None:
    told = f"{TOLD} Then Salter and Pemberton cuts were talked about and Dr Reed was asked. {TOLD}"
    assert split(work(fill(told, width))) == split(work(told))


def test_sentences_on_short_lines_of_the_writers_own_end_with_them(work: Work) -> None:
    own = ["Skin cut", "Fascia cut", "Femur cut with a saw", "Plate set with six screws", "Wound closed"]
    assert split(work("\n".join(own))) == own


@pytest.mark.parametrize("width", [72, 90])
@pytest.mark.parametrize(("text", "expected"), CASES.values(), ids=CASES)
def test_sentences_broken_by_width_change_no_decision(
    read: Read, text: str, expected: set[str], width: int
) -> None:
    wrapped = "\n".join(fill(line, width) for line in text.split("\n"))
    assert decisions(read(wrapped)) == expected


@pytest.mark.parametrize(
    "opening",
    [
        "Left VDRO.",
        "Left varus derotation osteotomy for coxa valga.",
        "Left proximal femoral osteotomy under general anaesthesia.",
    ],
)
def test_sentences_opening_one_that_names_the_operation_is_its_title(read: Read, opening: str) -> None:
    text = f"{opening} {TOLD}"
    answer = read(text)
    assert {c.section for c in over(answer, text, opening)} == {"title"}
    assert decisions(answer) == {"27165 suggest"}
    silent = read(f"{opening} {OPENING} The hip was examined. {CLOSING}")
    assert decisions(silent) == {"27165 review"}


@pytest.mark.parametrize("opening", ["Left VDRO done with a saw.", "The left femur was cut with a saw."])
def test_sentences_opening_one_that_tells_is_no_title(read: Read, opening: str) -> None:
    text = f"{opening} {TOLD}"
    assert {c.section for c in over(read(text), text, opening)} == {"description"}


@pytest.mark.parametrize(("text", "expected"), CASES.values(), ids=CASES)
def test_broken_at_sixty_change_no_decision(work: Work, read: Read, text: str, expected: set[str]) -> None:
    wrapped = "\n".join(fill(line, 60) for line in text.split("\n"))
    assert decisions(read(wrapped)) == expected
    assert [s.last for s in work(wrapped).sentences] == [s.last for s in work(text).sentences]
