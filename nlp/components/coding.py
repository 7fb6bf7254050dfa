"""Decides the codes of each hip by the precedence table and writes the Annotation."""

from typing import cast

from spacy.language import Language
from spacy.tokens import Doc, Span

from nlp import annotation as out
from nlp.components.facts import all_facts
from nlp.components.tokenizer import knowledge_of
from nlp.components.verdict import Verdict, decide, merge
from nlp.knowledge.load import Knowledge
from nlp.reading import CueHit, Mention, Reading
from nlp.version import VERSION


class Coding:
    """Sets ``reading.result`` to the Annotation and fills ``doc.spans["concepts"]``."""

    def __init__(self, knowledge: Knowledge) -> None:
        self.knowledge = knowledge
        self.engine = out.Engine(version=VERSION, knowledge=knowledge.hash)

    def __call__(self, doc: Doc) -> Doc:
        reading: Reading = doc._.reading
        verdicts = [decide(reading, facts, self.knowledge) for facts in all_facts(reading)]
        verdict = merge(reading, verdicts, self.knowledge)
        mentions = _numbered(reading, verdict)
        reading.result = out.Annotation(
            engine=self.engine,
            offsets="codepoint",
            document=_document(reading),
            concepts=[_concept(reading, m) for m in mentions],
            suggestions=verdict.suggestions,
            ruled_out=verdict.ruled_out,
        )
        doc.spans["concepts"] = _spans(doc, reading, mentions)
        return doc


def _numbered(reading: Reading, verdict: Verdict) -> list[Mention]:
    return sorted((m for m in verdict.mentions), key=lambda m: m.id)


def _concept(reading: Reading, m: Mention) -> out.Concept:
    start, end = reading.starts[m.first], reading.ends[m.last - 1]
    return out.Concept(
        id=m.id,
        start=start,
        end=end,
        text=reading.text[start:end],
        concept=m.concept,
        status=cast(out.Status, m.status),
        side=cast(out.Side, m.side),
        level=cast(out.Level, m.level),
        section=m.sentence.section,
        rule=m.rule,
        cues=[_cue(reading, cue) for cue in m.cues],
    )


def _cue(reading: Reading, cue: CueHit) -> out.Cue:
    start, end = reading.starts[cue.first], reading.ends[cue.last - 1]
    return out.Cue(start=start, end=end, text=reading.text[start:end], means=cue.means, rule=cue.rule)


def _document(reading: Reading) -> out.DocumentInfo:
    return out.DocumentInfo(
        kind=reading.kind,
        episodes=[out.Episode(kind=k, start=s, end=e) for k, s, e in _episodes(reading)],
        sections=[
            out.Section(category=s.label, start=reading.starts[s.first], end=reading.ends[s.last - 1])
            for s in reading.sections
            if s.last > s.first
        ],
    )


def _episodes(reading: Reading) -> list[tuple[str, int, int]]:
    """The stretches of the note by episode, what is not another's being today's."""
    spans, at, count = [], 0, len(reading.words)
    own = "today" if reading.kind == "operative_report" else "other"
    for stretch in reading.episodes:
        if stretch.first > at:
            spans.append((own, at, stretch.first))
        spans.append((stretch.label, stretch.first, stretch.last))
        at = stretch.last
    if at < count:
        spans.append((own, at, count))
    return [(label, reading.starts[a], reading.ends[b - 1]) for label, a, b in spans]


def _spans(doc: Doc, reading: Reading, mentions: list[Mention]) -> list[Span]:
    found = [
        doc.char_span(
            reading.starts[m.first], reading.ends[m.last - 1], label=m.concept, alignment_mode="expand"
        )
        for m in mentions
    ]
    return [span for span in found if span is not None]


@Language.factory("osteotome_coding", requires=["doc._.reading"], assigns=["doc.spans"])
def create_coding(nlp: Language, name: str) -> Coding:
    """spaCy factory."""
    return Coding(knowledge_of(nlp))
