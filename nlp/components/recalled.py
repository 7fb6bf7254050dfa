"""An osteotomy that is only spoken of: an old one met again, or one that the next sentence drops."""

from itertools import pairwise

from nlp.knowledge.words import words
from nlp.parts import CUTS, FEMORAL, NARRATIVE, CueHit, Mention, Sentence
from nlp.reading import Reading

_MET = words("recalled.met")
_HEALED = words("recalled.healed")
_CUTTING = words("recalled.cutting")
_DROP = words("recalled.drop")
_ACTS = frozenset({"name", "cut"})
_IT = frozenset({"it", "this", "that", "one", "so"})


def recalled(reading: Reading) -> None:
    """Past: a healed osteotomy, and a bare one only looked at where all other osteotomies are past."""
    today = [m for m in reading.mentions if _of_today(m)]
    for mention in today:
        told = _told(reading, mention)
        if _is_healed(told) or (not _HEALED.isdisjoint(told) and not _cutting(reading, mention)):
            _past(mention, mention)
    old = [m for m in reading.mentions if m.concept in FEMORAL and m.status == "historical" and m.named]
    today = [m for m in today if m.status == "performed"]
    if not old or any(m.named or m.rule != "cut.osteotomy" or _cutting(reading, m) for m in today):
        return
    for mention in today:
        if not _MET.isdisjoint(_told(reading, mention)):
            _past(mention, old[0])


def dropped(reading: Reading) -> None:
    """ "I looked at a Pemberton. Cover was enough, so I did not add it": the name before is negated."""
    if not reading.holds(_DROP):
        return
    named: dict[int, Mention] = {}
    for mention in reading.mentions:
        if mention.named and mention.concept in CUTS:
            named[mention.sentence.first] = mention
    for before, sentence in pairwise(reading.sentences):
        cue = _drops(reading, sentence)
        act = named.get(before.first)
        if cue is not None and act and act.status in ("performed", "hypothetical"):
            act.status = "negated"
            act.cues.append(CueHit(cue, cue + 1, "negated", "dropped.it"))


def _drops(reading: Reading, sentence: Sentence) -> int | None:
    """Where "not add it" stands in a sentence that names no cut of its own."""
    if sentence.section not in NARRATIVE or not _ACTS.isdisjoint(sentence.groups):
        return None
    words = reading.words
    if _DROP.isdisjoint(words[sentence.first : sentence.last]):
        return None
    for i in range(sentence.first, sentence.last - 2):
        denied = words[i] == "not" or words[i].endswith(("n't", "n’t"))
        if denied and words[i + 1] in _DROP and not _IT.isdisjoint(words[i + 2 : i + 4]):
            return i
    return None


def _is_healed(told: list[str]) -> bool:
    """ "The osteotomy, which was made there, is healed": whatever else the sentence tells."""
    return any(verb in ("is", "has") and word in _HEALED for verb, word in pairwise(told))


def _told(reading: Reading, mention: Mention) -> list[str]:
    """The words of the mention's sentence, what stands in square brackets before it left out."""
    told = reading.words[mention.sentence.first : mention.first]
    if "[" in told and "]" in told:
        told = told[: told.index("[")] + told[told.index("]") :]
    return told + reading.words[mention.first : mention.sentence.last]


def _of_today(mention: Mention) -> bool:
    return (
        mention.concept in FEMORAL
        and mention.status == "performed"
        and not mention.rule.startswith("correction.")
        and mention.sentence.episode == "today"
        and mention.sentence.section != "title"
    )


def _cutting(reading: Reading, mention: Mention) -> bool:
    return not _CUTTING.isdisjoint(_told(reading, mention))


def _past(mention: Mention, because: Mention) -> None:
    mention.status = "historical"
    mention.cues.append(CueHit(because.first, because.last, "historical", "recalled.osteotomy"))
