"""Words, lines, and the phrases of the lexicon that a note holds."""

from collections.abc import Callable

import pytest
from spacy.language import Language

from nlp.components.tokenizer import Pieces, knowledge_of, read_words
from nlp.knowledge.load import load_knowledge
from nlp.reading import Reading


def split(text: str) -> Reading:
    return read_words(Pieces(text), load_knowledge())


def rules(text: str) -> set[str]:
    return {mark.entry.id for mark in split(text).marks}


@pytest.mark.parametrize(
    ("text", "words"),
    [
        ("Femur cut.", ["femur", "cut", "."]),
        ("sub-trochanteric", ["sub", "trochanteric"]),
        ("sub‑trochanteric", ["sub", "trochanteric"]),
        ("left - right", ["left", "-", "right"]),
        ("3.2 mm", ["3.2", "mm"]),
        ("4,5mm", ["4,5", "mm"]),
        ("surgeon's", ["surgeon's"]),
        ("yes.....no", ["yes", "…", "no"]),
        ("A -> B", ["a", "→", "b"]),
        ("A ---> B", ["a", "→", "b"]),
        ("====", ["—"]),
        ("[x] cast", ["[", "x", "]", "cast"]),
        ("20°", ["20", "°"]),
        ("", []),
        (" \n\t ", []),
    ],
)
def test_tokenizer_splits_words(text: str, words: list[str]) -> None:
    assert split(text).words == words


def test_tokenizer_lowers_words_but_keeps_their_places() -> None:
    reading = split("  The FEMUR\nwas Cut")
    assert [reading.text[s:e] for s, e in zip(reading.starts, reading.ends, strict=True)] == [
        "The",
        "FEMUR",
        "was",
        "Cut",
    ]


def test_tokenizer_letter_that_grows_when_lowered_moves_no_place() -> None:
    reading = split("İ saw the İlium FEMUR")
    assert reading.raw(len(reading.words) - 1, len(reading.words)) == "FEMUR"


@pytest.mark.parametrize("end", ["\n", "\r\n", "\r", "\x0b", "\x0c", "\u2028", "\u2029"])
def test_tokenizer_every_line_end_ends_a_line(end: str) -> None:
    reading = split(f"one two{end}three")
    assert [(line.first, line.last) for line in reading.lines] == [(0, 2), (2, 3)]


@pytest.mark.parametrize(
    ("text", "blank"),
    [
        ("one\ntwo", False),
        ("one\n\ntwo", True),
        ("one\r\ntwo", False),
        ("one\r\n\r\ntwo", True),
        ("one\n  \t\ntwo", True),
    ],
)
def test_tokenizer_knows_the_blank_line_before_a_line(text: str, blank: bool) -> None:
    assert split(text).lines[1].blank_before is blank


@pytest.mark.parametrize(
    ("text", "rule"),
    [
        ("lesser trochanter", "bone.lesser_trochanter"),
        ("lesser-trochanter", "bone.lesser_trochanter"),
        ("LESSER\nTrochanter", "bone.lesser_trochanter"),
        ("oscillating saw", "cut.saw"),
        ("status post", "historical.sp"),
        ("VDRO", "name.vdro"),
        ("osteotmoy", "cut.osteotomy"),
        ("Pemberton osteotomy", "name.pelvic"),
    ],
)
def test_tokenizer_marks_phrases(text: str, rule: str) -> None:
    assert rule in rules(text)


@pytest.mark.parametrize("text", ["", "weather", "He walked home", "sawdust"])
def test_tokenizer_marks_nothing_where_the_lexicon_is_silent(text: str) -> None:
    assert split(text).marks == []


@pytest.mark.parametrize(
    ("text", "rule", "marked"),
    [
        ("ETO", "name.trochanter_approach", True),
        ("eto", "name.trochanter_approach", True),
        ("Eto", "name.trochanter_approach", False),
        ("a Salter", "name.pelvic", True),
        ("Mr Salter", "name.pelvic", False),
        ("Surgeon: Salter", "name.pelvic", False),
    ],
)
def test_tokenizer_tells_names_of_people_from_terms(text: str, rule: str, marked: bool) -> None:
    assert (rule in rules(text)) is marked


@pytest.mark.parametrize(
    "text", ["", " ", "  two  spaces ", "a\r\n\tb", "\u00a0x\u00a0", "é e\u0301", "🦴 bone", "a-b_c"]
)
def test_tokenizer_doc_gives_the_note_back(pipeline: Language, text: str) -> None:
    assert pipeline.make_doc(text).text == text


def test_tokenizer_lone_surrogates_stand_as_replacement_signs(pipeline: Language) -> None:
    doc = pipeline.make_doc("a \ud800 b\udfff")
    assert doc.text == "a \ufffd b\ufffd"
    assert doc._.reading.text == "a \ud800 b\udfff"


def test_tokenizer_pipeline_hands_out_its_knowledge(
    pipeline: Language, work: Callable[[str], Reading]
) -> None:
    assert knowledge_of(pipeline) is load_knowledge()
    assert work("femur").marks[0].entry is load_knowledge().entries["bone.femur"]
