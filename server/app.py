"""The application factory."""

import threading
from collections.abc import Callable, Mapping
from io import BytesIO
from typing import IO, Any

from flask import Flask, Request

from nlp.knowledge.schema import CodeFact
from server import (
    access,
    admin,
    annotate,
    batch,
    codes,
    docs,
    extension_zip,
    feedback,
    health,
    openapi,
    reports,
)
from server.errors import register_errors
from server.guard import register_guard
from server.limits import register_limits
from server.logs import register_logs
from server.metrics import register_metrics
from server.pages import blueprint as pages
from server.pool import PoolReader
from server.reader import LocalReader, Reader
from server.reading import RefusedError
from server.settings import Settings, SettingsError, resolve


class Service(Flask):
    """A Flask app whose views and hooks are all plain functions, which need no look at each call."""

    def ensure_sync(self, func: Callable[..., Any]) -> Callable[..., Any]:
        """The function itself."""
        return func


class MemoryRequest(Request):
    """A request whose uploads never touch the disk; ``max_body_bytes`` bounds them."""

    def _get_file_stream(self, *_: Any, **__: Any) -> IO[bytes]:
        return BytesIO()


def create_app(config: Mapping[str, Any] | None = None) -> Flask:
    """Build the service.

    ``config`` holds settings by their lower-case names (they override file and environment), Flask's
    own options in upper case, and optionally ``SETTINGS`` (ready Settings, used as they are) and
    ``READER`` (a Reader that has been started). Raises SettingsError for a setting that cannot be used.
    """
    config = dict(config or {})
    settings: Settings | None = config.pop("SETTINGS", None)
    reader: Reader | None = config.pop("READER", None)
    if settings is None:
        settings = resolve(flags={name: value for name, value in config.items() if name.islower()}).settings
    app = Service("server", static_folder=None)
    app.request_class = MemoryRequest
    app.json.sort_keys = False  # type: ignore[attr-defined]
    app.url_map.strict_slashes = False
    app.url_map.merge_slashes = False
    app.config.from_mapping(
        {name: value for name, value in config.items() if name.isupper()},
        SETTINGS=settings,
        MAX_CONTENT_LENGTH=settings.max_body_bytes,
        MAX_FORM_MEMORY_SIZE=64 * 1024,
        MAX_FORM_PARTS=20,
        CODES=_codes(settings),
        DESCRIPTORS=codes.load_descriptors(settings.descriptors),
        DRAINING=threading.Event(),
        READER=reader or started_reader(settings),
    )
    _register(app, settings)
    return app


def _codes(settings: Settings) -> dict[str, CodeFact]:
    try:
        return codes.load_codes(settings.knowledge)
    except RefusedError as error:
        raise SettingsError(f"setting knowledge: {error}") from None


def started_reader(settings: Settings) -> Reader:
    """A reader for ``settings``, already loading: in this process, or in ``workers`` others."""
    reader: Reader
    if settings.workers == 1:
        reader = LocalReader(settings.knowledge, settings.wait_seconds)
    else:
        reader = PoolReader(
            settings.knowledge,
            settings.workers,
            wait_seconds=settings.wait_seconds,
            work_seconds=settings.work_seconds,
        )
    reader.start()
    return reader


def _register(app: Flask, settings: Settings) -> None:
    """Hooks in the order they run before a request, then what answers."""
    register_errors(app)
    register_metrics(app)
    register_logs(app)
    register_guard(app, settings)
    access.register_access(app, settings)
    register_limits(app, settings)
    for blueprint in (
        annotate.blueprint,
        batch.blueprint,
        codes.blueprint,
        health.blueprint,
        admin.blueprint,
        openapi.blueprint,
        docs.blueprint,
        extension_zip.blueprint,
        access.blueprint,
        feedback.blueprint,
        reports.blueprint,
        pages,
    ):
        app.register_blueprint(blueprint)
