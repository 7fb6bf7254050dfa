"""Loads the knowledge files into what the pipeline uses."""

import hashlib
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import Any

from pydantic import BaseModel

from nlp.knowledge.files import HOME, KnowledgeError, check, read
from nlp.knowledge.lexicon import Entry, Lexicon
from nlp.knowledge.precedence import Precedence, read_precedence
from nlp.knowledge.schema import CodeFact, CueEntry, DocumentCue, Heading, Spelling, Term
from nlp.knowledge.spelling import Speller

_TERMS: dict[str, type[BaseModel]] = {
    "anatomy": Term,
    "acts": Term,
    "cases": Term,
    "cues": CueEntry,
    "documents": DocumentCue,
}


__all__ = ["HOME", "Knowledge", "KnowledgeError", "check", "forget", "load_knowledge"]


@dataclass(frozen=True)
class Knowledge:
    """Everything the pipeline knows, ready to use."""

    lexicon: Lexicon
    headings: Lexicon
    speller: Speller
    abbreviations: frozenset[str]
    codes: dict[str, CodeFact]
    precedence: Precedence
    entries: dict[str, Entry]
    hash: str


def load_knowledge(path: Path | None = None) -> Knowledge:
    """Load the folder of TOML files at ``path`` (default: the ones shipped).

    Raises KnowledgeError when a file is missing, is not TOML, or an entry breaks the schema.
    """
    return _load(HOME if path is None else path.resolve())


def forget() -> None:
    """Drop what was loaded, so that the next load reads the files anew; pipelines keep what they have."""
    _load.cache_clear()


@cache
def _load(folder: Path) -> Knowledge:
    digest = hashlib.sha256()
    terms: list[tuple[Entry, list[str]]] = []
    for name, model in _TERMS.items():
        for id_, data in _entries(folder, name, digest, model):
            terms.append((Entry.of(id_, data), data.phrases))
    headings = [(Entry.of(i, d), d.phrases) for i, d in _entries(folder, "headings", digest, Heading)]
    spelling = _spelling(folder, digest)
    codes = _codes(folder, digest)
    precedence = read_precedence(folder, digest)
    read(HOME, "words", digest)
    lexicon, titles = Lexicon(terms), Lexicon(headings)
    return Knowledge(
        lexicon=lexicon,
        headings=titles,
        speller=Speller(spelling, lexicon.vocabulary | titles.vocabulary),
        abbreviations=frozenset(spelling.abbreviations),
        codes=codes,
        precedence=precedence,
        entries={entry.id: entry for entry, _ in terms},
        hash=digest.hexdigest()[:12],
    )


def _entries(folder: Path, name: str, digest: Any, model: type[BaseModel]) -> list[tuple[str, Any]]:
    out: list[tuple[str, Any]] = []
    for group, value in read(folder, name, digest).items():
        if not isinstance(value, dict):
            raise KnowledgeError(f"{name}.toml: [{group}]: is not a table; put it into an entry")
        if "phrases" in value:
            out.append((group, check(name, group, model, value)))
        else:
            out += [(f"{group}.{key}", check(name, f"{group}.{key}", model, v)) for key, v in value.items()]
    return out


def _spelling(folder: Path, digest: Any) -> Spelling:
    checked: Spelling = check("spelling", "spelling", Spelling, read(folder, "spelling", digest))
    return checked


def _codes(folder: Path, digest: Any) -> dict[str, CodeFact]:
    book = read(folder, "codebook", digest)
    for code, fields in book.items():
        if not isinstance(fields, dict):
            raise KnowledgeError(f"codebook.toml: [{code}]: is not a table; put it into an entry")
    return {
        code: check("codebook", code, CodeFact, {"code": code, **fields}) for code, fields in book.items()
    }
