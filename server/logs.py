"""Structured logs: one JSON object a line, a request id on each, and never a word of a note.

A record is built from fields that the program itself sets. Of an exception only the type and the
places in the code are written, since its message may quote the text that caused it.
"""

import json
import logging
import re
import sys
import time
import traceback
import uuid
from collections.abc import Mapping
from types import TracebackType
from typing import Any, TextIO

from flask import Flask, Response, g, has_request_context, request

logger = logging.getLogger("osteotome.access")
ID_HEADER = "X-Request-ID"
ID_FORM = re.compile(r"[0-9a-fA-F-]{8,64}")


class JsonFormatter(logging.Formatter):
    """A log record as one line of JSON; extra fields come in ``record.fields`` (a mapping)."""

    def format(self, record: logging.LogRecord) -> str:
        """One line: ts, level, logger, event, then the record's own fields."""
        line: dict[str, Any] = {
            "ts": time.strftime("%Y-%m-%dT%H:%M:%S", time.gmtime(record.created)) + f".{record.msecs:03.0f}Z",
            "level": record.levelname.lower(),
            "logger": record.name,
            "event": record.getMessage(),
        }
        if has_request_context():
            line["request_id"] = request_id()
        fields = getattr(record, "fields", None)
        if isinstance(fields, Mapping):
            line.update(fields)
        if record.exc_info and record.exc_info[0] is not None:
            line["exception"] = record.exc_info[0].__name__
            line["places"] = _places(record.exc_info[2])
        return json.dumps(line, default=str)


def _places(trace: TracebackType | None) -> list[str]:
    return [f"{frame.filename}:{frame.lineno}:{frame.name}" for frame in traceback.extract_tb(trace)]


def configure(level: str = "info", stream: TextIO | None = None) -> logging.Handler:
    """Send every log record of the process, libraries' included, to ``stream`` (default stderr) as JSON."""
    handler = logging.StreamHandler(stream or sys.stderr)
    handler.setFormatter(JsonFormatter())
    root = logging.getLogger()
    for old in list(root.handlers):
        root.removeHandler(old)
    root.addHandler(handler)
    root.setLevel(level.upper())
    logging.getLogger("waitress.queue").setLevel(logging.ERROR)
    return handler


def request_id() -> str:
    """The id of the current request: the caller's, if 8 to 64 hex digits or dashes, else a new one."""
    if not has_request_context():
        return ""
    if "request_id" not in g:
        given = request.headers.get(ID_HEADER, "")
        g.request_id = given if ID_FORM.fullmatch(given) else uuid.uuid4().hex
    return str(g.request_id)


def register_logs(app: Flask) -> None:
    """Log one line for each request of ``app``, and send its id back in ``X-Request-ID``."""
    app.before_request(_begin)
    app.after_request(_finish)


def _begin() -> None:
    g.begun = time.perf_counter()


def _finish(response: Response) -> Response:
    response.headers[ID_HEADER] = request_id()
    if not logger.isEnabledFor(logging.INFO):
        return response
    fields: dict[str, Any] = {
        "method": request.method if request.method.isalpha() and len(request.method) < 10 else "other",
        "route": request.url_rule.rule if request.url_rule else "none",
        "status": response.status_code,
        "ms": round((time.perf_counter() - g.get("begun", time.perf_counter())) * 1000, 1),
        "bytes_in": request.content_length,
        "remote": request.remote_addr,
    }
    if principal := g.get("caller"):
        fields["caller"] = principal
    logger.info("request", extra={"fields": fields})
    return response
