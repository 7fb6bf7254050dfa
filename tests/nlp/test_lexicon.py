"""Phrases with choices, and the one pass that finds them."""

import pytest

from nlp.knowledge.lexicon import Entry, Lexicon, expand, words_of


def lexicon(**phrases: list[str]) -> Lexicon:
    return Lexicon([(Entry(name, name), found) for name, found in phrases.items()])


def found(book: Lexicon, text: str) -> list[tuple[int, int, list[str]]]:
    return [(first, last, [e.id for e in entries]) for first, last, entries in book.find(text.split())]


@pytest.mark.parametrize(
    ("phrase", "readings"),
    [
        ("plain words", ["plain words"]),
        ("{a|b} c", ["a c", "b c"]),
        ("{a|} c", ["a c", "c"]),
        ("{a|b} {c|d}", ["a c", "a d", "b c", "b d"]),
        ("{a|b {c|d}} e", ["a e", "b c e", "b d e"]),
        ("cut{s|}", ["cuts", "cut"]),
        ("  spread   out ", ["spread out"]),
    ],
)
def test_lexicon_expands_choices(phrase: str, readings: list[str]) -> None:
    assert set(expand(phrase)) == set(readings)


@pytest.mark.parametrize(
    ("phrase", "words"),
    [
        ("Hip Screw", ("hip", "screw")),
        ("sub-trochanteric", ("sub", "trochanteric")),
        ("s / p", ("s", "/", "p")),
        ("1.5 mm", ("1.5", "mm")),
        ("", ()),
    ],
)
def test_lexicon_splits_phrases_as_notes_are_split(phrase: str, words: tuple[str, ...]) -> None:
    assert words_of(phrase) == words


@pytest.mark.parametrize(
    ("text", "hits"),
    [
        ("a hip", [(1, 2, ["short"])]),
        ("hip screw", [(0, 2, ["long"])]),
        ("hip screw plate", [(0, 3, ["longest"])]),
        ("hip plate", [(0, 1, ["short"])]),
        ("screw", []),
        ("hip hip screw", [(0, 1, ["short"]), (1, 3, ["long"])]),
    ],
)
def test_lexicon_takes_the_longest_phrase(text: str, hits: list[tuple[int, int, list[str]]]) -> None:
    book = lexicon(short=["hip"], long=["hip screw"], longest=["hip screw plate"])
    assert found(book, text) == hits


def test_lexicon_falls_back_when_a_longer_phrase_breaks_off() -> None:
    book = lexicon(short=["a b"], long=["a b c d"])
    assert found(book, "a b c x") == [(0, 2, ["short"])]


def test_lexicon_phrases_may_overlap() -> None:
    book = lexicon(left=["a b"], right=["b c"])
    assert found(book, "a b c") == [(0, 2, ["left"]), (1, 3, ["right"])]


def test_lexicon_two_entries_may_share_a_phrase() -> None:
    book = lexicon(one=["a b"], two=["{a|x} b"])
    assert found(book, "a b") == [(0, 2, ["one", "two"])]


def test_lexicon_names_an_entry_once_however_often_it_lists_the_phrase() -> None:
    book = lexicon(one=["a b", "{a|a} b"])
    assert found(book, "a b") == [(0, 2, ["one"])]


@pytest.mark.parametrize(("first", "hit"), [(0, None), (1, (1, 3)), (2, None), (3, None), (99, None)])
def test_lexicon_at_looks_at_one_word_only(first: int, hit: tuple[int, int] | None) -> None:
    got = lexicon(one=["a b"]).at(["x", "a", "b"], first)
    assert (got[:2] if got else None) == hit


def test_lexicon_without_phrases_finds_nothing() -> None:
    assert list(Lexicon([]).find(["a", "b"])) == []
    assert found(lexicon(empty=[""]), "a b") == []
