"""Joins mentions into what happened: sides, approach cuts, and levels patched from the rest of the note."""

from spacy.language import Language
from spacy.tokens import Doc

from nlp.components.places import places
from nlp.components.sides import set_sides, side_in_hand, side_marks
from nlp.knowledge.words import words
from nlp.reading import CUTS, FEMORAL, NARRATIVE, CueHit, Mention, Reading, Sentence

_REATTACHED = words("procedures.reattached")
REPEATED = frozenset({"femoral_osteotomy", "shaft_or_distal_femoral_osteotomy", "pelvic_osteotomy"})
_SAME = words("procedures.same")
_NOT_ACTS = words("procedures.not_acts")
_ACT_WORDS = words("procedures.act_words")
PATCHES = frozenset({"intertrochanteric", "subtrochanteric", "shaft", "distal"})
_DONE = words("procedures.done")
_VERBS = words("procedures.verbs")
_SITE = words("procedures.site")
_MOVED = words("procedures.moved")


class Procedures:
    """Sets ``side`` of every mention and ``approach`` where a cut only opens the way."""

    def __call__(self, doc: Doc) -> Doc:
        reading: Reading = doc._.reading
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
        _likewise(reading)
        _surroundings(reading)
        _adopt(reading)
        _level_sentences(reading)
        _patch_levels(reading)
        _fracture_case(reading)
        _approaches(reading)
        return doc


def _told(reading: Reading, mention: Mention) -> bool:
    """An act told by name in the body counts as told only with a verb of doing, or in a telegram without verbs."""
    if not mention.named and mention.concept not in ("arthroplasty", "open_reduction_hip"):
        return True
    if mention.rule in ("act.prosthesis", "act.reduction_step"):
        return True
    sentence = mention.sentence
    if not _VERBS.intersection(reading.words[sentence.first : sentence.last]):
        cutting = any(m.entry.group == "cut" for m in sentence.marks)
        return (
            sentence.last - sentence.first <= 30 or mention.explicit or cutting
        ) and mention.concept != "arthroplasty"
    near = reading.words[max(sentence.first, mention.first - 7) : min(sentence.last, mention.last + 9)]
    return bool(_DONE.intersection(near))


def _superseded(reading: Reading) -> None:
    """In a title "A + B -> A" what stands before the arrow was only planned."""
    for sentence in reading.sentences:
        if sentence.section not in ("title", "scheduled"):
            continue
        for arrow in (i for i in range(sentence.first, sentence.last) if reading.words[i] in ("→", "⇒", "➔")):
            inside = [m for m in reading.mentions if m.sentence is sentence]
            after = {m.concept for m in inside if m.first > arrow}
            before = [m for m in inside if m.last <= arrow and m.concept in CUTS]
            acted = {m.concept for m in reading.mentions if m.narrative and m.status == "performed"}
            if any(m.concept in after or m.concept not in acted for m in before):
                for mention in before:
                    mention.status = "planned"
                    mention.cues.append(CueHit(arrow, arrow + 1, "planned", "arrow.superseded"))


def _likewise(reading: Reading) -> None:
    """ "The same on the right", "Left: likewise": the other hip's cuts are told for this one too."""
    mentions = [
        m
        for m in reading.mentions
        if m.narrative and m.status == "performed" and m.concept in REPEATED and not m.weak
    ]
    for number, sentence in enumerate(reading.sentences):
        if sentence.episode != "today" or sentence.section not in NARRATIVE:
            continue
        words = reading.words[sentence.first : sentence.last]
        mark = _repeats(reading, sentence)
        if mark is None or any(
            m.entry.group in ("planned", "hypothetical", "negated") for m in sentence.marks
        ):
            continue
        before = reading.sentences[max(0, number - 1)]
        if not side_marks(reading, sentence) and not (
            before.last - before.first <= 5 and side_marks(reading, before)
        ):
            continue
        side = side_in_hand(reading, sentence)
        other = {"left": "right", "right": "left"}.get(side, "")
        earlier = {m.concept: m for m in mentions if m.side == other and m.first < sentence.first}
        told = {m.concept for m in mentions if m.side == side}
        for concept, model in earlier.items():
            if concept not in told and _may_repeat(reading, concept, side):
                reading.mentions.append(
                    Mention(
                        mark,
                        mark + 1,
                        concept,
                        "ellipsis.same",
                        sentence,
                        side=side,
                        level=model.level,
                        explicit=model.explicit,
                    )
                )


def _repeats(reading: Reading, sentence: Sentence) -> int | None:
    """The word that says "the same again" of the work, not of an incision, an implant or a session."""
    words = reading.words
    for i in range(sentence.first, sentence.last):
        if words[i] in _SAME:
            after = words[i + 1 : i + 3]
            if not _NOT_ACTS.intersection(after) or _ACT_WORDS.intersection(words[i : sentence.last]):
                return i
    return None


def _may_repeat(reading: Reading, concept: str, side: str) -> bool:
    """The titles do not give the act to the other hip alone, and the body does not deny it here."""
    titled = {
        m.side
        for m in reading.mentions
        if m.concept == concept and m.sentence.section == "title" and m.status == "performed"
    }
    if titled and side not in titled and "bilateral" not in titled and "unspecified" not in titled:
        return False
    return not any(
        m.concept == concept and m.status == "negated" and m.side == side for m in reading.mentions
    )


def _surroundings(reading: Reading) -> None:
    """A cut without a level, in a body that speaks only of the knee end of the femur, is distal."""
    low, high = [], []
    for sentence in reading.sentences:
        if sentence.episode == "today" and sentence.section in NARRATIVE:
            for place in places(reading, sentence, sentence.marks):
                if place.region == "distal_femur":
                    low.append(place)
                elif place.region in (
                    "proximal_femur",
                    "greater_trochanter",
                    "neck",
                ) or place.rule.startswith("landmark"):
                    high.append(place)
    vague = [
        m for m in reading.mentions if m.concept == "femoral_osteotomy" and m.narrative and not m.explicit
    ]
    if low and not high and len(low) > 1:
        for mention in vague:
            mention.concept, mention.level, mention.explicit = (
                "shaft_or_distal_femoral_osteotomy",
                "distal",
                True,
            )


def _adopt(reading: Reading) -> None:
    """A cut whose level only the tracked region gave takes the level told of its wedge or fragment beside it."""
    order = {s.first: n for n, s in enumerate(reading.sentences)}
    told = [
        m
        for m in reading.mentions
        if m.narrative and m.explicit and m.status == "performed" and m.concept in FEMORAL
    ]
    for mention in reading.mentions:
        if mention.concept not in FEMORAL or mention.explicit or not mention.narrative or mention.named:
            continue
        at = order[mention.sentence.first]
        near = [m for m in told if abs(order[m.sentence.first] - at) <= 2 and m.concept != mention.concept]
        if near and not any(
            abs(order[m.sentence.first] - at) <= 2 and m.concept == mention.concept for m in told
        ):
            mention.concept, mention.level = near[0].concept, near[0].level


def _level_sentences(reading: Reading) -> None:
    """A sentence that tells only the level of the cut beside it is part of its proof."""
    order = {s.first: n for n, s in enumerate(reading.sentences)}
    cuts = [
        m
        for m in reading.mentions
        if m.concept in FEMORAL and m.narrative and m.status == "performed" and not m.weak
    ]
    near = {order[m.sentence.first] + step: m for m in cuts for step in (-2, -1, 1, 2)}
    told = {order[m.sentence.first] for m in reading.mentions if m.concept in FEMORAL}
    for at, cut in near.items():
        if at in told or not 0 <= at < len(reading.sentences):
            continue
        sentence = reading.sentences[at]
        if (
            sentence.episode != "today"
            or sentence.section not in NARRATIVE
            or any(m.entry.group in ("negated", "historical") for m in sentence.marks)
        ):
            continue
        for place in places(reading, sentence, sentence.marks):
            if place.exact and place.level == cut.level and place.rule.startswith("landmark."):
                reading.mentions.append(
                    Mention(
                        place.first,
                        place.last,
                        cut.concept,
                        "level.told",
                        sentence,
                        side=cut.side,
                        level=cut.level,
                        weak=True,
                    )
                )
                break


def _patch_levels(reading: Reading) -> None:
    """A femoral cut told without its level takes the level told of the blade, mark or site in the sentences beside it."""
    order = {s.first: n for n, s in enumerate(reading.sentences)}
    for mention in reading.mentions:
        if (
            mention.concept != "femoral_osteotomy"
            or mention.level not in ("unspecified", "proximal_unspecified")
            or not mention.narrative
        ):
            continue
        at = order[mention.sentence.first]
        if _from_addendum(reading, mention):
            continue
        for step in (1, -1, 2, -2, 3, -3):
            if not 0 <= at + step < len(reading.sentences):
                continue
            beside = reading.sentences[at + step]
            if beside.episode != "today" or beside.section not in NARRATIVE:
                continue
            if not _SITE.intersection(reading.words[beside.first : beside.last]):
                continue
            if any(m.entry.group in ("negated", "untouched", "historical") for m in beside.marks):
                continue
            if {"wire", "wires", "pin", "pins", "planned", "intended", "instead"}.intersection(
                reading.words[beside.first : beside.last]
            ):
                continue
            found = [p for p in places(reading, beside, beside.marks) if p.exact and p.level in PATCHES]
            if found:
                mention.level, mention.explicit = found[0].level, True
                if found[0].region == "shaft" or found[0].region == "distal_femur":
                    mention.concept = "shaft_or_distal_femoral_osteotomy"
                break


def _from_addendum(reading: Reading, mention: Mention) -> bool:
    """The surgeon's addendum tells the level that the body left out."""
    for sentence in reading.sentences:
        if sentence.episode == "addendum":
            found = [p for p in places(reading, sentence, sentence.marks) if p.exact and p.level in PATCHES]
            if found:
                mention.level, mention.explicit = found[-1].level, True
                if found[-1].region in ("shaft", "distal_femur"):
                    mention.concept = "shaft_or_distal_femoral_osteotomy"
                return True
    return False


def performed(reading: Reading, concept: str) -> list[Mention]:
    """Mentions of ``concept`` done today."""
    return [
        m
        for m in reading.mentions
        if m.concept == concept and m.status == "performed" and m.sentence.episode == "today"
    ]


def _approaches(reading: Reading) -> None:
    arthroplasty = performed(reading, "arthroplasty")
    slides = [
        m for m in reading.mentions if m.rule in ("name.trochanter_approach", "gesture.trochanter_back")
    ]
    slides += [m for m in reading.flags.get("surgical_dislocation", []) if m.status == "performed"]
    removed = _removed_limb(reading)
    knee = [
        m
        for m in arthroplasty
        if "knee" in reading.raw(m.first, m.last).lower() or "tk" in reading.raw(m.first, m.last).lower()
    ]
    moved = any(m.purpose == "transfer" and m.status == "performed" for m in reading.mentions)
    for mention in reading.mentions:
        if mention.status != "performed" or mention.concept not in CUTS:
            continue
        if mention.concept == "neck_osteotomy" and arthroplasty:
            _as_approach(mention, arthroplasty[0])
        elif mention.concept in FEMORAL and removed and mention.narrative:
            _as_approach(mention, removed[0])
        elif mention.concept in FEMORAL and knee and mention.narrative:
            _as_approach(mention, knee[0])
        elif mention.concept == "trochanter_osteotomy" and (slides or arthroplasty) and not moved:
            _as_approach(mention, (slides or arthroplasty)[0])


def _removed_limb(reading: Reading) -> list[Mention]:
    """Amputation or resection of bone told in title or body: the cut removes, it does not realign."""
    out = []
    for name in ("amputation", "bone_resection"):
        out += [
            m
            for m in reading.flags.get(name, [])
            if m.status == "performed"
            and m.sentence.section in ("title", "description")
            and m.sentence.episode == "today"
        ]
    return out


def _fracture_case(reading: Reading) -> None:
    """In the treatment of a fresh fracture, plates, nails and reductions are its fixation, and bone cuts only help it."""
    broken = [
        f
        for f in reading.flags.get("fracture", [])
        if f.sentence.section in ("title", "diagnosis") and f.sentence.episode == "today" and not f.cues
    ]
    named = [
        m for m in reading.mentions if not m.weak and m.concept in FEMORAL and m.sentence.section == "title"
    ]
    if not broken or named or reading.flags.get("oi"):
        return
    for mention in reading.mentions:
        told = mention.status == "performed" and mention.sentence.section in (
            "title",
            "description",
            "findings",
            "implants",
        )
        if mention.concept == "fixation" and told:
            mention.concept = "fracture_fixation"
        elif mention.concept in FEMORAL and told and not mention.named:
            _as_approach(mention, broken[0])


def _as_approach(mention: Mention, because: Mention) -> None:
    mention.status = "approach"
    if because is not mention:
        mention.cues.append(CueHit(because.first, because.last, "approach", because.rule))


@Language.factory("osteotome_procedures", assigns=["doc._.reading"])
def create_procedures(nlp: Language, name: str) -> Procedures:
    """spaCy factory."""
    return Procedures()
