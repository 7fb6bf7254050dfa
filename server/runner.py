"""Run the service: listen, serve, reload on SIGHUP, and stop without cutting off a request.

``serve`` is what ``osteotome serve`` calls. Waitress answers by default, on every platform;
gunicorn (Linux) where TLS is asked for. Either way one process holds the connections, and with
``workers`` above 1 others read the notes.
"""

import logging
import signal
import socket
import sys
import threading
import time
from types import FrameType
from typing import Any

from flask import Flask
from waitress import wasyncore
from waitress.server import create_server

from server.admin import reload_on_signal
from server.app import create_app
from server.cores import allowed_cores, run_on_one_of
from server.logs import configure
from server.protocol import JsonChannel
from server.reading import RefusedError
from server.settings import Settings, SettingsError

logger = logging.getLogger("osteotome.runner")
SPARE_THREADS = 8
POLL_SECONDS = 0.2
BACKLOG = 1024


def serve(settings: Settings) -> int:
    """Serve until SIGTERM or Ctrl-C; returns the exit code.

    Raises SettingsError if a setting or the knowledge cannot be used, OSError if the address is taken.
    """
    configure(settings.log_level)
    if settings.certfile is not None or settings.server == "gunicorn":
        return _serve_gunicorn(settings)
    listener = listen(settings)
    if settings.workers > 1:
        run_on_one_of(allowed_cores())
    app = create_app({"SETTINGS": settings})
    try:
        wait_loaded(app)
        Waitress(app, settings, listener).run()
    finally:
        app.config["READER"].close()
        listener.close()
    return 0


def listen(settings: Settings) -> socket.socket:
    """A socket on the settings' address; raises OSError if it cannot be had."""
    family = socket.AF_INET6 if ":" in settings.host else socket.AF_INET
    listener = socket.socket(family, socket.SOCK_STREAM)
    try:
        if sys.platform != "win32":
            listener.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        listener.bind((settings.host, settings.port))
    except OSError:
        listener.close()
        raise
    return listener


def wait_loaded(app: Flask) -> None:
    """Wait until notes can be read; raises SettingsError if the knowledge cannot be used."""
    try:
        engine = app.config["READER"].wait()
    except RefusedError as error:
        raise SettingsError(f"setting knowledge: {error}") from None
    logger.info("loaded", extra={"fields": engine.model_dump()})


def _serve_gunicorn(settings: Settings) -> int:
    if sys.platform == "win32":
        raise SettingsError("setting certfile: TLS needs gunicorn, which Windows lacks; put a proxy in front")
    try:
        from server.gunicorn import run
    except ImportError:
        raise SettingsError(
            "setting server: gunicorn is not installed; pip install 'osteotome[server]'"
        ) from None
    return run(settings)


class Waitress:
    """Waitress under our own loop, so that stopping finishes what is in flight."""

    def __init__(self, app: Flask, settings: Settings, listener: socket.socket) -> None:
        self._app, self._grace = app, settings.grace_seconds
        self._stop = threading.Event()
        self._map: dict[int, Any] = {}
        self._server = create_server(
            app,
            map=self._map,
            sockets=[listener],
            threads=settings.max_in_flight + SPARE_THREADS,
            max_request_body_size=max(settings.max_batch_bytes, settings.max_body_bytes) + 1,
            inbuf_overflow=settings.max_body_bytes + 1,  # a note goes to no temporary file
            outbuf_overflow=settings.max_body_bytes + 1,
            connection_limit=BACKLOG,
            backlog=BACKLOG,
            channel_timeout=120,
            ident="osteotome",
            asyncore_use_poll=sys.platform != "win32",
            clear_untrusted_proxy_headers=False,
        )
        self._server.channel_class = JsonChannel
        self.address = listener.getsockname()[:2]

    def run(self) -> None:
        """Serve until stopped, then finish within the grace time."""
        self._handle_signals()
        host, port = self.address
        shown = f"[{host}]" if ":" in host else host
        url = f"http://{shown}:{port}/"
        logger.info("listening", extra={"fields": {"url": url}})
        if sys.stdout.isatty():
            print(f"Osteotome answers at {url} - Ctrl-C stops it.", flush=True)
        while not self._stop.is_set():
            self._turn()
        self._drain()

    def stop(self) -> None:
        """Begin to stop; may be called from any thread or signal handler."""
        self._app.config["DRAINING"].set()
        self._stop.set()

    def _turn(self) -> None:
        wasyncore.loop(
            timeout=POLL_SECONDS, use_poll=self._server.adj.asyncore_use_poll, map=self._map, count=1
        )

    def _drain(self) -> None:
        """Take no more connections, finish the requests there are, then end the threads."""
        logger.info("stopping", extra={"fields": {"in_flight": self._busy()}})
        self._server.accepting = False
        self._server.socket.close()
        self._server.del_channel()
        end = time.monotonic() + self._grace
        while self._busy() and time.monotonic() < end:
            self._turn()
        left = self._busy()
        self._server.task_dispatcher.shutdown(cancel_pending=True, timeout=0 if left else 5)
        logger.info("stopped", extra={"fields": {"cut_off": left}})

    def _busy(self) -> int:
        """How many connections have a request in work, half received, or an answer not yet sent."""
        return sum(
            bool(channel.requests or channel.request or channel.total_outbufs_len)
            for channel in list(self._server.active_channels.values())
        )

    def _handle_signals(self) -> None:
        if threading.current_thread() is not threading.main_thread():
            return
        for name in ("SIGINT", "SIGTERM", "SIGBREAK"):
            if number := getattr(signal, name, None):
                signal.signal(number, self._on_stop)
        if hangup := getattr(signal, "SIGHUP", None):
            signal.signal(hangup, self._on_hangup)

    def _on_stop(self, _number: int, _frame: FrameType | None) -> None:
        self.stop()

    def _on_hangup(self, _number: int, _frame: FrameType | None) -> None:
        threading.Thread(target=reload_on_signal, args=(self._app,), name="reload", daemon=True).start()
