"""Words, lines and lexicon marks of a note: the first step of every reading."""

import re

from spacy.language import Language
from spacy.tokens import Doc
from spacy.util import registry
from spacy.vocab import Vocab

from nlp.knowledge.lexicon import WORD, Entry
from nlp.knowledge.load import Knowledge, load_knowledge
from nlp.knowledge.words import words
from nlp.reading import Line, Mark, Reading

_TOKEN = re.compile(WORD.pattern + r"|\s+")
_RUN = {".": "…", "-": "—", "=": "—", "_": "—", "*": "—", "~": "—"}
_TITLES = words("tokenizer.titles")
_SURROGATE = re.compile("[\ud800-\udfff]")
_LINE_END = re.compile("[\n\r\x0b\x0c\u2028\u2029]")

if not Doc.has_extension("reading"):
    Doc.set_extension("reading", default=None)


class NoteTokenizer:
    """Splits a note into a spaCy Doc and lays its ``Reading`` in ``doc._.reading``.

    Every character belongs to a token or to the single space after one; ``doc.text`` equals the note
    (lone surrogates, which spaCy cannot store, stand as U+FFFD there; offsets are the same).
    """

    def __init__(self, vocab: Vocab, knowledge: Knowledge) -> None:
        self.vocab = vocab
        self.knowledge = knowledge

    def __call__(self, text: str) -> Doc:
        reading = read_words(text, self.knowledge)
        doc = Doc(self.vocab, *_doc_words(text))
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


def _doc_words(text: str) -> tuple[list[str], list[bool]]:
    safe = _SURROGATE.sub("\ufffd", text)
    words: list[str] = []
    spaces: list[bool] = []
    for token in _TOKEN.findall(safe):
        if token == " " and words and not spaces[-1]:
            spaces[-1] = True
        else:
            words.append(token)
            spaces.append(False)
    return words, spaces


def read_words(text: str, knowledge: Knowledge) -> Reading:
    """Return the Reading of ``text``: words, lines and lexicon marks; hyphens inside words are dropped."""
    words: list[str] = []
    starts: list[int] = []
    ends: list[int] = []
    normal = knowledge.speller.normal
    lowered = text.lower()
    if len(lowered) != len(text):
        lowered = "".join(c.lower() if len(c.lower()) == 1 else c for c in text)
    for match in WORD.finditer(lowered):
        start, end = match.span()
        word = match.group()
        if (
            word in "-–‐‑"
            and start
            and end < len(text)
            and lowered[start - 1].isalnum()
            and not lowered[end].isspace()
        ):
            continue
        if end - start > 6:
            word = normal(word) if word[0].isalpha() else _RUN.get(word[0], word)
        elif end - start > 1 and word[0] in _RUN:
            word = "→" if word[-1] == ">" else _RUN[word[0]]
        words.append(word)
        starts.append(start)
        ends.append(end)
    reading = Reading(text, words, starts, ends, _lines(text, starts))
    reading.marks = [
        Mark(first, last, entry)
        for first, last, entries in knowledge.lexicon.find(words)
        if not _is_name(text, words, starts, ends, first, last, entries, knowledge)
        for entry in entries
    ]
    return reading


def _is_name(
    text: str,
    words: list[str],
    starts: list[int],
    ends: list[int],
    first: int,
    last: int,
    entries: tuple[Entry, ...],
    knowledge: Knowledge,
) -> bool:
    """An abbreviation in Title Case ("Eto"), or an eponym behind "Mr" or "Surgeon", is a person's name."""
    if last - first != 1 or not text[starts[first] : ends[first]].istitle():
        return False
    if words[first] in knowledge.abbreviations:
        return True
    before = [w for w in words[max(0, first - 3) : first] if w not in ".:,/"]
    return entries[0].group == "name" and bool(before) and before[-1] in _TITLES


def _lines(text: str, starts: list[int]) -> list[Line]:
    lines: list[Line] = []
    word, begin, blank, count = 0, 0, False, len(starts)
    for stop in [m.start() for m in _LINE_END.finditer(text)] + [len(text)]:
        first = word
        while word < count and starts[word] < stop:
            word += 1
        if word > first:
            lines.append(Line(first, word, blank))
            blank = False
        elif stop > begin or text[begin:stop].strip() == "":
            blank = not (text[stop - 1 : stop] == "\r" and text[stop : stop + 1] == "\n") or blank
        begin = stop + 1
    return lines


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
