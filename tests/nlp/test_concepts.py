"""What a note mentions: by name, by action, on which bone and at which level."""

from collections.abc import Callable

import pytest

from nlp.annotation import Annotation
from tests.nlp.notes import CUT, over, report

Read = Callable[[str], Annotation]


def acts(read: Read, sentence: str) -> list[tuple[str, str]]:
    """Concept and level of what ``sentence`` of a report tells."""
    text = report(sentence, title="Operation")
    return [(c.concept, c.level) for c in over(read(text), text, sentence)]


@pytest.mark.parametrize(
    ("name", "concept", "level"),
    [
        ("VDRO", "femoral_osteotomy", "proximal_unspecified"),
        ("varus derotation osteotomy", "femoral_osteotomy", "proximal_unspecified"),
        ("varus (adduction) osteotomy", "femoral_osteotomy", "proximal_unspecified"),
        ("femoral derotation osteotomy", "femoral_osteotomy", "unspecified"),
        ("intertrochanteric osteotomy", "femoral_osteotomy", "intertrochanteric"),
        ("Imhauser osteotomy", "femoral_osteotomy", "intertrochanteric"),
        ("Southwick osteotomy", "femoral_osteotomy", "intertrochanteric"),
        ("subtrochanteric derotation osteotomy", "femoral_osteotomy", "subtrochanteric"),
        ("subtrochanteric valgus osteotomy", "femoral_osteotomy", "subtrochanteric"),
        ("proximal femoral osteotomy", "femoral_osteotomy", "proximal_unspecified"),
        ("DFO", "shaft_or_distal_femoral_osteotomy", "distal"),
        ("distal femoral extension osteotomy", "shaft_or_distal_femoral_osteotomy", "distal"),
        ("supracondylar osteotomy", "shaft_or_distal_femoral_osteotomy", "distal"),
        ("diaphyseal derotation osteotomy", "shaft_or_distal_femoral_osteotomy", "shaft"),
        ("Sofield osteotomy", "shaft_or_distal_femoral_osteotomy", "shaft"),
        ("Salter osteotomy", "pelvic_osteotomy", "none"),
        ("Dega osteotomy", "pelvic_osteotomy", "none"),
        ("shelf procedure", "pelvic_osteotomy", "none"),
        ("PAO", "pelvic_osteotomy", "none"),
        ("Dunn osteotomy", "neck_osteotomy", "neck"),
        ("femoral neck osteotomy", "neck_osteotomy", "neck"),
        ("trochanteric osteotomy", "trochanter_osteotomy", "greater_trochanter"),
        ("greater trochanter transfer", "trochanter_osteotomy", "greater_trochanter"),
        ("high tibial osteotomy", "tibial_osteotomy", "none"),
        ("total hip replacement", "arthroplasty", "none"),
        ("open reduction of the hip", "open_reduction_hip", "none"),
        ("hip spica cast", "cast", "none"),
        ("blade plate", "fixation", "none"),
    ],
)
def test_concepts_names(read: Read, name: str, concept: str, level: str) -> None:
    assert acts(read, f"A {name} was done.") == [(concept, level)]


@pytest.mark.parametrize("spelt", ["ostoetomy", "osteotmy", "OSTEOTOMY", "osteotomies", "osteo-\ntomy"])
def test_concepts_names_in_other_spellings(read: Read, spelt: str) -> None:
    assert acts(read, f"A femoral {spelt} was done.")[0][0] == "femoral_osteotomy"


@pytest.mark.parametrize(
    ("sentence", "concept"),
    [
        ("The femur was divided with a saw.", "femoral_osteotomy"),
        ("A transverse cut was made in the femur with an oscillating saw.", "femoral_osteotomy"),
        ("A wedge of bone was removed from the proximal femur.", "femoral_osteotomy"),
        ("The femur was osteotomised with a Gigli saw.", "femoral_osteotomy"),
        ("The femur was divided with an osteotome below the lesser trochanter.", "femoral_osteotomy"),
        ("The femoral shaft was sawn through.", "shaft_or_distal_femoral_osteotomy"),
        ("The distal femur was divided with a saw.", "shaft_or_distal_femoral_osteotomy"),
        ("The femoral neck was osteotomised.", "neck_osteotomy"),
        ("The greater trochanter was osteotomised.", "trochanter_osteotomy"),
        ("The ilium was cut with a Gigli saw.", "pelvic_osteotomy"),
        ("The tibia was divided with a saw.", "tibial_osteotomy"),
        ("The fracture was plated.", "fracture_fixation"),
        ("The loose plate was removed.", "hardware_removal"),
        ("Removal of the plate was done.", "hardware_removal"),
    ],
)
def test_concepts_actions(read: Read, sentence: str, concept: str) -> None:
    assert [found for found, _ in acts(read, sentence)] == [concept]


@pytest.mark.parametrize(
    "sentence",
    [
        "The fascia lata was divided.",
        "The psoas tendon was cut.",
        "The capsule was cut in a T.",
        "The sciatic nerve was never cut.",
        "The skin was cut with a knife.",
        "The sutures were cut.",
        "We saw no infection.",
        "The family saw him later.",
        "The radius was divided with a saw.",
        "The calcaneus was osteotomised.",
        "An osteotome lifted the periosteum.",
        "Salter Harris type 2 injury was seen.",
        "Mr Salter assisted.",
        "Dr Eto assisted.",
        "Chiari malformation was known.",
        "The lesser trochanter was felt.",
    ],
)
def test_concepts_words_that_are_no_cut_of_the_hip(read: Read, sentence: str) -> None:
    assert acts(read, sentence) == []


def test_concepts_cast_saw_cuts_no_bone(read: Read) -> None:
    assert acts(read, "The plaster was cut with a cast saw.") == [("cast", "none")]


@pytest.mark.parametrize(
    ("where", "level"),
    [
        ("at the lesser trochanter", "intertrochanteric"),
        ("at the level of the lesser trochanter", "intertrochanteric"),
        ("at the upper border of the lesser trochanter", "intertrochanteric"),
        ("3 cm above the lesser trochanter", "intertrochanteric"),
        ("just distal to the lesser trochanter", "subtrochanteric"),
        ("15 mm below the lesser trochanter", "subtrochanteric"),
        ("an inch below the lesser trochanter", "subtrochanteric"),
        ("one and a half cm below the lesser trochanter", "subtrochanteric"),
        ("5 cm below the lesser trochanter", "subtrochanteric"),
        ("5.5 cm below the lesser trochanter", "shaft"),
        ("70 mm below the lesser trochanter", "shaft"),
        ("2 cm below LT", "subtrochanteric"),
        ("3 cm below the greater trochanter", "intertrochanteric"),
        ("7 cm below the greater trochanter", "subtrochanteric"),
        ("12 cm below the greater trochanter", "shaft"),
        ("3 cm below the vastus ridge", "intertrochanteric"),
        ("6 cm below the vastus ridge", "subtrochanteric"),
        ("1 cm below the blade", "intertrochanteric"),
        ("in the intertrochanteric region", "intertrochanteric"),
        ("in the subtrochanteric region", "subtrochanteric"),
        ("through the femoral shaft", "shaft"),
        ("at the mid shaft of the femur", "shaft"),
        ("in the distal femur", "distal"),
        ("through the supracondylar region", "distal"),
        ("in the proximal femur", "proximal_unspecified"),
        ("from front to back", "unspecified"),
    ],
)
def test_concepts_places_tell_the_level_of_the_cut(read: Read, where: str, level: str) -> None:
    text = report(f"The femur was sawn {where}.")
    (cut,) = [c for c in over(read(text), text, f"The femur was sawn {where}") if "femoral" in c.concept]
    assert cut.level == level
    low = level in ("shaft", "distal")
    assert cut.concept == ("shaft_or_distal_femoral_osteotomy" if low else "femoral_osteotomy")


@pytest.mark.parametrize(
    ("name", "where", "concept"),
    [
        ("osteotomy", "of the distal femur", "shaft_or_distal_femoral_osteotomy"),
        ("rotational osteotomy", "of the tibia", "tibial_osteotomy"),
        ("osteotomy", "of the ilium", "pelvic_osteotomy"),
        ("osteotomy", "of the femoral neck", "neck_osteotomy"),
        ("osteotomy", "of the calcaneus", None),
    ],
)
def test_concepts_bone_named_beside_the_osteotomy_decides(
    read: Read, name: str, where: str, concept: str | None
) -> None:
    assert {found for found, _ in acts(read, f"A {name} {where} was done.")} == (
        {concept} if concept else set()
    )


def test_concepts_bone_in_hand_carries_over_to_a_bare_cut(read: Read) -> None:
    text = report("The ilium was exposed to the notch.", "The saw cut was completed.", title="Operation")
    assert {c.concept for c in over(read(text), text, "saw cut")} == {"pelvic_osteotomy"}


@pytest.mark.parametrize(
    ("sentence", "concept"),
    [
        ("The femur was left alone.", "femoral_osteotomy"),
        ("The ilium was left untouched.", "pelvic_osteotomy"),
        ("The greater trochanter was left undisturbed.", "trochanter_osteotomy"),
        ("The femur remained intact.", "femoral_osteotomy"),
        ("Nothing was needed on the femur.", "femoral_osteotomy"),
        ("The femur needed no correction.", "femoral_osteotomy"),
        ("No bony work was done on the ilium.", "pelvic_osteotomy"),
    ],
)
def test_concepts_bone_left_alone_is_a_denied_cut(read: Read, sentence: str, concept: str) -> None:
    text = report(sentence, title="Operation")
    (denied,) = over(read(text), text, sentence)
    assert (denied.concept, denied.status) == (concept, "negated")


@pytest.mark.parametrize(
    ("sentence", "rule"),
    [
        ("The distal fragment was rotated by 20 degrees.", "correction.realigned"),
        ("The distal fragment was gently and slowly rotated.", "correction.realigned"),
        ("A wedge 15 mm high was measured.", "wedge.piece"),
    ],
)
def test_concepts_what_is_told_of_the_fragments_belongs_to_the_cut(
    read: Read, sentence: str, rule: str
) -> None:
    text = report(CUT, sentence)
    (found,) = over(read(text), text, sentence)
    assert (found.concept, found.level, found.rule) == ("femoral_osteotomy", "subtrochanteric", rule)


@pytest.mark.parametrize(
    ("sentence", "concept", "rule"),
    [
        ("The acetabular roof was levered down.", "pelvic_osteotomy", "gesture.roof"),
        ("The femoral neck was shortened.", "neck_osteotomy", "gesture.neck"),
    ],
)
def test_concepts_gesture_is_shown_but_proves_no_cut(
    read: Read, sentence: str, concept: str, rule: str
) -> None:
    text = report(sentence, title="Left hip surgery")
    answer = read(text)
    (found,) = over(answer, text, sentence)
    assert (found.concept, found.rule) == (concept, rule)
    assert answer.suggestions == []


@pytest.mark.parametrize("bone", ["humerus", "ulna", "clavicle"])
@pytest.mark.parametrize("more", ["", "The femoral vein was cannulated. "])
def test_concepts_cut_in_a_note_of_another_limb_is_nothing(read: Read, bone: str, more: str) -> None:
    told = f"{more}The {bone} was exposed. The bone was cut with a saw. A derotation osteotomy was done."
    text = f"PROCEDURE: Osteotomy of the {bone}\nTECHNIQUE: {told}\n"
    answer = read(text)
    assert [c for c in answer.concepts if "osteotomy" in c.concept] == []
    assert answer.suggestions == []


@pytest.mark.parametrize("sentence", ["The distal fragment was rotated.", "A wedge was measured."])
def test_concepts_fragments_without_a_cut_are_nothing(read: Read, sentence: str) -> None:
    assert acts(read, sentence) == []


def test_concepts_are_numbered_in_text_order(read: Read) -> None:
    text = report(
        "The ilium was cut with a saw.", "The femur was sawn.", "A plate was set.", "A spica was put on."
    )
    concepts = read(text).concepts
    assert [c.id for c in concepts] == list(range(len(concepts)))
    assert [c.start for c in concepts] == sorted(c.start for c in concepts)
    assert len(concepts) >= 5


def test_cut_of_the_radius_is_nothing(read: Read) -> None:
    told = "The radius was exposed. The bone was cut with a saw. A derotation osteotomy was done."
    assert read(f"PROCEDURE: Osteotomy of the radius\nTECHNIQUE: {told}\n").suggestions == []
