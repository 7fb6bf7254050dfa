"""The precedence table, the questions and the advice: which code wins on one hip, and what goes with it."""

from collections.abc import Set
from dataclasses import dataclass
from functools import cached_property
from pathlib import Path
from typing import Any

from pydantic import Field

from nlp.knowledge.files import KnowledgeError, check, read
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

    @cached_property
    def needs(self) -> frozenset[str]:
        """``when`` as a set."""
        return frozenset(self.when)

    def holds(self, facts: Set[str]) -> bool:
        """The rule decides on a hip of which exactly ``facts`` are held."""
        return self.needs <= facts and not any(name in facts for name in self.unless)


class QuestionText(Strict):
    """A query's text with ``{quotes}`` and the options it offers beside the two standard ones."""

    text: str = Field(pattern=r"\{quotes\}")
    options: list[str]


class BundledAdvice(Strict):
    """What must not be added to ``codes`` when one of ``concepts`` was done on the same hip."""

    codes: list[str] = Field(min_length=1)
    concepts: list[str] = Field(min_length=1)
    text: str
    source: str


@dataclass(frozen=True)
class Precedence:
    """The rules in order; question texts and bundling advice by name."""

    rules: tuple[Rule, ...]
    questions: dict[str, QuestionText]
    advice: dict[str, BundledAdvice]


def read_precedence(folder: Path, digest: Any) -> Precedence:
    """Read the three files; KnowledgeError when one is not valid or a rule asks what no question says."""
    questions = {
        name: check("questions", name, QuestionText, fields)
        for name, fields in read(folder, "questions", digest).items()
    }
    advice = {
        name: check("advice", name, BundledAdvice, fields)
        for name, fields in read(folder, "advice", digest).items()
    }
    table = read(folder, "precedence", digest).get("rule", [])
    rules = tuple(check("precedence", str(r.get("id", i)), Rule, r) for i, r in enumerate(table))
    for rule in rules:
        if not questions.keys() >= set(rule.ask):
            raise KnowledgeError(f"precedence.toml: [{rule.id}] ask: no such question in questions.toml")
    return Precedence(rules, questions, advice)
