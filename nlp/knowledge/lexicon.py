"""One pass over a note's words finds every phrase that the knowledge files name.

A phrase is a path through a dictionary of dictionaries, so that the pass costs one look-up a word
however many phrases there are. (spaCy's PhraseMatcher cannot pass over hyphens and line wraps.)
"""

import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from itertools import compress, count

from pydantic import BaseModel

from nlp.knowledge.schema import DocumentCue

# Plain words and the commonest signs stand first for speed; they match as the general rules after them would.
WORD = re.compile(
    r"[A-Za-z]++(?!['’]|[^\x00-\x7f])|[,:;()/]|\.(?!\.)|\d+(?:[.,]\d+)*"
    r"|\.{2,}|[-=_*~]{2,}>?|->|[^\W\d_]+(?:['’][A-Za-z]+)?|[^\w\s]|_"
)
_CHOICE = re.compile(r"\{([^{}]*)\}")


@dataclass(eq=False, slots=True)
class Entry:
    """A knowledge entry as the pipeline uses it: ``id`` is ``group.name``; the fields of all schemas.

    ``whole``: it tells of the document, nothing of the sentence it stands in.
    """

    id: str
    group: str
    role: str = ""
    concept: str = ""
    level: str = ""
    region: str = ""
    landmark: str = ""
    side: str = ""
    short: bool = False
    status: str = ""
    purpose: str = ""
    flag: str = ""
    means: str = ""
    direction: str = "none"
    scope: int = 0
    rank: int = 0
    kind: str = ""
    weight: int = 0
    head: bool = False
    episode: str = ""
    whole: bool = False

    @classmethod
    def of(cls, id_: str, data: BaseModel) -> "Entry":
        """The entry of a checked schema record."""
        fields = data.model_dump(exclude={"phrases", "source"})
        return cls(id_, id_.split(".")[0], whole=isinstance(data, DocumentCue), **fields)


@dataclass(slots=True)
class Node:
    """A step in a phrase."""

    next: dict[str, "Node"] = field(default_factory=dict)
    entries: tuple[Entry, ...] = ()


Ending = tuple[tuple[Entry, ...], frozenset[tuple[str, int]]]


def _shared(node: Node, known: dict[Ending, Node]) -> Node:
    """The one node for all steps from which the phrases go on alike: one in twenty is left."""
    node.next = {word: _shared(after, known) for word, after in node.next.items()}
    ending = node.entries, frozenset((word, id(after)) for word, after in node.next.items())
    return known.setdefault(ending, node)


def expand(phrase: str) -> Iterator[str]:
    """Yield every reading of ``phrase``: ``"{a|b|} c"`` gives ``"a c"``, ``"b c"``, ``"c"``; choices nest."""
    innermost = _CHOICE.search(phrase)
    if innermost is None:
        yield " ".join(phrase.split())
        return
    for choice in innermost[1].split("|"):
        yield from expand(phrase[: innermost.start()] + choice + phrase[innermost.end() :])


def words_of(phrase: str) -> tuple[str, ...]:
    """Split a phrase as the tokenizer splits a note, hyphens dropped."""
    return tuple(w for w in WORD.findall(phrase.lower()) if w != "-")


class Lexicon:
    """All phrases of a set of entries."""

    def __init__(self, entries: Iterable[tuple[Entry, list[str]]]) -> None:
        self.root: dict[str, Node] = {}
        self.vocabulary: set[str] = set()
        for entry, phrases in entries:
            for phrase in phrases:
                for reading in expand(phrase):
                    words = words_of(reading)
                    self.vocabulary.update(words)
                    self._add(entry, words)
        known: dict[Ending, Node] = {}
        self.root = {word: _shared(node, known) for word, node in self.root.items()}

    def _add(self, entry: Entry, words: tuple[str, ...]) -> None:
        if not words:
            return
        node = self.root.setdefault(words[0], Node())
        for word in words[1:]:
            node = node.next.setdefault(word, Node())
        if entry not in node.entries:
            node.entries = (*node.entries, entry)

    def find(self, words: list[str]) -> Iterator[tuple[int, int, tuple[Entry, ...]]]:
        """Yield ``(first, last, entries)`` of the longest phrase at each word where one begins."""
        after = [*words[1:], ""]
        for i in compress(count(), map(self.root.__contains__, words)):
            node = self.root[words[i]]
            if after[i] in node.next:
                hit = self._longest(node, words, i)
                if hit is not None:
                    yield hit
            elif node.entries:
                yield i, i + 1, node.entries

    @staticmethod
    def _longest(node: Node, words: list[str], first: int) -> tuple[int, int, tuple[Entry, ...]] | None:
        best, last = node.entries, first + 1
        for i in range(first + 1, len(words)):
            step = node.next.get(words[i])
            if step is None:
                break
            node = step
            if node.entries:
                best, last = node.entries, i + 1
        return (first, last, best) if best else None

    def at(self, words: list[str], first: int) -> tuple[int, int, tuple[Entry, ...]] | None:
        """The longest phrase that begins exactly at ``first``."""
        node = self.root.get(words[first]) if first < len(words) else None
        return None if node is None else self._longest(node, words, first)
