r"""Note text with inline tags, both ways, strictly.

    The femur was <femoral_osteotomy performed side=left decides>cut with the saw</femoral_osteotomy>.

A tag names a concept, then its status, then optional ``side=``, ``level=`` and ``decides``. Every tag is
closed by name. Tags may nest or cross; two of one concept that overlap take labels, ``<cast:2 performed>``.
Escapes: ``\<`` ``\\`` ``\=`` ``\s`` (a space that ends a line) ``\t`` ``\n`` ``\r`` ``\u{a0}``.
Anything else after a backslash, a bare ``<`` and a line that ends in white space are errors.
"""

import re

from nlp.samples.model import CONCEPTS, LEVELS, SIDES, STATUSES, Mark, SampleError, sort_marks

_PIECE = re.compile(r"\\u\{([0-9a-f]{1,6})\}|\\(.)|<([^<>\n]*)>|(<)|(\\)", re.DOTALL)
_LABEL = re.compile(r"([a-z_]+)(?::(\d+))?")
_ESCAPES = {"<": "<", "\\": "\\", "=": "=", "s": " ", "t": "\t", "n": "\n", "r": "\r"}
_CHOICES = {"side": SIDES, "level": LEVELS}
# Characters that cannot be seen or that an editor would change: controls, odd spaces, separators, surrogates.
_HIDDEN = re.compile(
    "[\x00-\x09\x0b-\x1f\x7f-\xa0\xad\u2000-\u200f\u2028-\u202f\u205f-\u206f\u3000\ufeff\ud800-\udfff]"
)
_NAMED = {"\t": "\\t", "\r": "\\r"}


def parse(marked: str) -> tuple[str, tuple[Mark, ...]]:
    """Return the plain text and the marks of ``marked``.

    Raises:
        SampleError: for an unbalanced or unknown tag, a bad attribute, a bad escape or trailing white space;
            the message starts with ``line N:``, counted within ``marked``.
    """
    trailing = re.search(r"[ \t]+$", marked, re.MULTILINE)
    if trailing:
        raise _fault(marked, trailing.start(), "the line ends in white space (write the last space as \\s)")
    plain: list[str] = []
    length, last = 0, 0
    open_tags: dict[str, tuple[Mark, int]] = {}
    marks: list[Mark] = []
    for piece in _PIECE.finditer(marked):
        before = marked[last : piece.start()]
        last = piece.end()
        literal = before + _literal(marked, piece)
        plain.append(literal)
        length += len(literal)
        if piece[3] is not None:
            _apply_tag(piece[3], length, marked, piece.start(), open_tags, marks)
    if open_tags:
        label, (_, at) = next(iter(open_tags.items()))
        raise _fault(marked, at, f"<{label}> is never closed")
    plain.append(marked[last:])
    return "".join(plain), sort_marks(marks)


def write(text: str, marks: tuple[Mark, ...]) -> str:
    """Return ``text`` with tags for ``marks`` and escapes, such that ``parse`` gives both back."""
    labels = _labels(marks)
    inserts: list[tuple[int, int, int, str]] = []
    for number, mark in enumerate(marks):
        if not 0 <= mark.start < mark.end <= len(text):
            raise SampleError(f"mark {mark.start}..{mark.end} is empty or outside the note")
        inserts.append((mark.start, 1, number, _open_tag(mark, labels[number])))
        inserts.append((mark.end, 0, -number, f"</{labels[number]}>"))
    parts, last = [], 0
    for at, _, _, tag in sorted(inserts):
        parts += [_escape(text[last:at]), tag]
        last = at
    parts.append(_escape(text[last:]))
    return _guard_lines("".join(parts))


def _literal(marked: str, piece: re.Match[str]) -> str:
    if piece[1] is not None:
        if int(piece[1], 16) > 0x10FFFF:
            raise _fault(marked, piece.start(), "no such character")
        return chr(int(piece[1], 16))
    if piece[2] is not None:
        if piece[2] not in _ESCAPES:
            raise _fault(marked, piece.start(), f"unknown escape \\{piece[2]}".rstrip())
        return _ESCAPES[piece[2]]
    if piece[4]:
        raise _fault(marked, piece.start(), "a bare '<' (write \\<) or a tag cut by a line end")
    if piece[5]:
        raise _fault(marked, piece.start(), "a backslash with nothing after it")
    return ""


def _apply_tag(
    tag: str, at: int, marked: str, position: int, open_tags: dict[str, tuple[Mark, int]], marks: list[Mark]
) -> None:
    if tag.startswith("/"):
        label = tag[1:]
        if label not in open_tags:
            raise _fault(marked, position, f"</{label}> closes nothing")
        mark, _ = open_tags.pop(label)
        if mark.start == at:
            raise _fault(marked, position, f"<{label}> marks nothing")
        marks.append(Mark(mark.start, at, mark.concept, mark.status, mark.side, mark.level, mark.deciding))
        return
    words = tag.split(" ")
    if words[0] in open_tags:
        raise _fault(marked, position, f"<{words[0]}> is open already (label the second one {words[0]}:2)")
    open_tags[words[0]] = (_mark(words, at, marked, position), position)


def _mark(words: list[str], at: int, marked: str, position: int) -> Mark:
    label = _LABEL.fullmatch(words[0])
    if label is None or label[1] not in CONCEPTS:
        raise _fault(marked, position, f"unknown tag <{words[0]}> (write a literal '<' as \\<)")
    if len(words) < 2 or words[1] not in STATUSES:
        raise _fault(marked, position, f"<{words[0]}> needs a status: {', '.join(STATUSES)}")
    values: dict[str, str] = {}
    deciding = False
    for word in words[2:]:
        name, equals, value = word.partition("=")
        if word == "decides" and not deciding:
            deciding = True
        elif equals and name in _CHOICES and name not in values and value in _CHOICES[name]:
            values[name] = value
        else:
            raise _fault(marked, position, f"<{words[0]}> has a bad or repeated attribute '{word}'")
    return Mark(at, at, label[1], words[1], values.get("side"), values.get("level"), deciding)


def _labels(marks: tuple[Mark, ...]) -> list[str]:
    """A name for each mark that no other mark open at the same time has."""
    labels: list[str] = []
    for number, mark in enumerate(marks):
        taken = {labels[n] for n, other in enumerate(marks[:number]) if other.end >= mark.start}
        label, count = mark.concept, 1
        while label in taken:
            count += 1
            label = f"{mark.concept}:{count}"
        labels.append(label)
    return labels


def _open_tag(mark: Mark, label: str) -> str:
    words = [label, mark.status]
    words += [f"side={mark.side}"] if mark.side else []
    words += [f"level={mark.level}"] if mark.level else []
    words += ["decides"] if mark.deciding else []
    return f"<{' '.join(words)}>"


def _escape(text: str) -> str:
    text = text.replace("\\", "\\\\").replace("<", "\\<")
    return _HIDDEN.sub(lambda hit: _NAMED.get(hit[0], f"\\u{{{ord(hit[0]):x}}}"), text)


def _guard_lines(marked: str) -> str:
    marked = re.sub(r" $", r"\\s", marked, flags=re.MULTILINE)
    marked = re.sub(r"^===", r"\\===", marked, flags=re.MULTILINE)
    body = marked.strip("\n")
    if not body:
        return "\\n" * len(marked)
    head = len(marked) - len(marked.lstrip("\n"))
    tail = len(marked) - len(marked.rstrip("\n"))
    return "\\n" * head + body + "\\n" * tail


def _fault(marked: str, position: int, message: str) -> SampleError:
    return SampleError(f"line {marked.count(chr(10), 0, position) + 1}: {message}")
