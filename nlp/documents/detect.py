"""Which reader a document needs: by its declared type, and by its first bytes."""

from nlp.documents.document import DocumentError

_TYPES = {
    "text/plain": "text",
    "text/html": "html",
    "application/xhtml+xml": "html",
    "application/rtf": "rtf",
    "text/rtf": "rtf",
    "application/x-rtf": "rtf",
    "application/pdf": "pdf",
    "application/x-pdf": "pdf",
    "application/vnd.openxmlformats-officedocument.wordprocessingml.document": "docx",
    "application/fhir+json": "fhir",
    "application/json+fhir": "fhir",
    "application/cda+xml": "ccda",
    "application/hl7-cda+xml": "ccda",
    "application/hl7-v3+xml": "ccda",
}
_MAGIC = ((b"%PDF-", "pdf"), (b"{\\rtf", "rtf"), (b"PK\x03\x04", "docx"))
_VAGUE = frozenset(
    {"", "application/octet-stream", "binary/octet-stream", "application/xml", "text/xml", "application/json"}
)
_HEAD = 4096


def detect_format(content_type: str | None, head: bytes | str) -> str:
    """The format of a document, for ``nlp.documents.read``.

    ``content_type`` is a MIME type, parameters allowed, or None; ``head`` the first bytes or characters
    (4,096 are enough). Bytes that can only be RTF, PDF or a zip file win over a declared ``text/plain``.
    Raises DocumentError if the type is one that no reader takes.
    """
    declared = (content_type or "").partition(";")[0].strip().lower()
    start = _ascii_head(head)
    for magic, format in _MAGIC:
        if start.startswith(magic) and (declared in _VAGUE or declared == "text/plain"):
            return format
    if declared in _TYPES:
        return _TYPES[declared]
    if declared not in _VAGUE and not declared.startswith("text/"):
        raise DocumentError(
            "no reader takes this type of document",
            "the declared content type",
            "Send text, HTML, C-CDA, RTF, PDF, DOCX or FHIR JSON, or name the format.",
        )
    return _sniff(start, declared)


def charset_of(content_type: str | None) -> str | None:
    """The ``charset`` parameter of a content type, if it has one."""
    for parameter in (content_type or "").split(";")[1:]:
        name, _, value = parameter.partition("=")
        if name.strip().lower() == "charset":
            return value.strip().strip("\"'") or None
    return None


def _ascii_head(head: bytes | str) -> bytes:
    if isinstance(head, str):
        head = head[:_HEAD].encode("ascii", "replace")
    head = head[:_HEAD].replace(b"\x00", b"") if head[:2] in (b"\xff\xfe", b"\xfe\xff") else head[:_HEAD]
    return head.lstrip(b"\xef\xbb\xbf\xff\xfe \t\r\n\x0c")


def _sniff(start: bytes, declared: str) -> str:
    lowered = start.lower()
    if declared == "text/plain":
        return "text"
    if b"urn:hl7-org:v3" in lowered or b"<clinicaldocument" in lowered:
        return "ccda"
    if start.startswith(b"{") and b'"resourceType"' in start:
        return "fhir"
    if lowered.startswith((b"<!doctype html", b"<html")) or (b"<html" in lowered and start.startswith(b"<")):
        return "html"
    if declared in ("application/xml", "text/xml"):
        return "ccda"
    if declared == "application/json":
        return "fhir"
    return "text"
