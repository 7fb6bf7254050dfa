"""Any string is read: no error, and every span is exactly where it says."""

from collections.abc import Callable

import pytest

from nlp.annotation import Annotation
from nlp.offsets import to_utf16
from tests.nlp.notes import CUT, decisions, osteotomy, over, report

Read = Callable[[str], Annotation]
NOTE = osteotomy("Status post pelvic osteotomy elsewhere.", diagnosis="Coxa valga")
SAME = {
    "crlf": NOTE.replace("\n", "\r\n"),
    "bare_cr": NOTE.replace("\n", "\r"),
    "vertical_tab": NOTE.replace("\n", "\x0b"),
    "line_separator": NOTE.replace("\n", "\u2028"),
    "nbsp": NOTE.replace(" ", "\u00a0"),
    "narrow_nbsp": NOTE.replace(" ", "\u202f"),
    "tab_after_colon": NOTE.replace(": ", ":\t"),
    "emoji": NOTE.replace("The", "🦴 The"),
    "family_emoji": NOTE.replace("The", "👩‍👧 The"),
    "lone_surrogates": "\ud800" + NOTE.replace("saw", "saw \udc00"),
    "bidi_marks": NOTE.replace("The femur", "\u202eThe femur\u202c"),
    "hebrew_above": f"שלום\n{NOTE}",
    "arabic_above": f"تقرير\n{NOTE}",
    "dotted_capital_i": NOTE.replace("The", "İ The"),
    "byte_order_mark": "\ufeff" + NOTE,
    "nul": NOTE.replace(". ", ".\0 "),
    "upper": NOTE.upper(),
    "lower": NOTE.lower(),
    "double_spaces": NOTE.replace(" ", "  "),
    "trailing_space": NOTE.replace("\n", "   \n") + "\n\n\n",
}
STRANGE = {
    "combining_marks": NOTE.replace("e", "e\u0301"),
    "soft_hyphens": NOTE.replace("tro", "tro\u00ad"),
    "zero_width": NOTE.replace(" ", "\u200b "),
    "full_width": NOTE.replace("saw", "\uff53\uff41\uff57"),
    "no_spaces": NOTE.replace(" ", ""),
    "one_letter_lines": "\n".join(NOTE),
    "backwards": NOTE[::-1],
    "surrogates_inside": NOTE.replace(" ", "\ud83e "),
    "escapes": repr(NOTE),
    "twice": NOTE + NOTE,
    "brackets": "([{<" * 300 + NOTE,
    "colons": ":" * 300 + NOTE,
    "boxes": "[x] [ ] " * 100 + NOTE,
    "quotes": '"' + NOTE.replace(".", '."'),
    "arrows": NOTE.replace(" ", " -> "),
}
BARE = [
    "",
    " ",
    "\n",
    "\r\n",
    "\0",
    "\ud800",
    "\udc00\ud800",
    "🦴",
    "a",
    ".",
    ":",
    "[x]",
    '"',
    ">",
    "> > >",
    "---",
]


def assert_exact(answer: Annotation, text: str) -> None:
    """Every span holds its text, in code points and in UTF-16 units; every stretch lies in the note."""
    raw = text.encode("utf-16-le", "surrogatepass")
    moved = to_utf16(answer, text)
    for concept, other in zip(answer.concepts, moved.concepts, strict=True):
        for span, unit in zip([concept, *concept.cues], [other, *other.cues], strict=True):
            assert span.start < span.end
            assert text[span.start : span.end] == span.text
            assert raw[2 * unit.start : 2 * unit.end].decode("utf-16-le", "surrogatepass") == span.text
    for stretch in (*answer.document.episodes, *answer.document.sections):
        assert 0 <= stretch.start < stretch.end <= len(text)


@pytest.mark.parametrize("text", [*SAME.values(), *STRANGE.values()], ids=[*SAME, *STRANGE])
def test_odd_input_spans_are_exact(read: Read, text: str) -> None:
    answer = read(text)
    assert_exact(answer, text)
    codes = {s.code for s in answer.suggestions} | {r.code for r in answer.ruled_out}
    assert "27165" in codes


@pytest.mark.parametrize("text", SAME.values(), ids=SAME)
def test_odd_input_dress_changes_no_answer(read: Read, text: str) -> None:
    plain, dressed = read(NOTE), read(text)
    assert decisions(dressed) == decisions(plain) == {"27165 suggest"}
    assert [(c.concept, c.status, c.level, c.side) for c in dressed.concepts] == [
        (c.concept, c.status, c.level, c.side) for c in plain.concepts
    ]


@pytest.mark.parametrize("text", BARE, ids=ascii)
def test_odd_input_without_words_says_no(read: Read, text: str) -> None:
    answer = read(text)
    assert answer.concepts == []
    assert answer.suggestions == []
    assert [r.code for r in answer.ruled_out] == ["27165"]
    assert answer.ruled_out[0].evidence == []
    assert_exact(answer, text)


def test_odd_input_empty_note_has_no_stretches(read: Read) -> None:
    document = read("").document
    assert document.episodes == []
    assert document.sections == []


@pytest.mark.parametrize(
    "text",
    ["a" * 50_000, "1 " * 5_000, "femur " * 5_000, "(" * 5_000, "saw cut femur. " * 1_000, "no " * 5_000],
)
def test_odd_input_long_monotony_is_read(read: Read, text: str) -> None:
    answer = read(text)
    assert_exact(answer, text)
    assert decisions(answer) <= {"27165 review", "27450 review"}


def test_odd_input_without_match_rules_out_with_a_reason(read: Read) -> None:
    answer = read(report("A cyst of the wrist was excised.", title="Wrist ganglion"))
    assert answer.suggestions == []
    (lost,) = answer.ruled_out
    assert lost.code == "27165"
    assert lost.reason


@pytest.mark.parametrize("wrap", ["\n", "\r\n", "\n    ", " \n\t"])
def test_odd_input_a_phrase_may_wrap_over_a_line(read: Read, wrap: str) -> None:
    text = report(CUT.replace("oscillating saw", f"oscillating{wrap}saw"))
    answer = read(text)
    assert_exact(answer, text)
    assert decisions(answer) == {"27165 suggest"}
    (cut,) = over(answer, text, f"oscillating{wrap}saw", "femoral_osteotomy")
    assert wrap in cut.text
