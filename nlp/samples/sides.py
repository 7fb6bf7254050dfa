"""Swap left and right in a note, leaving the verb "left", "right angles" and the lesser trochanter alone."""

import re

# "was left in place", "left open", "right angle": no sides.
_NO_SIDE = re.compile(
    r"\b(?:was|were|is|are|be|been|being|has|have|had|he|she|they|patient|we|and|then|only|both|all)\s+left"
    r"(?!\s+(?:hip|femur|femoral|leg|lower|thigh|knee|side|proximal|pelvi|acetab|iliac|foot|ankle|tibia))"
    r"|\bleft\s+(?:in|alone|open|intact|undisturbed|untouched|undivided|unfixed|as|for|a|the|to|behind|out|over"
    r"|until|attached|uncut|unclosed|free|loose|is\s+to|with|at|unopened|theatre|hospital|untreated|unrepaired)\b"
    r"|\bright[\s-]+(?:angles?|angled|away|after|before|hand(?:ed)?|at|up|down|through|along|across|through)\b"
    r"|\b(?:all|alright|just|about)\s+right\b|\bright,?\s+so\b",
    re.IGNORECASE,
)
_BONE = r"(?=[\s.,:;/()-]*(?:hip|fem|leg|thigh|knee|side|prox|pelvi|acetab|iliac|VDRO|PFO|lower))"
_WORDS = re.compile(
    r"\b(?P<word>left|right)(?P<tail>(?:[-\s]?sided|ward|wards|ly|s)?)\b"
    r"|(?P<open>[(\[])(?P<paren>L|R|Lt|Rt|LT|RT)(?P<close>[)\]])"
    rf"|(?<![\w.])(?P<abbr>L|R|Lt|Rt|LT|RT|lt|rt){_BONE}(?![\w])",
    re.IGNORECASE,
)
_UNSURE = re.compile(r"(?<![\w.-])(?:LT|RT|Lt|Rt|lt|rt|L|R|LHS|RHS|LLE|RLE|lat?eral side)(?![\w])")
_OTHER = {"left": "right", "right": "left", "l": "r", "r": "l", "lt": "rt", "rt": "lt"}
SWAPPED = {"left": "right", "right": "left"}


def swap_sides(text: str) -> str | None:
    """Return ``text`` with its sides swapped, or None where a word may or may not be a side."""
    spared = [(hit.start(), hit.end()) for hit in _NO_SIDE.finditer(text)]
    parts, last = [], 0
    for hit in _WORDS.finditer(text):
        if any(start < hit.end() and hit.start() < end for start, end in spared):
            continue
        parts += [text[last : hit.start()], _swap(hit)]
        last = hit.end()
    rest = [*parts[::2], text[last:]]
    if not parts or any(_UNSURE.search(part) for part in rest):
        return None
    return "".join([*parts, text[last:]])


def _swap(hit: re.Match[str]) -> str:
    name = "word" if hit["word"] else "paren" if hit["paren"] else "abbr"
    old = hit[name]
    new = _OTHER[old.lower()]
    if old.isupper():
        new = new.upper()
    elif old[0].isupper():
        new = new.capitalize()
    return f"{hit['open'] or ''}{new}{hit['close'] or ''}{hit['tail'] or ''}"
