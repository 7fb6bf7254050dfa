"""Sets of plain words that the components look for beside a mark, from ``words.toml``."""

import tomllib
from functools import cache
from pathlib import Path

HOME = Path(__file__).with_name("words.toml")


def words(name: str) -> frozenset[str]:
    """The set ``table.key`` of ``words.toml``; KeyError when there is none."""
    table, key = name.split(".")
    return frozenset(_tables()[table][key].split())


@cache
def _tables() -> dict[str, dict[str, str]]:
    return tomllib.loads(HOME.read_text("utf-8"))
