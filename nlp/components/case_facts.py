"""Facts of the case: diagnosis, purpose and company of the cut, never from risks, plans or history."""

from itertools import pairwise

from nlp.components.evidence import lost_length, shortened
from nlp.knowledge.words import words
from nlp.parts import FEMORAL, NARRATIVE, Facts, Mention
from nlp.reading import Reading

_SLIP = frozenset({"slip", "slipped", "scfe", "sufe"})
_SHAFT = frozenset({"shaft", "diaphysis", "diaphyseal", "midshaft"})
_OPENED = words("case_facts.opened")
_NECK = frozenset({"neck", "nof", "fnof", "intracapsular", "subcapital", "basicervical", "transcervical"})
_TROCHANTERIC = words("case_facts.trochanteric")


def case_facts(reading: Reading, facts: Facts, done: list[Mention], titles: list[Mention]) -> None:
    """Facts from diagnosis, title or body (never from risks, plans or history)."""

    def flagged(name: str, *sections: str) -> list[Mention]:
        found = reading.flags.get(name)
        if not found:
            return []
        return [
            f
            for f in found
            if (not sections or f.sentence.section in sections)
            and f.sentence.episode == "today"
            and f.status != "negated"
        ]

    wide = ("title", "diagnosis", "indications", *NARRATIVE)
    for name in (
        "pelvic_support",
        "morscher",
        "resection",
        "amputation",
        "bone_resection",
        "lengthening",
        "lengthening_nail",
    ):
        facts.add(name, [f for f in flagged(name, "title", *NARRATIVE) if f.status != "hypothetical"])
    slips = [f for f in flagged("healed_slip") if not _SLIP.isdisjoint(reading.words[f.first : f.last])]
    facts.add("scfe", flagged("scfe") or slips)
    if "scfe" in facts.held:
        facts.add("healed_slip", flagged("healed_slip"))
    shut = "act.joint_closed" in reading.rules and any(
        m.rule == "act.joint_closed" and m.narrative and _same_hip(m, facts) for m in reading.mentions
    )
    opened = [m for m in facts.held.get("open_reduction", []) if m.rule == "act.open_reduction"]
    if any(m.concept == "fracture_fixation" for m in titles) or (shut and not opened):
        facts.held.pop("open_reduction", None)
    _reduction(
        reading,
        facts,
        [
            f
            for name in ("ddh", "high_dislocation")
            for f in flagged(name, "title", "diagnosis", "indications", "history", "description", "admin")
        ],
        flagged("surgical_dislocation"),
    )
    facts.add("oi", flagged("oi", *wide))
    facts.add("revision_arthroplasty", flagged("revision_arthroplasty", "title", "diagnosis", *NARRATIVE))
    old = [f for f in flagged("malunion", *wide) + flagged("nonunion", *wide) if not _a_risk(reading, f)]
    of_neck = any(_of_neck(reading, f) for f in old) or (old and _neck_broken(reading))
    of_shaft = "subtrochanteric_cut" in facts.held and all(_of_shaft(reading, f) for f in old)
    facts.add("old_fracture", [] if of_neck or of_shaft else old)
    facts.add("titled", [m for m in titles if m.named and m.concept == "femoral_osteotomy"])
    facts.add("leg_length", flagged("leg_length", *wide))
    lengths = [m for m in titles if m.concept in FEMORAL and m.named]
    if lengths and all(m.purpose == "shortening" for m in lengths) and "any_femoral_cut" in facts.held:
        facts.add("length_only", lengths)
    purpose = [m for m in [*done, *titles] if m.purpose == "shortening"]
    if "any_femoral_cut" in facts.held:
        facts.add("shortening", purpose + shortened(reading) + lost_length(reading))
        facts.add("shortening_purpose", purpose)


def _reduction(reading: Reading, facts: Facts, dislocated: list[Mention], surgical: list[Mention]) -> None:
    """No open reduction: a hip dislocated for access, or any reduction without a dislocated hip."""
    proof = facts.held.get("open_reduction", [])
    named = [m for m in proof if m.rule == "act.open_reduction"]
    steps = [m for m in proof if m.rule == "act.reduction_step"]
    if not named and not reading.holds(_OPENED):
        facts.held.pop("open_reduction", None)
    if not (dislocated or len(steps) > 1 or (named and steps)) or (surgical and not named):
        facts.held.pop("open_reduction", None)


def _a_risk(reading: Reading, flag: Mention) -> bool:
    """Named only as a risk that was explained."""
    sentence = flag.sentence
    words = reading.words[sentence.first : sentence.last]
    return bool(
        {
            "risk",
            "possibility",
            "aware",
            "risks",
            "complications",
            "benefits",
            "alternatives",
            "infection",
            "bleeding",
            "stiffness",
            "numbness",
        }.intersection(words)
    )


def _same_hip(mention: Mention, facts: Facts) -> bool:
    return mention.side in (facts.side, "bilateral", "unspecified") or facts.side == "unspecified"


def _neck_broken(reading: Reading) -> bool:
    """The note tells of a fracture of the neck, and of none at the trochanters."""
    broken = [reading.words[f.sentence.first : f.sentence.last] for f in reading.flags.get("fracture", [])]
    return any(map(_names_neck, broken)) and all(_TROCHANTERIC.isdisjoint(told) for told in broken)


def _names_neck(words: list[str]) -> bool:
    """The femoral neck, not the angle of neck and shaft."""
    return any(word in _NECK and after not in ("shaft", "to") for word, after in pairwise([*words, ""]))


def _of_shaft(reading: Reading, flag: Mention) -> bool:
    """The fracture that healed badly was of the shaft, below the cut."""
    told = reading.words[flag.sentence.first : flag.sentence.last]
    return not _SHAFT.isdisjoint(told) and _TROCHANTERIC.isdisjoint(told)


def _of_neck(reading: Reading, flag: Mention) -> bool:
    sentence = flag.sentence
    reach = 16 if sentence.section == "diagnosis" else 8
    return _names_neck(
        reading.words[max(sentence.first, flag.first - reach) : min(sentence.last, flag.last + reach + 1)]
    )
