"""Left, right or both: explicit in the sentence, else the side in hand, else the title's."""

from nlp.components.places import _SIDE_NOUNS, is_trochanter
from nlp.reading import NARRATIVE, Mark, Mention, Reading, Sentence

_OPPOSITE = {"left": "right", "right": "left"}


def side_marks(reading: Reading, sentence: Sentence) -> list[tuple[Mark, str]]:
    """The sentence's side words, single letters only where they are surely sides."""
    out = []
    for mark in sentence.marks:
        if mark.entry.group != "side":
            continue
        data = mark.entry.data
        if data.short and not _is_side(reading, mark, sentence):
            continue
        out.append((mark, data.side))
    return out


def _is_side(reading: Reading, mark: Mark, sentence: Sentence) -> bool:
    words = reading.words
    word = words[mark.first]
    after = words[mark.last] if mark.last < sentence.last else ""
    before = words[mark.first - 1] if mark.first > sentence.first else ""
    if word == "lt":
        return not is_trochanter(reading, mark, sentence)
    if word == "rt":
        return True
    if after in _SIDE_NOUNS:
        return before not in (".",) and not before[:1].isdigit()
    if not reading.text[reading.starts[mark.first]].isupper():
        return False
    return not before[:1].isdigit() and after not in (".", "'") and not after[:1].isdigit()


def set_sides(reading: Reading) -> None:
    """Give every mention its side."""
    title = _title_side(reading)
    hand = title if title in ("left", "right") else ""
    at = 0
    mentions = sorted(reading.mentions, key=lambda m: m.sentence.first)
    for sentence in reading.sentences:
        marks = side_marks(reading, sentence)
        while at < len(mentions) and mentions[at].sentence.first < sentence.first:
            at += 1
        while at < len(mentions) and mentions[at].sentence is sentence:
            mentions[at].side = _side_of(reading, mentions[at], marks, hand, title)
            at += 1
        hand = _hand(reading, sentence, marks, hand)
    if title not in ("left", "right"):
        _fill_unspecified(reading, title)


def _title_side(reading: Reading) -> str:
    """The side of the titles' femoral act; of any title when there is none; of the note when titles are silent."""
    for wanted in ("title", "scheduled", "diagnosis", ""):
        found: set[str] = set()
        for sentence in reading.sentences:
            if sentence.episode != "today" or (wanted and sentence.section != wanted):
                continue
            found |= {side for _, side in side_marks(reading, sentence) if side != "other"}
        if found == {"left"} or found == {"right"}:
            return found.pop()
        if found:
            return "bilateral"
    return "unspecified"


def _hand(reading: Reading, sentence: Sentence, marks: list[tuple[Mark, str]], hand: str) -> str:
    if sentence.episode != "today" or sentence.section not in NARRATIVE:
        return hand
    sides = [side for _, side in marks]
    if not sides:
        return hand
    if sides[-1] == "other":
        return _OPPOSITE.get(hand, hand)
    return sides[-1]


def _side_of(reading: Reading, mention: Mention, marks: list[tuple[Mark, str]], hand: str, title: str) -> str:
    best: tuple[int, str] | None = None
    for mark, side in marks:
        if mark.last <= mention.first:
            between = reading.words[mark.last : mention.first]
            gap = len(between)
        elif mark.first >= mention.last:
            between = reading.words[mention.last : mark.first]
            gap = len(between) + 2
        else:
            between, gap = [], 0
        gap += 4 * between.count(",") + (8 if ";" in between or "." in between else 0)
        if best is None or gap < best[0]:
            best = (gap, side)
    if best:
        return _OPPOSITE.get(hand, "unspecified") if best[1] == "other" else best[1]
    if mention.sentence.section in NARRATIVE and mention.sentence.episode == "today" and hand:
        return hand
    return title


def _fill_unspecified(reading: Reading, title: str) -> None:
    for mention in reading.mentions:
        if mention.side == "unspecified":
            mention.side = title
