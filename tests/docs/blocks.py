"""Fenced code blocks of the documentation, and how each language is put to the test.

``python`` blocks of one page run in one namespace, in order. In ``console`` blocks a line that starts with
``$ `` is a command (``> `` continues it) and the lines below are its output, where ``...`` stands for
anything; a command with nothing below it must only succeed. ``json`` and ``toml`` must parse. Every other
language is shown, not run.
"""

import json
import os
import re
import subprocess
import tomllib
from dataclasses import dataclass
from pathlib import Path

FENCE = re.compile(
    r"^(?P<indent> *)```(?P<language>[\w{}-]*)[^\n]*\n(?P<body>.*?)^(?P=indent)```$", re.M | re.S
)
EXECUTED = ("python", "console", "json", "toml")
SHOWN = ("", "text", "sh", "powershell", "yaml", "html", "javascript", "toctree", "ini")
DEFAULT_ADDRESS = "127.0.0.1:27165"
COMMAND_SECONDS = 120


@dataclass(frozen=True)
class Block:
    """One fenced block: its language, its text and the line on which it starts."""

    page: Path
    line: int
    language: str
    body: str


@dataclass(frozen=True)
class Command:
    """One shell command and the output that the page shows for it ("" when it shows none)."""

    line: str
    output: str


def blocks(page: Path) -> list[Block]:
    """Every fenced block of ``page``; a language given as ``{directive}`` counts as shown."""
    text = page.read_text(encoding="utf-8")
    found = []
    for match in FENCE.finditer(text):
        language = "" if match["language"].startswith("{") else match["language"]
        indent = len(match["indent"])
        body = "".join(line[indent:] for line in match["body"].splitlines(keepends=True))
        found.append(Block(page, text.count("\n", 0, match.start()) + 1, language, body))
    return found


def commands(body: str) -> list[Command]:
    """The commands of a ``console`` block; raises ValueError for output that no command stands above."""
    found: list[tuple[list[str], list[str]]] = []
    for line in body.splitlines():
        if line.startswith("$ "):
            found.append(([line[2:]], []))
        elif not found:
            raise ValueError(f"output without a command: {line!r}")
        elif line.startswith("> ") and not found[-1][1]:
            found[-1][0].append(line[2:])
        elif line == ">" and not found[-1][1]:
            found[-1][0].append("")
        else:
            found[-1][1].append(line)
    return [Command("\n".join(command), "\n".join(output).strip()) for command, output in found]


def output_matches(expected: str, actual: str) -> bool:
    """Whether ``actual`` is what the page shows; ``...`` stands for anything."""
    pattern = "".join(".*" if part == "..." else re.escape(part) for part in re.split(r"(\.\.\.)", expected))
    cleaned = "\n".join(line.rstrip() for line in actual.strip().splitlines())
    return re.fullmatch(pattern, cleaned, re.S) is not None


def run_console(block: Block, folder: Path, address: str, environment: dict[str, str]) -> None:
    """Run the commands of ``block`` in ``folder``; ``address`` replaces the default one of the service."""
    for command in commands(block.body):
        line = command.line.replace(DEFAULT_ADDRESS, address)
        done = subprocess.run(
            ["bash", "-euo", "pipefail", "-c", line],
            cwd=folder,
            env={**os.environ, **environment},
            capture_output=True,
            text=True,
            timeout=COMMAND_SECONDS,
            stdin=subprocess.DEVNULL,
        )
        where = f"{block.page.name}, block at line {block.line}: {command.line}"
        assert done.returncode == 0, f"{where}\n{done.stdout}{done.stderr}"
        if command.output:
            actual = done.stdout.replace(address, DEFAULT_ADDRESS)
            assert output_matches(command.output, actual), f"{where}\nprinted\n{actual}"


def run_python(block: Block, namespace: dict[str, object]) -> None:
    """Run a ``python`` block in the page's namespace; a failure is reported with the page's line number."""
    source = "\n" * block.line + block.body
    exec(compile(source, str(block.page), "exec"), namespace)


def check_data(block: Block) -> None:
    """Parse a ``json`` or ``toml`` block."""
    if block.language == "json":
        json.loads(block.body)
    else:
        tomllib.loads(block.body)
