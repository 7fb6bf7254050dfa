"""What the precedence table asks about one hip: facts, each with the mentions that prove it."""

from nlp.components.case_facts import case_facts
from nlp.components.femur_facts import femur_facts
from nlp.parts import FEMORAL, NARRATIVE, Facts, Mention
from nlp.reading import Reading

_PELVIC_TOOLS = frozenset({"cut.osteotome", "cut.saw", "gesture.roof"})
_PARTS = (
    frozenset({"ischium", "ischial"}),
    frozenset({"pubis", "pubic", "ramus"}),
    frozenset({"ilium", "iliac", "supraacetabular"}),
    frozenset({"column", "retroacetabular", "quadrilateral"}),
)
_GRAFT = frozenset({"graft", "grafts"})
MIN_NARRATIVE_WORDS = 25
_SIMPLE = (
    ("pelvic_cut", "pelvic_osteotomy"),
    ("open_reduction", "open_reduction_hip"),
    ("neck_cut", "neck_osteotomy"),
    ("trochanter_moved", "trochanter_osteotomy"),
    ("fracture_fixation", "fracture_fixation"),
    ("fixation", "fixation"),
)


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
    if _denied_later(here):
        here = [m for m in here if m.sentence.section != "title" or m.concept not in FEMORAL]
    done = [m for m in here if m.status == "performed" and _told(m, brief)]
    titles = _titles(here)
    facts = Facts(side)
    femur_facts(reading, facts, here, done, titles)
    for name, concept in _SIMPLE:
        proof = [m for m in done if m.concept == concept]
        if name == "fixation":
            proof = [
                m
                for m in reading.mentions
                if m.concept == concept
                and m.status == "performed"
                and (_told(m, brief) or m.sentence.section == "title")
            ]
        backed = any(m.concept == concept and (m.named or m.rule.startswith("cut.")) for m in titles)
        if name == "open_reduction" and proof:
            proof = proof + [m for m in titles if m.concept == concept]
        if name == "pelvic_cut" and not proof and backed and _pelvis_worked(reading):
            proof = [m for m in titles if m.concept == concept and m.named and m.side != "bilateral"]
        facts.add(name, proof if backed or any(not m.weak for m in proof) else [])
    if not any(m.purpose == "transfer" for m in [*done, *titles]):
        facts.held.pop("trochanter_moved", None)
    denied = any(m.flag == "pao" and m.status == "negated" for m in here)
    named_so = [m for m in [*done, *titles] if m.flag == "pao"]
    if "pelvic_cut" in facts.held:
        named_so += [m for m in here if m.flag == "pao" and m.status == "performed" and m.narrative]
        named_so += [m for m in done if m.concept == "pelvic_osteotomy" and _all_round(reading, m)]
    facts.add("pao", [] if denied else named_so)
    components = [m for m in done if m.rule == "act.prosthesis"]
    named = [m for m in [*done, *titles] if m.concept == "arthroplasty" and m.rule != "act.prosthesis"]
    facts.add("arthroplasty", named or (components if len(components) > 1 else []))
    case_facts(reading, facts, done, titles)
    return facts


def _pelvis_worked(reading: Reading) -> bool:
    """The body tells of a tool on the ilium or of the roof brought down, without naming the cut."""
    for sentence in reading.sentences:
        if sentence.episode != "today" or sentence.section not in NARRATIVE:
            continue
        groups = {m.entry.group for m in sentence.marks}
        pelvic = any(m.entry.region == "pelvis" and m.entry.group == "bone" for m in sentence.marks)
        tools = {m.entry.id for m in sentence.marks} & _PELVIC_TOOLS
        if "gesture.roof" not in tools and _GRAFT.intersection(reading.words[sentence.first : sentence.last]):
            continue
        if pelvic and tools and not groups & {"negated", "planned", "hypothetical", "historical"}:
            return True
    return False


def _all_round(reading: Reading, mention: Mention) -> bool:
    """Ischium, pubis and ilium are cut and the posterior column is told of: a periacetabular osteotomy."""
    told = reading.words[mention.sentence.first : mention.sentence.last]
    return all(not part.isdisjoint(told) for part in _PARTS)


def _titles(here: list[Mention]) -> list[Mention]:
    """What the titles name; where an addendum names a femoral act, that stands instead."""
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


def _denied_later(here: list[Mention]) -> bool:
    """An addendum says that the femoral osteotomy was not done."""
    return any(
        m.status == "negated" and m.sentence.episode == "addendum" and m.named and m.concept in FEMORAL
        for m in here
    )


def _told(mention: Mention, brief: bool) -> bool:
    """Told as done in the body (in a brief note: anywhere that is not a plan)."""
    sentence = mention.sentence
    if sentence.episode == "addendum":
        return mention.concept in FEMORAL and mention.explicit and not mention.named
    if sentence.episode != "today":
        return False
    if brief and sentence.section in ("title", "implants", "admin"):
        return True
    if sentence.opening and mention.concept not in FEMORAL:
        return True
    return sentence.section in NARRATIVE and mention.told
