"""What a date, an age or a day since tells of an act: that it was done before today."""

from nlp.components.measures import number
from nlp.knowledge.words import words
from nlp.parts import CueHit, Mention, Sentence
from nlp.reading import YEAR, Reading

_OF_YEAR = frozenset({"the", "from", "her", "his", "their", "old"})
_DATE_WORDS = words("dates.beside")
_AGES = words("dates.ages")
_UNITS, _AFTER = frozenset({"day", "week", "month"}), frozenset({"after", "post", "following", "since"})
_MONTHS = words("dates.months")
_AGED = frozenset({"age", "aged"})
_DATING = frozenset({"at", *_UNITS, *_AGED})
DATE_REACH = 10


def report_year(reading: Reading) -> int:
    """The latest year that the note names, 0 without any."""
    return max((int(reading.words[i]) for i in reading.years), default=0)


def dated(reading: Reading, mention: Mention, year: int) -> tuple[int, CueHit] | None:
    """A year before the report's own, an age or a day since, right beside the mention makes it past."""
    words, sentence = reading.words, mention.sentence
    first = max(sentence.first, mention.first - DATE_REACH)
    last = min(sentence.last, mention.last + DATE_REACH)
    if _DATING.isdisjoint(words[first:last]) and not reading.years_in(first, last):
        return None
    for i in range(first, last):
        word = words[i]
        if word not in _DATING and not word.isdecimal():
            continue
        counted = i + 2 < len(words) and words[i + 1].isdecimal()
        if counted and word in _UNITS and words[i + 2] in _AFTER and i < mention.first:
            return (7, CueHit(i, i + 3, "historical", "historical.day"))
        if i < mention.first - 6 and i > sentence.first + 1:
            continue
        opened = words[i + 1 : i + 2] == ["("] and i + 1 < mention.first and _body(sentence)
        lone = i > sentence.first and (opened or words[i - 1] in ("in", "year"))
        lone = lone and word not in reading.dated_years
        past = lone or (
            int(word) < year or sentence.section in ("indications", "history") if word.isdecimal() else False
        )
        if len(word) == 4 and YEAR.match(word) and past:
            return (7, CueHit(i, i + 1, "historical", "historical.year"))
        if counted and word in _AGED and i >= mention.last and words[i - 1] != "," and _body(sentence):
            return (7, CueHit(i, i + 2, "historical", "historical.age"))
        if word == "at" and i + 2 < sentence.last and words[i + 2] in _AGES and number(words[i + 1]):
            return (7, CueHit(i, i + 3, "historical", "historical.age"))
    return None


def _dated_day(words: list[str], at: int) -> bool:
    """ "VDRO of 23 February", "from the 4th of May": the day of an operation that the note only mentions."""
    near = [w for w in words[at + 1 : at + 5] if w not in ("the", "of")]
    day = len(near) > 1 and near[0].rstrip("stndrh").isdecimal() and near[1] in _MONTHS
    return words[at : at + 1] in (["of"], ["from"]) and day


def _body(sentence: Sentence) -> bool:
    return sentence.section not in ("title", "scheduled")


def with_year(reading: Reading, mention: Mention) -> tuple[int, CueHit] | None:
    """ "VDRO 2019", "VDRO in 2019", "from 2019": a bare year behind a name dates a past operation."""
    words = reading.words
    bracketed = words[mention.first - 1 : mention.first] == ["("]
    if not mention.named or (mention.sentence.section == "title" and not bracketed):
        return None
    if _dated_day(words, mention.last):
        return (7, CueHit(mention.last, mention.last + 3, "historical", "historical.date"))
    before = words[max(mention.sentence.first, mention.first - 2) : mention.first]
    if len(before) == 2 and YEAR.match(before[1]) and before[0] in _OF_YEAR:
        return (7, CueHit(mention.first - 1, mention.first, "historical", "historical.year"))
    at = mention.last
    while at < min(mention.last + 4, len(words)) and (words[at] in _DATE_WORDS or words[at].isdecimal()):
        if len(words[at]) == 4 and YEAR.match(words[at]) and reading.once(words[at]):
            return (7, CueHit(at, at + 1, "historical", "historical.year"))
        at += 1
    return None
