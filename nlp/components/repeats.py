""" "The same on the right": acts told by pointing at the other side."""

from nlp.components.side_marks import OPPOSITE, side_marks
from nlp.components.sides import sides_in_hand
from nlp.knowledge.words import words
from nlp.parts import NARRATIVE, Mention, Sentence
from nlp.reading import Reading

REPEATED = frozenset({"femoral_osteotomy", "shaft_or_distal_femoral_osteotomy", "pelvic_osteotomy"})
LABEL_REACH = 4
_MODEL = frozenset({"as", "to", "like", "with"})
_SAME = words("repeats.same")
_UNDONE = frozenset({"planned", "hypothetical", "negated", "historical"})
_NOT_ACTS = words("repeats.not_acts")
_ACT_WORDS = words("repeats.act_words")


def likewise(reading: Reading) -> None:
    """ "The same on the right", "Left: likewise": the other hip's cuts are told for this one too."""
    if not reading.holds(_SAME):
        return
    pointing = [(n, s) for n, s in enumerate(reading.sentences) if _points(reading, n, s)]
    if not pointing:
        return
    cuts = [
        m
        for m in reading.mentions
        if m.narrative and m.status == "performed" and m.concept in REPEATED and not m.weak
    ]
    cuts.sort(key=lambda m: m.first)
    told = {(m.concept, m.side) for m in cuts}
    barred = _barred(reading)
    hands = sides_in_hand(reading)
    earlier: dict[tuple[str, str], Mention] = {}
    at = 0
    for number, sentence in pointing:
        while at < len(cuts) and cuts[at].first < sentence.first:
            earlier[cuts[at].side, cuts[at].concept] = cuts[at]
            at += 1
        marks = [(m, side) for m, side in side_marks(reading, sentence) if side in OPPOSITE]
        own = {side for m, side in marks if reading.words[m.first - 1] not in _MODEL}
        side = own.pop() if len(own) == 1 else hands[number]
        mark = _repeats(reading, sentence)
        for concept in sorted(REPEATED):
            model = earlier.get((OPPOSITE.get(side, ""), concept))
            if model is None or mark is None or (concept, side) in told or (concept, side) in barred:
                continue
            if concept == "pelvic_osteotomy" and reading.words[mark + 1 : mark + 2] == ["level"]:
                continue
            reading.mentions.append(
                Mention(mark, mark + 1, concept, "ellipsis.same", sentence, side=side, level=model.level,
                        explicit=model.explicit, evident=model.evident or model.named)
            )  # fmt: skip


def _points(reading: Reading, number: int, sentence: Sentence) -> bool:
    """The sentence, or the short one before it, names a side and says "the same", without doubt or denial."""
    if (
        sentence.episode != "today"
        or sentence.section not in NARRATIVE
        or _repeats(reading, sentence) is None
    ):
        return False
    if any(m.entry.group in _UNDONE and m.entry.rank > 2 for m in sentence.marks):
        return False
    if reading.years_in(sentence.first, sentence.last):
        return False
    if side_marks(reading, sentence):
        return True
    labels = reading.sentences[max(0, number - LABEL_REACH) : number]
    return any(s.last - s.first <= (5 if s is labels[-1] else 2) and side_marks(reading, s) for s in labels)


def _repeats(reading: Reading, sentence: Sentence) -> int | None:
    """The word that says "the same again" of the work, not of an incision, an implant or a session."""
    words = reading.words
    if _SAME.isdisjoint(words[sentence.first : sentence.last]):
        return None
    for i in range(sentence.first, sentence.last):
        if words[i] in _SAME:
            after = words[i + 1 : i + 3]
            if not _NOT_ACTS.intersection(after) or _ACT_WORDS.intersection(words[i : sentence.last]):
                return i
    return None


def _barred(reading: Reading) -> set[tuple[str, str]]:
    """Acts that the titles give to the other hip alone, or that the body denies on this one."""
    titled: dict[str, set[str]] = {}
    out = set()
    for m in reading.mentions:
        if m.sentence.section == "title" and m.status == "performed":
            titled.setdefault(m.concept, set()).add(m.side)
        elif m.status == "negated":
            out.add((m.concept, m.side))
    for concept, sides in titled.items():
        if not sides & {"bilateral", "unspecified"}:
            out |= {(concept, side) for side in ("left", "right") if side not in sides}
    return out
