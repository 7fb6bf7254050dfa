"""FHIR JSON: the report inside a DiagnosticReport, DocumentReference, Composition, Binary or Bundle."""

import json
from collections.abc import Iterator
from typing import Any

from nlp.documents.detect import charset_of, detect_format
from nlp.documents.document import Document, DocumentError, Source
from nlp.documents.encoding import decode, well_formed
from nlp.documents.html import read_html
from nlp.documents.layout import Layout
from nlp.documents.loinc import HEADINGS
from nlp.documents.nested import embed, unbase64

_BEST = ("text", "html", "ccda", "docx", "rtf", "pdf")
_REPORTS = ("Composition", "DiagnosticReport", "DocumentReference", "Binary")
_MAX_DEPTH = 32
_SEND = "Send one FHIR resource as JSON."


def read_fhir(data: bytes | str, charset: str | None = None) -> Document:
    """The report in a FHIR resource (JSON, R4 or R5).

    Attachments are alternatives of one report: the first of text, HTML, C-CDA, DOCX, RTF and PDF
    that is there is read; without one, the narrative. A Composition gives its sections, a Bundle the
    first report in it, with Binary resources it refers to. Nothing is fetched: an attachment that is
    only an address is not read. A location has the JSON pointer of the value, ``#`` and the path in it.
    Raises DocumentError for JSON that is broken, and for resources that hold no report.
    """
    resource = _parse(decode(data, charset).removeprefix("\ufeff"))
    reader = _Reader(resource)
    reader.read(resource, "")
    if not reader.layout.length:
        raise DocumentError(
            "the resource holds no text of a report",
            "the resource",
            "Put the note in an attachment's data (base64) or in text.div.",
        )
    return reader.layout.finish("fhir")


def _parse(text: str) -> dict[str, Any]:
    try:
        resource = json.loads(text)
    except json.JSONDecodeError as error:
        raise DocumentError(
            "the JSON is broken",
            f"line {error.lineno}, column {error.colno}",
            "Send one FHIR resource as JSON.",
        ) from None
    except (RecursionError, ValueError):
        raise DocumentError("the JSON nests too deeply", "the document", _SEND) from None
    if not isinstance(resource, dict) or not isinstance(resource.get("resourceType"), str):
        raise DocumentError("the JSON is no FHIR resource", "resourceType", _SEND)
    return resource


class _Reader:
    def __init__(self, root: dict[str, Any]) -> None:
        self.layout = Layout()
        self.binaries = dict(_binaries(root))

    def read(self, resource: dict[str, Any], pointer: str) -> None:
        """Lay out the report in ``resource``, which stands at ``pointer``."""
        kind = resource["resourceType"]
        if kind == "Bundle":
            self._bundle(resource, pointer)
        elif kind == "Composition":
            self._string(resource.get("title"), f"{pointer}/title")
            self._sections(resource.get("section"), f"{pointer}/section", 0)
            if not self.layout.length:
                self._narrative(resource, pointer)
        elif kind == "DiagnosticReport":
            if not self._attachments(_listed(resource, pointer, "presentedForm")):
                self._narrative(resource, pointer)
                self._string(resource.get("conclusion"), f"{pointer}/conclusion")
        elif kind == "DocumentReference":
            forms = (
                (form.get("attachment"), f"{where}/attachment")
                for form, where in _listed(resource, pointer, "content")
            )
            if not self._attachments((form, where) for form, where in forms if isinstance(form, dict)):
                self._narrative(resource, pointer)
        elif kind == "Binary":
            self._attachments([(resource, pointer)])
        else:
            raise DocumentError(
                "the resource is no report",
                f"{pointer}/resourceType",
                f"Send one of {', '.join((*_REPORTS, 'Bundle'))}.",
            )

    def _bundle(self, bundle: dict[str, Any], pointer: str) -> None:
        resources = [
            (entry["resource"], f"{where}/resource")
            for entry, where in _listed(bundle, pointer, "entry")
            if isinstance(entry.get("resource"), dict)
        ]
        for kind in _REPORTS:
            for resource, where in resources:
                if resource.get("resourceType") == kind:
                    self.read(resource, where)
                    return

    def _sections(self, sections: Any, pointer: str, depth: int) -> None:
        if depth > _MAX_DEPTH:
            raise DocumentError(
                "the sections nest too deeply", pointer, f"Nest them at most {_MAX_DEPTH} deep."
            )
        for index, section in enumerate(sections if isinstance(sections, list) else ()):
            if isinstance(section, dict):
                where = f"{pointer}/{index}"
                self._heading(section, where)
                self._narrative(section, where)
                self._sections(section.get("section"), f"{where}/section", depth + 1)

    def _heading(self, section: dict[str, Any], pointer: str) -> None:
        title = section.get("title")
        known = next((HEADINGS[code] for code in _codes(section) if code in HEADINGS), None)
        self.layout.break_line(2)
        if known:
            self.layout.insert(f"{known}:")
        elif isinstance(title, str) and title.strip():
            self._string(title, f"{pointer}/title")
            if not title.rstrip().endswith(":"):
                self.layout.insert(":")
        self.layout.break_line()

    def _narrative(self, resource: dict[str, Any], pointer: str) -> None:
        text = resource.get("text")
        div = text.get("div") if isinstance(text, dict) and text.get("status") != "empty" else None
        if isinstance(div, str) and div.strip():
            embed(self.layout, read_html(div), f"{pointer}/text/div")
            self.layout.break_line()

    def _string(self, value: Any, pointer: str) -> None:
        if isinstance(value, str):
            self.layout.break_line()
            self.layout.write(Source(well_formed(value), pointer), preserve=True)

    def _attachments(self, attachments: Any) -> bool:
        """Read the best of the attachments that hold data; False if none does."""
        from nlp.documents import read

        best: tuple[int, str, bytes, dict[str, Any], str] | None = None
        for attachment, pointer in attachments:
            attachment, pointer = self._resolve(attachment, pointer)
            data = attachment.get("data")
            if not isinstance(data, str) or not data:
                continue
            content = unbase64(data, f"{pointer}/data")
            format = detect_format(_content_type(attachment), content)
            rank = _BEST.index(format) if format in _BEST else len(_BEST)
            if best is None or rank < best[0]:
                best = rank, format, content, attachment, f"{pointer}/data"
        if best is None:
            return False
        _, format, content, attachment, where = best
        if format == "fhir":
            raise DocumentError("the attachment is FHIR again", where, "Attach the note itself.")
        self.layout.break_line(2)
        embed(self.layout, read(content, format, charset_of(_content_type(attachment))), where)
        return True

    def _resolve(self, attachment: dict[str, Any], pointer: str) -> tuple[dict[str, Any], str]:
        """The Binary of this Bundle that ``attachment`` refers to, or ``attachment`` itself."""
        url = attachment.get("url")
        if "data" in attachment or not isinstance(url, str):
            return attachment, pointer
        return self.binaries.get(url, (attachment, pointer))


def _binaries(root: dict[str, Any]) -> Iterator[tuple[str, tuple[dict[str, Any], str]]]:
    """The Binary resources of a Bundle, by each address under which they may be referred to."""
    for entry, where in _listed(root, "", "entry"):
        resource = entry.get("resource")
        if isinstance(resource, dict) and resource.get("resourceType") == "Binary":
            for address in (entry.get("fullUrl"), f"Binary/{resource.get('id')}"):
                if isinstance(address, str):
                    yield address, (resource, f"{where}/resource")


def _listed(resource: dict[str, Any], pointer: str, name: str) -> Iterator[tuple[dict[str, Any], str]]:
    values = resource.get(name)
    for index, value in enumerate(values if isinstance(values, list) else ()):
        if isinstance(value, dict):
            yield value, f"{pointer}/{name}/{index}"


def _content_type(attachment: dict[str, Any]) -> str | None:
    value = attachment.get("contentType")
    return value if isinstance(value, str) else None


def _codes(section: dict[str, Any]) -> Iterator[str]:
    code = section.get("code")
    codings = code.get("coding") if isinstance(code, dict) else None
    for coding in codings if isinstance(codings, list) else ():
        if isinstance(coding, dict) and isinstance(coding.get("code"), str):
            yield coding["code"]
