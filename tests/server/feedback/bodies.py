"""Feedback requests for the tests."""

from typing import Any

NOTE = "Left hip. The femur was cut below the lesser trochanter."


def body(**change: Any) -> dict[str, Any]:
    """A valid request, with ``change``; a value of ... takes the field out."""
    whole = {
        "text": NOTE,
        "code": "27165",
        "decision": "suggest",
        "side": "left",
        "level": "subtrochanteric",
        "verdict": "accepted",
        "engine": {"version": "0.1.0", "knowledge": "abc123"},
    } | change
    return {name: value for name, value in whole.items() if value is not ...}
