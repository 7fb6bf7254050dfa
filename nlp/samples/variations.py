"""The same note told another way: the answer must stay, or change as it should.

Each variation is a pure function from a sample to a text (None where it does not apply), with the answer
that is expected of that text, made from the answer to the sample as it stands.
"""

import random
import re
import textwrap
import zlib
from collections import defaultdict
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass, replace

from nlp.samples.model import CUTS, Answer, Sample
from nlp.samples.scoring import decision_for
from nlp.samples.sides import SWAPPED, swap_sides

_OLDER = (
    "Date of surgery: 04/12/1991\nOPERATION: Right proximal femoral varus derotation osteotomy.\n"
    "The femur was cut transversely with the saw just above the lesser trochanter, a medial wedge was taken "
    "and a blade plate applied. Hip spica.",
    "Date of surgery: 11/03/1992\nPROCEDURE: Left Salter innominate osteotomy.\n"
    "A Gigli saw was passed through the notch and the ilium was cut. A wedge of graft was held by two pins.",
    "Date of surgery: 02/20/1990\nPROCEDURE PERFORMED: Left subtrochanteric derotational osteotomy.\n"
    "The bone was divided 2 cm below the lesser trochanter, the distal fragment turned out 30 degrees and a "
    "six-hole plate screwed on.",
)
_BEFORE = "----- PREVIOUS OPERATIVE NOTE, COPIED FROM CHART -----\n{}\n----- END OF PREVIOUS NOTE -----\n\n{}"
_AFTER = "{1}\n\n----- PREVIOUS OPERATIVE NOTE, COPIED FROM CHART -----\n{0}\n"


_VERB = re.compile(r"\s*\b(?:was|were|is|are|has been|have been)\b", re.IGNORECASE)
_CUTTING = re.compile(r"\b(?:saw|sawn|gigli|cut|divided|wedge|osteotom\w*)\b", re.IGNORECASE)
_NOUN_PHRASE = re.compile(r"(?!(?:i|we|then|a|an|the|after|done|with|level|it|and)\b)\w", re.IGNORECASE)
_BESIDE = 12
_CLAUSE_START = re.compile(r"(?:^|[.:;,)]|[-*\u2022]|\d\.)\s*\Z", re.MULTILINE)


@dataclass(frozen=True)
class Reading:
    """What of an answer a variation compares."""

    decision: str
    codes: frozenset[str]
    side: str
    level: str


@dataclass(frozen=True)
class Variation:
    """A way to retell a note. ``expected`` maps the plain reading to the right one; None checks ``flips``."""

    name: str
    make: Callable[[Sample], str | None]
    expected: Callable[[Reading], Reading] | None = lambda reading: reading


@dataclass(frozen=True)
class Departure:
    """An answer that changed and should not have, or should have and did not."""

    id: str
    variation: str
    before: Reading
    after: Reading

    @property
    def aspects(self) -> tuple[str, ...]:
        """The fields that differ."""
        names = ("decision", "codes", "side", "level")
        return tuple(name for name in names if getattr(self.before, name) != getattr(self.after, name))


def reading(answer: Answer) -> Reading:
    """The part of an answer that a variation compares."""
    decision, item = decision_for(answer)
    codes = frozenset(s["code"] for s in answer.get("suggestions", []) if s["decision"] == "suggest")
    return Reading(decision, codes, item.get("side", ""), item.get("level", ""))


def check(
    samples: Iterable[Sample], answers: Mapping[str, Answer], annotate: Callable[[str], Answer]
) -> tuple[dict[str, int], list[Departure]]:
    """Retell every sample in every way; return how many answers each variation tried, and the departures."""
    tried: defaultdict[str, int] = defaultdict(int)
    departures = []
    for sample in samples:
        plain = reading(answers[sample.id])
        for variation in VARIATIONS:
            text = variation.make(sample)
            if text is None or (variation.expected is None and plain.decision != "suggest"):
                continue
            tried[variation.name] += 1
            after = reading(annotate(text))
            if variation.expected is None:
                if after.decision == "suggest":
                    departures.append(
                        Departure(sample.id, variation.name, replace(after, decision="no"), after)
                    )
            elif variation.expected(plain) != after:
                departures.append(Departure(sample.id, variation.name, variation.expected(plain), after))
    return dict(tried), departures


def one_paragraph(sample: Sample) -> str:
    """All line ends and runs of white space become one space."""
    return " ".join(sample.text.split())


def wrapped(sample: Sample) -> str:
    """Every line broken at 70 characters."""
    return "\n".join(textwrap.fill(line, 70, break_long_words=False) for line in sample.text.split("\n"))


def no_full_stops(sample: Sample) -> str:
    """Full stops at the ends of sentences are left out; decimals keep theirs."""
    return re.sub(r"\.(?=\s|$)", "", sample.text)


def typing_errors(sample: Sample, share: float = 0.1) -> str:
    """One slip in ``share`` of the words of seven letters and more, drawn from the sample's id."""
    draw = random.Random(zlib.crc32(sample.id.encode()))

    def slip(hit: re.Match[str]) -> str:
        word = hit[0]
        if draw.random() >= share:
            return word
        at = draw.randrange(1, len(word) - 1)
        kind = draw.choice(("swap", "drop", "double", "wrong"))
        if kind == "swap":
            return word[:at] + word[at + 1] + word[at] + word[at + 2 :]
        if kind == "drop":
            return word[:at] + word[at + 1 :]
        letter = draw.choice("aeinorst")
        return word[: at + 1] + word[at:] if kind == "double" else word[:at] + letter + word[at + 1 :]

    return re.sub(r"[A-Za-z]{7,}", slip, sample.text)


def older_before(sample: Sample) -> str:
    """A marked older note is pasted above."""
    return _BEFORE.format(_older(sample), sample.text)


def older_after(sample: Sample) -> str:
    """A marked older note is pasted below."""
    return _AFTER.format(_older(sample), sample.text)


def not_performed(sample: Sample) -> str | None:
    """Every performed cut of the femur is denied, in place; for samples that suggest 27165.

    Only where the marks hold all that tells the cut, and where the denial is English: "was cut" becomes
    "was not cut"; where there is no such verb, "No" stands in front of a mark that begins a clause, and
    "(not performed)" behind any other.
    """
    if sample.gold.decision != "suggest" or not sample.fully_marked:
        return None
    text = sample.text
    cuts = [mark for mark in sample.marks if mark.concept in CUTS and mark.status == "performed"]
    if not _all_marked(sample):
        return None
    for mark in reversed(cuts):
        verb = _VERB.search(text, mark.start, mark.end) or _VERB.match(text, mark.end)
        if verb:
            text = f"{text[: verb.end()]} not{text[verb.end() :]}"
        elif _CLAUSE_START.search(text, 0, mark.start):
            if not _NOUN_PHRASE.match(text, mark.start):
                return None
            first = text[mark.start]
            lower = first.lower() if text[mark.start + 1 : mark.start + 2].islower() else first
            text = f"{text[: mark.start]}No {lower}{text[mark.start + 1 :]}"
        else:
            text = f"{text[: mark.end]} (not performed){text[mark.end :]}"
    return text if cuts else None


def _all_marked(sample: Sample) -> bool:
    """Every word of cutting stands in or beside a mark, so that denying the marks denies the cut."""
    spans = [(mark.start - _BESIDE, mark.end + _BESIDE) for mark in sample.marks]
    return all(
        any(low <= hit.start() < high for low, high in spans) for hit in _CUTTING.finditer(sample.text)
    )


def _older(sample: Sample) -> str:
    return _OLDER[zlib.crc32(sample.id.encode()) % len(_OLDER)]


def _swapped(plain: Reading) -> Reading:
    return replace(plain, side=SWAPPED.get(plain.side, plain.side))


VARIATIONS = (
    Variation("lower case", lambda sample: sample.text.lower()),
    Variation("upper case", lambda sample: sample.text.upper()),
    Variation("one paragraph", one_paragraph),
    Variation("wrapped at 70", wrapped),
    Variation("no full stops", no_full_stops),
    Variation("typing errors", typing_errors),
    Variation("sides swapped", lambda sample: swap_sides(sample.text), _swapped),
    Variation("older note before", older_before),
    Variation("older note after", older_after),
    Variation("not performed", not_performed, None),
)
