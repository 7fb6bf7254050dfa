"""The service under gunicorn (Linux): TLS, and an HTTP process that is replaced if it dies.

One gunicorn worker holds the connections; the settings' ``workers`` read the notes, as everywhere.
SIGHUP to the master reloads the knowledge in place; no process is restarted for it.
"""

import contextlib
import logging
import signal
import ssl
import threading
from collections.abc import Callable
from typing import Any

from flask import Flask
from gunicorn.app.base import BaseApplication
from gunicorn.arbiter import Arbiter
from gunicorn.glogging import Logger
from gunicorn.http.errors import LimitRequestHeaders, LimitRequestLine, ParseException
from gunicorn.util import write_nonblock
from gunicorn.workers.gthread import ThreadWorker

from server.admin import reload_on_signal
from server.app import create_app
from server.codes import load_codes, load_descriptors
from server.cores import allowed_cores, run_on_one_of
from server.logs import configure
from server.protocol import refusal
from server.reading import RefusedError
from server.settings import Settings, SettingsError

SPARE_THREADS = 8


def run(settings: Settings) -> int:
    """Serve until SIGTERM; returns the exit code. Raises SettingsError if the knowledge cannot be used."""
    try:
        load_codes(settings.knowledge)
    except RefusedError as error:
        raise SettingsError(f"setting knowledge: {error}") from None
    load_descriptors(settings.descriptors)
    try:
        Master(Service(settings)).run()
    except SystemExit as stop:
        return int(stop.code or 0)
    return 0


class Service(BaseApplication):  # type: ignore[misc]
    """Our app and our settings in gunicorn's terms."""

    def __init__(self, settings: Settings) -> None:
        self.settings = settings
        self.app: Flask | None = None
        super().__init__()

    def load_config(self) -> None:
        """Give gunicorn what follows from the settings."""
        settings = self.settings
        host = f"[{settings.host}]" if ":" in settings.host else settings.host
        options: dict[str, Any] = {
            "bind": f"{host}:{settings.port}",
            "workers": 1,
            "worker_class": JsonWorker,
            "threads": settings.max_in_flight + SPARE_THREADS,
            "certfile": str(settings.certfile) if settings.certfile else None,
            "keyfile": str(settings.keyfile or settings.certfile) if settings.certfile else None,
            "graceful_timeout": int(settings.grace_seconds),
            "timeout": 60,
            "keepalive": 75,
            "logger_class": JsonLog,
            "control_socket_disable": True,
            "proc_name": "osteotome",
            "post_worker_init": started,
            "worker_exit": ended,
        }
        for name, value in options.items():
            self.cfg.set(name, value)

    def load(self) -> Flask:
        """Build the app, in the worker."""
        configure(self.settings.log_level)
        if self.settings.workers > 1:
            run_on_one_of(allowed_cores())
        self.app = create_app({"SETTINGS": self.settings})
        self.app.wsgi_app = Framing(self.app.wsgi_app)  # type: ignore[method-assign]
        return self.app


class Framing:
    """Lets the app see a badly framed body as OSError, the same under every server."""

    def __init__(self, app: Callable[[dict[str, Any], Any], Any]) -> None:
        self._app = app

    def __call__(self, environ: dict[str, Any], start_response: Any) -> Any:
        """Answer one request, its body read through ``FramedBody``."""
        environ["wsgi.input"] = FramedBody(environ["wsgi.input"])
        return self._app(environ, start_response)


class FramedBody:
    """A request body; ``read`` raises OSError where the framing is broken."""

    def __init__(self, body: Any) -> None:
        self._body = body

    def read(self, size: int = -1) -> bytes:
        """At most ``size`` bytes, or all."""
        try:
            found: bytes = self._body.read() if size < 0 else self._body.read(size)
        except ParseException as error:
            raise OSError(type(error).__name__) from None
        return found


class JsonWorker(ThreadWorker):  # type: ignore[misc]
    """The threaded worker, with refusals as JSON and none of what was sent in the log."""

    def handle_error(self, req: Any, client: Any, addr: Any, exc: Exception) -> None:
        """Answer bytes that are no valid request, or a fault outside the app."""
        status = 400 if isinstance(exc, ParseException | ssl.SSLError) else 500
        for kind, special in ((LimitRequestLine, 414), (LimitRequestHeaders, 431)):
            status = special if isinstance(exc, kind) else status
        if status == 500:
            self.log.error("fault outside the app", exc_info=exc)
        line, body = refusal(status)
        head = f"HTTP/1.1 {line}\r\nConnection: close\r\nContent-Type: application/json\r\n"
        with contextlib.suppress(OSError):
            write_nonblock(client, f"{head}Content-Length: {len(body)}\r\n\r\n".encode() + body)


class JsonLog(Logger):  # type: ignore[misc]
    """Gunicorn's own lines, through the same JSON log as everything else."""

    def setup(self, cfg: Any) -> None:
        """Hand every record on, write nothing itself."""
        for logger in (self.error_log, self.access_log):
            logger.handlers.clear()
            logger.propagate = True
            logger.setLevel(logging.NOTSET)

    def access(self, resp: Any, req: Any, environ: Any, request_time: Any) -> None:
        """The app writes one line a request already."""


class Master(Arbiter):  # type: ignore[misc]
    """Gunicorn's master, except that SIGHUP is handed to the worker."""

    def reload(self) -> None:
        """Let the worker take the knowledge anew; it keeps the old if the new is invalid."""
        self.kill_workers(signal.SIGHUP)


def started(worker: Any) -> None:
    """In the worker: take SIGHUP for a reload, and tell readiness when stopping."""

    def on_hangup(_number: int, _frame: Any) -> None:
        threading.Thread(target=reload_on_signal, args=(worker.app.app,), name="reload", daemon=True).start()

    signal.signal(signal.SIGHUP, on_hangup)
    stop = worker.handle_exit

    def on_term(number: int, frame: Any) -> None:
        worker.app.app.config["DRAINING"].set()
        stop(number, frame)

    signal.signal(signal.SIGTERM, on_term)


def ended(_arbiter: Any, worker: Any) -> None:
    """In the worker: end the reading processes."""
    app = worker.app.app
    if app is not None:
        app.config["READER"].close()
        logging.getLogger("osteotome.runner").info("stopped")
