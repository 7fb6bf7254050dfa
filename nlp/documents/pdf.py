"""PDF: the text layer, page by page."""

import logging
from io import BytesIO

from pypdf import PdfReader

from nlp.documents.document import Document, DocumentError, Source
from nlp.documents.encoding import well_formed
from nlp.documents.layout import Layout

MAX_PAGES = 500
logging.getLogger("pypdf").setLevel(logging.CRITICAL)


def read_pdf(data: bytes | str, charset: str | None = None) -> Document:
    """The text layer of a PDF; pages are set apart by an empty line.

    A location has the path ``/page[N]`` and offsets in the text of that page as pypdf extracts it.
    Raises DocumentError if the file is damaged or encrypted with a password, has more than 500 pages,
    or holds no text (a scan).
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
        reader = PdfReader(BytesIO(data))
        if reader.is_encrypted and not reader.decrypt(""):
            raise DocumentError(
                "the PDF is encrypted", "the whole file", "Save it without a password, or send its text."
            )
        count = len(reader.pages)
        if count > MAX_PAGES:
            raise DocumentError(
                f"the PDF has more than {MAX_PAGES} pages", "the whole file", "Send the pages of one report."
            )
        return [well_formed(page.extract_text()) for page in reader.pages]
    except DocumentError:
        raise
    except Exception as error:
        raise DocumentError(
            f"the PDF is damaged ({type(error).__name__})",
            "the file",
            "Save it again as PDF, or send its text.",
        ) from None
