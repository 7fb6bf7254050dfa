"""Documents made for the tests, annotations by hand, and an independent way to follow a location."""

import base64
import io
import json
import re
import zipfile
import zlib
from typing import Any

from bs4 import BeautifulSoup
from bs4.element import CData, PreformattedString, Tag

from nlp.annotation import Annotation, Concept, DocumentInfo, Engine, Suggestion
from nlp.documents import Document

WORDS = '<w:document xmlns:w="http://schemas.openxmlformats.org/wordprocessingml/2006/main"><w:body>'
CDA = '<ClinicalDocument xmlns="urn:hl7-org:v3"><component><structuredBody>'


def annotation(text: str, *phrases: str, offsets: str = "codepoint", **fields: Any) -> Annotation:
    """An annotation that marks the first place of each of ``phrases`` in ``text``."""
    concepts = []
    for number, phrase in enumerate(phrases):
        start = text.index(phrase)
        concepts.append(concept(number, start, start + len(phrase), phrase))
    return Annotation.model_validate(
        {
            "engine": Engine(version="0", knowledge="0"),
            "offsets": offsets,
            "document": DocumentInfo(kind="operative_report", episodes=[], sections=[]),
            "concepts": concepts,
            "suggestions": fields.get("suggestions", []),
            "ruled_out": [],
        }
    )


def concept(number: int, start: int, end: int, text: str = "") -> Concept:
    """A performed femoral osteotomy at ``start``..``end``."""
    return Concept(
        id=number,
        start=start,
        end=end,
        text=text,
        concept="femoral_osteotomy",
        status="performed",
        side="left",
        level="none",
        section="description",
        rule="made",
    )


def suggestion(*evidence: int) -> Suggestion:
    """27165, resting on the concepts ``evidence``."""
    return Suggestion(
        code="27165",
        decision="suggest",
        side="left",
        level="none",
        modifiers=[],
        reason="made",
        evidence=list(evidence),
        against=[],
        questions=[],
    )


def section(code: str, title: str, text: str, more: str = "") -> str:
    """One section of a C-CDA body."""
    return (
        f'<component><section><code code="{code}" codeSystem="2.16.840.1.113883.6.1"/>'
        f"<title>{title}</title><text>{text}</text>{more}</section></component>"
    )


def ccda(*sections: str) -> str:
    """A ClinicalDocument of ``sections``."""
    return f"{CDA}{''.join(sections)}</structuredBody></component></ClinicalDocument>"


def narrative(text: str) -> str:
    """A C-CDA of one section, titled T, with ``text`` for its narrative."""
    return ccda(section("1-1", "T", text))


def other_body(content: str, **attributes: str) -> str:
    """A C-CDA whose body is no XML."""
    kept = "".join(f' {name}="{value}"' for name, value in attributes.items())
    body = f"<nonXMLBody><text{kept}>{content}</text></nonXMLBody></component></ClinicalDocument>"
    return CDA.removesuffix("<structuredBody>") + body


def docx(body: str, part: str = "word/document.xml") -> bytes:
    """A Word document of the paragraphs in ``body``."""
    return zipped(f"{WORDS}{body}</w:body></w:document>".encode(), part)


def zipped(content: bytes, part: str = "word/document.xml") -> bytes:
    """A zip file of one part."""
    file = io.BytesIO()
    with zipfile.ZipFile(file, "w", zipfile.ZIP_DEFLATED) as archive:
        archive.writestr(part, content)
    return file.getvalue()


def pdf(*pages: str) -> bytes:
    """A PDF with a page for each of ``pages``, a line of Helvetica for each of its lines."""
    kids = " ".join(f"{4 + 2 * number} 0 R" for number in range(len(pages)))
    objects = [
        "<< /Type /Catalog /Pages 2 0 R >>",
        f"<< /Type /Pages /Kids [{kids}] /Count {len(pages)} >>",
        "<< /Type /Font /Subtype /Type1 /BaseFont /Helvetica >>",
    ]
    for number, page in enumerate(pages):
        lines = "".join(f"({line}) Tj 0 -14 Td " for line in page.split("\n")) if page else ""
        stream = f"BT /F1 12 Tf 72 700 Td {lines}ET"
        objects.append(
            "<< /Type /Page /Parent 2 0 R /MediaBox [0 0 612 792] "
            f"/Resources << /Font << /F1 3 0 R >> >> /Contents {5 + 2 * number} 0 R >>"
        )
        objects.append(f"<< /Length {len(stream)} >>\nstream\n{stream}\nendstream")
    return _numbered(objects)


def packed_pdf(content: bytes, pages: int) -> bytes:
    """A PDF of ``pages`` pages that share one compressed stream of drawing instructions."""
    font = "<< /Type /Font /Subtype /Type1 /BaseFont /Helvetica >>"
    return _repeated(pages, "/Font << /F1 3 0 R >>", font, _packed(content))


def form_pdf(form: bytes, calls: int, pages: int) -> bytes:
    """A PDF of ``pages`` pages that each draw the same compressed form ``calls`` times."""
    head = "/Type /XObject /Subtype /Form /Resources << >>"
    return _repeated(pages, "/XObject << /X 3 0 R >>", _packed(form, head), _packed(b"/X Do " * calls))


def font_pdf(mapping: bytes, widths: str, fonts: int, pages: int) -> bytes:
    """A PDF of ``pages`` pages with ``fonts`` names each for one font of this mapping and these widths."""
    font = "/Type /Font /Subtype /Type0 /BaseFont /A /Encoding /Identity-H /DescendantFonts [5 0 R]"
    inner = f"<< /Type /Font /Subtype /CIDFontType2 /BaseFont /A /W {widths} /DW 1000 >>"
    names = " ".join(f"/F{number} 3 0 R" for number in range(fonts))
    content = _packed(b"BT /F0 12 Tf <0041> Tj ET")
    return _repeated(
        pages, f"/Font << {names} >>", f"<< {font} /ToUnicode 6 0 R >>", content, inner, _packed(mapping)
    )


def _repeated(pages: int, resources: str, third: str, contents: str, *more: str) -> bytes:
    """Pages that share their resources, which lead to object 3, and their contents, object 4."""
    first = 5 + len(more)
    kids = " ".join(f"{first + number} 0 R" for number in range(pages))
    tree = f"<< /Type /Pages /Kids [{kids}] /Count {pages} >>"
    shared = f"/MediaBox [0 0 9 9] /Resources << {resources} >> /Contents 4 0 R"
    page = f"<< /Type /Page /Parent 2 0 R {shared} >>"
    return _numbered(["<< /Type /Catalog /Pages 2 0 R >>", tree, third, contents, *more, *[page] * pages])


def _packed(content: bytes, head: str = "") -> str:
    packed = zlib.compress(content, 9).decode("latin-1")
    return f"<< {head} /Length {len(packed)} /Filter /FlateDecode >>\nstream\n{packed}\nendstream"


def _numbered(objects: list[str]) -> bytes:
    out = b"%PDF-1.4\n"
    places = []
    for number, body in enumerate(objects, 1):
        places.append(len(out))
        out += f"{number} 0 obj\n{body}\nendobj\n".encode("latin-1")
    table = "".join(f"{place:010} 00000 n \n" for place in places)
    size = len(objects) + 1
    end = f"xref\n0 {size}\n0000000000 65535 f \n{table}trailer\n<< /Size {size} /Root 1 0 R >>\n"
    return out + f"{end}startxref\n{len(out)}\n%%EOF".encode()


def attachment(content: str | bytes, content_type: str) -> dict[str, str]:
    """A FHIR attachment."""
    data = content.encode() if isinstance(content, str) else content
    return {"contentType": content_type, "data": base64.b64encode(data).decode()}


def fhir(kind: str, **fields: Any) -> str:
    """A FHIR resource as JSON."""
    return json.dumps({"resourceType": kind, **fields})


def follow(tree: BeautifulSoup, path: str) -> str:
    """The string at an XPath of the kind that locations have."""
    node: Any = tree
    for step in path.strip("/").split("/"):
        if step.startswith("@"):
            return str(node[step[1:]])
        match = re.fullmatch(r"(\*|text\(\)|[a-z0-9]+)\[(\d+)\]", step)
        assert match is not None, step
        node = [child for child in node.contents if _fits(child, match[1])][int(match[2]) - 1]
    return str(node)


def _fits(node: Any, test: str) -> bool:
    if test == "text()":
        return isinstance(node, CData) or not isinstance(node, Tag | PreformattedString)
    return isinstance(node, Tag) and test in ("*", node.name)


def check_map(document: Document, source_of: Any) -> None:
    """Every character of the text leads to the same character of its source, and order is kept.

    ``source_of`` gives the string at a path. Characters without a place are structure.
    """
    text = document.text
    structure = ""
    for offset, character in enumerate(text):
        places = document.locate(offset, offset + 1)
        assert len(places) <= 1
        if not places:
            structure += character
            continue
        found = source_of(places[0].path)[places[0].start : places[0].end]
        same = found == character or (found.isspace() and character.isspace())
        assert same or found.startswith("\\"), (offset, places)
    assert not re.sub(r"[A-Z ]+:|[-\[\]x:.\d\s]", "", structure), structure
    whole = document.locate(0, len(text))
    assert bool(whole) == bool(document.pieces)
