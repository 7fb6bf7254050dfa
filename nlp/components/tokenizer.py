"""Words, lines and lexicon marks of a note: the first step of every reading."""

import re

from spacy.language import Language
from spacy.tokens import Doc
from spacy.util import registry
from spacy.vocab import Vocab

from nlp.components.lines import divide, lines_of
from nlp.knowledge.lexicon import WORD, Entry
from nlp.knowledge.load import Knowledge, load_knowledge
from nlp.knowledge.words import words
from nlp.reading import Mark, Reading

_HYPHENS = frozenset("-–‐‑")
_TITLES = words("tokenizer.titles")
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
        reading = read_words(text, self.knowledge)
        reading.idle = self.gate and not any(m.entry.group in GATE for m in reading.marks)
        doc = Doc(self.vocab, *_doc_words(reading))
        doc._.reading = reading
        return doc

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


def _doc_words(reading: Reading) -> tuple[list[str], list[bool]]:
    """spaCy words, and whether one space follows each: the words of the reading and what is between."""
    text = _SURROGATE.sub("\ufffd", reading.text) if not reading.text.isascii() else reading.text
    words: list[str] = []
    spaces: list[bool] = []
    at = 0
    for start, end in zip(reading.starts, reading.ends, strict=True):
        if start > at:
            _between(text[at:start], words, spaces)
        words.append(text[start:end])
        spaces.append(False)
        at = end
    if at < len(text):
        _between(text[at:], words, spaces)
    return words, spaces


def _between(gap: str, words: list[str], spaces: list[bool]) -> None:
    if gap[0] == " " and words:
        spaces[-1] = True
        gap = gap[1:]
    if gap:
        words.append(gap)
        spaces.append(False)


def read_words(text: str, knowledge: Knowledge) -> Reading:
    """Return the Reading of ``text``: words, lines and lexicon marks; hyphens inside words are dropped."""
    words: list[str] = []
    starts: list[int] = []
    ends: list[int] = []
    forms = knowledge.speller.forms
    lowered = text.lower()
    if len(lowered) != len(text):
        lowered = "".join(c.lower() if len(c.lower()) == 1 else c for c in text)
    for match in WORD.finditer(lowered):
        raw = match.group()
        word = forms.get(raw) or knowledge.speller.form(raw)
        start, end = match.span()
        if word in _HYPHENS and _joins(lowered, start, end):
            continue
        words.append(word)
        starts.append(start)
        ends.append(end)
    reading = Reading(text, words, starts, ends, lines_of(text, starts))
    named = knowledge.abbreviations
    for first, last, entries in knowledge.lexicon.find(words):
        if last - first == 1 and text[starts[first]].isupper() and _is_name(reading, first, entries, named):
            continue
        for entry in entries:
            reading.marks.append(Mark(first, last, entry))
    divide(reading, knowledge.headings)
    return reading


def _joins(text: str, start: int, end: int) -> bool:
    """The hyphen stands inside a word."""
    return start > 0 and end < len(text) and text[start - 1].isalnum() and not text[end].isspace()


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
