""" "The same on the right": acts told by pointing at the other side."""

from nlp.components.sides import side_in_hand, side_marks
from nlp.knowledge.words import words
from nlp.reading import NARRATIVE, Mention, Reading, Sentence

REPEATED = frozenset({"femoral_osteotomy", "shaft_or_distal_femoral_osteotomy", "pelvic_osteotomy"})
_SAME = words("repeats.same")
_NOT_ACTS = words("repeats.not_acts")
_ACT_WORDS = words("repeats.act_words")


def likewise(reading: Reading) -> None:
    """ "The same on the right", "Left: likewise": the other hip's cuts are told for this one too."""
    mentions = [
        m
        for m in reading.mentions
        if m.narrative and m.status == "performed" and m.concept in REPEATED and not m.weak
    ]
    for number, sentence in enumerate(reading.sentences):
        if sentence.episode != "today" or sentence.section not in NARRATIVE:
            continue
        reading.words[sentence.first : sentence.last]
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
