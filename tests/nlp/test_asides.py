"""Acts told without their name: by the side alone, by a cue alone, or as an osteotomy that has healed."""

from collections.abc import Callable

import pytest

from nlp.annotation import Annotation
from tests.nlp.notes import CUT, decisions, osteotomy, over, report, statuses

Read = Callable[[str], Annotation]


@pytest.mark.parametrize(
    ("sentence", "status"),
    [
        ("The right hip was not operated on.", "negated"),
        ("Right: migration 15 percent, left alone.", "negated"),
        ("Nothing was done on the right.", "negated"),
        ("The right side is to follow later, at a second stage.", "planned"),
        ("Right side booked for September.", "planned"),
        ("The right was done two years ago.", "historical"),
        ("The right was done last June.", "historical"),
        ("Both hips were done in 2016.", "historical"),
        ("Films showed the osteotomies solid.", "historical"),
    ],
)
def test_asides_act_of_a_side_takes_the_status_of_its_cue(read: Read, sentence: str, status: str) -> None:
    text = report(CUT, sentence, title="Left femoral osteotomy, 2.2.2024")
    answer = read(text)
    assert statuses(answer, text, sentence, "femoral_osteotomy") == {status}
    assert decisions(answer) == decisions(read(report(CUT, title="Left femoral osteotomy")))


@pytest.mark.parametrize(
    "sentence",
    [
        "The right knee was not operated on.",
        "The right capsule was not opened.",
        "The right plate was left alone.",
        "Right: no pain.",
        "The right foot was pink two hours ago.",
        "A drain was not needed.",
        "The wound was closed and it was not infected.",
    ],
)
def test_asides_of_other_things_tell_no_cut(read: Read, sentence: str) -> None:
    text = report(CUT, sentence, title="Left femoral osteotomy")
    assert over(read(text), text, sentence, "femoral_osteotomy") == []


@pytest.mark.parametrize(
    "sentence",
    [
        "A Salter osteotomy had been talked over. It was not needed.",
        "A Salter osteotomy was the other plan and was not chosen.",
        "A Salter osteotomy had been discussed; not required today.",
    ],
)
def test_asides_cue_without_a_subject_denies_the_act_before_it(read: Read, sentence: str) -> None:
    text = report(CUT, sentence, title="Left femoral osteotomy")
    answer = read(text)
    assert "negated" in statuses(answer, text, sentence[-16:], "pelvic_osteotomy")
    assert "27151 suggest" not in decisions(answer)


@pytest.mark.parametrize("who", ["other leg", "contralateral hip", "opposite side"])
def test_asides_a_dated_operation_on_the_other_leg_has_no_side_of_its_own(read: Read, who: str) -> None:
    past = f"The {who} was done in 2018."
    answer = read(osteotomy(past))
    assert {c.side for c in answer.concepts} <= {"left", "right", "bilateral", "unspecified"}
    assert decisions(answer) == {"27165 suggest"}
