"""An old osteotomy met again: "the osteotomy at the lesser trochanter was inspected and stable"."""

from nlp.knowledge.words import words
from nlp.reading import FEMORAL, CueHit, Mention, Reading

_MET = words("recalled.met")
_CUTTING = words("recalled.cutting")


def recalled(reading: Reading) -> None:
    """A bare "osteotomy" that was only looked at, in a note whose other osteotomies are all past, is past."""
    old = [m for m in reading.mentions if m.concept in FEMORAL and m.status == "historical" and m.named]
    if not old:
        return
    today = [m for m in reading.mentions if _of_today(m)]
    if any(m.named or m.rule != "cut.osteotomy" or _cutting(reading, m) for m in today):
        return
    for mention in today:
        if _MET.intersection(reading.words[mention.sentence.first : mention.sentence.last]):
            mention.status = "historical"
            mention.cues.append(CueHit(old[0].first, old[0].last, "historical", "recalled.osteotomy"))


def _of_today(mention: Mention) -> bool:
    return (
        mention.concept in FEMORAL
        and mention.status == "performed"
        and not mention.rule.startswith("correction.")
        and mention.sentence.episode == "today"
    )


def _cutting(reading: Reading, mention: Mention) -> bool:
    return bool(_CUTTING.intersection(reading.words[mention.sentence.first : mention.sentence.last]))
