"""The set-up of the PostgreSQL tests itself."""

from pathlib import Path

import pytest

from tests.server.postgres import PostgresMissing, find_binaries


@pytest.mark.parametrize(
    ("versions", "newest"), [(["15"], "15"), (["9", "15"], "15"), (["15", "17", "16"], "17")]
)
def test_postgres_server_takes_the_newest(tmp_path: Path, versions: list[str], newest: str) -> None:
    for version in versions:
        (tmp_path / version / "bin").mkdir(parents=True)
        (tmp_path / version / "bin" / "initdb").touch()
    assert find_binaries(tmp_path) == tmp_path / newest / "bin"


def test_postgres_server_missing_says_what_to_install(tmp_path: Path) -> None:
    with pytest.raises(PostgresMissing, match="make test POSTGRES="):
        find_binaries(tmp_path)
