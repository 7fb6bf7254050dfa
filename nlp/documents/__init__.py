"""Readers: bytes of one file format in, text with a map back to the source out."""

from collections.abc import Callable
from importlib import import_module
from typing import Literal, get_args

from nlp.documents.detect import charset_of, detect_format
from nlp.documents.document import Document, DocumentError, Location
from nlp.documents.render import render

Format = Literal["text", "html", "ccda", "rtf", "pdf", "docx", "fhir"]
FORMATS: tuple[str, ...] = get_args(Format)

__all__ = [
    "FORMATS",
    "Document",
    "DocumentError",
    "Format",
    "Location",
    "charset_of",
    "detect_format",
    "read",
    "render",
]


def read(data: bytes | str, format: str, charset: str | None = None) -> Document:
    """Read ``data`` of ``format`` (one of ``FORMATS``).

    ``charset`` is the encoding declared outside the document, as in a Content-Type. Binary formats
    (``pdf``, ``docx``) need bytes. Raises DocumentError for a document that cannot be read, and
    ValueError for a format that no reader has.
    """
    if format not in FORMATS:
        raise ValueError(f"no reader for the format {format!r}; there are {', '.join(FORMATS)}")
    try:
        reader: Callable[[bytes | str, str | None], Document]
        reader = getattr(import_module(f"nlp.documents.{format}"), f"read_{format}")
    except ModuleNotFoundError as error:
        raise DocumentError(
            f"this installation cannot read {format}",
            "the server",
            f"Install the Python package {error.name}.",
        ) from error
    return reader(data, charset)
