"""Decides the codes of each hip by the precedence table and writes the Annotation."""

from typing import Any

from spacy.language import Language
from spacy.tokens import Doc, Span

from nlp import annotation as out
from nlp.components.facts import all_facts
from nlp.components.step import Step
from nlp.components.tokenizer import knowledge_of
from nlp.components.verdict import Verdict, decide, merge
from nlp.knowledge.load import Knowledge
from nlp.parts import CueHit, Mention
from nlp.reading import Reading
from nlp.version import VERSION


class Coding(Step):
    """Sets ``reading.result`` to the Annotation and fills ``doc.spans["concepts"]``."""

    def __init__(self, knowledge: Knowledge) -> None:
        self.knowledge = knowledge
        self.engine = out.Engine(version=VERSION, knowledge=knowledge.hash)

    def read(self, reading: Reading) -> None:
        verdicts = [decide(reading, facts, self.knowledge) for facts in all_facts(reading)]
        verdict = merge(reading, verdicts, self.knowledge)
        reading.result = out.Annotation.model_validate(self._answer(reading, verdict))

    def __call__(self, doc: Doc) -> Doc:
        doc = super().__call__(doc)
        doc.spans["concepts"] = _spans(doc, doc._.reading.result.concepts)
        return doc

    def _answer(self, reading: Reading, verdict: Verdict) -> dict[str, Any]:
        """The fields of the Annotation; to check them all at once costs least."""
        return {
            "engine": self.engine,
            "offsets": "codepoint",
            "document": _document(reading),
            "concepts": [_concept(reading, m) for m in verdict.mentions],
            "suggestions": verdict.suggestions,
            "ruled_out": verdict.ruled_out,
        }


def _concept(reading: Reading, m: Mention) -> dict[str, Any]:
    start, end = reading.starts[m.first], reading.ends[m.last - 1]
    return {
        "id": m.id,
        "start": start,
        "end": end,
        "text": reading.text[start:end],
        "concept": m.concept,
        "status": m.status,
        "side": m.side,
        "level": m.level,
        "section": m.sentence.section,
        "rule": m.rule,
        "cues": [_cue(reading, cue) for cue in m.cues] if m.cues else (),
    }


def _cue(reading: Reading, cue: CueHit) -> dict[str, Any]:
    start, end = reading.starts[cue.first], reading.ends[cue.last - 1]
    return {
        "start": start,
        "end": end,
        "text": reading.text[start:end],
        "means": cue.means,
        "rule": cue.rule,
    }


def _document(reading: Reading) -> dict[str, Any]:
    return {
        "kind": reading.kind,
        "episodes": [{"kind": k, "start": s, "end": e} for k, s, e in _episodes(reading)],
        "sections": [
            {"category": s.label, "start": reading.starts[s.first], "end": reading.ends[s.last - 1]}
            for s in reading.sections
            if s.last > s.first
        ],
    }


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


def _spans(doc: Doc, concepts: list[out.Concept]) -> list[Span]:
    found = [doc.char_span(c.start, c.end, label=c.concept, alignment_mode="expand") for c in concepts]
    return [span for span in found if span is not None]


@Language.factory("osteotome_coding", requires=["doc._.reading"], assigns=["doc.spans"])
def create_coding(nlp: Language, name: str) -> Coding:
    """spaCy factory."""
    return Coding(knowledge_of(nlp))
