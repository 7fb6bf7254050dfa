"""Every page of the documentation does what it says, against a service started for it."""

import os
import socket
import subprocess
import sys
import time
import urllib.error
import urllib.request
from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.docs.blocks import EXECUTED, SHOWN, blocks, check_data, run_console, run_python

ROOT = Path(__file__).resolve().parent.parent.parent
PAGES = [ROOT / "README.md", ROOT / "CONTRIBUTING.md", *sorted((ROOT / "docs").rglob("*.md"))]
RUN = [
    pytest.param(page, marks=pytest.mark.spark) if page.stem == "spark" else page
    for page in PAGES
    if any(block.language in EXECUTED for block in blocks(page))
]
START_SECONDS = 60


def name(page: Path) -> str:
    return str(page.relative_to(ROOT))


@pytest.fixture(scope="module")
def environment(tmp_path_factory: pytest.TempPathFactory) -> dict[str, str]:
    """The variables of every command: our own `osteotome` first, a state folder of its own, no colour."""
    return {
        "PATH": f"{Path(sys.executable).parent}{os.pathsep}{os.environ['PATH']}",
        "OSTEOTOME_STATE_DIR": str(tmp_path_factory.mktemp("state")),
        "PROJECT": str(ROOT),
        "NO_COLOR": "1",
        "COLUMNS": "100",
    }


@pytest.fixture(scope="module")
def address(environment: dict[str, str]) -> Iterator[str]:
    """Host and port of a service started as a reader would start it; it is stopped afterwards."""
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        port = probe.getsockname()[1]
    process = subprocess.Popen(
        [sys.executable, "-m", "server.cli", "serve", "--port", str(port)],
        env={**os.environ, **environment},
        stdout=subprocess.DEVNULL,
        stderr=subprocess.DEVNULL,
    )
    try:
        wait_until_ready(f"http://127.0.0.1:{port}/readyz", process)
        yield f"127.0.0.1:{port}"
    finally:
        process.terminate()
        process.wait(timeout=60)


def wait_until_ready(url: str, process: subprocess.Popen[bytes]) -> None:
    deadline = time.monotonic() + START_SECONDS
    while time.monotonic() < deadline:
        assert process.poll() is None, f"the service stopped with exit code {process.returncode}"
        try:
            with urllib.request.urlopen(url, timeout=2):
                return
        except (urllib.error.URLError, ConnectionError, TimeoutError):
            time.sleep(0.1)
    raise AssertionError(f"no answer from the service within {START_SECONDS} s")


@pytest.mark.parametrize("page", PAGES, ids=name)
def test_code_blocks_have_a_known_language(page: Path) -> None:
    known = {*EXECUTED, *SHOWN}
    unknown = [(block.line, block.language) for block in blocks(page) if block.language not in known]
    assert unknown == []


@pytest.mark.slow
@pytest.mark.parametrize("page", RUN, ids=name)
def test_code_blocks_do_what_the_page_says(
    page: Path,
    address: str,
    environment: dict[str, str],
    tmp_path: Path,
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.chdir(tmp_path)
    # A Java gateway that Spark starts here outlives the page; its later workers must find the tests too.
    monkeypatch.setenv("PYTHONPATH", str(ROOT))
    namespace: dict[str, object] = {"__name__": "__docs__"}
    for block in blocks(page):
        match block.language:
            case "console":
                run_console(block, tmp_path, address, environment)
            case "python":
                run_python(block, namespace)
            case "json" | "toml":
                check_data(block)
