"""The store: one database and one note key, opened on first use."""

import threading
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from sqlalchemy.exc import DBAPIError, OperationalError
from sqlalchemy.orm import Session

from server.store import notekey
from server.store.database import WRITE_OPTION, make_engine, parse_url, sqlite_file
from server.store.errors import StoreError
from server.store.location import default_url, state_dir
from server.store.migrate import upgrade


class Store:
    """Sessions on the database at ``url``; tables are made or brought up to date before the first one.

    ``folder`` holds the note key (and, by default, the database); both default to the user's state folder.
    A store may be shared by threads, and survives a fork.
    """

    def __init__(self, url: str | None = None, folder: Path | None = None) -> None:
        self.folder = folder or state_dir()
        self.url = parse_url(url or default_url(self.folder))
        self._engine = make_engine(self.url)
        self._writer = self._engine.execution_options(**{WRITE_OPTION: True})
        self._lock = threading.Lock()
        self._upgraded = False

    def exists(self) -> bool:
        """Whether anything can have been stored yet; asking creates nothing."""
        file = sqlite_file(self.url)
        return file is None or file.exists()

    @contextmanager
    def read(self) -> Iterator[Session]:
        """A session for reading; what it loads stays usable afterwards."""
        with self._session(write=False) as session:
            yield session

    @contextmanager
    def write(self) -> Iterator[Session]:
        """A session that is committed, durably, when the block ends, and rolled back if it raises."""
        with self._session(write=True) as session, session.begin():
            yield session

    def hash_note(self, text: str) -> str:
        """The keyed hash of a note: 64 hex digits, the same for the same words (see ``notekey``)."""
        return notekey.hash_note(text, notekey.load_key(self.folder))

    def clear_log(self) -> None:
        """Move SQLite's write-ahead log into the database and empty it, so that what was erased is gone."""
        if self._engine.dialect.name == "sqlite":
            connection = self._engine.raw_connection()
            try:
                connection.cursor().execute("PRAGMA wal_checkpoint(TRUNCATE)")
            finally:
                connection.close()

    def close(self) -> None:
        """Give back every connection."""
        self._engine.dispose()

    @contextmanager
    def _session(self, *, write: bool) -> Iterator[Session]:
        try:
            self._prepare()
            bind = self._writer if write else self._engine
            with Session(bind, expire_on_commit=False) as session:
                yield session
        except DBAPIError as error:
            if error.connection_invalidated or isinstance(error, OperationalError):
                raise self._unreachable() from error
            raise

    def _prepare(self) -> None:
        with self._lock:
            if not self._upgraded:
                upgrade(self._writer)
                self._upgraded = True

    def _unreachable(self) -> StoreError:
        shown = self.url.render_as_string(hide_password=True)
        fix = "check store_url, and that the database is running and this user may use it"
        return StoreError(f"the store at {shown} does not answer", field="store_url", fix=fix)
