"""Opening databases: what a URL may say, how SQLite is tuned, who may read the files."""

import multiprocessing
import os
import stat
import threading
from pathlib import Path

import pytest
from sqlalchemy import inspect, make_url, select, text

from server.store import Store, StoreError
from server.store.database import parse_url, sqlite_file
from server.store.location import default_url, state_dir
from server.store.models import Base, Token
from server.store.types import utc_now


def a_token(id_: str) -> Token:
    return Token(id=id_, name="Ann", role="annotate", digest=b"d" * 32, created_at=utc_now())


@pytest.mark.parametrize(
    ("url", "driver"),
    [
        ("sqlite:///x.db", "sqlite"),
        ("sqlite://", "sqlite"),
        ("postgresql://u@h/d", "postgresql+psycopg"),
        ("postgres://u:p@h:5/d", "postgresql+psycopg"),
        ("postgresql+psycopg://u@h/d", "postgresql+psycopg"),
    ],
)
def test_database_url_gets_its_driver(url: str, driver: str) -> None:
    assert parse_url(url).drivername == driver


@pytest.mark.parametrize(
    "url",
    ["", "nonsense", "mysql://u:secret@h/d", "postgresql+psycopg2://u:secret@h/d", "postgresql://h:x/d"],
)
def test_database_url_refused_names_the_setting_and_hides_the_password(url: str) -> None:
    with pytest.raises(StoreError) as caught:
        parse_url(url)
    assert caught.value.field == "store_url"
    assert "sqlite:///" in caught.value.fix
    assert "secret" not in str(caught.value)


@pytest.mark.parametrize(
    ("url", "file"), [("sqlite:////a/b.db", Path("/a/b.db")), ("sqlite://", None), ("postgresql://h/d", None)]
)
def test_database_sqlite_file_of_a_url(url: str, file: Path | None) -> None:
    assert sqlite_file(make_url(url)) == file


@pytest.mark.parametrize(
    ("variables", "folder"),
    [
        ({"OSTEOTOME_STATE_DIR": "/one", "STATE_DIRECTORY": "/two"}, "/one"),
        ({"STATE_DIRECTORY": f"/two{os.pathsep}/three"}, "/two"),
        ({"XDG_STATE_HOME": "/four"}, "/four/osteotome"),
        ({"HOME": "/home/ann"}, "/home/ann/.local/state/osteotome"),
    ],
)
def test_database_state_folder(
    variables: dict[str, str], folder: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    for name in ("OSTEOTOME_STATE_DIR", "STATE_DIRECTORY", "XDG_STATE_HOME", "HOME"):
        monkeypatch.delenv(name, raising=False)
    for name, value in variables.items():
        monkeypatch.setenv(name, value)
    assert state_dir() == Path(folder)
    assert default_url() == f"sqlite:///{folder}/osteotome.sqlite3"


def test_database_is_not_made_by_asking(local_store: Store) -> None:
    assert not local_store.exists()
    assert not local_store.folder.exists()


def test_database_files_are_for_their_owner_alone(local_store: Store) -> None:
    with local_store.write() as session:
        session.add(a_token("a"))
    local_store.hash_note("words")
    modes = {path.name: stat.S_IMODE(path.stat().st_mode) for path in local_store.folder.iterdir()}
    assert modes.keys() >= {"osteotome.sqlite3", "osteotome.sqlite3-wal", "note.key"}
    assert set(modes.values()) == {0o600}
    assert stat.S_IMODE(local_store.folder.stat().st_mode) == 0o700


@pytest.mark.parametrize(
    ("pragma", "value"), [("journal_mode", "wal"), ("synchronous", 2), ("foreign_keys", 1)]
)
def test_database_sqlite_flushes_every_commit(local_store: Store, pragma: str, value: object) -> None:
    with local_store.write() as session:
        assert session.scalar(text(f"PRAGMA {pragma}")) == value


def test_database_write_is_rolled_back_when_the_block_raises(store: Store) -> None:
    with pytest.raises(KeyError), store.write() as session:
        session.add(a_token("a"))
        session.flush()
        raise KeyError
    with store.read() as session:
        assert session.scalars(select(Token)).all() == []


def test_database_times_come_back_as_utc(store: Store) -> None:
    moment = utc_now()
    with store.write() as session:
        session.add(Token(id="a", name="Ann", role="admin", digest=b"d" * 32, created_at=moment))
    with store.read() as session:
        row = session.get(Token, "a")
    assert row is not None
    assert row.created_at == moment
    assert row.created_at.tzinfo is not None


def test_database_refuses_a_time_without_zone(local_store: Store) -> None:
    with pytest.raises(Exception, match="time zone"), local_store.write() as session:
        row = a_token("a")
        row.created_at = row.created_at.replace(tzinfo=None)
        session.add(row)


def test_database_serves_many_writing_threads(store: Store) -> None:
    def write(number: int) -> None:
        for turn in range(5):
            with store.write() as session:
                session.scalar(select(Token.id).limit(1))
                session.add(a_token(f"{number}-{turn}"))

    threads = [threading.Thread(target=write, args=(number,)) for number in range(8)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    with store.read() as session:
        assert len(session.scalars(select(Token.id)).all()) == 40


def open_and_write(url: str, folder: Path, number: int) -> None:
    store = Store(url, folder)
    store.hash_note("words")
    with store.write() as session:
        session.add(a_token(str(number)))
    store.close()


@pytest.mark.slow
def test_database_may_be_opened_first_by_many_processes_at_once(store_url: str, tmp_path: Path) -> None:
    context = multiprocessing.get_context("spawn")
    workers = [
        context.Process(target=open_and_write, args=(store_url, tmp_path / "state", number))
        for number in range(4)
    ]
    for worker in workers:
        worker.start()
    for worker in workers:
        worker.join(180)
    assert [worker.exitcode for worker in workers] == [0] * 4
    store = Store(store_url, tmp_path / "state")
    with store.read() as session:
        assert len(session.scalars(select(Token.id)).all()) == 4
        assert set(inspect(session.connection()).get_table_names()) == {
            "alembic_version",
            *Base.metadata.tables,
        }
    store.close()


@pytest.mark.parametrize(
    ("url", "field"),
    [("postgresql://nobody@127.0.0.1:1/none", "store_url"), ("sqlite:////proc/nowhere/x.db", "store_url")],
)
def test_database_that_does_not_answer_says_what_to_do(url: str, field: str, tmp_path: Path) -> None:
    with pytest.raises(StoreError) as caught, Store(url, tmp_path).write():
        raise AssertionError("the block must not be entered")
    assert caught.value.field == field
    assert caught.value.fix


def test_database_password_is_not_shown(tmp_path: Path) -> None:
    store = Store("postgresql://nobody:topsecret@127.0.0.1:1/none", tmp_path)
    with pytest.raises(StoreError) as caught, store.read():
        raise AssertionError("the block must not be entered")
    assert "topsecret" not in f"{caught.value} {caught.value.fix}"
