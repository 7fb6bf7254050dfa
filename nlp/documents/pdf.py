"""PDF: the text layer, page by page."""

import logging
from collections.abc import Iterator
from io import BytesIO
from typing import Any

from pypdf import Configuration, PageObject, PdfReader, apply_configuration
from pypdf.errors import LimitReachedError
from pypdf.generic import StreamObject

from nlp.documents.document import Document, DocumentError, Source
from nlp.documents.effort import SpentError, effort
from nlp.documents.encoding import well_formed
from nlp.documents.layout import Layout

MAX_PAGES = 500
MAX_STREAM_BYTES = 1_000_000
MAX_DRAWN_BYTES = 50_000_000
# A page of print takes 40,000 calls; what a file may cost grows with its size, as its text does.
LEAST_CALLS = 1_500_000
CALLS_PER_BYTE = 10
_LIMITS = Configuration(
    zlib_maximum_output_length=MAX_STREAM_BYTES,
    lzw_maximum_output_length=MAX_STREAM_BYTES,
    run_length_maximum_output_length=MAX_STREAM_BYTES,
    brotli_maximum_output_length=MAX_STREAM_BYTES,
    array_based_stream_maximum_output_length=MAX_STREAM_BYTES,
    stream_decoding_work_maximum_length=4 * MAX_STREAM_BYTES,
    xform_maximum_invocations_per_extraction=500,
    disable_legacy_handling=True,
)
logging.getLogger("pypdf").setLevel(logging.CRITICAL)


def read_pdf(data: bytes | str, charset: str | None = None) -> Document:
    """The text layer of a PDF; pages are set apart by an empty line.

    A location has the path ``/page[N]`` and offsets in the text of that page as pypdf extracts it.
    Raises DocumentError if the file is damaged or encrypted with a password, has more than 500 pages,
    unpacks to far more than its size lets expect, or holds no text (a scan).
    """
    if isinstance(data, str):
        raise DocumentError("a PDF is bytes, not text", "the request", "Send the file itself.")
    layout = Layout()
    for number, text in enumerate(_pages(data), 1):
        layout.break_line(2)
        layout.write(Source(text, f"/page[{number}]"), preserve=True)
    if not layout.length:
        raise DocumentError("the PDF holds no text", "every page", "If it is a scan, send its text.")
    return layout.finish("pdf")


def _pages(data: bytes) -> list[str]:
    """The text of each page. pypdf raises errors of every kind on damaged files; all mean the same here."""
    try:
        with apply_configuration(_LIMITS), effort(LEAST_CALLS + CALLS_PER_BYTE * len(data)):
            return list(_extract(PdfReader(BytesIO(data))))
    except DocumentError:
        raise
    except (LimitReachedError, SpentError):
        raise DocumentError(
            "the PDF unpacks to more than a report can hold",
            "the file",
            "Send the pages of one report, or its text.",
        ) from None
    except Exception as error:
        raise DocumentError(
            f"the PDF is damaged ({type(error).__name__})", "the file", "Save it again, or send its text."
        ) from None


def _extract(reader: PdfReader) -> Iterator[str]:
    if reader.is_encrypted and not reader.decrypt(""):
        raise DocumentError(
            "the PDF is encrypted", "the whole file", "Save it without a password, or send its text."
        )
    if len(reader.pages) > MAX_PAGES:
        raise DocumentError(
            f"the PDF has more than {MAX_PAGES} pages", "the whole file", "Send the pages of one report."
        )
    drawn = _Drawn()
    for page in reader.pages:
        yield drawn.text(page)


class _Drawn:
    """Ends the reading of a file whose pages draw the same large things again and again."""

    def __init__(self) -> None:
        self._size = 0

    def text(self, page: PageObject) -> str:
        """The text of ``page``. Raises SpentError once too many bytes of instructions were followed."""
        contents = page.get_contents()
        if contents is None:
            return ""
        self._follow(contents)
        inner = page.extract_xform_text

        def form(drawing: Any, *given: Any, **named: Any) -> str:
            self._follow(drawing)
            return inner(drawing, *given, **named)

        page.extract_xform_text = form  # type: ignore[assignment, method-assign]
        return well_formed(page.extract_text())

    def _follow(self, stream: StreamObject) -> None:
        self._size += len(stream.get_data())
        if self._size > MAX_DRAWN_BYTES:
            raise SpentError
