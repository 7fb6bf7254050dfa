"""A store opened before a fork, as by a server that starts its workers from one loaded process."""

import os

from sqlalchemy import select

from server.store import Store
from server.store.models import Token
from server.store.types import utc_now


def test_store_survives_a_fork(store: Store) -> None:
    with store.write() as session:
        session.add(a_token("before"))
    child = os.fork()
    if child == 0:
        try:
            with store.write() as session:
                session.add(a_token("child"))
        except BaseException:
            os._exit(1)
        os._exit(0)
    with store.write() as session:
        session.add(a_token("parent"))
    assert os.waitstatus_to_exitcode(os.waitpid(child, 0)[1]) == 0
    with store.read() as session:
        assert sorted(session.scalars(select(Token.id))) == ["before", "child", "parent"]


def a_token(id_: str) -> Token:
    return Token(id=id_, name="Ann", role="annotate", digest=b"d" * 32, created_at=utc_now())
