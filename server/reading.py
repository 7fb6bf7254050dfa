"""How one note is read, in whichever process: the pipeline loaded, its annotation written as JSON."""

import gc
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

from nlp.annotation import Annotation, Engine, Offsets

if TYPE_CHECKING:
    from spacy.language import Language


@dataclass(frozen=True)
class Reading:
    """An annotation as one line of JSON, and the (code, decision) pairs in it for the metrics."""

    json: str
    decisions: tuple[tuple[str, str], ...]


class RefusedError(ValueError):
    """Knowledge files that cannot be used; the message names file, entry and fault."""


def load_pipeline(knowledge: Path | None) -> tuple["Language", Engine]:
    """Build the pipeline from ``knowledge`` (None: the built-in files); raises RefusedError."""
    import nlp
    from nlp.knowledge.load import KnowledgeError
    from nlp.pipeline import engine

    try:
        pipeline = nlp.load(knowledge=knowledge)
    except KnowledgeError as error:
        raise RefusedError(str(error)) from error
    # The knowledge never changes: the collector need not walk over it with every note.
    gc.collect()
    gc.freeze()
    return pipeline, engine(pipeline)


def read_note(pipeline: "Language", text: str, offsets: Offsets) -> Reading:
    """Annotate ``text`` with ``pipeline`` and write the answer as JSON, offsets in the unit asked for."""
    import nlp
    from nlp.offsets import to_utf16

    annotation = nlp.annotate(text, pipeline)
    if offsets == "utf16":
        annotation = to_utf16(annotation, text)
    return to_reading(annotation)


def to_reading(annotation: Annotation) -> Reading:
    """``annotation`` as a Reading."""
    decisions = [(found.code, str(found.decision)) for found in annotation.suggestions]
    decisions += [(found.code, "no") for found in annotation.ruled_out]
    return Reading(annotation.to_json(), tuple(decisions))
