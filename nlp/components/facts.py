"""What the precedence table asks about one hip: facts, each with the mentions that prove it."""

from dataclasses import dataclass, field

from nlp.components.evidence import aborted, lost_length, not_started, shortened
from nlp.components.sides import side_conflict
from nlp.reading import FEMORAL, NARRATIVE, Mention, Reading

PROXIMAL = frozenset({"intertrochanteric", "subtrochanteric", "proximal_unspecified"})
EXACT = frozenset({"intertrochanteric", "subtrochanteric"})
LOW = frozenset({"shaft", "distal"})
MIN_NARRATIVE_WORDS = 25
_SIMPLE = (
    ("pelvic_cut", "pelvic_osteotomy"),
    ("open_reduction", "open_reduction_hip"),
    ("neck_cut", "neck_osteotomy"),
    ("trochanter_moved", "trochanter_osteotomy"),
    ("fracture_fixation", "fracture_fixation"),
    ("fixation", "fixation"),
)


@dataclass(slots=True)
class Facts:
    """``held``: fact name -> proving mentions; ``level``: level of the femoral cut on this hip."""

    side: str
    held: dict[str, list[Mention]] = field(default_factory=dict)
    level: str = "none"
    against: list[Mention] = field(default_factory=list)

    def add(self, name: str, proof: list[Mention]) -> None:
        """State ``name`` if anything proves it."""
        if proof:
            self.held[name] = proof


def all_facts(reading: Reading) -> list[Facts]:
    """The facts of each hip on which acts of today are told."""
    brief = is_brief(reading)
    return [facts_of(reading, side, brief) for side in hips(reading)]


def hips(reading: Reading) -> list[str]:
    """The sides on which acts of today are told: both, one, or ``unspecified``."""
    sides: set[str] = set()
    for m in reading.mentions:
        if (
            m.status in ("performed", "approach")
            and m.concept != "other_osteotomy"
            and m.sentence.episode in ("today", "addendum")
        ):
            sides |= {"left", "right"} if m.side == "bilateral" else {m.side}
    named = sides & {"left", "right"}
    return sorted(named) if named else ["unspecified"]


def is_brief(reading: Reading) -> bool:
    """No narrative stands beside the headings, so that what they say was done is all there is."""
    words = sum(
        s.last - s.first for s in reading.sentences if s.episode == "today" and s.section in NARRATIVE
    )
    return words < MIN_NARRATIVE_WORDS


def facts_of(reading: Reading, side: str, brief: bool) -> Facts:
    """Collect the facts of the hip ``side``."""
    here = [
        m for m in reading.mentions if m.side in (side, "bilateral", "unspecified") or side == "unspecified"
    ]
    done = [m for m in here if m.status == "performed" and _told(m, brief)]
    titles = _titles(here)
    facts = Facts(side)
    _femur(reading, facts, here, done, titles)
    for name, concept in _SIMPLE:
        proof = [m for m in done if m.concept == concept]
        if name == "fixation":
            proof = [
                m
                for m in reading.mentions
                if m.concept == concept and m.status == "performed" and _told(m, brief)
            ]
        backed = any(m.concept == concept and m.named for m in titles)
        facts.add(name, proof if backed or any(not m.weak for m in proof) else [])
    facts.add("pao", [m for m in [*done, *titles] if m.flag == "pao"] if "pelvic_cut" in facts.held else [])
    components = [m for m in done if m.rule == "act.prosthesis"]
    named = [m for m in [*done, *titles] if m.concept == "arthroplasty" and m.rule != "act.prosthesis"]
    facts.add("arthroplasty", named or (components if len(components) > 1 else []))
    _case(reading, facts, done, titles)
    return facts


def _titles(here: list[Mention]) -> list[Mention]:
    """What the titles name; where an addendum names a femoral act, that stands instead of the titles' one."""
    titles = [
        m
        for m in here
        if m.status == "performed" and m.sentence.section == "title" and m.sentence.episode == "today"
    ]
    later = [
        m
        for m in here
        if m.status == "performed"
        and m.sentence.episode == "addendum"
        and m.named
        and not m.weak
        and m.concept in FEMORAL
    ]
    return [m for m in titles if m.concept not in FEMORAL] + later if later else titles


def _told(mention: Mention, brief: bool) -> bool:
    """Told as done in the body (in a brief note: anywhere that is not a plan)."""
    sentence = mention.sentence
    if sentence.episode == "addendum":
        return mention.concept in FEMORAL and mention.explicit and not mention.named
    if sentence.episode != "today":
        return False
    if brief and sentence.section in ("title", "implants", "admin"):
        return True
    return sentence.section in NARRATIVE and mention.told


def _femur(
    reading: Reading, facts: Facts, here: list[Mention], done: list[Mention], titles: list[Mention]
) -> None:
    femoral = [m for m in done if m.concept == "femoral_osteotomy"]
    low = [m for m in done if m.concept == "shaft_or_distal_femoral_osteotomy"]
    named = [m for m in titles if m.concept in FEMORAL]
    if all(m.weak for m in femoral):
        femoral = [m for m in femoral if named and m.rule in ("wedge.removed", "wedge.piece")]
    if not named and not any(m.evident or m.named for m in femoral):
        femoral = []
    if not named and not any(m.evident or m.named for m in low):
        low = []
    if all(m.weak for m in low) or (
        any(m.explicit and m.level in EXACT for m in femoral) and not any(m.explicit for m in low)
    ):
        low = []
    _levels(facts, femoral, low, named)
    facts.add("femoral_cut", femoral)
    facts.add("distal_cut", low)
    facts.add("any_femoral_cut", femoral + low)
    if len(femoral + low) > 1 or any(m.several for m in femoral + low):
        facts.add("several_cuts", femoral + low)
    facts.add("side_conflict", side_conflict(reading, facts.side) if femoral else [])
    denied = [
        m
        for m in here
        if m.concept in FEMORAL
        and m.status == "negated"
        and m.narrative
        and (not m.weak or m.rule.startswith("bone."))
    ]
    if not femoral and not low and not denied:
        facts.add("title_only", [m for m in named if m.concept == "femoral_osteotomy"])
    if not femoral and not low and not denied:
        facts.add(
            "trace",
            [
                m
                for m in here
                if m.concept == "femoral_osteotomy"
                and m.status == "performed"
                and not m.weak
                and (m.named or m.evident)
                and m.sentence.episode == "today"
            ],
        )
    facts.add("denied_cut", [m for m in here if _denied_cut(m)] if femoral else [])
    facts.add("aborted", aborted(reading) if femoral or denied else [])
    facts.add("not_started", not_started(reading))


def _denied_cut(mention: Mention) -> bool:
    """The title or the body says in so many words that the cut was not made."""
    if (
        mention.concept not in FEMORAL
        or mention.status != "negated"
        or mention.weak
        or mention.sentence.episode != "today"
    ):
        return False
    if mention.sentence.section == "title":
        return mention.named
    told_otherwise = mention.rule.startswith("wedge.") or any(
        c.rule == "negated.without" for c in mention.cues
    )
    return mention.narrative and not mention.named and mention.explicit and not told_otherwise


def _levels(facts: Facts, femoral: list[Mention], low: list[Mention], titles: list[Mention]) -> None:
    told = [m.level for m in femoral if m.level in EXACT and m.explicit] or [
        m.level for m in femoral if m.level in EXACT
    ]
    title = [m.level for m in titles if m.level not in ("unspecified", "none", "proximal_unspecified")]
    explicit_low = [m for m in low if m.explicit]
    if any(m.rule == "name.intertrochanteric" for m in titles) and femoral:
        facts.level = "intertrochanteric"
    elif told:
        facts.level = told[0]
    elif femoral and title and title[0] in PROXIMAL:
        facts.level = title[0]
    elif femoral and explicit_low:
        facts.level = explicit_low[0].level
    elif femoral:
        facts.level = (
            "proximal_unspecified"
            if any(m.level == "proximal_unspecified" for m in femoral + titles)
            else "unspecified"
        )
    elif low:
        facts.level = next((m.level for m in low if m.explicit), low[0].level)
    if femoral and facts.level in PROXIMAL:
        facts.add("proximal_cut", femoral)
        facts.add("subtrochanteric_cut", [m for m in femoral if m.level == "subtrochanteric"])
    elif femoral and facts.level not in LOW:
        facts.add("level_missing", femoral)
    if title and title[0] in PROXIMAL and explicit_low and not told:
        facts.add("level_conflict", explicit_low + [m for m in titles if m.level == title[0]])
    stated = [m for m in explicit_low if m.rule == "cut.osteotomy" and m.stated]
    if told and stated and len(stated) == len(explicit_low):
        facts.add("level_conflict", femoral + stated)
    if title and title[0] in LOW and told and not low:
        facts.add("level_conflict", femoral + titles)


def _case(reading: Reading, facts: Facts, done: list[Mention], titles: list[Mention]) -> None:
    """Facts from diagnosis, title or body (never from risks, plans or history)."""

    def flagged(name: str, *sections: str) -> list[Mention]:
        found = reading.flags.get(name, [])
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
        facts.add(name, flagged(name, "title", *NARRATIVE))
    facts.add("scfe", flagged("scfe"))
    if "scfe" in facts.held:
        facts.add("healed_slip", flagged("healed_slip"))
    _reduction(
        facts,
        [
            f
            for name in ("ddh", "high_dislocation")
            for f in flagged(name, "title", "diagnosis", "indications", "history", "description")
        ],
        flagged("surgical_dislocation"),
    )
    facts.add("oi", flagged("oi", *wide))
    facts.add("revision_arthroplasty", flagged("revision_arthroplasty", "title", "diagnosis", *NARRATIVE))
    old = [f for f in flagged("malunion", *wide) + flagged("nonunion", *wide) if not _a_risk(reading, f)]
    facts.add("old_fracture", [] if any(_of_neck(reading, f) for f in old) else old)
    facts.add("titled", [m for m in titles if m.named and m.concept == "femoral_osteotomy"])
    facts.add("leg_length", flagged("leg_length", *wide))
    lengths = [m for m in titles if m.concept in FEMORAL and m.named]
    if lengths and all(m.purpose == "shortening" for m in lengths) and "any_femoral_cut" in facts.held:
        facts.add("length_only", lengths)
    purpose = [m for m in [*done, *titles] if m.purpose == "shortening"]
    if "any_femoral_cut" in facts.held:
        facts.add("shortening", purpose + shortened(reading) + lost_length(reading))
        facts.add("shortening_purpose", purpose)


def _reduction(facts: Facts, dislocated: list[Mention], surgical: list[Mention]) -> None:
    """A hip dislocated for access and put back is no open reduction; nor is any reduction without a dislocated hip."""
    proof = facts.held.get("open_reduction", [])
    named = [m for m in proof if m.rule == "act.open_reduction"]
    steps = [m for m in proof if m.rule == "act.reduction_step"]
    if not (dislocated or len(steps) > 1) or (surgical and not named):
        facts.held.pop("open_reduction", None)


def _a_risk(reading: Reading, flag: Mention) -> bool:
    """Named only as a risk that was explained."""
    sentence = flag.sentence
    words = reading.words[sentence.first : sentence.last]
    return bool(
        {
            "risk",
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


def _of_neck(reading: Reading, flag: Mention) -> bool:
    sentence = flag.sentence
    return "neck" in reading.words[max(sentence.first, flag.first - 8) : min(sentence.last, flag.last + 8)]
