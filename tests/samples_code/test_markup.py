"""Text with inline tags: what is read, what is written, and everything that is refused."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from nlp.samples.markup import parse, write
from nlp.samples.model import Mark, SampleError

CAST = "<cast performed>spica</cast>"


@pytest.mark.parametrize(
    ("marked", "text", "marks"),
    [
        ("", "", []),
        ("plain > text", "plain > text", []),
        (f"A {CAST}.", "A spica.", [Mark(2, 7, "cast", "performed")]),
        (
            "<cast negated side=left level=shaft decides>no\ncast</cast>",
            "no\ncast",
            [Mark(0, 7, "cast", "negated", "left", "shaft", True)],
        ),
        (
            "<cast performed>a <fixation planned>b</fixation></cast>",
            "a b",
            [Mark(0, 3, "cast", "performed"), Mark(2, 3, "fixation", "planned")],
        ),
        (
            "<cast performed>a <cast:2 planned>b</cast>c</cast:2>",
            "a bc",
            [Mark(0, 3, "cast", "performed"), Mark(2, 4, "cast", "planned")],
        ),
        ("a\\<b \\\\ \\=\\s\\t\\n\\r\\u{1f9b4}\\u{d800}", "a<b \\ = \t\n\r\U0001f9b4\ud800", []),
        ("\\n\\nend\\n", "\n\nend\n", []),
    ],
)
def test_markup_parse(marked: str, text: str, marks: list[Mark]) -> None:
    assert parse(marked) == (text, tuple(marks))


@pytest.mark.parametrize(
    ("marked", "fault"),
    [
        ("a\n<cast performed>spica", "line 2: <cast> is never closed"),
        ("spica</cast>", "line 1: </cast> closes nothing"),
        ("<cast performed>a</fixation></cast>", "</fixation> closes nothing"),
        ("<cast performed>a<cast performed>b</cast></cast>", "<cast> is open already"),
        ("<cast performed></cast>", "<cast> marks nothing"),
        ("<plaster performed>a</plaster>", "unknown tag <plaster>"),
        ("<cast>a</cast>", "<cast> needs a status"),
        ("<cast done>a</cast>", "<cast> needs a status"),
        ("<cast performed side=middle>a</cast>", "bad or repeated attribute 'side=middle'"),
        ("<cast performed colour=red>a</cast>", "bad or repeated attribute 'colour=red'"),
        ("<cast performed decides decides>a</cast>", "bad or repeated attribute 'decides'"),
        ("<cast performed side=left side=left>a</cast>", "bad or repeated attribute 'side=left'"),
        ("<cast performed  decides>a</cast>", "bad or repeated attribute ''"),
        ("BMI <25", "a bare '<'"),
        ("<cast\nperformed>a</cast>", "a bare '<'"),
        ("a \\x b", "unknown escape \\x"),
        ("a \\", "a backslash with nothing after it"),
        ("\\u{110000}", "no such character"),
        ("one\ntwo \nthree", "line 2: the line ends in white space"),
    ],
)
def test_markup_parse_refuses(marked: str, fault: str) -> None:
    with pytest.raises(SampleError) as error:
        parse(marked)
    assert fault in str(error.value)


@pytest.mark.parametrize("mark", [Mark(2, 2, "cast", "performed"), Mark(1, 9, "cast", "performed")])
def test_markup_write_refuses(mark: Mark) -> None:
    with pytest.raises(SampleError):
        write("spica", (mark,))


@pytest.mark.parametrize(
    ("text", "marked"),
    [
        ("<5", "\\<5"),
        ("a \nb", "a\\s\nb"),
        ("=== x\n===", "\\=== x\n\\==="),
        ("\n a\n\n", "\\n a\\n\\n"),
        ("\n\n", "\\n\\n"),
        ("a\u00a0b\u200b", "a\\u{a0}b\\u{200b}"),
        ("a\\n", "a\\\\n"),
    ],
)
def test_markup_write_makes_visible(text: str, marked: str) -> None:
    assert write(text, ()) == marked


@st.composite
def marked_texts(draw: st.DrawFn) -> tuple[str, tuple[Mark, ...]]:
    """Any text, lone surrogates included, with any marks, crossing ones included, in canonical order."""
    alphabet = st.one_of(st.sampled_from("ab <>\\=\n\t/:s"), st.characters(codec=None))
    text = draw(st.text(alphabet, min_size=1, max_size=30))
    places = draw(st.lists(st.tuples(st.integers(0, len(text)), st.integers(0, len(text))), max_size=5))
    marks = {
        Mark(min(place), max(place), draw(st.sampled_from(("cast", "fixation"))), "performed")
        for place in places
        if place[0] != place[1]
    }
    return text, tuple(sorted(marks, key=lambda mark: (mark.start, -mark.end, mark.concept)))


@given(marked_texts())
def test_markup_round_trip(case: tuple[str, tuple[Mark, ...]]) -> None:
    text, marks = case
    assert parse(write(text, marks)) == (text, marks)
    assert all(line == line.rstrip(" \t") for line in write(text, marks).split("\n"))
