"""How schemathesis writes the bodies that are not JSON, and which of its cases say nothing."""

from typing import Any

import schemathesis

TEXT_TYPES = ("text/plain", "text/html", "application/xml", "application/rtf", "application/x-ndjson")


@schemathesis.serializer(*TEXT_TYPES)
def as_text(context: Any, value: Any) -> bytes:
    """The value itself, not wrapped in anything."""
    return value if isinstance(value, bytes) else str(value).encode("utf-8", "surrogatepass")


@schemathesis.hook
def filter_case(context: Any, case: Any) -> bool:
    """Leave out wrong types for a body of text: on the wire every value is text, so none is wrong."""
    if case.media_type not in TEXT_TYPES or case.meta is None:
        return True
    return all(
        info.mode.is_positive for place, info in case.meta.components.items() if str(place.value) == "body"
    )
