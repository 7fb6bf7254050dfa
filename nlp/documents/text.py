"""Plain text: what was sent is what is annotated, character for character."""

from nlp.documents.document import Document, Piece, Source
from nlp.documents.encoding import decode


def read_text(data: bytes | str, charset: str | None = None) -> Document:
    """Plain text. Nothing is changed: line ends, NUL and other control characters stay as they are.

    A location has the path ``""`` and the offsets of the text itself.
    """
    text = decode(data, charset)
    source = Source(text, "")
    pieces = [Piece(0, len(text), source, 0, len(text))] if text else []
    return Document(text, "text", pieces)
