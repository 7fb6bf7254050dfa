"""The precedence table and the questions: which code wins on one hip."""

import tomllib
from functools import cache
from pathlib import Path

from pydantic import Field

from nlp.knowledge.load import HOME, KnowledgeError
from nlp.knowledge.load import check as check_entry
from nlp.knowledge.schema import Strict


class Rule(Strict):
    """The first rule whose ``when`` facts all hold and whose ``unless`` facts do not decides."""

    id: str
    when: list[str]
    unless: list[str] = Field(default_factory=list)
    suggest: list[str] = Field(default_factory=list)
    review: list[str] = Field(default_factory=list)
    reason: str
    ask: list[str] = Field(default_factory=list)
    source: str = ""


class QuestionText(Strict):
    """A query's text with ``{quotes}`` and the options it offers beside the two standard ones."""

    text: str = Field(pattern=r"\{quotes\}")
    options: list[str]


@cache
def precedence(folder: Path = HOME) -> tuple[Rule, ...]:
    """The rules in order."""
    table = tomllib.loads((folder / "precedence.toml").read_text(encoding="utf-8"))
    rules = tuple(
        check_entry("precedence", str(r.get("id", i)), Rule, r) for i, r in enumerate(table["rule"])
    )
    known = set(questions(folder))
    for rule in rules:
        if not known.issuperset(rule.ask):
            raise KnowledgeError(f"precedence.toml: [{rule.id}] ask: no such question in questions.toml")
    return rules


@cache
def questions(folder: Path = HOME) -> dict[str, QuestionText]:
    """Question texts by name."""
    table = tomllib.loads((folder / "questions.toml").read_text(encoding="utf-8"))
    return {name: check_entry("questions", name, QuestionText, fields) for name, fields in table.items()}
