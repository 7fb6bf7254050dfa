"""What is told of a cut besides the cut: a wedge or segment proves it only with measure and level."""

from collections.abc import Callable

import pytest

from nlp.annotation import Annotation
from tests.nlp.notes import CUT, PLATE, decisions, over, report, statuses

Read = Callable[[str], Annotation]


@pytest.mark.parametrize(
    ("sentence", "concept", "level"),
    [
        ("A 10 mm wedge 2 cm below the lesser trochanter came free.", "femoral_osteotomy", "subtrochanteric"),
        (
            "A 15 mm cylinder just below the lesser trochanter was kept.",
            "femoral_osteotomy",
            "subtrochanteric",
        ),
        ("20 degree wedge at the intertrochanteric level.", "femoral_osteotomy", "intertrochanteric"),
        ("15 mm trapezoid, subtrochanteric.", "femoral_osteotomy", "subtrochanteric"),
        (
            "A 12 degree wedge was fashioned in the supracondylar region.",
            "shaft_or_distal_femoral_osteotomy",
            "distal",
        ),
    ],
)
def test_gestures_piece_told_with_its_level_proves_the_cut(
    read: Read, sentence: str, concept: str, level: str
) -> None:
    text = report(sentence, PLATE, title="Left hip surgery")
    answer = read(text)
    (found,) = over(answer, text, sentence)
    assert (found.concept, found.level, found.status) == (concept, level, "performed")
    assert decisions(answer) == {"27450 suggest" if level == "distal" else "27165 suggest"}


@pytest.mark.parametrize(
    "sentence",
    [
        "A 10 mm wedge of graft lay at the intertrochanteric level.",
        "A wedge lay at the intertrochanteric level.",
        "A 10 mm wedge was seen.",
        "A 10 mm wedge lay at the greater trochanter.",
        "A 10 mm wedge will be needed 2 cm below the lesser trochanter.",
        "A 10 mm wedge was not taken 2 cm below the lesser trochanter.",
    ],
)
def test_gestures_piece_without_measure_or_level_proves_none(read: Read, sentence: str) -> None:
    assert read(report(sentence, PLATE, title="Left hip surgery")).suggestions == []


@pytest.mark.parametrize(
    "sentence",
    [
        "Then 17 mm were removed from the lower fragment.",
        "Exactly that length was excised from the distal fragment.",
        "45 degrees removed laterally.",
    ],
)
def test_gestures_what_is_taken_out_of_a_fragment_belongs_to_the_cut(read: Read, sentence: str) -> None:
    text = report(CUT, sentence)
    assert statuses(read(text), text, sentence, "femoral_osteotomy") == {"performed"}


@pytest.mark.parametrize("sentence", ["The head was removed 12 mm deep.", "A scar 12 cm long was excised."])
def test_gestures_other_things_taken_out_tell_no_cut(read: Read, sentence: str) -> None:
    text = report(CUT, sentence)
    assert statuses(read(text), text, sentence, "femoral_osteotomy") == set()


def test_gestures_lengthening_day_by_day_is_still_to_come(read: Read) -> None:
    sentence = "From day 7 the gap is drawn out 1 mm per day."
    text = report(CUT, sentence)
    assert statuses(read(text), text, sentence, "femoral_osteotomy") == {"planned"}
