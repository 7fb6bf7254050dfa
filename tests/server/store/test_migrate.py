"""Migrations: from nothing to the models and back, on both databases."""

from pathlib import Path

import pytest
from alembic import command
from alembic.autogenerate import compare_metadata
from alembic.migration import MigrationContext
from alembic.script import ScriptDirectory
from sqlalchemy import Connection, inspect, text

from server.store import Store, StoreError
from server.store.database import WRITE_OPTION, make_engine, parse_url
from server.store.migrate import alembic_config, current, head, upgrade
from server.store.models import Base


def test_migrate_makes_what_the_models_describe(store: Store) -> None:
    with store.read() as session:
        context = MigrationContext.configure(session.connection(), opts={"compare_type": True})
        assert compare_metadata(context, Base.metadata) == []
        assert current(session.connection()) == head()


def test_migrate_every_step_goes_back(store_url: str) -> None:
    engine = make_engine(parse_url(store_url))
    upgrade(engine.execution_options(**{WRITE_OPTION: True}))
    with engine.execution_options(**{WRITE_OPTION: True}).begin() as connection:
        command.downgrade(alembic_config(connection), "base")
        assert set(inspect(connection).get_table_names()) == {"alembic_version"}
        assert current(connection) is None
    upgrade(engine.execution_options(**{WRITE_OPTION: True}))
    with engine.connect() as connection:
        assert current(connection) == head()
    engine.dispose()


def test_migrate_twice_changes_nothing(store: Store) -> None:
    with store.write() as session:
        before = tables(session.connection())
    again = Store(store.url.render_as_string(hide_password=False), store.folder)
    with again.write() as session:
        assert tables(session.connection()) == before
    again.close()


def tables(connection: Connection) -> list[str]:
    return sorted(inspect(connection).get_table_names())


def test_migrate_refuses_a_newer_store(store: Store) -> None:
    with store.write() as session:
        session.execute(text("UPDATE alembic_version SET version_num = '9999'"))
    older = Store(store.url.render_as_string(hide_password=False), store.folder)
    with pytest.raises(StoreError, match="another version") as caught, older.read():
        raise AssertionError("the block must not be entered")
    assert "backup" in caught.value.fix
    older.close()


def test_migrate_has_one_head_and_packaged_files() -> None:
    script = ScriptDirectory.from_config(alembic_config())
    assert script.get_heads() == [head()]
    assert Path(script.dir, "script.py.mako").is_file()
