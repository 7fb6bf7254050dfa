"""Turns the facts of each hip into suggestions, ruled-out codes and questions."""

from dataclasses import dataclass, field
from typing import cast

from nlp import annotation as out
from nlp.components.denials import BARE
from nlp.knowledge.load import Knowledge
from nlp.knowledge.precedence import Rule
from nlp.parts import CUTS, NARRATIVE, Facts, Mention
from nlp.reading import Reading

_STANDARD = ["Other (please specify)", "Unable to determine"]
_MODIFIER = {"left": ["LT"], "right": ["RT"], "bilateral": ["50"], "unspecified": []}
_NO_FIFTY = frozenset({"27158"})
_OF_CODE = {
    "27140": ("trochanter_moved",),
    "27146": ("pelvic_cut",),
    "27147": ("pelvic_cut", "open_reduction"),
    "27151": ("pelvic_cut", "any_femoral_cut"),
    "27156": ("pelvic_cut", "any_femoral_cut", "open_reduction"),
    "27161": ("neck_cut",),
    "27165": ("femoral_cut", "title_only"),
    "27181": ("neck_cut", "femoral_cut", "scfe"),
    "27258": ("open_reduction",),
    "27259": ("open_reduction", "any_femoral_cut", "shortening"),
    "27448": ("distal_cut",),
    "27450": ("distal_cut",),
    "27454": ("several_cuts", "oi"),
    "27465": ("any_femoral_cut", "shortening_purpose"),
    "27466": ("any_femoral_cut", "lengthening"),
}
_SHAFT_CODES = ("27448", "27450")
_VAGUE = ("none", "unspecified", "proximal_unspecified")
MAX_EVIDENCE = 8


@dataclass(slots=True)
class HipVerdict:
    """What the table says of one hip."""

    facts: Facts
    rule: Rule | None
    reason: str


@dataclass(slots=True)
class Verdict:
    """The answer for the whole note."""

    mentions: list[Mention]
    suggestions: list[out.Suggestion] = field(default_factory=list)
    ruled_out: list[out.RuledOut] = field(default_factory=list)


def decide(reading: Reading, facts: Facts, knowledge: Knowledge) -> HipVerdict:
    """The first rule of the table whose facts hold on this hip."""
    if reading.kind != "operative_report":
        facts.held["not_operative"] = []
    held = frozenset(facts.held)
    for rule in knowledge.precedence.rules:
        if rule.holds(held):
            reason = rule.reason.format(
                level=facts.level.replace("_", " "), kind=reading.kind.replace("_", " ")
            )
            return HipVerdict(facts, rule, reason)
    return HipVerdict(facts, None, "")


def merge(reading: Reading, verdicts: list[HipVerdict], knowledge: Knowledge) -> Verdict:
    """One suggestion a code and decision; the same code on both hips is bilateral."""
    mentions = _all_mentions(reading, verdicts)
    verdict = Verdict(mentions)
    grouped: dict[tuple[str, str], list[HipVerdict]] = {}
    for hip in verdicts:
        if hip.rule:
            for decision in ("suggest", "review"):
                for code in getattr(hip.rule, decision):
                    grouped.setdefault((code, decision), []).append(hip)
    both = grouped.get(("27146", "suggest"), [])
    if len(both) == 2 and not any(c == "27165" for c, _ in grouped):
        grouped[("27158", "suggest")] = grouped.pop(("27146", "suggest"))
    for (code, decision), hips_ in sorted(grouped.items(), key=lambda kv: (kv[0][1] != "suggest", kv[0][0])):
        if decision == "review" and (code, "suggest") in grouped:
            continue
        verdict.suggestions.append(_suggestion(reading, code, decision, hips_, knowledge))
    verdict.ruled_out = _ruled_out(
        reading, verdicts, {s.code for s in verdict.suggestions}, mentions, knowledge
    )
    return verdict


def _all_mentions(reading: Reading, verdicts: list[HipVerdict]) -> list[Mention]:
    """Every mention that the answer may point at, numbered in text order."""
    found = {id(m): m for m in reading.mentions if m.concept != "other_osteotomy"}
    for hip in verdicts:
        for proof in hip.facts.held.values():
            for m in proof:
                found.setdefault(id(m), m)
    ordered = sorted(found.values(), key=lambda m: (m.first, m.last, m.concept))
    for number, mention in enumerate(ordered):
        mention.id = number
    return ordered


def _suggestion(
    reading: Reading, code: str, decision: str, hips_: list[HipVerdict], knowledge: Knowledge
) -> out.Suggestion:
    side = "bilateral" if len(hips_) > 1 else hips_[0].facts.side
    level = _level_of(code, hips_)
    for hip in hips_:
        asked = hip.rule.ask if hip.rule else ()
        side = "unspecified" if "side" in asked else side
        level = "unspecified" if "level" in asked else level
    evidence = [m for hip in hips_ for m in _proof(code, hip)]
    sides = {h.facts.side for h in hips_}
    return out.Suggestion(
        code=code,
        decision=cast(out.Decision, decision),
        side=cast(out.Side, side),
        level=cast(out.Level, level),
        modifiers=[] if side == "bilateral" and code in _NO_FIFTY else _MODIFIER[side],
        reason=hips_[0].reason,
        evidence=_ids(evidence),
        against=_ids(_against(reading, evidence, sides)),
        questions=_asked(reading, hips_, knowledge),
        advice=_advice(reading, code, decision, sides, knowledge),
    )


def _level_of(code: str, hips_: list[HipVerdict]) -> str:
    """The level of the cut that the code is for: of two cuts on one femur the lower one for a shaft code."""
    if all(h.rule and "title_only" in h.rule.needs and h.facts.level in _VAGUE for h in hips_):
        return "none"
    low = [m for h in hips_ for m in h.facts.held.get("distal_cut", [])] if code in _SHAFT_CODES else []
    if low:
        return min(low, key=lambda m: not m.explicit).level
    facts = min((h.facts for h in hips_), key=lambda f: f.level in _VAGUE)
    return "unspecified" if facts.level == "none" and code == "27165" else facts.level


def _on(mention: Mention, sides: set[str]) -> bool:
    return mention.side in sides or mention.side in ("bilateral", "unspecified") or "unspecified" in sides


def _against(reading: Reading, evidence: list[Mention], sides: set[str]) -> list[Mention]:
    """What today's own report says against the acts that prove the code: the same act denied or doubted."""
    acts = {m.concept for m in evidence} & CUTS
    return [
        m
        for m in reading.mentions
        if m.concept in acts
        and m.status in ("negated", "hypothetical")
        and m.sentence.episode == "today"
        and m.sentence.section in ("title", *NARRATIVE)
        and m.rule != BARE
        and _on(m, sides)
    ]


def _advice(
    reading: Reading, code: str, decision: str, sides: set[str], knowledge: Knowledge
) -> list[out.Advice]:
    """What was done on the same hip and is inside the code."""
    if decision != "suggest":
        return []
    done = {
        m.concept
        for m in reading.mentions
        if m.status in ("performed", "approach") and m.narrative and _on(m, sides)
    }
    return [
        out.Advice(text=entry.text, source=entry.source)
        for entry in knowledge.precedence.advice.values()
        if code in entry.codes and done.intersection(entry.concepts)
    ]


def _proof(code: str, hip: HipVerdict) -> list[Mention]:
    assert hip.rule is not None
    names = _OF_CODE.get(code, ()) or tuple(hip.rule.when)
    proof = [m for name in names for m in hip.facts.held.get(name, [])]
    return proof or [m for name in hip.rule.when for m in hip.facts.held.get(name, [])]


def _ids(mentions: list[Mention]) -> list[int]:
    ranked = sorted({m.id: m for m in mentions}.values(), key=lambda m: (m.named, not m.explicit, m.id))
    return sorted(m.id for m in ranked[:MAX_EVIDENCE])


def _asked(reading: Reading, hips_: list[HipVerdict], knowledge: Knowledge) -> list[out.Question]:
    """The questions of all hips, each text once."""
    asked = [q for hip in hips_ for q in _questions(reading, hip, knowledge)]
    return list({q.text: q for q in asked}.values())


def _questions(reading: Reading, hip: HipVerdict, knowledge: Knowledge) -> list[out.Question]:
    asked = []
    rule = hip.rule
    for name in rule.ask if rule else ():
        proof = [m for fact in rule.when for m in hip.facts.held.get(fact, [])] if rule else []
        ids = _ids(proof)[:4]
        quotes = "; ".join(f'"{reading.raw(m.first, m.last)}"' for m in proof if m.id in ids)
        text = knowledge.precedence.questions[name]
        asked.append(
            out.Question(
                text=text.text.format(quotes=quotes), indicators=ids, options=[*text.options, *_STANDARD]
            )
        )
    return asked


def _ruled_out(
    reading: Reading,
    verdicts: list[HipVerdict],
    given: set[str],
    mentions: list[Mention],
    knowledge: Knowledge,
) -> list[out.RuledOut]:
    """27165 when it is not suggested, and every in-scope code whose parts were in play and lost."""
    lost: dict[str, out.RuledOut] = {}
    for hip in verdicts:
        if hip.rule is None:
            continue
        winners = " + ".join((*hip.rule.suggest, *hip.rule.review))
        for code in knowledge.codes:
            parts = _OF_CODE.get(code, ())
            if code in given or code in lost or code == "27165" or not parts:
                continue
            if not hip.rule.needs.isdisjoint(parts) and hip.facts.held.keys() >= set(parts[:2]):
                reason = f"{winners}: {hip.reason}" if winners else hip.reason
                lost[code] = out.RuledOut(code=code, reason=reason, evidence=_ids(_proof(code, hip)))
    if "27165" not in given:
        lost["27165"] = _no_27165(reading, verdicts, mentions)
    return [lost[code] for code in sorted(lost, key=lambda c: (c != "27165", c))]


def _no_27165(reading: Reading, verdicts: list[HipVerdict], mentions: list[Mention]) -> out.RuledOut:
    for hip in verdicts:
        if hip.rule is not None:
            winners = " + ".join((*hip.rule.suggest, *hip.rule.review))
            proof = [m for fact in hip.rule.when for m in hip.facts.held.get(fact, [])]
            return out.RuledOut(
                code="27165",
                reason=f"{winners}: {hip.reason}" if winners else hip.reason,
                evidence=_ids(proof),
            )
    seen = [m for m in mentions if m.concept == "femoral_osteotomy"]
    if seen:
        told = "; ".join(dict.fromkeys(f'"{reading.raw(m.first, m.last)}" is {m.status}' for m in seen[:4]))
        return out.RuledOut(
            code="27165", reason=f"No femoral osteotomy was done today: {told}.", evidence=_ids(seen)
        )
    return out.RuledOut(
        code="27165", reason="The note describes no osteotomy of the upper femur.", evidence=[]
    )
