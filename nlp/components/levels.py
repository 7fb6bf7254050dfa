"""Levels told beside the cut: in the next sentence, by the surroundings, or in an addendum."""

from itertools import pairwise

from nlp.components.places import places
from nlp.knowledge.words import words
from nlp.parts import FEMORAL, NARRATIVE, Mention, Place, Sentence
from nlp.reading import Reading

PATCHES = frozenset({"intertrochanteric", "subtrochanteric", "shaft", "distal"})
_SITE = words("levels.site")
_PINS = words("levels.pins")
_WRONG = words("sides.corrects") - {"correct", "laterality"}
_LIKE = words("levels.like")
_THIS, _POINTS = (
    frozenset({"this", "that"}),
    frozenset({"level", "point", "site", "mark", "line", "place", "apex"}),
)
PIN_REACH = 14


def surroundings(reading: Reading) -> None:
    """A cut without a level, in a body that speaks only of the knee end of the femur, is distal."""
    vague = [
        m for m in reading.mentions if m.concept == "femoral_osteotomy" and m.narrative and not m.explicit
    ]
    low, high = [], []
    for sentence in reading.sentences if vague else ():
        if sentence.episode == "today" and sentence.section in NARRATIVE:
            for place in places(reading, sentence):
                if place.region == "distal_femur":
                    low.append(place)
                elif place.region in (
                    "proximal_femur",
                    "greater_trochanter",
                    "neck",
                ) or place.rule.startswith("landmark"):
                    high.append(place)
    if low and not high and len(low) > 1:
        for mention in vague:
            mention.concept, mention.level, mention.explicit = (
                "shaft_or_distal_femoral_osteotomy",
                "distal",
                True,
            )


def adopt(reading: Reading) -> None:
    """A cut whose level only the tracked region gave takes the level told of its wedge beside it."""
    order = reading.order
    told = [
        m
        for m in reading.mentions
        if m.narrative and m.explicit and m.status == "performed" and m.concept in FEMORAL
    ]
    beside: dict[int, list[Mention]] = {}
    for m in told:
        for step in range(-2, 3):
            beside.setdefault(order[m.sentence.first] + step, []).append(m)
    for mention in reading.mentions:
        if mention.concept not in FEMORAL or mention.explicit or not mention.narrative or mention.named:
            continue
        near = beside.get(order[mention.sentence.first], [])
        other = next((m for m in near if m.concept != mention.concept), None)
        if other and not any(m.concept == mention.concept for m in near):
            mention.concept, mention.level = other.concept, other.level


def level_sentences(reading: Reading) -> None:
    """A sentence that tells only the level of the cut beside it is part of its proof."""
    order = reading.order
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
        for place in places(reading, sentence):
            if place.exact and place.level == cut.level and place.rule.startswith("landmark."):
                reading.mentions.append(_level_told(sentence, place, cut))
                break
    of_level = {m.level: m for m in reversed(cuts)}
    for at, sentence in enumerate(reading.sentences):
        if sentence.episode == "addendum" and at not in told:
            known = [p for p in places(reading, sentence) if p.exact and p.level in of_level][:1]
            reading.mentions += [_level_told(sentence, place, of_level[place.level]) for place in known]


def _level_told(sentence: Sentence, place: Place, cut: Mention) -> Mention:
    return Mention(
        place.first,
        place.last,
        cut.concept,
        "level.told",
        sentence,
        side=cut.side,
        level=cut.level,
        weak=True,
    )


def same_levels(reading: Reading) -> None:
    """ "Cut at the same level": the level of the cut told before."""
    if not reading.holds(_LIKE):
        return
    model: Mention | None = None
    for mention in sorted(reading.mentions, key=lambda m: m.first):
        if mention.concept not in FEMORAL or not mention.narrative:
            continue
        words = reading.words[mention.first : min(mention.sentence.last, mention.last + 6)]
        if (
            model
            and not mention.explicit
            and any(like in _LIKE and level in ("level", "height") for like, level in pairwise(words))
        ):
            mention.concept, mention.level, mention.explicit = model.concept, model.level, True
            mention.weak, mention.evident = False, mention.evident or model.evident or model.named
        elif mention.explicit and mention.status == "performed":
            model = mention


def patch_levels(reading: Reading) -> None:
    """A cut told without its level takes the one told of the blade, mark or site in sentences beside it."""
    order, later = reading.order, _addendum_place(reading)
    if later and _corrects(reading):
        for mention in reading.mentions:
            if mention.concept in FEMORAL and mention.narrative and mention.status == "performed":
                mention.concept = "femoral_osteotomy"
                _patch(mention, later)
    for mention in reading.mentions:
        if (
            mention.concept != "femoral_osteotomy"
            or mention.level not in ("unspecified", "proximal_unspecified")
            or not mention.narrative
        ):
            continue
        at = order[mention.sentence.first]
        if later:
            _patch(mention, later)
            continue
        for step in (1, -1, 2, -2, 3, -3):
            if not 0 <= at + step < len(reading.sentences):
                continue
            beside = reading.sentences[at + step]
            if beside.episode != "today" or beside.section not in NARRATIVE:
                continue
            there = -2 <= step < 0 and _points_back(reading, mention)
            if not there and not _SITE.intersection(reading.words[beside.first : beside.last]):
                continue
            if any(m.entry.group in ("negated", "untouched", "historical") for m in beside.marks):
                continue
            found = [
                p
                for p in places(reading, beside)
                if p.exact and p.level in PATCHES and (there or not _of_pins(reading, beside, p))
            ]
            if found:
                _patch(mention, min(found, key=lambda place: place.relative))
                break


def _points_back(reading: Reading, mention: Mention) -> bool:
    """ "Cut at this level", "removed there": the level was told just before."""
    words = reading.words[mention.sentence.first : min(mention.sentence.last, mention.last + 6)]
    return "there" in words or (
        not _THIS.isdisjoint(words)
        and any(this in _THIS and level in _POINTS for this, level in pairwise(words))
    )


def _of_pins(reading: Reading, sentence: Sentence, place: Place) -> bool:
    """The level is told of a pin or of what was planned, close by."""
    near = reading.words[
        max(sentence.first, place.first - PIN_REACH) : min(sentence.last, place.last + PIN_REACH)
    ]
    return not _PINS.isdisjoint(near)


def _corrects(reading: Reading) -> bool:
    """The addendum says that the report was wrong."""
    return any(
        s.episode == "addendum" and not _WRONG.isdisjoint(reading.words[s.first : s.last])
        for s in reading.sentences
    )


def _addendum_place(reading: Reading) -> Place | None:
    """The level that the surgeon's addendum tells."""
    for sentence in reading.sentences:
        if sentence.episode == "addendum":
            found = [p for p in places(reading, sentence) if p.exact and p.level in PATCHES]
            if found:
                return found[-1]
    return None


def _patch(mention: Mention, place: Place) -> None:
    mention.level, mention.explicit = place.level, True
    if place.region in ("shaft", "distal_femur"):
        mention.concept = "shaft_or_distal_femoral_osteotomy"
