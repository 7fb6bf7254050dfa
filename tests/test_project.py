"""The project's own promises: what may be committed, how the parts depend on each other, what is packaged."""

import ast
import importlib.metadata
import json
import re
import subprocess
import sys
import tomllib
import zipfile
from collections.abc import Iterator
from functools import cache
from pathlib import Path

import pytest
from packaging.requirements import Requirement

ROOT = Path(__file__).resolve().parent.parent
PROJECT = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))["project"]
CONSTRAINTS = ("constraints.txt", "constraints-server.txt", "constraints-test.txt")
BINARY = {".png", ".pdf", ".docx", ".ico", ".gz", ".zip", ".parquet"}
MODULE_LINES = 300
# Packages that a declared one brings and hands out objects of: spaCy, Flask, Pydantic.
PARTS_OF_DECLARED = {"numpy", "werkzeug", "itsdangerous", "jinja2", "pydantic_core"}
FUNCTION_LINES = 60

# Written in pieces, so that this file keeps the promise too.
REGISTRY_HOSTS = ("pypi" + ".org", "python" + "hosted", "registry.npm" + "js", "deb.debian" + ".org")
MACHINE_PATH = re.compile(r"(?<![\w.~-])/(?:" + "wo" + "rk|ro" + "ot)/")
UNFINISHED = re.compile(r"\b(?:" + "TO" + "DO|FIX" + r"ME|X" + "XX)\\b")
EXCUSED_TEST = re.compile(r"pytest\.(?:mark\.)?(?:sk" + r"ip|skip" + r"if|xf" + r"ail|importor" + r"skip)\b")
LINK = re.compile(r"(?<!!)\[[^\]\n]*\]\(([^)\s]+)\)|!\[[^\]\n]*\]\(([^)\s]+)\)")


@cache
def tracked() -> tuple[Path, ...]:
    """Every file that git tracks and that is still there."""
    listing = subprocess.run(["git", "ls-files", "-z"], cwd=ROOT, capture_output=True, check=True).stdout
    paths = [ROOT / name for name in listing.decode().split("\0") if name]
    return tuple(path for path in paths if path.is_file())


def texts(*suffixes: str) -> Iterator[tuple[str, str]]:
    """Name and text of the tracked text files with one of the suffixes; none given means all."""
    for path in tracked():
        if path.suffix in BINARY or (suffixes and path.suffix not in suffixes):
            continue
        yield str(path.relative_to(ROOT)), path.read_text(encoding="utf-8", errors="surrogateescape")


def modules(package: str) -> list[tuple[str, ast.Module]]:
    return [(name, ast.parse(text)) for name, text in texts(".py") if name.startswith(f"{package}/")]


def imported(tree: ast.Module) -> set[str]:
    """The top-level packages that a module imports, wherever in it."""
    names: set[str] = set()
    for node in ast.walk(tree):
        if isinstance(node, ast.Import):
            names.update(alias.name.partition(".")[0] for alias in node.names)
        elif isinstance(node, ast.ImportFrom) and node.module:
            names.add(node.module.partition(".")[0])
    return names


@pytest.mark.parametrize("host", REGISTRY_HOSTS)
def test_project_names_no_registry_host(host: str) -> None:
    assert [name for name, text in texts() if host in text] == []


def test_project_names_no_path_of_one_machine() -> None:
    assert [name for name, text in texts() if MACHINE_PATH.search(text)] == []


def test_project_npm_lock_holds_hashes_and_no_addresses() -> None:
    lock = json.loads((ROOT / "package-lock.json").read_text(encoding="utf-8"))
    packages = {name: entry for name, entry in lock["packages"].items() if name}
    assert packages
    assert [name for name, entry in packages.items() if "resolved" in entry] == []
    assert [name for name, entry in packages.items() if "integrity" not in entry] == []


@pytest.mark.parametrize("file", CONSTRAINTS)
def test_project_constraints_pin_every_line_by_hash(file: str) -> None:
    text = (ROOT / file).read_text(encoding="utf-8")
    assert "://" not in text
    entries = text.replace("\\\n", " ").splitlines()
    assert entries
    assert [
        line for line in entries if not re.match(r"[a-z0-9.-]+==\S+ .*--hash=sha256:[0-9a-f]{64}", line)
    ] == []


@pytest.mark.parametrize(
    ("file", "extras"),
    [
        ("constraints.txt", ()),
        ("constraints-server.txt", ("server", "postgres")),
        ("constraints-test.txt", tuple(PROJECT["optional-dependencies"])),
    ],
)
def test_project_constraints_cover_the_declared_dependencies(file: str, extras: tuple[str, ...]) -> None:
    pinned: dict[str, set[str]] = {}
    for name, version in re.findall(
        r"^([a-z0-9.-]+)==(\S+)", (ROOT / file).read_text(encoding="utf-8"), re.M
    ):
        pinned.setdefault(name, set()).add(version)
    declared = [
        *PROJECT["dependencies"],
        *(line for e in extras for line in PROJECT["optional-dependencies"][e]),
    ]
    for requirement in map(Requirement, declared):
        versions = pinned.get(requirement.name.lower().replace("_", "-"), set())
        assert any(requirement.specifier.contains(version) for version in versions), str(requirement)


@pytest.mark.parametrize("package", ["nlp", "server"])
def test_project_imports_only_what_it_declares(package: str) -> None:
    known = {Requirement(line).name.lower().replace("_", "-") for line in PROJECT["dependencies"]}
    known |= {
        Requirement(line).name.lower().replace("_", "-")
        for lines in PROJECT["optional-dependencies"].values()
        for line in lines
    }
    distributions = importlib.metadata.packages_distributions()
    for name, tree in modules(package):
        for module in imported(tree) - set(sys.stdlib_module_names) - {"nlp", "server"}:
            owners = {owner.lower().replace("_", "-") for owner in distributions.get(module, [])}
            assert owners & known or module in PARTS_OF_DECLARED, f"{name} imports {module}"


@pytest.mark.parametrize("forbidden", ["server", "flask", "werkzeug", "waitress", "sqlalchemy"])
def test_project_nlp_never_reaches_up_to_the_server(forbidden: str) -> None:
    assert [name for name, tree in modules("nlp") if forbidden in imported(tree)] == []


def test_project_modules_stay_within_the_house_length() -> None:
    long = {
        name: text.count("\n")
        for name, text in texts(".py")
        if name.startswith(("nlp/", "server/")) and text.count("\n") > MODULE_LINES
    }
    assert long == {}


@pytest.mark.parametrize("package", ["nlp", "server"])
def test_project_functions_stay_within_the_house_length(package: str) -> None:
    long = {
        f"{name}:{node.name}": (node.end_lineno or 0) - node.lineno
        for name, tree in modules(package)
        for node in ast.walk(tree)
        if isinstance(node, ast.FunctionDef | ast.AsyncFunctionDef)
        and (node.end_lineno or 0) - node.lineno > FUNCTION_LINES
    }
    assert long == {}


@pytest.mark.parametrize("package", ["nlp", "server"])
def test_project_modules_say_what_they_are_for(package: str) -> None:
    silent = [
        name for name, tree in modules(package) if tree.body and not ast.get_docstring(tree, clean=False)
    ]
    assert silent == []


def test_project_leaves_no_unfinished_marks() -> None:
    assert [
        name for name, text in texts(".py", ".js", ".mjs", ".toml", ".sh") if UNFINISHED.search(text)
    ] == []


def test_project_excuses_no_test() -> None:
    excused = [name for name, text in texts(".py") if name.startswith("tests/") and EXCUSED_TEST.search(text)]
    assert excused == []


def test_project_markdown_links_lead_somewhere() -> None:
    broken = []
    for name, text in texts(".md"):
        if name == "bench/page.md":  # a template, filled in docs/benchmarks
            continue
        prose = re.sub(r"^```.*?^```", "", text, flags=re.M | re.S)
        for target in (match[0] or match[1] for match in LINK.findall(prose)):
            if "://" in target or target.startswith(("#", "mailto:")):
                continue
            if not (ROOT / name).parent.joinpath(target.partition("#")[0]).exists():
                broken.append(f"{name}: {target}")
    assert broken == []


@pytest.mark.parametrize(
    ("group", "name"),
    [
        (group, name)
        for group, entries in {"console_scripts": PROJECT["scripts"], **PROJECT["entry-points"]}.items()
        for name in entries
    ],
)
def test_project_entry_points_can_be_loaded(group: str, name: str) -> None:
    (entry,) = importlib.metadata.entry_points(group=group, name=name)
    assert callable(entry.load())


@pytest.fixture(scope="module")
def wheel(tmp_path_factory: pytest.TempPathFactory) -> frozenset[str]:
    """The names inside a wheel built from a copy of the tracked files."""
    source, out = tmp_path_factory.mktemp("source"), tmp_path_factory.mktemp("wheel")
    for path in tracked():
        target = source / path.relative_to(ROOT)
        target.parent.mkdir(parents=True, exist_ok=True)
        target.write_bytes(path.read_bytes())
    command = [sys.executable, "-m", "pip", "wheel", "--quiet", "--no-deps", "--no-build-isolation"]
    subprocess.run([*command, "--wheel-dir", str(out), str(source)], check=True, capture_output=True)
    (built,) = out.glob("*.whl")
    with zipfile.ZipFile(built) as archive:
        return frozenset(archive.namelist())


@pytest.mark.slow
@pytest.mark.parametrize("package", ["nlp", "server"])
def test_project_wheel_holds_every_file_of_the_packages(package: str, wheel: frozenset[str]) -> None:
    expected = {
        str(path.relative_to(ROOT)) for path in tracked() if path.relative_to(ROOT).parts[0] == package
    }
    assert expected
    assert expected - wheel == set()


@pytest.mark.slow
def test_project_wheel_holds_nothing_but_the_packages_and_licences(wheel: frozenset[str]) -> None:
    version = PROJECT["version"]
    tops = {name.partition("/")[0] for name in wheel}
    assert tops == {"nlp", "server", f"osteotome-{version}.dist-info"}
    assert {"LICENSE", "NOTICE"} <= {name.rpartition("/")[2] for name in wheel if "dist-info" in name}
