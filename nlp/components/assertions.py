"""Gives each mention its status and the cue that says so: done, not done, past, planned, conditional."""

from spacy.language import Language

from nlp.components.dates import dated, report_year, with_year
from nlp.components.step import Step
from nlp.knowledge.lexicon import Entry
from nlp.knowledge.words import words
from nlp.parts import CUTS, NARRATIVE, CueHit, Mark, Mention, Reach, Sentence
from nlp.reading import Reading

_SECTION = {
    "scheduled": "planned", "consent": "hypothetical", "plan": "planned", "history": "historical",
    "diagnosis": "historical", "indications": "planned", "not_done": "negated",
}  # fmt: skip
_EPISODE = {"pasted": "historical", "quoted": "historical", "template": "planned", "earlier": "historical"}
_KIND = {"consent": "planned", "authorisation_letter": "planned", "surgical_plan": "planned"}
_DONE = words("assertions.done")
_AGREED = words("assertions.agreed")
_CUTTING = words("assertions.cutting")
_FINITE = words("assertions.finite")
_PSEUDO = frozenset({"pseudo.not_negation", "clash.planned"})
_AS_CUES = {
    "untouched.nothing": Entry(
        "untouched.nothing", "negated", means="negated", direction="forward", scope=8, rank=5
    ),
    "stopped.before": Entry(
        "stopped.before", "negated", means="negated", direction="backward", scope=8, rank=6
    ),
}
_METAL = words("assertions.metal")
_NARROW = frozenset({"hypothetical.modal", "hypothetical.possible"})
_WHOLE_ACTS = frozenset({"open_reduction_hip", "arthroplasty"})
_LATER = frozenset({"planned", "hypothetical"})
_NOT_ONLY = words("assertions.not_only")
_STOP = frozenset({";", ".", "?", "!"})
_BONES = words("assertions.bones")


class Assertions(Step):
    """Sets ``status`` and ``cues`` of every mention."""

    def read(self, reading: Reading) -> None:
        year = report_year(reading)
        for mention in reading.mentions:
            _assert(reading, mention, year)
        for group in reading.flags.values():
            for mention in group:
                _assert(reading, mention, year)


def _assert(reading: Reading, mention: Mention, year: int) -> None:
    sentence = mention.sentence
    best = _best_cue(reading, mention)
    if (best is None or best[0] < 6) and mention.concept in CUTS and not mention.named:
        best = _not_done(reading, mention) or best
    if best is None:
        best = dated(reading, mention, year) or with_year(reading, mention)
    if sentence.field_value == "no" and (best is None or best[0] < 8):
        best = (8, CueHit(sentence.first, min(sentence.last, sentence.first + 12), "negated", "field.no"))
    if mention.status == "negated" and (best is None or best[1].means in _LATER):
        return
    if sentence.field_value == "yes" and sentence.section not in ("plan", "scheduled", "history"):
        best = None
    if best is not None:
        mention.cues.append(best[1])
        mention.status = best[1].means
        if mention.status == "hypothetical" and _agreed(reading, sentence):
            mention.status = "planned"
        return
    prior = _prior(reading, sentence)
    if (
        prior == "planned"
        and sentence.section == "indications"
        and not mention.named
        and mention.concept not in _WHOLE_ACTS
    ):
        prior = "historical"
    if prior and mention.status != "approach":
        mention.status = prior


def _agreed(reading: Reading, sentence: Sentence) -> bool:
    """What may be done was agreed beforehand: a consent or a booking."""
    return sentence.section == "scheduled" or bool(
        _AGREED.intersection(reading.words[sentence.first : sentence.last])
    )


def _prior(reading: Reading, sentence: Sentence) -> str:
    if reading.kind != "operative_report":
        return _KIND.get(
            reading.kind, "planned" if sentence.section in ("plan", "scheduled", "consent") else "historical"
        )
    return _EPISODE.get(sentence.episode) or _SECTION.get(sentence.section, "")


def _best_cue(reading: Reading, mention: Mention) -> tuple[int, CueHit] | None:
    sentence = mention.sentence
    if sentence.cues is None:
        sentence.cues = tuple(_cues(reading, sentence))
    best: tuple[int, int, CueHit] | None = None
    for cue in sentence.cues:
        mark, data = cue.mark, cue.entry
        if mark.entry.id == "historical.adjective" and mention.concept == "hardware_removal":
            continue
        gap = _gap(reading, mark, mention, data.direction, data.scope, cue.stops, data.means)
        if gap is None:
            continue
        label = reading.words[mark.last : mark.last + 1] == [":"] or 0 <= mark.first - mention.last <= 1
        label = label or (mention.first < mark.first < mention.last and _ahead(reading, mark))
        coming = reading.words[mark.last : mark.last + 1] == ["be"] and gap <= 2
        if data.means == "planned" and not label and not coming and _told_done(reading, mention):
            continue
        if mark.entry.id == "hypothetical.modal" and (
            mention.sentence.episode == "addendum"
            or (mention.concept in CUTS and not mention.named and _told_done(reading, mention))
        ):
            continue
        if best is None or (data.rank, -gap) > (best[0], best[1]):
            best = (data.rank, -gap, CueHit(mark.first, mark.last, data.means, mark.entry.id))
    return None if best is None else (best[0], best[2])


def _ahead(reading: Reading, mark: Mark) -> bool:
    """The cue inside a mention is its verb: "was planned", "will be removed"."""
    return reading.words[mark.first] in _FINITE or reading.words[mark.last : mark.last + 1] == ["be"]


def _cues(reading: Reading, sentence: Sentence) -> list[Reach]:
    """The marks of the sentence that may change a mention in it."""
    found = [(m, _AS_CUES.get(m.entry.id, m.entry)) for m in sentence.marks]
    found = [(mark, data) for mark, data in found if data.direction != "none"]
    if not found:
        return []
    told = sentence.section in NARRATIVE and sentence.episode == "today"
    pseudo = [(m.first, m.last) for m in sentence.marks if m.entry.id in _PSEUDO]
    stops = [m.first for m in sentence.marks if m.entry.group == "boundary" and not _inside_verb(reading, m)]
    thens = [s for s in stops if reading.words[s] != "then"]
    return [
        Reach(mark, data, thens if reading.words[mark.first] == "if" else stops)
        for mark, data in found
        if not any(a <= mark.first < b for a, b in pseudo)
        and not (told and data.rank <= 2)
        and not (mark.entry.id == "hypothetical.modal" and _is_month(reading, mark))
    ]


def _is_month(reading: Reading, mark: Mark) -> bool:
    """ "2 May 2025": the month, no modal."""
    beside = reading.words[max(0, mark.first - 1) : mark.first] + reading.words[mark.last : mark.last + 1]
    return reading.raw(mark.first, mark.last) in ("May", "MAY") and any(w.isdecimal() for w in beside)


def _inside_verb(reading: Reading, mark: Mark) -> bool:
    """ "was therefore not done": the word stands inside the verb and begins no clause."""
    return mark.first > 0 and reading.words[mark.first - 1] in _FINITE


def _gap(
    reading: Reading, cue: Mark, mention: Mention, direction: str, scope: int, stops: list[int], means: str
) -> int | None:
    """Words between cue and mention if the cue reaches it, else None."""
    words = reading.words
    if cue.first >= mention.first and cue.last <= mention.last:
        if cue.entry.id == "negated.struck":
            return None
        verb = _inside_verb(reading, cue) or reading.words[cue.first] in _FINITE
        labelled = words[cue.first - 1] == ":"
        first = direction == "forward" and not verb and not labelled
        told = first and not _CUTTING.isdisjoint(words[mention.first : cue.first])
        return None if means == "historical" or told else 0
    if cue.last <= mention.first and direction in ("forward", "both"):
        low, high = cue.last, mention.first
    elif cue.first >= mention.last and direction in ("backward", "both"):
        low, high = mention.last, cue.first
    elif cue.first < mention.last and mention.first < cue.last:
        within = means == "historical" and cue.first > mention.first
        return None if within and not _ends_on(cue, mention) else 0
    else:
        return None
    between, forward = _outside_brackets(words[low:high]), cue.last <= mention.first
    wide = scope >= 60
    if (
        len(between) > scope
        or (_STOP - {";"} if wide else _STOP).intersection(between)
        or (not wide and any(low < s + forward and s < high and s + 1 != cue.first for s in stops))
    ):
        return None
    if not wide and ":" in between and (":" not in between[:3] or _denies_before(cue, between)):
        return None
    bracket = cue.first > mention.first and reading.words[cue.first - 1] == "("
    if (
        "," in between
        and not bracket
        and not _passes_comma(between, means, cue.last <= mention.first, cue.entry.id not in _NARROW)
    ):
        return None
    if means == "historical" and cue.last <= mention.first and "to" in between:
        return None
    adjective = cue.entry.id == "historical.adjective" and forward
    if adjective and not (_FINITE.isdisjoint(between) and _METAL.isdisjoint(between)):
        return None
    if means == "negated" and cue.last <= mention.first and _FINITE.intersection(between):
        return None if between[0] not in _BONES or len(between) > 4 else len(between)
    return len(between)


def _denies_before(cue: Mark, between: list[str]) -> bool:
    """ "No chisel: a wedge cut ...": what the colon opens is told, not denied."""
    return cue.entry.id == "negated.no" and between[0] != ":"


def _ends_on(cue: Mark, mention: Mention) -> bool:
    """ "The subtrochanteric [osteotomy was solid]": the cue begins with the last word of a short mention."""
    short = mention.last - mention.first <= 3
    return cue.entry.id == "historical.site" and short and cue.first == mention.last - 1 < cue.last - 1


def _outside_brackets(words: list[str]) -> list[str]:
    """The words without a parenthesis that opens and closes among them, or that closes first."""
    if ")" not in words:
        return words
    closing = words.index(")")
    if "(" not in words[:closing]:
        return words[closing + 1 :]
    return words[: words.index("(")] + words[closing + 1 :]


def _passes_comma(between: list[str], means: str, before: bool, wide: bool) -> bool:
    if means == "hypothetical":
        return before and wide
    if not before and between[-1] == "," and means == "negated" and not _DONE.intersection(between):
        return True
    if not before and not {"and", "or", "nor"}.intersection(between):
        return False
    after = between[between.index(",") + 1 :]
    return not _FINITE.intersection(after if before else between)


def _told_done(reading: Reading, mention: Mention) -> bool:
    """The narrative says in the mention's own clause that it was done."""
    sentence = mention.sentence
    if sentence.episode != "today" or sentence.section not in NARRATIVE:
        return False
    words = reading.words[max(sentence.first, mention.first - 2) : min(mention.last + 5, sentence.last)]
    return len(_DONE.intersection(words)) >= (2 if mention.named or mention.rule == "cut.osteotomy" else 1)


def _not_done(reading: Reading, mention: Mention) -> tuple[int, CueHit] | None:
    """ "The femur was not sawn": the verb of the cut itself is denied."""
    words = reading.words
    for i in range(max(mention.sentence.first, mention.first - 2), mention.last):
        if words[i] not in ("not", "never") or i + 1 >= len(words):
            continue
        to_be = words[i + 1] == "be" and words[i + 2 : i + 3] and words[i + 2] in _DONE
        if to_be or words[i + 1] not in _NOT_ONLY:
            return (6, CueHit(i, i + 1, "negated", "negated.verb"))
    return None


@Language.factory("osteotome_assertions", assigns=["doc._.reading"])
def create_assertions(nlp: Language, name: str) -> Assertions:
    """spaCy factory."""
    return Assertions()
