"""Joins mentions into what happened: sides, approach cuts, and levels patched from the rest of the note."""

from spacy.language import Language
from spacy.tokens import Doc

from nlp.components.sides import set_sides
from nlp.reading import CUTS, CueHit, Mention, Reading

_REATTACHED = frozenset("reattached reattach repaired refixed replaced back returned".split())
_MOVED = frozenset("advanced advancement transfer transferred distalised distalized distally lower transposed lateralised lateralized".split())


class Procedures:
    """Sets ``side`` of every mention and ``approach`` where a cut only opens the way."""

    def __call__(self, doc: Doc) -> Doc:
        reading: Reading = doc._.reading
        set_sides(reading)
        _approaches(reading)
        return doc


def performed(reading: Reading, concept: str) -> list[Mention]:
    """Mentions of ``concept`` done today."""
    return [m for m in reading.mentions if m.concept == concept and m.status == "performed" and m.sentence.episode == "today"]


def _approaches(reading: Reading) -> None:
    arthroplasty = performed(reading, "arthroplasty")
    slides = [m for m in reading.mentions if m.rule == "name.trochanter_approach"]
    moved = any(m.purpose == "transfer" and m.status == "performed" for m in reading.mentions)
    for mention in reading.mentions:
        if mention.status != "performed" or mention.concept not in CUTS:
            continue
        if mention.concept == "neck_osteotomy" and arthroplasty:
            _as_approach(mention, arthroplasty[0])
        elif mention.concept == "trochanter_osteotomy" and (slides or arthroplasty) and not moved:
            _as_approach(mention, (slides or arthroplasty)[0])


def _as_approach(mention: Mention, because: Mention) -> None:
    mention.status = "approach"
    if because is not mention:
        mention.cues.append(CueHit(because.first, because.last, "approach", because.rule))


@Language.factory("osteotome_procedures", assigns=["doc._.reading"])
def create_procedures(nlp: Language, name: str) -> Procedures:
    """spaCy factory."""
    return Procedures()
