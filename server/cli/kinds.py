"""The groups of concepts that one colour stands for: the same as the workbench's (js/kinds.js)."""

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
