"""Metal and reductions that treat a fracture, where no heading of the note names the fracture."""

from dataclasses import replace

from nlp.components.approaches import TOLD
from nlp.components.places import places
from nlp.components.regions import FEMUR_REGIONS
from nlp.parts import CUTS, NARRATIVE, Mention
from nlp.reading import Reading

_FEMUR = frozenset({*FEMUR_REGIONS, "neck"})
_OTHER_WORK = frozenset({*CUTS, "hardware_removal", "arthroplasty"})
_BROKEN = ("fracture", "nonunion", "malunion")
_NO = frozenset({"no", "without"})
_REDUCED = "act.reduction"


def fractures(reading: Reading) -> None:
    """Metal beside a broken femur, or put in for a fracture in the past, is its fixation too.

    What is added here is weak: it decides nothing.
    """
    flags = [f for name in _BROKEN for f in reading.flags.get(name, [])]
    if not flags or reading.flags.get("oi"):
        return
    fresh = _fresh(reading, flags)
    told = {f.sentence.first for f in flags}
    old = any(f.flag != "fracture" and f.sentence.section == "diagnosis" for f in flags)
    treated = {m.first for m in reading.mentions if m.concept == "fracture_fixation"}
    for mention in list(reading.mentions):
        if mention.concept != "fixation" or mention.first in treated:
            continue
        today = fresh and mention.status == "performed" and mention.sentence.section in TOLD
        past = mention.status == "historical" and (old or mention.sentence.first in told)
        if today or past:
            reading.mentions.append(replace(mention, concept="fracture_fixation", weak=True))
    if fresh and _REDUCED in reading.rules:
        _reductions(reading, treated)


def _fresh(reading: Reading, flags: list[Mention]) -> bool:
    """A femur is broken and nothing else is operated on."""
    if any(m.concept in _OTHER_WORK and m.status == "performed" and not m.weak for m in reading.mentions):
        return False
    if any(f.flag != "fracture" or f.cues or _denied(reading, f) for f in flags):
        return False
    return any(p.region in _FEMUR for f in flags for p in places(reading, f.sentence))


def _denied(reading: Reading, flag: Mention) -> bool:
    """ "No fracture": a complication that did not happen."""
    return not _NO.isdisjoint(reading.words[max(flag.sentence.first, flag.first - 3) : flag.first])


def _reductions(reading: Reading, treated: set[int]) -> None:
    """ "Closed reduction": told of today's fracture without naming it."""
    for sentence in reading.sentences:
        if sentence.episode != "today" or sentence.section not in NARRATIVE:
            continue
        for mark in sentence.marks:
            if mark.entry.id == _REDUCED and mark.first not in treated:
                reading.mentions.append(
                    Mention(mark.first, mark.last, "fracture_fixation", _REDUCED, sentence, weak=True)
                )
