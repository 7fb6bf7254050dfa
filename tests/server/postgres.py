"""A real PostgreSQL server for the tests: in a temporary folder, on a free port, for one test process."""

import atexit
import functools
import os
import shutil
import socket
import subprocess
import tempfile
import uuid
from pathlib import Path
from typing import Any

import psycopg

BINARIES = Path("/usr/lib/postgresql")
MISSING = (
    "PostgreSQL is not installed, and tests marked 'postgres' need it. Install it with\n"
    "    sudo apt-get install --no-install-recommends -y postgresql\n"
    "or leave these tests out: make test POSTGRES= (or pytest -m 'not postgres')"
)


class PostgresMissing(RuntimeError):
    """There is no PostgreSQL to start; the message says how to get it and how to do without."""


def new_database() -> str:
    """The URL of a new, empty database on the server of this test process, started on first use."""
    port = _server()
    name = f"test_{uuid.uuid4().hex[:12]}"
    with psycopg.connect(_dsn(port, "postgres"), autocommit=True) as connection:
        connection.execute(f'CREATE DATABASE "{name}"'.encode())
    return _dsn(port, name)


def find_binaries(root: Path = BINARIES) -> Path:
    """The folder with ``initdb`` and ``postgres`` of the newest installed version; raises PostgresMissing."""
    found = sorted(root.glob("*/bin/initdb"), key=_version)
    if not found:
        raise PostgresMissing(MISSING)
    return found[-1].parent


@functools.cache
def _server() -> int:
    binaries = find_binaries()
    folder = Path(tempfile.mkdtemp(prefix="osteotome-pg-"))
    as_user: dict[str, Any] = {}
    if os.geteuid() == 0:
        # PostgreSQL refuses to run as root; the package made a user for it.
        shutil.chown(folder, "postgres", "postgres")
        as_user = {"user": "postgres", "group": "postgres", "extra_groups": []}
    data, port = folder / "data", _free_port()
    common = {"cwd": folder, "check": True, "stdout": subprocess.DEVNULL, **as_user}
    subprocess.run(
        [binaries / "initdb", "-D", data, "-U", "tester", "-A", "trust", "-E", "UTF8", "--no-locale", "-N"],
        **common,
    )
    options = f"-p {port} -c listen_addresses=127.0.0.1 -c unix_socket_directories={folder}"
    control = [binaries / "pg_ctl", "-D", data]
    watcher = _watch(binaries / "pg_ctl", data, folder, as_user)
    subprocess.run([*control, "-l", folder / "log", "-o", options, "-w", "-t", "300", "start"], **common)
    atexit.register(watcher.communicate)
    return port


def _watch(control: Path, data: Path, folder: Path, as_user: dict[str, Any]) -> subprocess.Popen[bytes]:
    """A shell that stops the server and removes its folder when this process ends, however it ends."""
    script = 'read -r _; "$0" -D "$1" -m immediate stop >/dev/null 2>&1; cd /; rm -rf "$2"'
    return subprocess.Popen(["sh", "-c", script, control, data, folder], stdin=subprocess.PIPE, **as_user)


def _dsn(port: int, database: str) -> str:
    return f"postgresql://tester@127.0.0.1:{port}/{database}"


def _version(initdb: Path) -> int:
    return int(initdb.parts[-3])


def _free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])
