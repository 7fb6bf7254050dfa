"""Osteotomies that are only spoken of: old ones met again, and those that the next sentence drops."""

from collections.abc import Callable

import pytest

from nlp.annotation import Annotation
from tests.nlp.notes import CUT, PLATE, decisions, over, report, statuses

Read = Callable[[str], Annotation]
OLD = "Left VDRO in 2015"


@pytest.mark.parametrize(
    "sentence",
    [
        "The femoral osteotomy had united.",
        "The femoral osteotomy was found to be soundly healed.",
        "The femoral osteotomy site was consolidated.",
        "The proximal femoral osteotomy was solidly united on the films.",
        "The intertrochanteric osteotomy was well remodelled.",
    ],
)
def test_recalled_healed_osteotomy_is_an_old_one(read: Read, sentence: str) -> None:
    text = report(sentence, "The blade plate was removed.", title="Removal of left hip plate")
    answer = read(text)
    assert statuses(answer, text, sentence, "femoral_osteotomy") == {"historical"}
    assert answer.suggestions == []


@pytest.mark.parametrize(
    "sentence",
    [
        "The osteotomy was inspected.",
        "The osteotomy was found solid.",
        "The osteotomy was seen and palpated.",
        "The osteotomy was stable.",
        "The osteotomy was identified.",
    ],
)
def test_recalled_osteotomy_only_looked_at_is_the_old_one(read: Read, sentence: str) -> None:
    text = report(sentence, "The blade plate was removed.", title="Removal of left hip plate", history=OLD)
    answer = read(text)
    (met,) = over(answer, text, sentence, "femoral_osteotomy")
    assert met.status == "historical"
    (cue,) = met.cues
    assert (cue.means, cue.text) == ("historical", "VDRO")
    assert answer.suggestions == []


@pytest.mark.parametrize(
    "sentences",
    [
        [CUT, "The osteotomy was inspected and found stable."],
        ["The osteotomy was made with a saw 2 cm below the lesser trochanter.", "The osteotomy was stable."],
        ["An intertrochanteric osteotomy was performed.", "The osteotomy was stable."],
        ["The healed osteotomy was divided again with a saw 2 cm below the lesser trochanter."],
    ],
)
def test_recalled_osteotomy_cut_today_is_not_the_old_one(read: Read, sentences: list[str]) -> None:
    text = report(*sentences, PLATE, history=OLD)
    answer = read(text)
    assert statuses(answer, text, sentences[-1], "femoral_osteotomy") == {"performed"}
    assert decisions(answer) == {"27165 suggest"}


def test_recalled_osteotomy_looked_at_without_an_old_one_is_todays(read: Read) -> None:
    sentence = "The osteotomy was inspected and found stable."
    text = report(sentence, PLATE)
    assert statuses(read(text), text, sentence, "femoral_osteotomy") == {"performed"}


@pytest.mark.parametrize(
    "dropping",
    [
        "Cover was enough, so I did not add it.",
        "The cover was good and we did not need it.",
        "We did not do this.",
        "Cover was full, so it was enough: I didn't do it.",
        "We didn\u2019t pursue that.",
    ],
)
@pytest.mark.parametrize(
    "naming", ["I looked at a Pemberton osteotomy.", "A Pemberton osteotomy was discussed with the team."]
)
def test_recalled_name_dropped_by_the_next_sentence(read: Read, naming: str, dropping: str) -> None:
    text = report(CUT, PLATE, naming, dropping)
    answer = read(text)
    (named,) = over(answer, text, "Pemberton")
    assert named.status == "negated"
    assert named.cues[-1].means == "negated"
    start = text.index(dropping)
    assert start <= named.cues[-1].start < named.cues[-1].end <= start + len(dropping)
    assert decisions(answer) == {"27165 suggest"}


@pytest.mark.parametrize(
    "following",
    [
        "Cover was enough and it did not slip.",
        "We did not need a drain.",
        "We did not add more graft.",
        "The graft was cut and we did not need to pin it.",
    ],
)
def test_recalled_denial_of_something_else_drops_nothing(read: Read, following: str) -> None:
    text = report("A Pemberton osteotomy was performed.", following, title="Left Pemberton osteotomy")
    answer = read(text)
    assert statuses(answer, text, "Pemberton osteotomy was") == {"performed"}
    assert decisions(answer) == {"27146 suggest"}


def test_recalled_denial_reaches_the_sentence_before_only(read: Read) -> None:
    text = report(
        "A Pemberton osteotomy was performed.",
        "A drain was thought of.",
        "We did not need it.",
        title="Left Pemberton osteotomy",
    )
    assert decisions(read(text)) == {"27146 suggest"}
