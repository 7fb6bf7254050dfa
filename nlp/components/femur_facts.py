"""Facts of the femoral cut: done, at which level, contradicted, aborted or only in the title."""

from itertools import pairwise

from nlp.components.evidence import aborted, not_started
from nlp.components.places import places
from nlp.components.side_conflict import side_conflict
from nlp.knowledge.words import words
from nlp.parts import CUTS, FEMORAL, NARRATIVE, Facts, Mention, Sentence
from nlp.reading import Reading

PROXIMAL = frozenset({"intertrochanteric", "subtrochanteric", "proximal_unspecified"})
EXACT = frozenset({"intertrochanteric", "subtrochanteric"})
_COUNTED = words("femur_facts.counted")
_FURTHER = words("femur_facts.further")
_IN_PIECES = frozenset({"sofield", "shish"})
_LEVEL_LABELS = frozenset({"level", "osteotomy", "site"})
_LETTERS = frozenset({"ito", "it", "i"})
_ONE = frozenset({"single", "solitary"})
SAWN = frozenset({"cut.saw", "cut.osteotomize"})
FIELD_WORDS = 10
LOW = frozenset({"shaft", "distal"})


def femur_facts(
    reading: Reading, facts: Facts, here: list[Mention], done: list[Mention], titles: list[Mention]
) -> None:
    femoral = [m for m in done if m.concept == "femoral_osteotomy"]
    low = [m for m in done if m.concept == "shaft_or_distal_femoral_osteotomy"]
    named = [m for m in titles if m.concept in FEMORAL]
    if all(m.weak for m in femoral):
        femoral = [m for m in femoral if named and m.rule in ("wedge.removed", "wedge.piece")]
    if not named and not any(m.evident or m.named for m in femoral):
        turned = any(m.rule.startswith("correction.") or _takes_wedge(reading, m) for m in femoral)
        healed = "malunion" in reading.flags
        femoral = femoral if turned and (healed or any(m.rule in SAWN for m in femoral)) else []
    if not named and not any(m.evident or m.named for m in low):
        low = []
    if all(m.weak for m in low):
        below = [m for m in named if m.concept == "shaft_or_distal_femoral_osteotomy"]
        low = [m for m in low if below and m.rule in ("wedge.removed", "wedge.piece")]
    if any(m.explicit and m.level in EXACT for m in femoral) and not any(m.explicit for m in low):
        low = []
    if not femoral and not low and _told_by_fields(reading, named):
        femoral = [m for m in named if m.concept == "femoral_osteotomy"]
    _levels(reading, facts, femoral, low, named)
    facts.add("femoral_cut", femoral)
    facts.add("distal_cut", low)
    facts.add("any_femoral_cut", femoral + low)
    several = any(m.several or _one_of_several(reading, m) for m in [*femoral, *low, *named])
    if (several or (low and reading.holds(_IN_PIECES))) and not _single(reading):
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
        facts.level = next((m.level for m in named if m.level in EXACT), facts.level)
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
    facts.add("denied_cut", [m for m in here if _denied_cut(reading, m)] if femoral else [])
    facts.add("aborted", aborted(reading) if femoral or denied else [])
    begun = femoral or any(m.concept in CUTS and m.narrative and not m.weak for m in done)
    facts.add("not_started", [] if begun else not_started(reading))


def _told_by_fields(reading: Reading, named: list[Mention]) -> bool:
    """ "Level : pertrochanteric", "Correction : varus 25": fields of the body tell the cut of the heading."""
    titled = any(m.level in EXACT for m in named)
    return any(
        s.episode == "today"
        and (s.section in NARRATIVE or reading.words[s.first] == "|")
        and s.last - s.first <= FIELD_WORDS
        and (_tells_level(reading, s) or (titled and _tells_correction(reading, s)))
        for s in reading.sentences
    )


def _takes_wedge(reading: Reading, mention: Mention) -> bool:
    """A wedge comes out, and not in the care of a fresh fracture."""
    fresh = "fracture" in reading.flags and not {"malunion", "nonunion"}.intersection(reading.flags)
    return not fresh and (
        mention.rule.startswith("wedge.")
        or "wedge" in reading.words[max(0, mention.first - 3) : mention.last]
    )


def _tells_level(reading: Reading, sentence: Sentence) -> bool:
    exact = any(p.exact and p.level in EXACT for p in places(reading, sentence))
    label = sentence.first + (reading.words[sentence.first] == "|")
    return exact and reading.words[label] in _LEVEL_LABELS


def _tells_correction(reading: Reading, sentence: Sentence) -> bool:
    told = reading.words[sentence.first : sentence.last]
    return told[0] == "correction" and any(w in (":", "|") for w in told) and any(w.isdecimal() for w in told)


def _single(reading: Reading) -> bool:
    """ "A single osteotomy": the note counts its cuts."""
    return reading.holds(_ONE) and any(
        one in _ONE and cut in ("osteotomy", "cut") for one, cut in pairwise(reading.words)
    )


def _one_of_several(reading: Reading, mention: Mention) -> bool:
    """ "Osteotomies", "a second osteotomy": one femur was cut more than once."""
    told = reading.words[max(mention.sentence.first, mention.first - 2) : mention.last]
    return not _COUNTED.isdisjoint(told) and mention.rule != "cut.osteotome"


def _another(reading: Reading, mention: Mention) -> bool:
    """ "A second cut lower down was not needed": of a further cut."""
    told = reading.words[max(mention.sentence.first, mention.first - 3) : mention.last]
    return not _FURTHER.isdisjoint(told)


def _denied_cut(reading: Reading, mention: Mention) -> bool:
    """The title or the body says in so many words that the cut was not made."""
    if (
        mention.concept != "femoral_osteotomy"
        or mention.status != "negated"
        or mention.weak
        or mention.sentence.episode != "today"
    ):
        return False
    if mention.sentence.section == "title":
        return mention.named
    told_otherwise = (
        mention.rule.startswith("wedge.")
        or any(c.rule in ("negated.without", "negated.struck") for c in mention.cues)
        or _another(reading, mention)
    )
    return mention.narrative and not mention.named and mention.explicit and not told_otherwise


def _named_level(reading: Reading, mention: Mention) -> bool:
    """The title names the level in so many words, not by the name of a surgeon."""
    told = reading.words[mention.first : mention.last]
    return mention.rule == "name.intertrochanteric" and any("troch" in w or w in _LETTERS for w in told)


def _levels(
    reading: Reading, facts: Facts, femoral: list[Mention], low: list[Mention], titles: list[Mention]
) -> None:
    told = [m.level for m in femoral if m.level in EXACT and m.explicit] or [
        m.level for m in femoral if m.level in EXACT
    ]
    title = [m.level for m in titles if m.level not in ("unspecified", "none", "proximal_unspecified")]
    explicit_low = [m for m in low if m.explicit]
    if femoral and any(_named_level(reading, m) for m in titles):
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
