"""The groups of concepts that one colour stands for: the same as the workbench's (js/kinds.js)."""

from collections.abc import Sequence

from nlp.annotation import Concept

GROUPS = {
    "femur": ("femoral_osteotomy",),
    "othercut": ("neck_osteotomy", "trochanter_osteotomy", "shaft_or_distal_femoral_osteotomy"),
    "pelvis": ("pelvic_osteotomy", "tibial_osteotomy"),
    "reduction": ("open_reduction_hip",),
    "fixation": ("fixation", "cast", "hardware_removal", "graft"),
    "prosthesis": ("arthroplasty", "fracture_fixation"),
    "detail": ("level", "side", "correction", "landmark"),
    "context": (),
}
_GROUP_OF = {name: group for group, names in GROUPS.items() for name in names}
_RANK = {group: place for place, group in enumerate(GROUPS)}


def group(concept: Concept) -> str:
    """The group that ``concept`` is coloured as; a concept of no other group is context."""
    return _GROUP_OF.get(concept.concept, "context")


def rank(concept: Concept) -> int:
    """The place of its group in the order of importance, 0 first."""
    return _RANK[group(concept)]


def outermost(concepts: Sequence[Concept]) -> list[Concept]:
    """``concepts`` without those whose words stand inside a longer one of the same meaning."""
    return [one for one in concepts if not any(_inside(one, other) for other in concepts)]


def _inside(one: Concept, other: Concept) -> bool:
    alike = (one.concept, one.status) == (other.concept, other.status)
    within = other.start <= one.start and one.end <= other.end
    longer = other.end - other.start > one.end - one.start
    return one is not other and alike and within and (longer or other.id < one.id)
