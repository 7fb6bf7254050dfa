"""The working state of one note while the components read it; lives in ``doc._.reading``."""

import re
from bisect import bisect_left
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from functools import cached_property
from itertools import chain, compress, count, pairwise

from nlp.knowledge.words import words
from nlp.parts import CUTS, Line, Mark, Mention, Sentence
from nlp.stretches import Stretch

YEAR = re.compile(r"^(?:19[5-9]\d|20[0-4]\d)$")
_WIDE_GAP = re.compile(r"\s\s\s+")
MIN_WIDTH, MAX_WIDTH = 50, 100
MIN_FULL, SHARE_FULL = 2, 0.3
_HIP_WORDS = words("reading.hip_words")
_DATE_SIGNS, _MONTHS = frozenset("/.-–"), words("dates.months")


@dataclass
class Reading:
    """All that is known about a note so far. Word ``i`` is ``text[starts[i]:ends[i]]``.

    ``starts`` and ``ends`` are arrays, over which the garbage collector need not walk. ``last_cut`` is the
    latest of ``mentions`` that is a bone cut.
    """

    text: str
    words: list[str]
    starts: Sequence[int]
    ends: Sequence[int]
    lines: list[Line]
    marks: list[Mark] = field(default_factory=list)
    kind: str = "operative_report"
    kind_mark: Mark | None = None
    episodes: list[Stretch] = field(default_factory=list)
    sections: list[Stretch] = field(default_factory=list)
    headings: set[int] = field(default_factory=set)
    bare_headings: set[int] = field(default_factory=set)
    sentences: list[Sentence] = field(default_factory=list)
    mentions: list[Mention] = field(default_factory=list)
    last_cut: Mention | None = None
    flags: dict[str, list[Mention]] = field(default_factory=dict)
    idle: bool = False
    result: object = None

    @cached_property
    def about_hip(self) -> bool:
        """The note names the femur, a trochanter or the acetabulum somewhere."""
        return not _HIP_WORDS.isdisjoint(self.vocabulary)

    @cached_property
    def vocabulary(self) -> frozenset[str]:
        """The words of the note, each once."""
        return frozenset(self.words)

    def holds(self, wanted: frozenset[str]) -> bool:
        """One of the words ``wanted`` stands in the note."""
        return not self.vocabulary.isdisjoint(wanted)

    @cached_property
    def _odd(self) -> dict[str, list[int]]:
        """Where each word that is not made of letters alone stands."""
        words = self.words
        odd: dict[str, list[int]] = {word: [] for word in self.vocabulary if not word.isalpha()}
        for i in compress(count(), map(odd.__contains__, words)):
            odd[words[i]].append(i)
        return odd

    def _places_of(self, odd: Iterable[str]) -> list[int]:
        return sorted(chain.from_iterable(map(self._odd.__getitem__, odd)))

    def signs(self, wanted: frozenset[str]) -> list[int]:
        """Where the signs in ``wanted`` (no words) stand, ascending."""
        return self._places_of(wanted & self._odd.keys())

    @cached_property
    def years(self) -> list[int]:
        """Where years of our time stand."""
        return self._places_of(word for word in self._odd if word.isdecimal() and YEAR.match(word))

    def once(self, year: str) -> bool:
        """The number ``year`` stands in one place only."""
        return len(self._odd[year]) == 1

    @cached_property
    def dated_years(self) -> frozenset[str]:
        """The years that stand in a full date somewhere, which may be the operation's own."""
        return frozenset([self.words[i] for i in self.years if self._in_date(i)])

    def _in_date(self, i: int) -> bool:
        """A day and a month stand beside the year at word ``i``."""
        words = self.words
        for signs in (words[i + 1 : i + 4 : 2], words[max(0, i - 3) : i : 2]):
            if len(signs) == 2 and _DATE_SIGNS.issuperset(signs):
                return True
        return i > 1 and words[i - 1] in _MONTHS and words[i - 2].isdecimal()

    def years_in(self, first: int, last: int) -> list[int]:
        """Those of ``years`` among words ``first`` to ``last``."""
        years = self.years
        return years and years[bisect_left(years, first) : bisect_left(years, last)]

    @cached_property
    def lower_case(self) -> bool:
        """The note is typed without capitals."""
        return self.text.islower()

    @cached_property
    def wide(self) -> list[int]:
        """The words with a gap of more than two characters behind them."""
        behind = [bisect_left(self.starts, gap.end()) for gap in _WIDE_GAP.finditer(self.text)]
        return [i - 1 for i in behind if 0 < i < len(self.words)]

    @cached_property
    def rules(self) -> frozenset[str]:
        """The ids of all knowledge entries that the note's marks come from."""
        return frozenset([mark.entry.id for mark in self.marks])

    def marks_of(self, rule: str) -> list[Mark]:
        """The marks of the knowledge entry ``rule``."""
        return [mark for mark in self.marks if mark.entry.id == rule] if rule in self.rules else []

    @cached_property
    def order(self) -> dict[int, int]:
        """Number of each sentence by its first word; asked for once all sentences are there."""
        return {s.first: n for n, s in enumerate(self.sentences)}

    def add(self, mention: Mention) -> None:
        """Keep ``mention`` unless one of its concept holds its words; a longer name takes a shorter in."""
        for at in range(len(self.mentions) - 1, max(len(self.mentions) - 5, -1), -1):
            other = self.mentions[at]
            if other.concept != mention.concept:
                continue
            if other.first <= mention.first and mention.last <= other.last:
                other.flag = other.flag or mention.flag
                return
            inside = mention.first <= other.first and other.last <= mention.last
            if inside and mention.named and other.named:
                mention.flag = mention.flag or other.flag
                mention.purpose = mention.purpose or other.purpose
                del self.mentions[at]
        self.mentions.append(mention)
        if mention.concept in CUTS:
            self.last_cut = mention

    def raw(self, first: int, last: int) -> str:
        """The note's own text of words ``first`` to ``last``."""
        return self.text[self.starts[first] : self.ends[last - 1]]

    @cached_property
    def wrap_width(self) -> int:
        """The width at which the note's lines are broken; 0 where their ends are the writer's own."""
        longest = max((self._length(line) for line in self.lines), default=0)
        if not MIN_WIDTH <= longest <= MAX_WIDTH:
            return 0
        pairs = [(a, b) for a, b in pairwise(self.lines) if not b.blank_before]
        full = sum(self._overflows(a, b, longest) for a, b in pairs)
        return longest if full >= max(MIN_FULL, SHARE_FULL * len(pairs)) else 0

    def runs_on(self, above: Line, line: Line) -> bool:
        """The first word of ``line`` did not fit behind ``above``: a line break made by the width alone."""
        indented = self.text[self.starts[line.first] - 1] in " \t"
        if not self.wrap_width or line.blank_before or indented:
            return False
        return self._overflows(above, line, self.wrap_width)

    def _length(self, line: Line) -> int:
        return self.ends[line.last - 1] - self.starts[line.first]

    def _overflows(self, above: Line, line: Line, width: int) -> bool:
        word = self.text[self.starts[line.first] : self.starts[line.first] + width].split(None, 1)[0]
        return self._length(above) + 1 + len(word) > width

    def breaks(self, i: int) -> int:
        """How many line ends stand between word ``i - 1`` and word ``i``."""
        return self.text.count("\n", self.ends[i - 1] if i else 0, self.starts[i])
