"""Notes about other bones and other parts of the body: nothing of hip or femur was done today."""

from collections.abc import Callable

import pytest

from nlp.annotation import Annotation
from tests.nlp.notes import decisions, osteotomy

Read = Callable[[str], Annotation]
FOOT = (
    "Procedure: Calcaneal lengthening osteotomy, left\n{}\nDescription: Supine, sandbag under the left hip, "
    "thigh tourniquet. Ollier incision. The calcaneus was cut with a saw 15 mm behind the joint and a wedge "
    "of 8 mm was put in. Plate and two screws. Closed in layers, cast below the knee."
)
BOWEL = (
    "Procedure: Right hemicolectomy\n{}\nDescription: Supine. Midline laparotomy. The bowel was divided by a "
    "stapler and joined side to side. The mesentery was closed. Fascia and skin closed. No drain. Counts "
    "correct. The patient went to recovery in good condition, to be fed the next day and go home when able."
)


@pytest.mark.parametrize("body", [FOOT, BOWEL])
@pytest.mark.parametrize(
    "aside",
    [
        "",
        "A brother was treated with a varus derotation osteotomy.",
        "On the waiting list for a left intertrochanteric osteotomy.",
        "His wife had a McMurray osteotomy.",
        "Left hip: intertrochanteric osteotomy was raised in clinic, no decision.",
        "Right THR for failed intertrochanteric osteotomy.",
        "Await opinion on left proximal femoral osteotomy.",
    ],
)
def test_elsewhere_mentions_in_passing_count_for_nothing(read: Read, body: str, aside: str) -> None:
    assert decisions(read(body.format(aside))) == set()


@pytest.mark.parametrize(
    "text",
    [
        "Procedure: Iliac crest flap to the mandible\nA block of iliac crest was sawn out with its cortex. "
        "The block was shaped by an osteotomy and plated to the jaw.",
        "Procedure: Pyeloplasty\nFlank position with the table broken at the iliac crest. The ureter was cut "
        "and joined to the pelvis of the kidney over a stent.",
        "Operation: Right knee\nMidline incision, patella subluxed. The distal femur was cut in 5 degrees "
        "of valgus, the tibia at right angles. Chamfer cuts. Trial, then the femoral component was cemented.",
        "Procedure: Weil osteotomies of two lesser rays, left\nThe lesser metatarsals were sawn and "
        "held by twist-off screws.",
    ],
)
def test_elsewhere_cuts_of_other_work_are_no_osteotomy_of_the_hip(read: Read, text: str) -> None:
    assert decisions(read(text)) == set()


def test_elsewhere_another_bone_beside_the_femur_takes_nothing_away(read: Read) -> None:
    text = osteotomy("The tibia was then cut above the ankle and wired.")
    assert "27165 suggest" in decisions(read(text))
