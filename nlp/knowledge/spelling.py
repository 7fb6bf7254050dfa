"""Finds the long term meant by a word with one or two letters wrong (deletion neighbourhoods)."""

import re
from collections.abc import Callable
from itertools import combinations

from nlp.knowledge.schema import Spelling

MIN_LETTERS = 7
TWO_ERRORS_FROM = 10
# Words looked up are remembered; at this many all are forgotten: names never end, and memory must stay flat.
MAX_SEEN = 16_000

# A key that stuck: no word has three of a letter.
_STUCK = re.compile(r"(\w)\1{2,}")
_RUN = {".": "…", "-": "—", "=": "—", "_": "—", "*": "—", "~": "—"}


def _deletions(word: str, count: int) -> set[str]:
    return {
        "".join(c for i, c in enumerate(word) if i not in gone)
        for n in range(count + 1)
        for gone in combinations(range(len(word)), n)
    }


def _distance(a: str, b: str) -> int:
    """Damerau-Levenshtein distance (optimal string alignment) of two short words."""
    before: list[int] = []
    row = list(range(len(b) + 1))
    for i, x in enumerate(a, 1):
        now = [i]
        for j, y in enumerate(b, 1):
            cost = min(row[j] + 1, now[j - 1] + 1, row[j - 1] + (x != y))
            if i > 1 and j > 1 and x == b[j - 2] and a[i - 2] == y:
                cost = min(cost, before[j - 2] + 1)
            now.append(cost)
        before, row = row, now
    return row[-1]


class _Seen(dict[str, str]):
    """The words looked up lately, each with its form."""

    def __init__(self, form: Callable[[str], str]) -> None:
        super().__init__()
        self._form = form

    def __missing__(self, raw: str) -> str:
        if len(self) >= MAX_SEEN:
            self.clear()
        form = self[raw] = self._form(raw)
        return form


class Speller:
    """``normal(word)`` is the term meant by a lower-case word, or the word itself."""

    def __init__(self, spelling: Spelling, known: set[str]) -> None:
        self._own = known | set(spelling.own_words) | set(spelling.targets)
        self._near: dict[str, list[str]] = {}
        for target in spelling.targets:
            if len(target) >= MIN_LETTERS:
                for key in _deletions(target, self._allowed(target)):
                    self._near.setdefault(key, []).append(target)
        self._seen = _Seen(self.form)

    def all(self, raws: list[str]) -> list[str]:
        """``form`` of each of the words, which are mostly such as have been seen before."""
        return list(map(self._seen.__getitem__, raws))

    @staticmethod
    def _allowed(word: str) -> int:
        return 2 if len(word) >= TWO_ERRORS_FROM else 1

    def form(self, raw: str) -> str:
        """The word that ``raw`` counts as: a run of signs one sign, a misspelt long term the term itself.

        Other words count as themselves in lower case.
        """
        if raw[0] in _RUN and len(raw) > 1:
            return "→" if raw[-1] == ">" else _RUN[raw[0]]
        return self.normal(raw.lower()) if raw[0].isalpha() else raw.lower()

    def normal(self, word: str) -> str:
        """Return the long term that ``word`` misspells, else ``word``."""
        if len(word) < MIN_LETTERS or len(word) > 24 or word in self._own:
            return word
        found = self._search(_STUCK.sub(r"\1\1", word))
        return found if found in self._own else word

    def _search(self, word: str) -> str:
        best, least = word, 3
        for key in _deletions(word, self._allowed(word)):
            for target in self._near.get(key, ()):
                if target[0] != word[0] and target[1] != word[0]:
                    continue
                distance = _distance(word, target)
                if distance < least and distance <= self._allowed(target):
                    best, least = target, distance
        return best
