"""Builds the spaCy pipeline and reads notes with it."""

import sys
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from threading import Lock
from typing import cast

import spacy
from spacy.language import Language

from nlp.annotation import Annotation, Engine
from nlp.components import assertions, coding, concepts, episodes, procedures, sections, sentences
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
MAX_WORDS_KEPT = 10_000
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
    """Read one note. Offsets are code points of ``text``; any string is accepted.

    One call at a time holds the lock: spaCy's memory zone is not safe in threads. The result holds no
    reference into spaCy.
    """
    with _lock:
        if pipeline is None:
            if not _default:
                _default.append(load())
            pipeline = _default[0]
        with _bounded(pipeline):
            result = pipeline(text)._.reading.result
    return cast(Annotation, result)


@contextmanager
def _bounded(pipeline: Language) -> Iterator[None]:
    """Keep the vocabulary from growing beyond MAX_WORDS_KEPT words.

    Words met before that stay, since making them anew costs most. Those that come later are made in a
    memory zone and go with it, so that their lexical attributes (shape, like_url...) need not be worked out.
    """
    vocab = pipeline.vocab
    if len(vocab) < MAX_WORDS_KEPT:
        yield
        return
    getters = vocab.lex_attr_getters  # type: ignore[attr-defined]
    vocab.lex_attr_getters = {}  # type: ignore[attr-defined]
    try:
        with pipeline.memory_zone():
            yield
    finally:
        vocab.lex_attr_getters = getters  # type: ignore[attr-defined]
