"""Single findings in the body: length lost, an operation stopped part-way or before it began."""

from nlp.components.measures import UNITS, number
from nlp.knowledge.words import words
from nlp.parts import FEMORAL, NARRATIVE, Mark, Mention, Sentence
from nlp.reading import Reading

INCOMPLETE = frozenset({"aborted.part", "aborted.incomplete"})
_ELSEWHERE = words("evidence.elsewhere")
_BONE = words("evidence.bone")
_SOFT = words("evidence.soft")
_WEDGE = words("evidence.wedge")
_METAL_ONLY = frozenset({"wire", "wires", "pin", "pins"})
_UNTOLD = frozenset({"plan", "indications", "history", "consent"})
_DENYING = frozenset({"negated", "hypothetical", "historical"})


def _today(reading: Reading, rule: str) -> list[Sentence]:
    """The sentences of the narrative that may hold a mark of ``rule``."""
    if rule not in reading.rules:
        return []
    group = rule.split(".")[0]
    return [
        s for s in reading.sentences if group in s.groups and s.episode == "today" and s.section in NARRATIVE
    ]


def _mention(sentence: Sentence, mark: Mark, concept: str) -> Mention:
    return Mention(mark.first, mark.last, concept, mark.entry.id, sentence)


def _denied(sentence: Sentence) -> bool:
    return not _DENYING.isdisjoint(sentence.groups)


def shortened(reading: Reading) -> list[Mention]:
    """The body says that the femur was made shorter."""
    out = []
    for sentence in _today(reading, "correction.shortening"):
        marks = [m for m in sentence.marks if m.entry.id == "correction.shortening"]
        before = reading.words[max(sentence.first, marks[0].first - 2) : marks[0].first] if marks else []
        soft = not _SOFT.isdisjoint(before)
        needless = marks and "no" in reading.words[max(sentence.first, marks[0].first - 4) : marks[0].first]
        denied = needless or _denied(sentence) or not {"not", "never"}.isdisjoint(before)
        if marks and not soft and not denied:
            out.append(_mention(sentence, marks[0], "correction"))
    return out


def lost_length(reading: Reading) -> list[Mention]:
    """A measured length of bone, not a wedge, was taken out."""
    out = []
    for sentence in _today(reading, "wedge.removed"):
        words = reading.words
        if _BONE.isdisjoint(words[sentence.first : sentence.last]) or _denied(sentence):
            continue
        for mark in sentence.marks:
            if mark.entry.id != "wedge.removed" or not _measured(words, mark, sentence):
                continue
            near = words[max(sentence.first, mark.first - 6) : min(sentence.last, mark.last + 6)]
            near = near[near.index(":") + 1 :] if ":" in near else near
            if _WEDGE.isdisjoint(near) and _SOFT.isdisjoint(near):
                out.append(_mention(sentence, mark, "correction"))
                break
    return out


def _measured(words: list[str], mark: Mark, sentence: Sentence) -> bool:
    for i in range(max(sentence.first + 1, mark.first - 7), min(sentence.last, mark.last + 5)):
        if words[i] in UNITS and number(words[i - 1]) is not None:
            return True
    return False


def aborted(reading: Reading) -> list[Mention]:
    """The operation was stopped after it began and before the femur was dealt with.

    Plain words that the cut is incomplete suffice; words that the case stopped count when the cut is
    said to be partial, or when nothing was fixed afterwards.
    """
    explicit = _found(reading, "aborted.incomplete")
    stops = _found(reading, "aborted.stop")
    parts = _found(reading, "aborted.part")
    fixed = [
        m
        for m in reading.mentions
        if m.concept == "fixation"
        and m.status == "performed"
        and m.narrative
        and _METAL_ONLY.isdisjoint(reading.words[m.first : m.last])
        and "for" not in reading.words[max(0, m.first - 2) : m.first]
    ]
    explicit += [p for p in parts if p.sentence.section == "title"]
    if explicit or (stops and (parts or not fixed)) or (parts and not fixed):
        return explicit + stops + parts
    return []


def _found(reading: Reading, rule: str) -> list[Mention]:
    out: list[Mention] = []
    if rule not in reading.rules:
        return out
    group = rule.split(".")[0]
    for sentence in reading.sentences:
        if group not in sentence.groups or sentence.episode != "today" or sentence.section in _UNTOLD:
            continue
        words = reading.words[sentence.first : sentence.last]
        if _ELSEWHERE.intersection(words):
            continue
        found = [m for m in sentence.marks if m.entry.id == rule and not _went_on(reading, m, sentence)][:1]
        out += [
            _incomplete(sentence, m) if rule in INCOMPLETE else _mention(sentence, m, "aborted")
            for m in found
        ]
    return out


def _went_on(reading: Reading, mark: Mark, sentence: Sentence) -> bool:
    """ "Left incomplete until a second pass": the cut went on; "did not proceed to it": of a further act."""
    after = reading.words[mark.last : min(mark.last + 3, sentence.last)]
    further = reading.words[mark.last - 1] == "proceed" and after[:1] in (["to"], ["with"])
    return further or not {"until", "then", "before"}.isdisjoint(after)


def _incomplete(sentence: Sentence, mark: Mark) -> Mention:
    """Words that the bone was not cut through deny the cut."""
    mention = _mention(sentence, mark, "femoral_osteotomy")
    mention.status, mention.weak = "negated", True
    return mention


def not_started(reading: Reading) -> list[Mention]:
    """The patient was not operated on at all: it denies the cut of the femur that the note is about."""
    out: list[Mention] = []
    if "stopped.before" not in reading.rules:
        return out
    about = any(m.concept in FEMORAL for m in reading.mentions)
    for sentence in reading.sentences:
        if sentence.episode == "today" and sentence.section not in ("plan", "history", "consent"):
            found = [m for m in sentence.marks if m.entry.id == "stopped.before"]
            out += [_incomplete(sentence, m) if about else _mention(sentence, m, "aborted") for m in found]
    return out
