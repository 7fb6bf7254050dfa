"""Cuts that only open the way: in arthroplasty, surgical dislocation, amputation and fracture care."""

from dataclasses import replace

from nlp.parts import CUTS, FEMORAL, NARRATIVE, CueHit, Mention
from nlp.reading import Reading

TOLD = frozenset({"title", "implants", *NARRATIVE})


def performed(reading: Reading, concept: str) -> list[Mention]:
    """Mentions of ``concept`` done today."""
    return [
        m
        for m in reading.mentions
        if m.concept == concept and m.status == "performed" and m.sentence.episode == "today"
    ]


def approaches(reading: Reading) -> None:
    arthroplasty = performed(reading, "arthroplasty")
    slides = [
        m for m in reading.mentions if m.rule in ("name.trochanter_approach", "gesture.trochanter_back")
    ]
    slides += [m for m in reading.flags.get("surgical_dislocation", []) if m.status == "performed"]
    removed = _removed_limb(reading)
    revised = [
        f
        for f in reading.flags.get("revision_arthroplasty", [])
        if f.status == "performed" and f.sentence.episode == "today"
    ]
    knee = _knee_arthroplasty(reading)
    moved = any(m.purpose == "transfer" and m.status == "performed" for m in reading.mentions)
    for mention in reading.mentions:
        if slides and _along_linea(reading, mention):
            mention.concept = "trochanter_osteotomy"
            _as_approach(mention, slides[0])
        if mention.status != "performed" or mention.concept not in CUTS:
            continue
        if mention.concept == "neck_osteotomy" and arthroplasty:
            _as_approach(mention, arthroplasty[0])
        elif mention.concept in FEMORAL and revised and arthroplasty and mention.narrative:
            _as_approach(mention, revised[0])
        elif mention.concept in FEMORAL and removed and mention.narrative:
            _as_approach(mention, removed[0])
        elif mention.concept in FEMORAL and knee and mention.narrative:
            _as_approach(mention, knee[0])
        elif mention.concept == "trochanter_osteotomy" and (slides or arthroplasty) and not moved:
            _as_approach(mention, (slides or arthroplasty)[0])


def _knee_arthroplasty(reading: Reading) -> list[Mention]:
    """A knee replacement done, or told by its cuts and components."""
    fitted = [f for f in reading.flags.get("knee_replacement", []) if f.narrative]
    named = [
        m
        for m in performed(reading, "arthroplasty")
        if any(sign in reading.raw(m.first, m.last).lower() for sign in ("knee", "tk"))
    ]
    other = [m for m in performed(reading, "arthroplasty") if m.rule != "act.prosthesis"]
    return named or ([] if other else fitted)


def _along_linea(reading: Reading, mention: Mention) -> bool:
    """Beside a trochanteric slide the cut along the linea aspera is its long limb."""
    told = mention.narrative and mention.status == "performed" and mention.rule.startswith("cut.")
    return told and "aspera" in reading.words[mention.sentence.first : mention.sentence.last]


def _removed_limb(reading: Reading) -> list[Mention]:
    """Amputation or resection of bone told in title or body: the cut removes, it does not realign."""
    out: list[Mention] = []
    if reading.flags.get("resection") and any(_titled(m) for m in reading.mentions):
        return out
    for name in ("amputation", "bone_resection"):
        out += [
            m
            for m in reading.flags.get(name, [])
            if m.status == "performed"
            and m.sentence.section in ("title", "description")
            and m.sentence.episode == "today"
        ]
    return out


def _titled(mention: Mention) -> bool:
    return mention.named and mention.concept in FEMORAL and mention.sentence.section == "title"


def fracture_case(reading: Reading) -> None:
    """In fresh fracture care plates, nails and reductions are its fixation; bone cuts only help it."""
    old = {f.sentence.first for name in ("nonunion", "malunion") for f in reading.flags.get(name, [])}
    broken = [
        f
        for f in reading.flags.get("fracture", [])
        if f.sentence.section in ("title", "diagnosis")
        and f.sentence.episode == "today"
        and not f.cues
        and f.sentence.first not in old
    ]
    named = [
        m
        for m in reading.mentions
        if m.concept in FEMORAL
        and ((m.sentence.section == "title" and not m.weak) or (m.named and m.narrative and not m.cues))
    ]
    if not broken or named or reading.flags.get("oi"):
        return
    for mention in list(reading.mentions):
        told = mention.status == "performed" and mention.sentence.section in TOLD
        if mention.concept == "fixation" and told:
            reading.mentions.append(replace(mention, concept="fracture_fixation"))
        elif mention.concept in FEMORAL and told and not mention.named:
            _as_approach(mention, broken[0])


def _as_approach(mention: Mention, because: Mention) -> None:
    mention.status = "approach"
    if because is not mention:
        mention.cues.append(CueHit(because.first, because.last, "approach", because.rule))
