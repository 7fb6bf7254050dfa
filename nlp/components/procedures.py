"""Joins mentions into what happened: sides, approach cuts, and levels patched from the rest of the note."""

from spacy.language import Language

from nlp.components.approaches import approaches, fracture_case
from nlp.components.asides import asides
from nlp.components.denials import BARE
from nlp.components.elsewhere import drop_elsewhere
from nlp.components.fractures import fractures
from nlp.components.levels import adopt, level_sentences, patch_levels, same_levels, surroundings
from nlp.components.recalled import dropped, recalled
from nlp.components.repeats import likewise
from nlp.components.sides import set_sides
from nlp.components.step import Step
from nlp.knowledge.words import words
from nlp.parts import CUTS, CueHit, Mention
from nlp.reading import Reading

_DONE = words("procedures.done")
_VERBS = words("procedures.verbs")
_TOOLS = frozenset({"osteotome", "osteotomes", "saw", "gigli", "triradiate"})


class Procedures(Step):
    """Sets ``side`` of every mention and ``approach`` where a cut only opens the way."""

    def read(self, reading: Reading) -> None:
        reading.mentions = [m for m in reading.mentions if m.rule != BARE or m.status != "performed"]
        drop_elsewhere(reading)
        set_sides(reading)
        for mention in reading.mentions:
            mention.told = mention.told and _told(reading, mention)
            if (
                mention.concept == "arthroplasty"
                and not mention.told
                and mention.narrative
                and mention.status == "performed"
            ):
                mention.status = "hypothetical"
        _superseded(reading)
        dropped(reading)
        recalled(reading)
        likewise(reading)
        surroundings(reading)
        adopt(reading)
        same_levels(reading)
        patch_levels(reading)
        level_sentences(reading)
        fracture_case(reading)
        approaches(reading)
        fractures(reading)
        asides(reading)


def _told(reading: Reading, mention: Mention) -> bool:
    """A name in the body counts as told only with a verb of doing, or in a telegram without verbs."""
    if not mention.named and mention.concept not in ("arthroplasty", "open_reduction_hip"):
        return True
    if mention.rule in ("act.prosthesis", "act.reduction_step"):
        return True
    sentence = mention.sentence
    if not _VERBS.intersection(reading.words[sentence.first : sentence.last]):
        cutting = any(m.entry.group == "cut" for m in sentence.marks)
        if mention.concept == "arthroplasty":
            return mention.first - sentence.first <= 3 and sentence.last - sentence.first <= 14
        return sentence.last - sentence.first <= 30 or mention.explicit or cutting
    near = reading.words[max(sentence.first, mention.first - 7) : min(sentence.last, mention.last + 9)]
    return not _DONE.isdisjoint(near) or not _TOOLS.isdisjoint(near)


def _replaces(words: list[str], i: int) -> bool:
    """An arrow, but not one between two measures ("LCE 8 → 31")."""
    return words[i] in ("→", "⇒", "➔") and not words[i - 1][:1].isdecimal()


def _superseded(reading: Reading) -> None:
    """In a title "A + B -> A" what stands before the arrow was only planned."""
    arrows = [
        (arrow, sentence)
        for sentence in reading.sentences
        if sentence.section in ("title", "scheduled")
        for arrow in range(sentence.first, sentence.last)
        if _replaces(reading.words, arrow)
    ]
    if not arrows:
        return
    acted = {m.concept for m in reading.mentions if m.narrative and m.status == "performed"}
    named: dict[int, list[Mention]] = {}
    for mention in reading.mentions:
        named.setdefault(mention.sentence.first, []).append(mention)
    for arrow, sentence in arrows:
        inside = named.get(sentence.first, [])
        after = {m.concept for m in inside if m.first > arrow}
        before = [m for m in inside if m.last <= arrow and m.concept in CUTS]
        if any(m.concept in after or m.concept not in acted for m in before):
            for mention in before:
                mention.status = "planned"
                mention.cues.append(CueHit(arrow, arrow + 1, "planned", "arrow.superseded"))


@Language.factory("osteotome_procedures", assigns=["doc._.reading"])
def create_procedures(nlp: Language, name: str) -> Procedures:
    """spaCy factory."""
    return Procedures()
