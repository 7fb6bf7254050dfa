"""Migrations: from nothing to the models and back, on both databases."""

from pathlib import Path

import pytest
from alembic import command
from alembic.autogenerate import compare_metadata
from alembic.migration import MigrationContext
from alembic.script import ScriptDirectory
from sqlalchemy import Connection, inspect, text

from server.access import tokens
from server.store import Store, StoreError
from server.store.database import WRITE_OPTION, make_engine, parse_url
from server.store.migrate import alembic_config, current, head, upgrade
from server.store.models import Base
from tests.server.postgres import new_database


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


def test_migrate_keeps_what_an_older_version_stored(store_url: str, tmp_path: Path) -> None:
    engine = make_engine(parse_url(store_url))
    with engine.execution_options(**{WRITE_OPTION: True}).begin() as connection:
        command.upgrade(alembic_config(connection), "0001")
        insert = (
            "INSERT INTO token (id, name, role, digest, created_at) VALUES ('a', 'Ann', 'admin', :d, :at)"
        )
        connection.execute(text(insert), {"d": b"d" * 32, "at": "2026-01-02 03:04:05+00:00"})
    engine.dispose()
    store = Store(store_url, tmp_path / "state")
    (found,) = tokens.listed(store)
    assert (found.name, found.role, found.made_by, found.created_at.year) == ("Ann", "admin", None, 2026)
    store.close()


@pytest.mark.postgres
def test_migrate_without_the_right_to_make_tables_says_so(tmp_path: Path) -> None:
    url = new_database()
    owner = make_engine(parse_url(url))
    role = f"reader_{tmp_path.name[-20:].replace('-', '_')}"
    with owner.begin() as connection:
        connection.execute(text(f'CREATE ROLE "{role}" LOGIN'))
        connection.execute(text("REVOKE CREATE ON SCHEMA public FROM PUBLIC"))
    owner.dispose()
    store = Store(url.replace("tester@", f"{role}@"), tmp_path)
    with pytest.raises(StoreError, match="tables") as caught, store.read():
        raise AssertionError("the block must not be entered")
    assert "right to create" in caught.value.fix
    store.close()


@pytest.mark.postgres
def test_migrate_store_goes_on_after_the_database_dropped_its_connections(tmp_path: Path) -> None:
    url = new_database()
    store, other = Store(url, tmp_path), make_engine(parse_url(url))
    tokens.create(store, "Ann", "admin", None)
    with other.begin() as connection:
        mine = "datname = current_database() AND pid <> pg_backend_pid()"
        connection.execute(text(f"SELECT pg_terminate_backend(pid) FROM pg_stat_activity WHERE {mine}"))
    assert [info.name for info in tokens.listed(store)] == ["Ann"]
    tokens.create(store, "Ben", "admin", None)
    other.dispose()
    store.close()
