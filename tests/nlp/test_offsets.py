"""Offsets in UTF-16 units beside offsets in code points."""

from collections.abc import Callable
from typing import Any

import pytest

from nlp.annotation import Annotation
from nlp.offsets import to_utf16, utf16_index
from tests.nlp.notes import CUT, osteotomy

Read = Callable[[str], Annotation]


def places(node: Any) -> list[tuple[int, int]]:
    """Every start and end in an answer."""
    if isinstance(node, dict):
        own = [(node["start"], node["end"])] if "start" in node else []
        return own + [place for value in node.values() for place in places(value)]
    return [place for item in node for place in places(item)] if isinstance(node, list) else []


def units(text: str, start: int, end: int) -> str:
    """What a program with UTF-16 strings would cut out."""
    return text.encode("utf-16-le", "surrogatepass")[2 * start : 2 * end].decode("utf-16-le", "surrogatepass")


@pytest.mark.parametrize(
    ("text", "index"),
    [
        ("", None),
        ("bone", None),
        ("é\u0301\uffff", None),
        ("\ud800", None),
        ("🦴", [0, 2]),
        ("a🦴b", [0, 1, 3, 4]),
        ("🦴🦴", [0, 2, 4]),
        ("\U00010000", [0, 2]),
    ],
)
def test_offsets_index_counts_units(text: str, index: list[int] | None) -> None:
    assert utf16_index(text) == index


@pytest.mark.parametrize("sign", ["🦴", "\U0001d6fc🦴", "👩‍⚕️", "🇩🇪"])
def test_offsets_of_every_span_move_to_units(read: Read, sign: str) -> None:
    text = osteotomy(f"A previous {sign} osteotomy was seen.").replace("The femur", f"{sign} The femur")
    answer = read(text)
    moved = to_utf16(answer, text)
    assert moved.offsets == "utf16"
    assert [units(text, *p) for p in places(moved.to_dict())] == [
        text[slice(*p)] for p in places(answer.to_dict())
    ]
    assert moved.concepts[-1].start > answer.concepts[-1].start


def test_offsets_without_astral_letters_stay(read: Read) -> None:
    text = osteotomy("É e\u0301")
    answer = read(text)
    moved = to_utf16(answer, text)
    assert moved == answer.model_copy(update={"offsets": "utf16"})


def test_offsets_nothing_but_offsets_changes(read: Read) -> None:
    text = f"🦴 {osteotomy()}"
    before, after = read(text).to_dict(), to_utf16(read(text), text).to_dict()
    assert [c["text"] for c in before["concepts"]] == [c["text"] for c in after["concepts"]]
    assert before["suggestions"] == after["suggestions"]
    assert before["ruled_out"] == after["ruled_out"]


def test_offsets_the_answer_given_is_left_as_it_was(read: Read) -> None:
    text = f"🦴 {CUT}"
    answer = read(text)
    copy = answer.model_copy(deep=True)
    to_utf16(answer, text)
    assert answer == copy
    assert answer.offsets == "codepoint"
