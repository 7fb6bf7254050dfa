"""Left, right or both: explicit in the sentence, else the side in hand, else the title's."""

from itertools import pairwise

from nlp.components.columns import column_sides
from nlp.components.side_marks import OPPOSITE, SIDE_WORDS, side_marks
from nlp.knowledge.words import words
from nlp.parts import CUTS, NARRATIVE, Mark, Mention, Sentence
from nlp.reading import Reading
from nlp.stretches import label_at

_PARTS = frozenset({"#", "op", "operation", "procedure", "part", "stage"})
_TURNS = words("sides.turns")
_ASIDE = words("sides.aside")
_FIELDS_OF_WORK = words("sides.fields_of_work")
_BOTH = words("sides.both")
_BEFORE_SIDE = words("sides.before_side")
NEAR, BEHIND, LABEL, BRIEF = 7, 6, 4, 12
_CORRECTS = words("sides.corrects")
_DENIES = words("sides.denies")
_DESCRIBING = frozenset({"is", "has", "stays", "remains", "shows", "looks"})
_ACTS = frozenset({"cut", "name", "wedge", "gesture"})
_COMPARED, _DONOR = words("sides.compared"), words("sides.donor")
_HEALTHY, _PLASTER = words("sides.healthy") | words("sides.parked"), words("actions.cast")
_AGES = words("dates.ages")


def set_sides(reading: Reading) -> None:
    """Give every mention its side."""
    corrected = _corrected_side(reading)
    title = corrected or acts_side(reading) or title_side(reading)
    one_sided = title in OPPOSITE
    blocks = {} if one_sided else _blocks(reading) | _numbered_parts(reading)
    hand = title if one_sided else ""
    label = ""
    by_sentence: dict[int, list[Mention]] = {}
    for mention in reading.mentions:
        by_sentence.setdefault(mention.sentence.first, []).append(mention)
    columns = column_sides(reading)
    for sentence in reading.sentences:
        marks = side_marks(reading, sentence)
        label = _label(reading, sentence, marks, label)
        for mention in by_sentence.get(sentence.first, ()):
            column = label_at(columns, mention.last - 1, "")
            mention.side = column or _side_of(reading, mention, marks, label or hand, title)
        if not one_sided:
            hand = blocks.get(sentence.first) or _hand(reading, sentence, marks, hand)
        elif marks and any(side == "other" for _, side in marks) and _turns(reading, sentence):
            hand = OPPOSITE[title]
    if corrected:
        for mention in reading.mentions:
            if mention.status == "performed" and mention.sentence.episode in ("today", "addendum"):
                mention.side = corrected


def _blocks(reading: Reading) -> dict[int, str]:
    """The side of each title that opens a part of a note with several such parts, by its first word."""
    out = {}
    for title, body in pairwise(reading.sentences):
        if title.section == "title" and body.section in NARRATIVE and title.episode == "today":
            sides = {side for _, side in side_marks(reading, title)}
            if len(sides) == 1 and not sides.isdisjoint(OPPOSITE):
                out[title.first] = sides.pop()
    return out if len(set(out.values())) > 1 else {}


def _numbered_parts(reading: Reading) -> dict[int, str]:
    """ "Op. 1: Salter right", "Op. 2: VDRO left": the sides of what is told under these numbers below."""
    sides: dict[str, str] = {}
    out = {}
    for line in reading.lines:
        told = reading.words[line.first : line.last]
        if told[0] not in _PARTS:
            continue
        number = next((word for word in told[1:3] if word.isdecimal()), "")
        named = {SIDE_WORDS[word] for word in told if word in SIDE_WORDS}
        if number in sides:
            out[line.first] = sides[number]
        elif number and len(named) == 1:
            sides[number] = named.pop()
    return out if len(set(sides.values())) > 1 else {}


def _turns(reading: Reading, sentence: Sentence) -> bool:
    """The surgeon turns to what the sentence names."""
    told = sentence.episode == "today" and sentence.section in NARRATIVE
    return told and bool(_TURNS.intersection(reading.words[sentence.first : sentence.last]))


def _label(reading: Reading, sentence: Sentence, marks: list[tuple[Mark, str]], label: str) -> str:
    """The side that labels the rest of its line ("Left:   (a) VDRO"); a new line ends it."""
    short = sentence.last - sentence.first <= 4 and reading.words[sentence.last - 1] == ":"
    if short and len(marks) == 1 and marks[0][1] in OPPOSITE:
        return marks[0][1]
    return "" if label and reading.breaks(sentence.first) else label


def _corrected_side(reading: Reading) -> str:
    """The one side that an addendum about the side affirms; empty without such an addendum."""
    affirmed: list[str] = []
    about = False
    for sentence in reading.sentences:
        if sentence.episode != "addendum":
            continue
        words = reading.words[sentence.first : sentence.last]
        about = about or bool(_CORRECTS.intersection(words))
        if _DENIES.intersection(words):
            continue
        affirmed += [side for _, side in side_marks(reading, sentence) if side in OPPOSITE]
    return affirmed[-1] if about and affirmed and affirmed.count(affirmed[-1]) * 2 > len(affirmed) else ""


def acts_side(reading: Reading) -> str:
    """The side that the titles give to their bone cuts."""
    acts = [
        m
        for m in reading.mentions
        if m.concept in CUTS and m.sentence.section == "title" and m.sentence.episode == "today"
    ]
    bare = any(not side_marks(reading, m.sentence) for m in acts)
    labels = _labels(reading) if bare else {}
    found: set[str] = set()
    for mention in acts:
        marks = side_marks(reading, mention.sentence)
        nearest = min(marks, key=lambda m: _side_gap(reading, mention, m[0]), default=None)
        found.add(nearest[1] if nearest else labels[mention.sentence.first])
    found -= {"other", ""}
    return "" if not found else found.pop() if len(found) == 1 else "bilateral"


def _labels(reading: Reading) -> dict[int, str]:
    """The side named last before each sentence on its line, by the sentence's first word."""
    out: dict[int, str] = {}
    label = ""
    for sentence in reading.sentences:
        if reading.breaks(sentence.first):
            label = ""
        out[sentence.first] = label
        marks = side_marks(reading, sentence)
        label = marks[-1][1] if marks else label
    return out


def title_side(reading: Reading) -> str:
    """The side that the titles name; where they are silent the diagnosis', then the whole note's."""
    telling = [s for s in reading.sentences if s.episode == "today" and side_marks(reading, s)]
    for wanted in ("title", "scheduled", "today", "diagnosis", "description", "", "any") if telling else ():
        found: set[str] = set()
        for sentence in telling:
            if wanted == "today" and not _says_today(reading, sentence):
                continue
            if wanted not in ("", "any", "today", sentence.section):
                continue
            if wanted in ("description", "") and _elsewhere(reading, sentence):
                continue
            for mark, side in side_marks(reading, sentence):
                if side in OPPOSITE and reading.words[mark.last : mark.last + 1] == ["only"]:
                    return side
                if side != "other" and not _idle(reading, sentence, mark):
                    found.add(side)
        if len(found) == 1:
            return found.pop()
        if found:
            return "bilateral"
    return "unspecified"


def _says_today(reading: Reading, sentence: Sentence) -> bool:
    """ "Today: right side as staged." """
    words = reading.words[sentence.first : sentence.last]
    return len(words) <= BRIEF and words[0] == "today"


def _idle(reading: Reading, sentence: Sentence, mark: Mark) -> bool:
    """No side that is worked on: healthy, merely measured or compared, in plaster, or only described."""
    words = reading.words
    before = words[max(sentence.first, mark.first - NEAR) : mark.first]
    after = words[mark.last : min(mark.last + BEHIND, sentence.last)]
    described = len(before) < 2 and any(w in _DESCRIBING for w in after[:2])
    described = described and _ACTS.isdisjoint(sentence.groups)
    if after[:2] == ["hip", ":"] and _ACTS.isdisjoint(sentence.groups):
        after = words[mark.last : sentence.last]
    compared = before[-1:] == ["than"] or (bool(before) and before[-1].isdecimal())
    compared = compared or (before[-1:] in (["("], [","]) and after[:1] != [] and after[0].isdecimal())
    compared = compared or not _COMPARED.isdisjoint(before[-4:])
    donor = not _DONOR.isdisjoint(before[-4:])
    return described or compared or donor or not (_HEALTHY.isdisjoint(after) and _PLASTER.isdisjoint(before))


def _elsewhere(reading: Reading, sentence: Sentence) -> bool:
    """The sentence tells of another day, or of what may be; "44 year old" tells an age."""
    words = reading.words
    return any(
        m.entry.group in ("historical", "planned", "hypothetical")
        and m.entry.rank > 2
        and not (words[m.first] == "old" and m.first and words[m.first - 1] in _AGES)
        for m in sentence.marks
    ) or bool(reading.years_in(sentence.first, sentence.last))


def _hand(reading: Reading, sentence: Sentence, marks: list[tuple[Mark, str]], hand: str) -> str:
    if sentence.episode != "today" or sentence.section not in NARRATIVE:
        return hand
    if (
        marks
        and marks[-1][1] == "bilateral"
        and _BOTH.intersection(reading.words[marks[-1][0].first : marks[-1][0].last])
    ):
        return ""
    sides = [
        side
        for mark, side in marks
        if side == "other" or (side != "bilateral" and _sets_hand(reading, sentence, mark))
    ]
    if not sides:
        return hand
    label = marks[0] if marks else None
    if (
        label
        and label[0].first == sentence.first
        and reading.words[label[0].last : label[0].last + 1] == [":"]
        and label[1] in OPPOSITE
    ):
        return label[1]
    both = {"left", "right"}
    if both <= set(sides) or (both <= {side for _, side in marks} and marks[0][0].first > sentence.first + 2):
        return hand
    if sides[-1] == "other":
        return OPPOSITE.get(hand, hand)
    return sides[-1]


def _sets_hand(reading: Reading, sentence: Sentence, mark: Mark) -> bool:
    """The side word moves the narrative: at either end of a sentence, or before a limb or bone."""
    words = reading.words
    after = words[mark.last : mark.last + 2]
    before = words[mark.first - 1] if mark.first > sentence.first else ""
    if sentence.last - sentence.first <= LABEL and mark.last >= sentence.last - 1:
        return True
    if (
        before == "("
        and mark.first - sentence.first <= LABEL
        and _FIELDS_OF_WORK.intersection(words[sentence.first : mark.first - 1])
    ):
        return True
    if before in _ASIDE or "only" in words[mark.last : min(mark.last + 4, sentence.last)]:
        return False
    if (
        mark.first - sentence.first <= (2 if words[sentence.first] in _BEFORE_SIDE else 1)
        or (mark.last >= sentence.last - 1 and before in _BEFORE_SIDE)
        or _FIELDS_OF_WORK.intersection(after)
    ):
        return True
    return before in ("the", "on", "now", "to") and after[:1] in ([","], ["."], [";"], [":"], [")"], ["("])


def _side_of(reading: Reading, mention: Mention, marks: list[tuple[Mark, str]], hand: str, title: str) -> str:
    best: tuple[int, str] | None = None
    told = mention.sentence.section in NARRATIVE and mention.sentence.episode == "today"
    for mark, side in marks:
        if side == "bilateral" and told and title in OPPOSITE:
            continue
        gap = _side_gap(reading, mention, mark)
        if best is None or gap < best[0]:
            best = (gap, side)
    if (
        best
        and best[0] > 3
        and told
        and title == "bilateral"
        and {"left", "right"} <= {side for _, side in marks}
    ):
        return title
    if best and not (told and title in OPPOSITE and best[0] > NEAR):
        return OPPOSITE.get(hand, "unspecified") if best[1] == "other" else best[1]
    if told and hand:
        return hand
    return title


def _side_gap(reading: Reading, mention: Mention, mark: Mark) -> int:
    if mark.last <= mention.first:
        between = reading.words[mark.last : mention.first]
        gap = len(between)
    elif mark.first >= mention.last:
        between = reading.words[mention.last : mark.first]
        gap = len(between) + 2
    else:
        return 0
    return gap + 4 * between.count(",") + (8 if ";" in between or "." in between else 0)


def sides_in_hand(reading: Reading) -> list[str]:
    """The side that the narrative is on at each sentence."""
    hand, out = "", []
    for sentence in reading.sentences:
        hand = _hand(reading, sentence, side_marks(reading, sentence), hand)
        out.append(hand)
    return out
