"""What the precedence table asks about one hip: facts, each with the mentions that prove it."""

from dataclasses import dataclass, field

from nlp.reading import FEMORAL, NARRATIVE, Mention, Reading

PROXIMAL = frozenset({"intertrochanteric", "subtrochanteric", "proximal_unspecified"})
LOW = frozenset({"shaft", "distal"})
MIN_NARRATIVE_WORDS = 25


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


def hips(reading: Reading) -> list[str]:
    """The sides on which acts of today are told: both, one, or ``unspecified``."""
    sides: set[str] = set()
    for m in reading.mentions:
        if m.status in ("performed", "approach") and m.concept != "other_osteotomy":
            sides |= {"left", "right"} if m.side == "bilateral" else {m.side}
    named = sides & {"left", "right"}
    return sorted(named) if named else ["unspecified"]


def facts_of(reading: Reading, side: str, brief: bool) -> Facts:
    """Collect the facts of the hip ``side``."""
    here = [m for m in reading.mentions if m.side in (side, "bilateral", "unspecified") or side == "unspecified"]
    done = [m for m in here if m.status == "performed" and _told(m, brief)]
    facts = Facts(side)
    femoral = [m for m in done if m.concept == "femoral_osteotomy"]
    low = [m for m in done if m.concept == "shaft_or_distal_femoral_osteotomy"]
    titles = [m for m in here if m.concept in FEMORAL and m.status == "performed" and m.sentence.section == "title"]
    _levels(facts, femoral, low, titles)
    facts.add("femoral_cut", femoral)
    facts.add("distal_cut", low)
    facts.add("any_femoral_cut", femoral + low)
    denied = [m for m in here if m.concept in FEMORAL and m.status == "negated" and m.narrative]
    if not femoral and not low and not denied:
        facts.add("title_only", [m for m in titles if m.concept == "femoral_osteotomy"])
    for name, concept in (("pelvic_cut", "pelvic_osteotomy"), ("open_reduction", "open_reduction_hip"), ("arthroplasty", "arthroplasty"), ("neck_cut", "neck_osteotomy"), ("fracture_fixation", "fracture_fixation"), ("fixation", "fixation")):  # fmt: skip
        facts.add(name, [m for m in done if m.concept == concept])
    facts.add("trochanter_moved", [m for m in done if m.concept == "trochanter_osteotomy"])
    facts.add("pao", [m for m in done if m.flag == "pao"] + [m for m in titles if m.flag == "pao"])
    if "arthroplasty" not in facts.held:
        facts.add("arthroplasty", [m for m in here if m.concept == "arthroplasty" and m.status == "performed" and m.sentence.section == "title"])
    _case(reading, facts, done)
    return facts


def _told(mention: Mention, brief: bool) -> bool:
    sentence = mention.sentence
    if sentence.episode != "today":
        return False
    return sentence.section in NARRATIVE or (brief and sentence.section in ("title", "implants", "admin"))


def _levels(facts: Facts, femoral: list[Mention], low: list[Mention], titles: list[Mention]) -> None:
    told = [m.level for m in femoral if m.level in ("intertrochanteric", "subtrochanteric") and m.explicit]
    told += [m.level for m in femoral if m.level in ("intertrochanteric", "subtrochanteric")]
    title = [m.level for m in titles if m.level not in ("unspecified", "none", "proximal_unspecified")]
    if told:
        facts.level = told[0]
    elif femoral and title and title[0] in PROXIMAL:
        facts.level = title[0]
    elif femoral:
        facts.level = "proximal_unspecified" if any(m.level == "proximal_unspecified" for m in femoral + titles) else "unspecified"
    elif low:
        facts.level = next((m.level for m in low if m.explicit), low[0].level)
    if femoral and facts.level in PROXIMAL:
        facts.add("proximal_cut", femoral)
        if facts.level == "subtrochanteric":
            facts.add("subtrochanteric_cut", femoral)
    elif femoral:
        facts.add("level_missing", femoral)
    explicit_low = [m for m in low if m.explicit]
    if title and title[0] in PROXIMAL and explicit_low and not femoral:
        facts.add("level_conflict", explicit_low + [m for m in titles if m.level == title[0]])
    if title and title[0] in LOW and told:
        facts.add("level_conflict", femoral + titles)


def _case(reading: Reading, facts: Facts, done: list[Mention]) -> None:
    """Facts from diagnosis, title or body (never from risks, plans or history)."""

    def flagged(name: str, sections: tuple[str, ...]) -> list[Mention]:
        found = reading.flags.get(name, [])
        return [f for f in found if f.sentence.section in sections and f.sentence.episode == "today" and f.status not in ("negated", "hypothetical")]

    head = ("title", "diagnosis")
    wide = ("title", "diagnosis", "indications", "description", "findings")
    facts.add("scfe", flagged("scfe", wide))
    facts.add("pelvic_support", flagged("pelvic_support", ("title", "description")))
    facts.add("morscher", flagged("morscher", ("title", "description")))
    facts.add("resection", flagged("resection", ("title", "description")))
    facts.add("revision_arthroplasty", flagged("revision_arthroplasty", ("title", "diagnosis", "description")))
    facts.add("old_fracture", flagged("malunion", wide) + flagged("nonunion", head))
    facts.add("lengthening_nail", flagged("lengthening_nail", ("title", "description", "implants")))
    facts.add("lengthening", flagged("lengthening", ("title", "description")))
    shortening = [m for m in done if m.purpose == "shortening"]
    shortened = _shortened(reading)
    facts.add("shortening", shortening or shortened)
    if flagged("leg_length", wide) and (shortening or shortened) and "any_femoral_cut" in facts.held and "open_reduction" not in facts.held:
        facts.add("length_shortening", shortening or shortened)
    shaft = [m for m in done if m.concept == "shaft_or_distal_femoral_osteotomy" and m.level in ("shaft", "unspecified")]
    if flagged("oi", wide) and (len(shaft) > 1):
        facts.add("several_shaft_cuts", shaft)


def _shortened(reading: Reading) -> list[Mention]:
    out = []
    for sentence in reading.sentences:
        if sentence.episode != "today" or sentence.section not in NARRATIVE:
            continue
        marks = [m for m in sentence.marks if m.entry.id == "correction.shortening"]
        negated = any(m.entry.group == "negated" for m in sentence.marks)
        if marks and not negated:
            out.append(Mention(marks[0].first, marks[0].last, "correction", marks[0].entry.id, sentence))
    return out


def is_brief(reading: Reading) -> bool:
    """No narrative stands beside the headings, so that what they say was done is all there is."""
    words = sum(
        s.last - s.first
        for s in reading.sentences
        if s.episode == "today" and s.section in NARRATIVE
    )
    return words < MIN_NARRATIVE_WORDS
