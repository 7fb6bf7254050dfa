"""What is fuzzed (each reader, rendering, ``nlp.annotate``), and what must hold for every input."""

import contextlib
import time
from collections.abc import Callable

import nlp
from nlp.documents import DocumentError, read, render
from nlp.documents.document import Document
from tests.documents.made import annotation, concept, zipped

SECONDS = 2.0
_pipeline = None


def check(document: Document) -> None:
    """Pieces are in order and within their sources; a span of the whole text can be located."""
    done = 0
    for piece in document.pieces:
        assert done <= piece.start < piece.end <= len(document.text)
        assert 0 <= piece.offset < piece.offset_end <= len(piece.source.text)
        done = piece.end
    middle = len(document.text) // 2
    places = document.locate(middle, len(document.text), "utf16")
    assert all(place.start < place.end for place in places)


def reader(format: str) -> Callable[[bytes], None]:
    """A target that reads its input as ``format``; only DocumentError may come of it."""

    def target(data: bytes) -> None:
        with contextlib.suppress(DocumentError):
            check(read(data, format))

    return target


def docx(data: bytes) -> None:
    """Half of the inputs are a zip file, half the XML inside one."""
    wrapped = zipped(data[1:]) if data[:1] < b"\x80" else data[1:]
    with contextlib.suppress(DocumentError):
        check(read(wrapped, "docx"))


def rendering(data: bytes) -> None:
    """HTML read and rendered with one mark somewhere in it; nothing executable is left."""
    document = read(data[1:], "html")
    start = len(document.text) * data[0] // 256 if data else 0
    made = annotation(document.text).model_copy(
        update={"concepts": [concept(0, start, min(start + 20, len(document.text)))]}
    )
    html = render(document, made).lower()
    assert not any(tag in html for tag in ("<script", "<iframe", "<svg", "<img", "<form", "<style", "<math"))


def whole(data: bytes) -> None:
    """Text of any kind through the pipeline: every span says the words it points at."""
    global _pipeline
    _pipeline = _pipeline or nlp.load()
    text = data.decode("utf-8", "surrogateescape")
    answer = nlp.annotate(text, _pipeline)
    for one in answer.concepts:
        for span in (one, *one.cues):
            assert 0 <= span.start < span.end <= len(text)
            assert text[span.start : span.end] == span.text
    ids = {one.id for one in answer.concepts}
    for suggestion in answer.suggestions:
        assert ids.issuperset(suggestion.evidence) and ids.issuperset(suggestion.against)
    assert all(ids.issuperset(ruled_out.evidence) for ruled_out in answer.ruled_out)


def timed(target: Callable[[bytes], None]) -> Callable[[bytes], None]:
    """``target``, which fails if one input takes more than two seconds of processor time."""

    def run(data: bytes) -> None:
        started = time.process_time()
        target(data)
        taken = time.process_time() - started
        assert taken < SECONDS, f"{taken:.1f} s"

    return run


TARGETS: dict[str, Callable[[bytes], None]] = {
    **{format: reader(format) for format in ("text", "html", "ccda", "rtf", "pdf", "fhir")},
    "docx": docx,
    "render": rendering,
    "annotate": whole,
}
