"""Opening the database so that a row once acknowledged survives a kill -9, in SQLite and in PostgreSQL."""

import os
import sqlite3
import time
import weakref
from pathlib import Path
from typing import Any

from sqlalchemy import URL, Connection, Engine, create_engine, event, make_url
from sqlalchemy.exc import ArgumentError, NoSuchModuleError
from sqlalchemy.pool import StaticPool

from server.store.errors import StoreError
from server.store.location import private_folder

BUSY_SECONDS = 15
WRITE_OPTION = "osteotome_write"
FIX_URL = "use sqlite:///PATH/osteotome.sqlite3 or postgresql://USER@HOST/DATABASE"


def parse_url(url: str) -> URL:
    """Read a store URL; ``postgresql://`` is taken to mean the psycopg 3 driver.

    Raises StoreError naming the setting; the URL itself is not repeated, it may hold a password.
    """
    try:
        parsed = make_url(url)
    except (ArgumentError, ValueError) as error:
        raise StoreError("store_url is not a database URL", field="store_url", fix=FIX_URL) from error
    if parsed.drivername in ("postgres", "postgresql"):
        parsed = parsed.set(drivername="postgresql+psycopg")
    if parsed.drivername not in ("sqlite", "sqlite+pysqlite", "postgresql+psycopg"):
        message = f"store_url names the driver {parsed.drivername!r}, which is not supported"
        raise StoreError(message, field="store_url", fix=FIX_URL)
    return parsed


def sqlite_file(url: URL) -> Path | None:
    """The database file of a SQLite URL; None for memory and for other databases."""
    if not url.drivername.startswith("sqlite") or url.database in (None, "", ":memory:"):
        return None
    return Path(str(url.database))


def make_engine(url: URL) -> Engine:
    """An engine for ``url``; nothing is connected yet. A process forked later opens its own connections."""
    is_sqlite = url.drivername.startswith("sqlite")
    engine = _sqlite_engine(url) if is_sqlite else _postgresql_engine(url)
    event.listen(engine, "begin", _begin)
    reference = weakref.ref(engine)

    def forget_parents_connections() -> None:
        if (mine := reference()) is not None:
            mine.dispose(close=False)

    if hasattr(os, "register_at_fork"):
        os.register_at_fork(after_in_child=forget_parents_connections)
    return engine


def _postgresql_engine(url: URL) -> Engine:
    try:
        return create_engine(
            url, pool_pre_ping=True, hide_parameters=True, connect_args={"connect_timeout": 10}
        )
    except (ImportError, NoSuchModuleError) as error:
        fix = "install the extra: pip install 'osteotome[postgres]'"
        raise StoreError("psycopg 3 is not installed", field="store_url", fix=fix) from error


def _sqlite_engine(url: URL) -> Engine:
    file = sqlite_file(url)
    arguments: dict[str, Any] = {"connect_args": {"timeout": BUSY_SECONDS, "check_same_thread": False}}
    if file is None:
        arguments["poolclass"] = StaticPool
    engine = create_engine(url, hide_parameters=True, **arguments)
    event.listen(engine, "do_connect", _prepare_file)
    event.listen(engine, "connect", _tune_sqlite)
    return engine


def _prepare_file(dialect: Any, record: Any, cargs: list[Any], cparams: dict[str, Any]) -> None:
    """Create a missing database file readable by its owner alone (SQLite's side files inherit its mode)."""
    path = str(cargs[0]) if cargs else ":memory:"
    if path in ("", ":memory:") or os.path.exists(path):
        return
    try:
        private_folder(Path(path).parent)
        os.close(os.open(path, os.O_CREAT | os.O_RDWR, 0o600))
    except OSError as error:
        message = f"the store's database cannot be created: {error.strerror}"
        fix = "point store_url or OSTEOTOME_STATE_DIR at a folder this user may write"
        raise StoreError(message, field="store_url", fix=fix) from error


def _tune_sqlite(connection: sqlite3.Connection, record: Any) -> None:
    """Write-ahead log, flushed at every commit; erased rows are overwritten; ``_begin`` starts each turn."""
    connection.isolation_level = None
    connection.execute(f"PRAGMA busy_timeout = {BUSY_SECONDS * 1000}")
    _switch_to_wal(connection)
    connection.execute("PRAGMA synchronous = FULL")
    connection.execute("PRAGMA foreign_keys = ON")
    connection.execute("PRAGMA secure_delete = ON")


def _switch_to_wal(connection: sqlite3.Connection) -> None:
    """SQLite does not wait for its lock while changing the journal mode, so wait here."""
    deadline = time.monotonic() + BUSY_SECONDS
    while True:
        try:
            if connection.execute("PRAGMA journal_mode").fetchone()[0] not in ("wal", "memory"):
                connection.execute("PRAGMA journal_mode = WAL")
            return
        except sqlite3.OperationalError:
            if time.monotonic() > deadline:
                raise
            time.sleep(0.02)


def _begin(connection: Connection) -> None:
    """A writer takes SQLite's write lock at once: upgrading a read would fail instead of waiting."""
    if connection.dialect.name == "sqlite":
        write = connection.get_execution_options().get(WRITE_OPTION, False)
        connection.exec_driver_sql("BEGIN IMMEDIATE" if write else "BEGIN")
