"""Convert offsets between code points (Python) and UTF-16 units (JavaScript, Java, .NET)."""

from typing import Any

from nlp.annotation import Annotation


def utf16_index(text: str) -> list[int] | None:
    """Map each code point offset of ``text`` (0..len) to its UTF-16 offset; None if they are equal."""
    if not text or max(text) <= "\uffff":
        return None
    index, unit = [0], 0
    for character in text:
        unit += 2 if character > "\uffff" else 1
        index.append(unit)
    return index


def to_utf16(annotation: Annotation, text: str) -> Annotation:
    """Return ``annotation`` of ``text`` with every ``start``/``end`` in UTF-16 units."""
    index = utf16_index(text)
    data = annotation.to_dict()
    data["offsets"] = "utf16"
    if index is not None:
        _shift(data, index)
    return Annotation.model_validate(data)


def _shift(node: Any, index: list[int]) -> None:
    if isinstance(node, dict):
        for key, value in node.items():
            if key in ("start", "end"):
                node[key] = index[value]
            else:
                _shift(value, index)
    elif isinstance(node, list):
        for item in node:
            _shift(item, index)
