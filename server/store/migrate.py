"""Bringing the tables to this program's version; safe when several workers start at once."""

import logging
from pathlib import Path

from alembic import command
from alembic.config import Config
from alembic.runtime.migration import MigrationContext
from alembic.script import ScriptDirectory
from alembic.util import CommandError
from sqlalchemy import Connection, Engine, text
from sqlalchemy.exc import ProgrammingError

from server.store.errors import StoreError

LOCK_NUMBER = 27165
logger = logging.getLogger("osteotome.store")
logging.getLogger("alembic").setLevel(logging.WARNING)  # it tells of every look at the revision


def alembic_config(connection: Connection | None = None) -> Config:
    """Alembic's configuration for the migrations in this package, on ``connection`` if given."""
    config = Config()
    config.set_main_option("script_location", str(Path(__file__).parent / "migrations").replace("%", "%%"))
    config.attributes["connection"] = connection
    return config


def head() -> str:
    """The revision this program needs."""
    revision = ScriptDirectory.from_config(alembic_config()).get_current_head()
    assert revision is not None, "the package ships no migrations"
    return revision


def current(connection: Connection) -> str | None:
    """The revision of the database, None for an empty one."""
    return MigrationContext.configure(connection).get_current_revision()


def upgrade(writer: Engine) -> None:
    """Bring the database to ``head()``; ``writer`` begins transactions that exclude other writers.

    Raises StoreError if the database was made by a newer program.
    """
    with writer.begin() as connection:
        if connection.dialect.name == "postgresql":
            connection.execute(text("SELECT pg_advisory_xact_lock(:number)"), {"number": LOCK_NUMBER})
        if current(connection) == head():
            return
        try:
            command.upgrade(alembic_config(connection), "head")
            logger.info("store upgraded", extra={"fields": {"revision": head()}})
        except ProgrammingError as error:
            message = "the store's tables cannot be made or changed"
            fix = "give the database user the right to create tables in its schema"
            raise StoreError(message, field="store_url", fix=fix) from error
        except CommandError as error:
            message = "the store was written by another version of Osteotome"
            fix = "run the newer version, or restore the backup made before it was installed"
            raise StoreError(message, field="store_url", fix=fix) from error
