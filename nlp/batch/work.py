"""What a worker does with a chunk of rows: parse, annotate, write the answer's line, count."""

import json
from collections import Counter
from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from nlp.annotation import Annotation
from nlp.batch.readers import ID, TEXT, Record
from nlp.documents import DocumentError, detect_format, read

Annotate = Callable[[str], Annotation]
TARGET = "27165"
_TYPES = dict.fromkeys(("", ".txt", ".text", ".log", ".md"), "text/plain") | {
    ".html": "text/html",
    ".htm": "text/html",
    ".xhtml": "text/html",
    ".rtf": "text/rtf",
    ".pdf": "application/pdf",
    ".docx": "application/vnd.openxmlformats-officedocument.wordprocessingml.document",
    ".xml": "application/xml",
    ".json": "application/json",
}


@dataclass
class Summary:
    """Counts over a run. ``codes`` maps ``"27165 suggest"`` to the number of notes with that suggestion."""

    notes: int = 0
    rejects: int = 0
    to_review: int = 0
    codes: Counter[str] = field(default_factory=Counter)
    engine: str = ""
    seconds: float = 0.0

    def add(self, other: "Summary") -> None:
        """Add the counts of ``other``."""
        self.notes += other.notes
        self.rejects += other.rejects
        self.to_review += other.to_review
        self.codes += other.codes

    def to_dict(self) -> dict[str, Any]:
        """As plain data."""
        return vars(self) | {"codes": dict(sorted(self.codes.items()))}


@dataclass
class Result:
    """The outcome of one chunk: the lines of both files, and its counts."""

    answers: bytes
    rejects: bytes
    summary: Summary


class Reject(Exception):
    """A row that cannot be answered; the message is its reason and holds no note text."""

    def __init__(self, reason: str, ident: Any = None) -> None:
        super().__init__(reason)
        self.ident = ident


def load_annotate(gate: bool = True, knowledge: Path | None = None) -> Annotate:
    """Load the pipeline of this process; return the function from text to annotation."""
    import nlp

    pipeline = nlp.load(gate=gate, knowledge=knowledge)
    return lambda text: nlp.annotate(text, pipeline)


def answer_chunk(records: Sequence[Record], annotate: Annotate) -> Result:
    """Answer a chunk; a row that fails in any way is rejected and never stops the others."""
    answers, rejects = [], []
    summary = Summary()
    for record in records:
        try:
            ident, text = parse(record)
            annotation = answer(ident, text, annotate)
        except Reject as reject:
            summary.rejects += 1
            rejects.append(_rejected(record, reject))
            continue
        answers.append(line(ident, annotation))
        count(annotation, summary)
    return Result(b"".join(answers), b"".join(rejects), summary)


def answer(ident: Any, text: str, annotate: Annotate) -> Annotation:
    """Annotate one note.

    Raises:
        Reject: the pipeline failed on it, whatever way; the reason names the kind of error only.
    """
    try:
        return annotate(text)
    except Exception as error:
        raise Reject(f"not annotated ({type(error).__name__})", ident) from error


def count(annotation: Annotation, summary: Summary) -> None:
    """Count one annotation."""
    summary.notes += 1
    pairs = {f"{item.code} {item.decision}" for item in annotation.suggestions}
    summary.codes.update(pairs)
    summary.to_review += any(pair.endswith(" review") for pair in pairs)
    summary.engine = f"{annotation.engine.version} {annotation.engine.knowledge}"


def line(ident: str | int, annotation: Annotation) -> bytes:
    """The line of an answer: the annotation's JSON with the row's id in front."""
    return b'{"id":' + json.dumps(ident).encode() + b"," + annotation.to_json()[1:].encode() + b"\n"


def parse(record: Record) -> tuple[str | int, str]:
    """The id and text of a row.

    Raises:
        Reject: the row has none.
    """
    payload = record.payload
    if isinstance(payload, str):
        raise Reject(payload)
    if isinstance(payload, Path):
        return _file(payload, record.folder or payload.parent)
    ident, text = payload if isinstance(payload, tuple) else _json(payload)
    if isinstance(ident, bool) or not isinstance(ident, str | int) or ident == "":
        raise Reject(f"no {ID}" if ident in (None, "") else f"{ID} is neither string nor integer")
    if not isinstance(text, str):
        raise Reject(f"no {TEXT}" if text is None else f"{TEXT} is no string", ident)
    if isinstance(payload, tuple) and any("\udc80" <= letter <= "\udcff" for letter in text):
        raise Reject("not UTF-8", ident)
    return ident, text


def _json(payload: bytes) -> tuple[Any, Any]:
    try:
        row = json.loads(payload)
    except UnicodeDecodeError:
        raise Reject("not UTF-8") from None
    except (ValueError, RecursionError):
        raise Reject("not JSON") from None
    if not isinstance(row, dict):
        raise Reject("no JSON object")
    return row.get(ID), row.get(TEXT)


def _file(path: Path, folder: Path) -> tuple[str, str]:
    """The id (path below the folder) and text of a document; offsets of its answer count in that text."""
    ident = path.relative_to(folder).as_posix()
    suffix = path.suffix.lower()
    if suffix not in _TYPES:
        raise Reject(f"no reader for {suffix}", ident)
    try:
        data = path.read_bytes()
        return ident, read(data, detect_format(_TYPES[suffix], data[:4096])).text
    except DocumentError as error:
        raise Reject(str(error), ident) from None
    except OSError as error:
        raise Reject(f"cannot be read ({type(error).__name__})", ident) from None


def _rejected(record: Record, reject: Reject) -> bytes:
    row = {"source": record.source, "row": record.row, ID: reject.ident, "reason": str(reject)}
    return json.dumps(row).encode() + b"\n"
