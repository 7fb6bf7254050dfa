"""The scripts behind `make`: what they install, what they say, and that no stage passes without a test."""

import os
import shutil
import subprocess
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parent.parent
SCRIPTS = ROOT / "scripts"


def stub(folder: Path, name: str, body: str) -> None:
    """An executable ``name`` in ``folder`` that stands in for the real one."""
    path = folder / name
    path.write_text(f"#!/bin/sh\n{body}\n", encoding="utf-8")
    path.chmod(0o755)


def run(script: Path, *arguments: str, **variables: str) -> subprocess.CompletedProcess[str]:
    environment = {**os.environ, **variables}
    return subprocess.run([script, *arguments], env=environment, capture_output=True, text=True, check=False)


@pytest.fixture
def stubs(tmp_path: Path) -> Path:
    """A folder at the front of PATH with an `apt-get` that only writes down how it was called."""
    folder = tmp_path / "bin"
    folder.mkdir()
    stub(folder, "apt-get", f'echo "$@" >> {tmp_path}/apt')
    return folder


def as_user(stubs: Path, uid: int) -> dict[str, str]:
    stub(stubs, "id", f"echo {uid}")
    return {"PATH": f"{stubs}{os.pathsep}{os.environ['PATH']}"}


@pytest.mark.parametrize("uid", [0, 1000])
def test_system_packages_leaves_what_is_there_alone(uid: int, stubs: Path, tmp_path: Path) -> None:
    (tmp_path / "15" / "bin").mkdir(parents=True)
    (tmp_path / "15" / "bin" / "initdb").touch()
    wanted = ("sh=dash", f"{tmp_path}/*/bin/initdb=postgresql")
    done = run(SCRIPTS / "system-packages", *wanted, **as_user(stubs, uid))
    assert (done.returncode, done.stdout, done.stderr) == (0, "", "")
    assert not (tmp_path / "apt").exists()


def test_system_packages_tells_a_user_exactly_what_to_install(stubs: Path, tmp_path: Path) -> None:
    wanted = ("sh=dash", "no-such-browser=chromium", "/nowhere/*/initdb=postgresql")
    done = run(SCRIPTS / "system-packages", *wanted, **as_user(stubs, 1000))
    assert done.returncode == 1
    assert "apt-get install --no-install-recommends -y chromium postgresql\n" in done.stderr
    assert "make test BROWSERS= POSTGRES= SPARK=" in done.stderr
    assert not (tmp_path / "apt").exists()


def test_system_packages_installs_as_root(stubs: Path, tmp_path: Path) -> None:
    done = run(SCRIPTS / "system-packages", "no-such-browser=chromium", **as_user(stubs, 0))
    assert done.returncode == 0
    calls = (tmp_path / "apt").read_text(encoding="utf-8").splitlines()
    assert calls == ["update -qq", "install -qq -y --no-install-recommends chromium"]


@pytest.fixture
def project(tmp_path: Path) -> Path:
    """A project of its own with the script that runs the Node tests, and no test yet."""
    (tmp_path / "scripts").mkdir()
    shutil.copy2(SCRIPTS / "node-tests", tmp_path / "scripts")
    for stage in ("extension", "browser"):
        (tmp_path / "tests" / stage).mkdir(parents=True)
    return tmp_path


def add_test(project: Path, stage: str, outcome: str) -> None:
    body = f'import test from "node:test";\ntest("one", () => {{ if (!{outcome}) throw new Error(); }});\n'
    (project / "tests" / stage / "one.test.mjs").write_text(body, encoding="utf-8")


@pytest.mark.parametrize(
    ("unit", "browser", "browsers", "code"),
    [
        ("true", "true", "chromium", 0),
        ("true", None, "", 0),
        ("true", None, "chromium", 1),
        (None, "true", "chromium", 1),
        ("false", "true", "chromium", 1),
        ("true", "false", "chromium", 1),
    ],
)
def test_node_tests_fail_on_a_failure_and_on_no_test(
    unit: str | None, browser: str | None, browsers: str, code: int, project: Path
) -> None:
    for stage, outcome in (("extension", unit), ("browser", browser)):
        if outcome is not None:
            add_test(project, stage, outcome)
    assert run(project / "scripts" / "node-tests", BROWSERS=browsers).returncode == code
