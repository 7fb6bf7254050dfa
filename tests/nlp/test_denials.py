"""Work on bone denied as a whole, without its bone."""

from collections.abc import Callable

import pytest

from nlp.annotation import Annotation
from tests.nlp.notes import CUT, PLATE, over, report

Read = Callable[[str], Annotation]


@pytest.mark.parametrize(
    ("sentence", "cue"),
    [
        ("Shortening was unnecessary.", "was unnecessary"),
        ("Derotation was not needed.", "was not needed"),
        ("No bone work was done.", "No bone work"),
        ("No bony surgery was performed.", "No bony surgery"),
        ("Nothing was resected.", "Nothing was resected"),
        ("No bone was resected.", "No bone was resected"),
        ("We decided not to shorten or rotate.", "decided not to"),
    ],
)
def test_denials_bone_work_denied_as_a_whole(read: Read, sentence: str, cue: str) -> None:
    text = report(sentence, title="Examination of the left femur")
    answer = read(text)
    (denied,) = over(answer, text, sentence)
    assert (denied.concept, denied.status) == ("femoral_osteotomy", "negated")
    assert [c.text for c in denied.cues] == [cue]
    assert answer.suggestions == []
    other = report(sentence, title="Examination of the left wrist").replace("hip", "wrist")
    assert over(read(other), other, sentence) == []


@pytest.mark.parametrize("sentence", ["Shortening was not needed.", "Derotation was not needed."])
def test_denials_bare_work_not_needed_does_not_speak_against_the_cut(read: Read, sentence: str) -> None:
    answer = read(report(CUT, PLATE, sentence))
    (found,) = answer.suggestions
    assert (found.code, found.decision, found.against) == ("27165", "suggest", [])


@pytest.mark.parametrize("sentence", ["Shortening was done.", "A good correction was had."])
def test_denials_bare_work_that_was_done_is_nothing(read: Read, sentence: str) -> None:
    text = report("The femur was felt.", sentence, title="Operation")
    assert over(read(text), text, sentence) == []


@pytest.mark.parametrize("sentence", ["Nothing was cut.", "No bone was cut.", "No need to divide bone."])
def test_nothing_cut(read: Read, sentence: str) -> None:
    text = report(sentence, title="Examination of the left femur")
    assert [c.status for c in over(read(text), text, sentence)] == ["negated"]
