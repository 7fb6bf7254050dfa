"""What is answered to bytes that never become a request: too broken or too big for HTTP itself.

The HTTP servers answer these themselves, in plain text or HTML and quoting what they could not
read. Here they get our JSON form instead, and the log gets no byte of what was sent.
"""

import json
import logging
import uuid
from http import HTTPStatus

from waitress.channel import HTTPChannel
from waitress.task import ErrorTask

from server.errors import HTTP_WORDS, ApiError

logger = logging.getLogger("osteotome.protocol")


def refusal(status: int) -> tuple[str, bytes]:
    """Status line text and JSON body for a connection that sent no valid request; logs that it happened."""
    code, message, fix = HTTP_WORDS.get(status, HTTP_WORDS[400])
    error = {**ApiError(status, code, message, fix=fix).to_dict(), "request_id": uuid.uuid4().hex}
    fields = {"status": status, "request_id": error["request_id"]}
    logger.info("no valid request", extra={"fields": fields})
    return f"{status} {HTTPStatus(status).phrase}", json.dumps({"error": error}).encode()


class JsonErrorTask(ErrorTask):  # type: ignore[misc]
    """Waitress's own refusal, as JSON."""

    def execute(self) -> None:
        """Write the refusal and close the connection behind it."""
        self.status, body = refusal(self.request.error.code)
        self.response_headers.append(("Content-Type", "application/json"))
        self.set_close_on_finish()
        self.content_length = len(body)
        self.write(body)


class JsonChannel(HTTPChannel):  # type: ignore[misc]
    """A connection of waitress whose refusals are JSON."""

    error_task_class = JsonErrorTask
