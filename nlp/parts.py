"""What a reading is made of: marks, lines, places, sentences, mentions and facts, counted in words."""

from dataclasses import dataclass, field

from nlp.knowledge.lexicon import Entry

NARRATIVE = frozenset({"description", "findings"})
FEMORAL = frozenset({"femoral_osteotomy", "shaft_or_distal_femoral_osteotomy"})
CUTS = frozenset({*FEMORAL, "neck_osteotomy", "trochanter_osteotomy", "pelvic_osteotomy", "tibial_osteotomy"})


@dataclass(slots=True)
class Mark:
    """A phrase of the lexicon in the note: words ``first`` to ``last`` (half-open)."""

    first: int
    last: int
    entry: Entry


@dataclass(slots=True)
class Line:
    """A line: words ``first`` to ``last``; ``divided`` if a heading inside a physical line begins it."""

    first: int
    last: int
    blank_before: bool
    divided: bool = False


@dataclass(slots=True)
class Place:
    """Words ``first`` to ``last`` name ``region``, ``level``; ``exact`` when told by level or distance."""

    first: int
    last: int
    region: str
    level: str
    exact: bool
    rule: str
    relative: bool = False


@dataclass(slots=True)
class Reach:
    """A mark that may say how a concept was meant: it counts as ``entry`` and passes none of ``stops``."""

    mark: Mark
    entry: Entry
    stops: list[int]


@dataclass(slots=True)
class Sentence:
    """Words ``first`` to ``last``, with the section and episode they stand in and the marks inside.

    ``opening``: the first sentence of a note without headings, which serves as its title. ``groups`` are
    those of the marks; ``places``, ``sides`` and ``cues`` keep what was read from them once.
    """

    first: int
    last: int
    section: str = "description"
    episode: str = "today"
    marks: list[Mark] = field(default_factory=list)
    field_value: str = ""
    opening: bool = False
    groups: frozenset[str] = frozenset()
    places: list[Place] | None = None
    sides: list[tuple[Mark, str]] | None = None
    cues: tuple[Reach, ...] | None = None

    def keep(self, marks: list[Mark]) -> None:
        """Let ``marks`` be the marks of the sentence."""
        self.marks = marks
        self.groups = frozenset([mark.entry.group for mark in marks])


@dataclass(slots=True)
class CueHit:
    """A cue that reached a concept."""

    first: int
    last: int
    means: str
    rule: str


@dataclass(slots=True)
class Mention:
    """A concept in the making; becomes ``nlp.annotation.Concept``."""

    first: int
    last: int
    concept: str
    rule: str
    sentence: Sentence
    status: str = "performed"
    side: str = "unspecified"
    level: str = "none"
    purpose: str = ""
    flag: str = ""
    named: bool = False
    explicit: bool = False
    told: bool = True
    several: bool = False
    weak: bool = False
    evident: bool = False
    stated: bool = False
    cues: list[CueHit] = field(default_factory=list)
    id: int = -1

    @property
    def narrative(self) -> bool:
        """Told in the body of today's own report."""
        return self.sentence.episode == "today" and self.sentence.section in NARRATIVE


@dataclass(slots=True)
class Facts:
    """What is held of one hip. ``held``: fact name -> proving mentions; ``level``: of its femoral cut."""

    side: str
    held: dict[str, list[Mention]] = field(default_factory=dict)
    level: str = "none"

    def add(self, name: str, proof: list[Mention]) -> None:
        """State ``name`` if anything proves it."""
        if proof:
            self.held[name] = proof
