"""Example requests for the OpenAPI document; a test sends every one of them."""

from collections.abc import Mapping
from typing import Any

from pydantic import BaseModel

from server.schemas.annotate import AnnotateRequest

NOTE = (
    "PROCEDURE: Right proximal femoral varus derotation osteotomy with blade plate fixation.\n\n"
    "DESCRIPTION OF PROCEDURE: Through a lateral approach the proximal femur was exposed. An oscillating saw "
    "was used to complete an intertrochanteric osteotomy of the right femur. The fragments "
    "were fixed with a blade plate."
)
PAGE = f"<html><body><h1>Operative note</h1><p>{NOTE}</p></body></html>"
CCDA = (
    '<?xml version="1.0"?><ClinicalDocument xmlns="urn:hl7-org:v3"><component><structuredBody><component>'
    "<section>"
    '<code code="29554-3" codeSystem="2.16.840.1.113883.6.1"/>'
    "<title>Procedure Description</title>"
    f"<text><paragraph>{NOTE}</paragraph></text>"
    "</section></component></structuredBody></component></ClinicalDocument>"
)
RTF = "{\\rtf1\\ansi " + NOTE.replace("\n\n", "\\par ") + "}"
ROWS = (
    '{"id": "note-1", "text": "An intertrochanteric osteotomy of the left femur was completed."}\n'
    '{"id": "note-2", "text": ""}\n'
    '{"id": "note-3"}\n'
)


class Body:
    """One media type of a request body: a model, or text with a description; and named examples."""

    def __init__(
        self, examples: Mapping[str, Any], model: type[BaseModel] | None = None, description: str = ""
    ) -> None:
        self.examples, self.model, self.description = examples, model, description


ANNOTATE_BODIES: Mapping[str, Body] = {
    "application/json": Body(
        {
            "plain text": {"text": NOTE},
            "for JavaScript": {"text": "\U0001f9b4 " + NOTE, "offsets": "utf16"},
            "a web page, marked": {"text": PAGE, "format": "html", "offsets": "utf16", "render": "html"},
            "nothing to find": {"text": "Carpal tunnel release, right."},
            "empty": {"text": ""},
        },
        model=AnnotateRequest,
    ),
    "text/plain": Body({"note": NOTE}, description="The note itself."),
    "text/html": Body({"page": PAGE}, description="A page or a pasted fragment."),
    "application/xml": Body({"document": CCDA}, description="A C-CDA Operative Note."),
    "application/rtf": Body({"document": RTF}, description="A Rich Text document."),
    "multipart/form-data": Body(
        {}, description="One file in the field `file`; `format`, `offsets` and `render` as further fields."
    ),
}
BATCH_BODIES: Mapping[str, Body] = {
    "application/x-ndjson": Body(
        {"three rows, one bad": ROWS},
        description="One JSON object a line, with `text` and an optional `id`; other fields are ignored.",
    ),
}
