"""Builds the spaCy pipeline and reads notes with it."""

import sys
from pathlib import Path
from threading import Lock
from typing import cast

import spacy
from spacy.language import Language

from nlp.annotation import Annotation, Engine
from nlp.components import assertions, coding, concepts, episodes, procedures, sections, sentences
from nlp.components.step import Step
from nlp.components.tokenizer import NoteTokenizer, knowledge_of
from nlp.knowledge.load import load_knowledge
from nlp.version import VERSION

COMPONENTS = (
    "osteotome_episodes",
    "osteotome_sections",
    "osteotome_sentences",
    "osteotome_concepts",
    "osteotome_assertions",
    "osteotome_procedures",
    "osteotome_coding",
)
_FACTORIES = (assertions, coding, concepts, episodes, procedures, sections, sentences)
_lock = Lock()
_default: list[Language] = []


def load(*, gate: bool = True, knowledge: Path | None = None) -> Language:
    """Return a new pipeline on ``spacy.blank("en")``; no model is downloaded.

    ``gate`` lets notes without any word of an act pass unread; it changes no answer.
    ``knowledge`` is a folder of TOML files instead of the ones shipped (KnowledgeError if not valid).
    """
    pipeline = spacy.blank("en", config={"nlp": {"tokenizer": {"@tokenizers": "osteotome_tokenizer"}}})
    pipeline.max_length = sys.maxsize
    pipeline.tokenizer = NoteTokenizer(pipeline.vocab, load_knowledge(knowledge), gate)
    for name in COMPONENTS:
        pipeline.add_pipe(name)
    pipeline.meta["osteotome"] = {"knowledge": load_knowledge(knowledge).hash, "gate": gate}
    return pipeline


def engine(pipeline: Language) -> Engine:
    """Which program and knowledge ``pipeline`` answers with."""
    return Engine(version=VERSION, knowledge=knowledge_of(pipeline).hash)


def annotate(text: str, pipeline: Language | None = None) -> Annotation:
    """Read one note. Offsets are code points of ``text``; any string is accepted. Safe in threads.

    No Doc is made: the steps need none, and its Vocab would keep every new word (``pipeline(text)`` makes
    one, with the concepts as spans). Only where components of others stand in ``pipeline`` is it called, in
    a memory zone, one call at a time since zones are not safe in threads.
    """
    pipeline = pipeline or _shared()
    tokenizer, steps = pipeline.tokenizer, [component for _, component in pipeline.pipeline]
    if not isinstance(tokenizer, NoteTokenizer) or not all(isinstance(step, Step) for step in steps):
        with _lock, pipeline.memory_zone():
            return cast(Annotation, pipeline(text)._.reading.result)
    reading = tokenizer.read(text)
    for step in cast(list[Step], steps):
        step.read(reading)
    return cast(Annotation, reading.result)


def _shared() -> Language:
    """The pipeline of those who bring none, loaded once."""
    with _lock:
        if not _default:
            _default.append(load())
    return _default[0]
