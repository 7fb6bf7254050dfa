"""Follows the bone that the surgeon works on through the note, so that a bare "saw cut" finds its bone."""

from nlp.components.places import Place
from nlp.reading import NARRATIVE, Mark, Reading, Sentence

_PINS = frozenset("pin pins wire wires".split())
_REFERENCE_PINS = frozenset("rotation rotational mark marked marker reference version derotation torsion parallel rotn".split())
_LOCKS = frozenset("interlock interlocks interlocking locked bolts bolt locks".split())
_EXPOSURE = frozenset("incision exposed exposure approach approached attention turned subperiosteally osteotomy osteotomies cut saw osteotome osteotomes : elevated table stripped".split())
FEMUR_REGIONS = frozenset({"proximal_femur", "femur", "shaft", "distal_femur"})
_REFERENCE = frozenset("graft crest scar image x ray film fluoroscopy angle index".split())
_FEMORAL_NAMES = frozenset({"femoral_osteotomy"})


def title_region(reading: Reading) -> str:
    """The one bone that the title's acts are about; empty when they are about several or none."""
    regions = set()
    proximal = False
    for sentence in reading.sentences:
        if sentence.section not in ("title", "scheduled"):
            continue
        for mark in sentence.marks:
            data = mark.entry
            if mark.entry.group == "name" and data.concept == "femoral_osteotomy":
                regions.add("femur")
                proximal = proximal or data.level not in ("unspecified", "")
            elif mark.entry.group == "name":
                regions.add({"pelvic_osteotomy": "pelvis", "tibial_osteotomy": "tibia", "neck_osteotomy": "neck", "trochanter_osteotomy": "greater_trochanter"}.get(data.concept, "femur"))
            elif mark.entry.group == "level" and data.region == "proximal_femur":
                proximal = True
    if regions == {"femur"}:
        return "proximal_femur" if proximal else "femur"
    return regions.pop() if len(regions) == 1 else ""


class RegionTracker:
    """``region`` is the bone in hand; exposures and named bones of the narrative change it, pins do not."""

    def __init__(self, start: str) -> None:
        self.region = start
        self.start = start

    def narrative(self, sentence: Sentence) -> bool:
        """The sentence is told in the body of today's report."""
        return sentence.episode == "today" and sentence.section in NARRATIVE

    def level_for(self, region: str) -> str:
        """The level that the region in hand implies."""
        return {"shaft": "shaft", "distal_femur": "distal", "neck": "neck", "greater_trochanter": "greater_trochanter"}.get(region, "unspecified" if region in ("femur", "proximal_femur") else "none")

    def see(self, reading: Reading, sentence: Sentence, marks: list[Mark], where: list[Place]) -> None:
        """Move to the last bone that the sentence works on."""
        if not self.narrative(sentence):
            return
        words = set(reading.words[sentence.first : sentence.last])
        for place in where:
            if place.region == "distal_femur" and (words & _LOCKS or (words & _PINS and words & _REFERENCE_PINS)):
                continue
            if place.rule == "bone.acetabulum" or (place.region in ("pelvis", "other", "tibia") and words & _REFERENCE):
                continue
            if self.start and place.region not in FEMUR_REGIONS and not words & _EXPOSURE:
                continue
            if place.region == "greater_trochanter" or place.region == "neck":
                continue
            if place.region == "femur" and self.region in ("proximal_femur", "shaft", "distal_femur", "femur"):
                continue
            self.region = place.region
            if place.region == "femur" and self.start in ("proximal_femur", "shaft", "distal_femur"):
                self.region = self.start
