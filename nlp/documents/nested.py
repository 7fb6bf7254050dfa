"""Documents inside documents: attachments and narratives read by their own reader and set in a whole."""

import base64
import binascii
import re
from functools import partial

from nlp.documents.document import Document, DocumentError, Source
from nlp.documents.layout import Layout

_WHITE = re.compile(r"[ \t\r\n]+")


def embed(layout: Layout, document: Document, path: str) -> None:
    """Write the whole of ``document`` into ``layout``; the path of its strings is ``path#inner path``."""
    sources: dict[int, Source] = {}
    done = 0
    for piece in document.pieces:
        if piece.start > done:
            layout.insert(document.text[done : piece.start])
        source = sources.get(id(piece.source))
        if source is None:
            source = sources[id(piece.source)] = Source(
                piece.source.text, partial(_joined, path, piece.source)
            )
        layout.map(document.text[piece.start : piece.end], source, piece.offset, piece.offset_end)
        done = piece.end
    if done < len(document.text):
        layout.insert(document.text[done:])


def _joined(path: str, source: Source) -> str:
    return f"{path}#{source.path}" if source.path else path


def unbase64(text: str, where: str) -> bytes:
    """The bytes of base64 ``text``, white space allowed. Raises DocumentError if it is not base64."""
    try:
        return base64.b64decode(_WHITE.sub("", text), validate=True)
    except (binascii.Error, ValueError):
        raise DocumentError(
            "the attached data is not base64", where, "Encode the bytes of the attachment as base64."
        ) from None
