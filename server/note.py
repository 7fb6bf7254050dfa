"""From what was sent to what is answered: read the document, annotate its text, lead back to its source."""

import json
from dataclasses import dataclass
from typing import Any

from nlp.annotation import Annotation, Concept, Offsets
from nlp.documents import Document, DocumentError, Format, read
from nlp.documents import render as render_document
from nlp.documents.encoding import well_formed
from nlp.offsets import to_utf16
from server.errors import ApiError
from server.reader import Reader
from server.reading import Reading
from server.settings import Settings


@dataclass(frozen=True)
class Note:
    """The text to annotate; ``document`` where the caller did not send just that text."""

    text: str
    format: Format
    document: Document | None


def read_note_text(text: str, form: Format) -> Note:
    """A note that came as a string of ``form``; raises ApiError 422 if it is malformed."""
    if form == "text":
        return Note(text, form, None)
    return _read(text, form, None)


def read_note_bytes(data: bytes, form: Format, charset: str | None) -> Note:
    """A note that came as bytes of ``form``, in ``charset`` if declared; raises ApiError 422 if malformed."""
    return _read(data, form, charset)


def annotate_note(
    reader: Reader,
    settings: Settings,
    note: Note,
    offsets: Offsets,
    *,
    render: bool = False,
    wait_seconds: float | None = None,
) -> tuple[str, Reading]:
    """The answer to ``note`` as JSON, and the reading it was made from; raises ApiError 413 or 503."""
    if len(note.text) > settings.max_text_chars:
        message = f"the note has more than {settings.max_text_chars} characters"
        raise ApiError(
            413, "too_large", message, field="text", fix="send it in parts, or raise max_text_chars"
        )
    if note.document is None and not render:
        reading = reader.read(note.text, offsets, wait_seconds)
        return reading.json, reading
    reading = reader.read(note.text, "codepoint", wait_seconds)
    annotation = Annotation.model_validate(json.loads(reading.json))
    answer = (to_utf16(annotation, note.text) if offsets == "utf16" else annotation).to_dict()
    if note.document is not None:
        spans = [_place(note.document, concept, offsets) for concept in annotation.concepts]
        answer["source"] = {"format": note.format, "text": note.text, "spans": spans}
    if render:
        answer["html"] = _render(note, annotation)
    return json.dumps(answer, separators=(",", ":")), reading


def _read(data: bytes | str, form: Format, charset: str | None) -> Note:
    try:
        document = read(data, form, charset=charset)
    except DocumentError as error:
        message = f"not a readable {form} document: {error.what} ({error.where})"
        raise ApiError(422, "bad_document", message, field="text", fix=error.fix) from None
    return Note(document.text, form, document)


def _place(document: Document, concept: Concept, offsets: Offsets) -> dict[str, Any]:
    places = document.locate(concept.start, concept.end, offsets)
    return {
        "concept": concept.id,
        "places": [{"path": place.path, "start": place.start, "end": place.end} for place in places],
    }


def _render(note: Note, annotation: Annotation) -> str:
    document = note.document or Document(well_formed(note.text), "text", [])
    return render_document(document, annotation)
