"""Words, lines and lexicon marks of a note: the first step of every reading."""

import re
from array import array
from itertools import accumulate

from spacy.language import Language
from spacy.tokens import Doc
from spacy.util import registry
from spacy.vocab import Vocab

from nlp.components.lines import divide, lines_of
from nlp.knowledge.lexicon import WORD, Entry
from nlp.knowledge.load import Knowledge, load_knowledge
from nlp.knowledge.words import words
from nlp.parts import Mark
from nlp.reading import Reading

_TITLES = words("tokenizer.titles")
_HYPHEN = r"(?<=[^\W_])(?:-(?![-=_*~>])|[–‐‑])(?=\S)"
_GAP_AND_WORD = re.compile(rf"(\s++|{_HYPHEN}|)({WORD.pattern})")
_SURROGATE = re.compile("[\ud800-\udfff]")
# Only words of these groups can become a mention; a note without them needs no sentences.
GATE = words("tokenizer.gate")

if not Doc.has_extension("reading"):
    Doc.set_extension("reading", default=None)


class NoteTokenizer:
    """Splits a note into a spaCy Doc and lays its ``Reading`` in ``doc._.reading``.

    Every character belongs to a token or to the single space after one; ``doc.text`` equals the note
    (lone surrogates, which spaCy cannot store, stand as U+FFFD there; offsets are the same).
    """

    def __init__(self, vocab: Vocab, knowledge: Knowledge, gate: bool = True) -> None:
        self.vocab = vocab
        self.knowledge = knowledge
        self.gate = gate

    def __call__(self, text: str) -> Doc:
        pieces = Pieces(text)
        doc = Doc(self.vocab, *_doc_words(pieces))
        doc._.reading = self._read(pieces)
        return doc

    def read(self, text: str) -> Reading:
        """The Reading alone, without a Doc to carry it."""
        return self._read(Pieces(text))

    def _read(self, pieces: "Pieces") -> Reading:
        reading = read_words(pieces, self.knowledge)
        reading.idle = self.gate and not any(m.entry.group in GATE for m in reading.marks)
        return reading

    def to_disk(self, path: object, **_: object) -> None:
        """Nothing to write: the knowledge files are the state."""

    def from_disk(self, path: object, **_: object) -> "NoteTokenizer":
        """Nothing to read: the knowledge files are the state."""
        return self

    def to_bytes(self, **_: object) -> bytes:
        """Nothing to write: the knowledge files are the state."""
        return b""

    def from_bytes(self, data: bytes, **_: object) -> "NoteTokenizer":
        """Nothing to read: the knowledge files are the state."""
        return self


class Pieces:
    """A note in words and gaps: ``gaps[i]`` (maybe empty) stands before word ``i``, the last gap at the end.

    Word ``i`` is ``text[starts[i]:ends[i]]`` and stands in ``own[i]``; a hyphen inside a word is a gap.
    """

    def __init__(self, text: str) -> None:
        self.text = text
        body = text.rstrip()
        parts = _GAP_AND_WORD.split(body)
        self.gaps = [*parts[1::3], text[len(body) :]]
        self.own = parts[2::3]
        ends = list(accumulate(map(len, parts)))
        self.starts, self.ends = ends[1::3], ends[2::3]


def _doc_words(pieces: Pieces) -> tuple[list[str], list[bool]]:
    """spaCy words, and whether one space follows each: the words of the note and what is between."""
    own, gaps = pieces.own, pieces.gaps
    if not pieces.text.isascii() and _SURROGATE.search(pieces.text):
        own = [_SURROGATE.sub("\ufffd", word) for word in own]
    words: list[str] = []
    spaces: list[bool] = []
    at = 0
    for i, gap in enumerate(gaps):
        if gap and (gap != " " or not i):
            words += own[at:i]
            spaces += [after == " " for after in gaps[at + 1 : i + 1]]
            at = i
            if i and gap[0] == " ":
                spaces[-1] = True
                gap = gap[1:]
            words.append(gap)
            spaces.append(False)
    words += own[at:]
    spaces += [after == " " for after in gaps[at + 1 :]]
    return words, spaces


def read_words(pieces: Pieces, knowledge: Knowledge) -> Reading:
    """Return the Reading of a note: words, lines and lexicon marks."""
    text, starts, ends = pieces.text, pieces.starts, pieces.ends
    words = knowledge.speller.all(pieces.own)
    reading = Reading(text, words, array("q", starts), array("q", ends), lines_of(text, starts))
    named = knowledge.abbreviations
    reading.marks = [
        Mark(first, last, entry)
        for first, last, entries in knowledge.lexicon.find(words)
        if last - first > 1
        or not (text[starts[first]].isupper() and _is_name(reading, first, entries, named))
        for entry in entries
    ]
    divide(reading, knowledge.headings)
    return reading


def _is_name(reading: Reading, at: int, entries: tuple[Entry, ...], abbreviations: frozenset[str]) -> bool:
    """An abbreviation in Title Case ("Eto"), or an eponym behind "Mr" or "Surgeon", is a person's name."""
    if not reading.raw(at, at + 1).istitle():
        return False
    if reading.words[at] in abbreviations:
        return True
    before = [w for w in reading.words[max(0, at - 3) : at] if w not in ".:,/"]
    if entries[0].group != "name" or not before:
        return False
    return before[-1] in _TITLES or (
        before[-1] == "by" and before[-2:-1] in (["done"], ["performed"], ["seen"])
    )


def knowledge_of(pipeline: Language) -> Knowledge:
    """The knowledge ``pipeline`` was built with; the files shipped if its tokenizer is another."""
    tokenizer = pipeline.tokenizer
    return tokenizer.knowledge if isinstance(tokenizer, NoteTokenizer) else load_knowledge()


@registry.tokenizers("osteotome_tokenizer")
def create_tokenizer() -> object:
    """spaCy factory of the tokenizer."""

    def build(nlp: Language) -> NoteTokenizer:
        return NoteTokenizer(nlp.vocab, load_knowledge())

    return build
