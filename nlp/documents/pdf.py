"""PDF: the text layer, page by page."""

import logging
import re
from collections.abc import Iterator
from io import BytesIO

from pypdf import Configuration, PageObject, PdfReader, apply_configuration
from pypdf.errors import LimitReachedError

from nlp.documents.document import Document, DocumentError, Source
from nlp.documents.encoding import well_formed
from nlp.documents.layout import Layout

MAX_PAGES = 500
MAX_STREAM_BYTES = 1_000_000
MAX_CONTENT_BYTES = 2_000_000
MAX_OPERATIONS = 150_000
# pypdf takes quadratic time for one token; no font has a word this long.
_LONG_TOKEN = re.compile(rb"<[0-9A-Fa-f\s]{16384}|(?<![^\s/()<>\[\]])[^\s/()<>\[\]]{16384}")
_LIMITS = Configuration(
    zlib_maximum_output_length=MAX_STREAM_BYTES,
    lzw_maximum_output_length=MAX_STREAM_BYTES,
    run_length_maximum_output_length=MAX_STREAM_BYTES,
    brotli_maximum_output_length=MAX_STREAM_BYTES,
    array_based_stream_maximum_output_length=MAX_STREAM_BYTES,
    stream_decoding_work_maximum_length=4 * MAX_STREAM_BYTES,
    stream_parsing_work_maximum_count=2 * MAX_OPERATIONS,
    xform_maximum_invocations_per_extraction=500,
    disable_legacy_handling=True,
)
logging.getLogger("pypdf").setLevel(logging.CRITICAL)


def read_pdf(data: bytes | str, charset: str | None = None) -> Document:
    """The text layer of a PDF; pages are set apart by an empty line.

    A location has the path ``/page[N]`` and offsets in the text of that page as pypdf extracts it.
    Raises DocumentError if the file is damaged or encrypted with a password, has more than 500 pages,
    unpacks to more than 2 MB of drawing instructions, or holds no text (a scan).
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
        with apply_configuration(_LIMITS):
            return list(_extract(PdfReader(BytesIO(data))))
    except DocumentError:
        raise
    except LimitReachedError:
        raise _too_much("the file") from None
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
    budget = _Budget()
    for number, page in enumerate(reader.pages, 1):
        yield budget.text(page, number)


class _Budget:
    """Ends the extraction of a file that unpacks to far more than it is."""

    def __init__(self) -> None:
        self.operations = 0
        self.size = 0
        self.page = 0

    def text(self, page: PageObject, number: int) -> str:
        """The text of ``page``. Raises DocumentError once the budget is spent."""
        self.page = number
        contents = page.get_contents()
        if contents is None:
            return ""
        data = contents.get_data()
        self._spend(MAX_CONTENT_BYTES + 1 if _LONG_TOKEN.search(data) else len(data))
        text = well_formed(page.extract_text(visitor_operand_before=self._operation))
        self._spend(len(text))
        return text

    def _operation(self, *_: object) -> None:
        self.operations += 1
        if self.operations > MAX_OPERATIONS:
            self._spend(MAX_CONTENT_BYTES + 1)

    def _spend(self, size: int) -> None:
        self.size += size
        if self.size > MAX_CONTENT_BYTES:
            raise _too_much(f"page {self.page}")


def _too_much(where: str) -> DocumentError:
    return DocumentError(
        "the PDF unpacks to more than a report can hold", where, "Send the pages of one report, or its text."
    )
