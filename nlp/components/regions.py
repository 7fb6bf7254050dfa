"""Follows the bone that the surgeon works on through the note, so that a bare "saw cut" finds its bone."""

from nlp.knowledge.words import words
from nlp.parts import NARRATIVE, Mark, Mention, Place, Sentence
from nlp.reading import Reading

_PINS = words("regions.pins")
_LOCKS = words("regions.locks")
_EXPOSURE = words("regions.exposure")
_NEW_FIELD = words("regions.new_field")
_AWAY = frozenset({"tibia", "other"})
_REAMING = frozenset({"reamed", "reaming", "ream", "reamer"})
_PREPARED = words("regions.prepared")
_UNSURE = frozenset({"hypothetical", "planned", "historical"})
FEMUR_REGIONS = frozenset({"proximal_femur", "femur", "shaft", "distal_femur"})
CONCEPT_OF = {
    "proximal_femur": "femoral_osteotomy",
    "femur": "femoral_osteotomy",
    "shaft": "shaft_or_distal_femoral_osteotomy",
    "distal_femur": "shaft_or_distal_femoral_osteotomy",
    "neck": "neck_osteotomy",
    "greater_trochanter": "trochanter_osteotomy",
    "pelvis": "pelvic_osteotomy",
    "tibia": "tibial_osteotomy",
    "other": "other_osteotomy",
}
_REFERENCE = words("regions.reference")
_REGIONS = {
    "pelvic_osteotomy": "pelvis",
    "tibial_osteotomy": "tibia",
    "neck_osteotomy": "neck",
    "trochanter_osteotomy": "greater_trochanter",
}


def _region_of(mention: Mention) -> str:
    if mention.concept == "femoral_osteotomy":
        return "femur" if mention.level in ("unspecified", "none") else "proximal_femur"
    if mention.concept == "shaft_or_distal_femoral_osteotomy":
        return {"distal": "distal_femur", "shaft": "shaft"}.get(mention.level, "femur")
    return _REGIONS.get(mention.concept, "other")


def _wedged(sentence: Sentence) -> bool:
    """A wedge is measured out there."""
    return any(m.entry.id == "wedge.piece" for m in sentence.marks)


class RegionTracker:
    """``region`` is the bone in hand; exposures and named bones of the narrative change it, pins do not."""

    def __init__(self) -> None:
        self.region = ""
        self.start = ""
        self.named = ""
        self.cut_concept = ""
        self.cut_level = "unspecified"
        self._titles: set[str] = set()

    def cut(self, mention: Mention) -> None:
        """Remember the last cut of the narrative: what is told of fragments and wedges belongs to it."""
        self.cut_concept, self.cut_level = mention.concept, mention.level

    def title(self, mention: Mention) -> None:
        """Learn the bone of a cut in a title; with one bone in all titles the narrative starts there."""
        self._titles.add(_region_of(mention))
        if self._titles == {"femur", "proximal_femur"}:
            self._titles = {"proximal_femur"}
        self.start = self.region = next(iter(self._titles)) if len(self._titles) == 1 else ""

    def narrative(self, sentence: Sentence) -> bool:
        """The sentence is told in the body of today's report."""
        return sentence.episode == "today" and sentence.section in NARRATIVE

    def level_for(self, region: str) -> str:
        """The level that the region in hand implies."""
        return {
            "shaft": "shaft",
            "distal_femur": "distal",
            "neck": "neck",
            "greater_trochanter": "greater_trochanter",
        }.get(region, "unspecified" if region in ("femur", "proximal_femur") else "none")

    def see(self, reading: Reading, sentence: Sentence, marks: list[Mark], where: list[Place]) -> None:
        """Move to the last bone that the sentence works on."""
        if not self.narrative(sentence) or sentence.field_value == "no":
            return
        words = set(reading.words[sentence.first : sentence.last])
        unsure = not _UNSURE.isdisjoint(sentence.groups) and any(
            m.entry.group in _UNSURE and m.entry.rank > 3 for m in marks
        )
        if unsure and not words & _NEW_FIELD:
            return
        elsewhere = self.start in _AWAY or any(p.region in _AWAY for p in where)
        for place in where:
            landmark = place.rule.startswith("landmark.")
            if (place.relative and (elsewhere or self.start == "proximal_femur")) or (
                self.start == "neck" and landmark
            ):
                continue
            if place.region == "distal_femur" and self.start != "distal_femur" and words & (_LOCKS | _PINS):
                continue
            if (
                place.region == "distal_femur"
                and self.cut_concept == "femoral_osteotomy"
                and not words & _NEW_FIELD
            ):
                continue
            if place.region == "shaft" and words & _REAMING:
                continue
            if place.rule == "bone.pelvis_word" and (place.first - sentence.first > 1 or words & _PREPARED):
                continue
            if place.rule == "bone.acetabulum" or (
                place.region in ("pelvis", "other", "tibia") and words & _REFERENCE
            ):
                continue
            away = place.region not in FEMUR_REGIONS or (
                place.region in ("distal_femur", "shaft") and place.region != self.start
            )
            if self.start and away and not words & _EXPOSURE:
                continue
            if place.region in ("other", "tibia") and not words & (_EXPOSURE - {":", "table"}):
                continue
            if place.region == "greater_trochanter" or (place.region == "neck" and not _wedged(sentence)):
                continue
            if place.region == "femur" and self.region in (
                "proximal_femur",
                "shaft",
                "distal_femur",
                "femur",
            ):
                continue
            self.region = place.region
            if place.region == "femur" and self.start in ("proximal_femur", "shaft", "distal_femur"):
                self.region = self.start
