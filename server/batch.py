"""``POST /v1/annotate/batch``: NDJSON in, NDJSON out, line for line and in order, as they come.

A line that cannot be read gets an error object of its own; the others are not touched. Memory
holds a few lines at a time, never the batch.
"""

import json
import logging
from collections import deque
from collections.abc import Callable, Iterable, Iterator
from concurrent.futures import Future, ThreadPoolExecutor
from dataclasses import dataclass
from typing import IO, Any

from flask import Blueprint, Response, current_app, request, stream_with_context
from werkzeug.exceptions import BadRequest, RequestEntityTooLarge

from nlp.annotation import Offsets
from nlp.documents import Format
from server.errors import ApiError
from server.logs import request_id
from server.metrics import Metrics, metrics
from server.note import annotate_note, read_note_text
from server.openapi import describe
from server.payload import broken_transfer, parse_json, read_query, require_type, validate
from server.reader import Reader
from server.schemas.annotate import BatchParameters, BatchRow
from server.schemas.examples import BATCH_BODIES
from server.settings import Settings

blueprint = Blueprint("batch", __name__)
logger = logging.getLogger("osteotome.batch")
NDJSON = "application/x-ndjson"
TYPES = (NDJSON, "application/ndjson", "application/jsonl", "application/jsonlines")
CHUNK = 65536
PATIENCE_SECONDS = 3600.0


@dataclass(frozen=True)
class Line:
    """One line of the body, from 1; ``data`` is None where it was too long to keep."""

    number: int
    data: bytes | None


@dataclass(frozen=True)
class Job:
    """What every line of one batch needs; usable in any thread."""

    reader: Reader
    settings: Settings
    metrics: Metrics
    format: Format
    offsets: Offsets
    request_id: str

    def answer(self, line: Line) -> str:
        """The answer to one line, without the line end: an annotation with the row's id, or an error."""
        row_id: Any = None
        try:
            value = self._parse(line)
            row_id = _id_of(value)
            row = validate(BatchRow, value)
            note = read_note_text(row.text, self.format)
            body, reading = annotate_note(
                self.reader, self.settings, note, self.offsets, wait_seconds=PATIENCE_SECONDS
            )
            self.metrics.count_reading(note.text, reading)
            return f'{{"id":{json.dumps(row.id)},{body[1:]}'
        except ApiError as error:
            return self.error(line.number, error, row_id)
        except Exception as error:
            logger.error("fault in a batch line", exc_info=error)
            message = "the service failed on this line; its log has the place under the request id"
            fault = ApiError(500, "internal_error", message, fix="report the request id")
            return self.error(line.number, fault, row_id)

    def error(self, number: int, error: ApiError, row_id: Any = None) -> str:
        """The error object of line ``number``."""
        self.metrics.bad_lines.inc()
        detail = {**error.to_dict(), "request_id": self.request_id}
        return json.dumps({"id": row_id, "line": number, "error": detail})

    def _parse(self, line: Line) -> Any:
        if line.data is None:
            message = f"the line is longer than {self.settings.max_body_bytes} bytes"
            raise ApiError(413, "too_large", message, field="line", fix="send this note alone or in parts")
        return parse_json(line.data)


@blueprint.post("/v1/annotate/batch")
@describe(
    summary="Read many notes",
    tag="annotate",
    parameters=BatchParameters,
    bodies=BATCH_BODIES,
    answer_type=NDJSON,
)
def batch() -> Response:
    """Annotate every line of the body."""
    request.max_content_length = current_app.config["SETTINGS"].max_batch_bytes
    require_type(TYPES)
    parameters = read_query(BatchParameters)
    config = current_app.config
    job = Job(
        reader=config["READER"],
        settings=config["SETTINGS"],
        metrics=metrics(),
        format=parameters.format or "text",
        offsets=parameters.offsets or "codepoint",
        request_id=request_id(),
    )
    if (request.content_length or 0) > job.settings.max_batch_bytes:
        raise RequestEntityTooLarge
    answers = _answers(job, request.stream)
    return Response(stream_with_context(answers), mimetype=NDJSON, headers={"X-Accel-Buffering": "no"})


def split_lines(stream: IO[bytes], longest: int) -> Iterator[Line]:
    """The non-empty lines of ``stream``; of a line over ``longest`` bytes nothing is kept but its number."""
    number, held, too_long = 1, bytearray(), False
    while chunk := stream.read(CHUNK):
        first, *rest = chunk.split(b"\n")
        held += first
        for following in rest:
            if too_long or len(held) > longest or held.strip():
                yield Line(number, None if too_long or len(held) > longest else bytes(held))
            number, held, too_long = number + 1, bytearray(following), False
        if len(held) > longest:
            held, too_long = bytearray(), True
    if too_long or held.strip():
        yield Line(number, None if too_long else bytes(held))


def in_order(work: Callable[[Line], str], lines: Iterable[Line], width: int) -> Iterator[str]:
    """``work`` done on ``lines``, ``width`` at a time, results in the order of the lines."""
    with ThreadPoolExecutor(width, thread_name_prefix="batch") as pool:
        window: deque[Future[str]] = deque()
        for line in lines:
            window.append(pool.submit(work, line))
            if len(window) > width:
                yield window.popleft().result()
        while window:
            yield window.popleft().result()


def _answers(job: Job, stream: IO[bytes]) -> Iterator[bytes]:
    last = 0

    def counted() -> Iterator[Line]:
        nonlocal last
        for line in split_lines(stream, job.settings.max_body_bytes):
            last = line.number
            yield line

    try:
        for answer in in_order(job.answer, counted(), job.settings.workers):
            yield answer.encode() + b"\n"
    except RequestEntityTooLarge:
        message = f"the batch is longer than {job.settings.max_batch_bytes} bytes"
        error = ApiError(413, "too_large", message, field="body", fix="send the rest as another batch")
        yield job.error(last + 1, error).encode() + b"\n"
    except (BadRequest, OSError):
        yield job.error(last + 1, broken_transfer()).encode() + b"\n"


def _id_of(value: Any) -> Any:
    found = value.get("id") if isinstance(value, dict) else None
    short = isinstance(found, str) and len(found) <= 200
    return found if short or (isinstance(found, int) and not isinstance(found, bool)) else None
