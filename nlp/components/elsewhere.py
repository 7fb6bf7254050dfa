"""Is the operation somewhere else than at hip and thigh? Then bare cuts are not of the femur or pelvis."""

from nlp.knowledge.words import words
from nlp.parts import CUTS, NARRATIVE, CueHit, Mention, Sentence
from nlp.reading import Reading

_HIP = words("elsewhere.hip") | words("reading.hip_words")
_NOT_CREST = _HIP - words("elsewhere.crest")
_DONOR = words("elsewhere.donor")
_POSITION = words("elsewhere.position")
_OWN = NARRATIVE | {"title", "scheduled", "diagnosis", "implants"}
_OTHER = frozenset({"bone.other", "bone.tibia"})
_HIP_CUTS = CUTS - {"tibial_osteotomy"}
_SHARED = frozenset({"name.rotational", "name.neck", "name.femoral_shortening"})
_PAST = frozenset({"historical"})
LONG, NEAR, SHORT = 30, 5, 60


def drop_elsewhere(reading: Reading) -> None:
    """Take back the cuts told as done at hip and femur in a note about other bones, save sure names."""
    if _elsewhere(reading):
        reading.mentions = [
            m
            for m in reading.mentions
            if m.status != "performed" or m.concept not in _HIP_CUTS or _sure_name(m)
        ]
    else:
        _passing(reading)


def _passing(reading: Reading) -> None:
    """A name in passing is past: nothing else in the narrative of a longer note tells of hip or thigh."""
    done = [m for m in reading.mentions if m.concept in _HIP_CUTS and m.status == "performed"]
    if not done or not all(m.named and m.narrative for m in done):
        return
    if sum(s.last - s.first for s in reading.sentences if s.episode == "today") < SHORT:
        return
    own = {id(m.sentence) for m in done}
    if not any(_at_hip(reading, s) for s in reading.sentences if id(s) not in own):
        for mention in done:
            mention.status = "historical"
            mention.cues.append(CueHit(mention.first, mention.last, "historical", "elsewhere.passing"))


def _sure_name(mention: Mention) -> bool:
    """The name belongs to the hip or the pelvis alone, whatever else the note speaks of."""
    told = mention.sentence.section in _OWN - {"implants"}
    return told and mention.named and mention.rule not in _SHARED


def _elsewhere(reading: Reading) -> bool:
    """The note names another bone, and where it tells of today neither hip nor thigh is worked on."""
    if _OTHER.isdisjoint(reading.rules):
        return False
    return not any(_at_hip(reading, sentence) for sentence in reading.sentences)


def _at_hip(reading: Reading, sentence: Sentence) -> bool:
    """The sentence tells of hip or thigh today, not of the way the patient lies or of an old operation."""
    if sentence.section not in _OWN or sentence.episode == "pasted":
        return False
    told = reading.words[sentence.first : sentence.last]
    if _HIP.isdisjoint(told):
        return False
    if len(told) <= LONG and _past(reading, sentence):
        return False
    donor = not _DONOR.isdisjoint(told) or "flap" in reading.vocabulary
    donor = donor or ("bone" in sentence.groups and any(m.entry.id == "bone.other" for m in sentence.marks))
    hip = _NOT_CREST if donor else _HIP
    soft = {i for m in sentence.marks if m.entry.group == "soft" for i in range(m.first, m.last)}
    return any(
        word in hip and sentence.first + i not in soft and _worked_on(told, i) for i, word in enumerate(told)
    )


def _past(reading: Reading, sentence: Sentence) -> bool:
    if reading.years_in(sentence.first, sentence.last):
        return True
    return not _PAST.isdisjoint(sentence.groups) and any(
        m.entry.group in _PAST and m.entry.rank > 2 for m in sentence.marks
    )


def _worked_on(told: list[str], i: int) -> bool:
    if told[i] in ("hip", "hips") and "under" in told[max(0, i - 3) : i]:
        return False
    return _POSITION.isdisjoint(told[max(0, i - NEAR) : i + NEAR])
