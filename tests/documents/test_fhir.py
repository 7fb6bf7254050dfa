import json

import pytest
from hypothesis import given
from hypothesis import strategies as st

from nlp.documents import DocumentError, Location, read
from tests.documents.made import attachment, ccda, docx, fhir, pdf, section

PLAIN = attachment("one\ntwo", "text/plain; charset=utf-8")
DIV = {"status": "generated", "div": "<div xmlns='http://www.w3.org/1999/xhtml'><p>a <b>b</b></p></div>"}


def loinc(code: str) -> dict[str, object]:
    """A CodeableConcept."""
    return {"coding": [{"system": "http://loinc.org", "code": code}]}


BINARY = {"resourceType": "Binary", "id": "1", **PLAIN}
REFERENCE = {
    "resourceType": "DocumentReference",
    "content": [{"attachment": {"contentType": "text/plain", "url": "Binary/1"}}],
}
TEXTS = {
    "report": (fhir("DiagnosticReport", presentedForm=[PLAIN]), "one\ntwo"),
    "report in html": (
        fhir("DiagnosticReport", presentedForm=[attachment("<p>a<p>b", "text/html")]),
        "a\n\nb",
    ),
    "best of three": (
        fhir(
            "DiagnosticReport",
            presentedForm=[attachment(pdf("x"), "application/pdf"), attachment("<p>a", "text/html"), PLAIN],
        ),
        "one\ntwo",
    ),
    "attachment of every kind: pdf": (
        fhir("DiagnosticReport", presentedForm=[attachment(pdf("x"), "application/pdf")]),
        "x",
    ),
    "attachment of every kind: rtf": (
        fhir("DiagnosticReport", presentedForm=[attachment("{\\rtf1 x}", "text/rtf")]),
        "x",
    ),
    "attachment of every kind: ccda": (
        fhir(
            "DiagnosticReport", presentedForm=[attachment(ccda(section("1-1", "T", "x")), "application/xml")]
        ),
        "T:\nx",
    ),
    "attachment of every kind: docx": (
        fhir("DiagnosticReport", presentedForm=[attachment(docx("<w:p><w:r><w:t>x</w:t></w:r></w:p>"), "")]),
        "x",
    ),
    "charset": (
        fhir(
            "DiagnosticReport",
            presentedForm=[attachment("бедро".encode("koi8-r"), "text/plain; charset=koi8-r")],
        ),
        "бедро",
    ),
    "narrative and conclusion": (fhir("DiagnosticReport", text=DIV, conclusion="c\nd"), "a b\nc\nd"),
    "attachment without data": (
        fhir("DiagnosticReport", presentedForm=[{"url": "http://x"}], text=DIV),
        "a b",
    ),
    "empty narrative": (
        fhir("DiagnosticReport", text={"status": "empty", "div": "<div>x</div>"}, conclusion="c"),
        "c",
    ),
    "reference": (fhir("DocumentReference", content=[{"attachment": PLAIN}]), "one\ntwo"),
    "reference with narrative": (fhir("DocumentReference", content=[], text=DIV), "a b"),
    "binary": (fhir("Binary", **PLAIN), "one\ntwo"),
    "composition": (
        fhir(
            "Composition",
            title="Op note",
            section=[
                {"title": "Dx", "code": loinc("10219-4"), "text": DIV},
                {"title": "Team", "text": DIV, "section": [{"title": "Sub:", "text": DIV}]},
                {"text": {"div": "<div>z</div>"}},
            ],
        ),
        "Op note\n\nPREOPERATIVE DIAGNOSIS:\na b\n\nTeam:\na b\n\nSub:\na b\n\nz",
    ),
    "composition without sections": (fhir("Composition", text=DIV), "a b"),
    "bundle": (
        fhir("Bundle", entry=[{"resource": {"resourceType": "Patient"}}, {"resource": BINARY}]),
        "one\ntwo",
    ),
    "bundle with a reference": (
        fhir("Bundle", entry=[{"resource": REFERENCE}, {"resource": BINARY}]),
        "one\ntwo",
    ),
    "bundle by fullUrl": (
        fhir(
            "Bundle",
            entry=[
                {"resource": {"resourceType": "DiagnosticReport", "presentedForm": [{"url": "urn:uuid:7"}]}},
                {"fullUrl": "urn:uuid:7", "resource": BINARY},
            ],
        ),
        "one\ntwo",
    ),
    "bundle prefers the composition": (
        fhir(
            "Bundle",
            entry=[{"resource": REFERENCE}, {"resource": {"resourceType": "Composition", "title": "t"}}],
        ),
        "t",
    ),
    "mark": ("\ufeff" + fhir("Binary", **PLAIN), "one\ntwo"),
}


@pytest.mark.parametrize("name", TEXTS)
def test_fhir_text(name) -> None:
    resource, expected = TEXTS[name]
    assert read(resource, "fhir").text == expected
    assert read(resource.encode(), "fhir").text == expected


@pytest.mark.parametrize(
    ("name", "phrase", "path", "start"),
    [
        ("report", "two", "/presentedForm/0/data", 4),
        ("report in html", "b", "/presentedForm/0/data#/html[1]/body[1]/p[2]/text()[1]", 0),
        ("best of three", "one", "/presentedForm/2/data", 0),
        ("narrative and conclusion", "d", "/conclusion", 2),
        ("narrative and conclusion", "b", "/text/div#/html[1]/body[1]/div[1]/p[1]/b[1]/text()[1]", 0),
        ("reference", "two", "/content/0/attachment/data", 4),
        ("composition", "Op note", "/title", 0),
        ("composition", "Sub", "/section/1/section/0/title", 0),
        ("bundle with a reference", "one", "/entry/1/resource/data", 0),
        ("attachment of every kind: pdf", "x", "/presentedForm/0/data#/page[1]", 0),
    ],
)
def test_fhir_locates_phrases(name, phrase, path, start) -> None:
    document = read(TEXTS[name][0], "fhir")
    offset = document.text.index(phrase)
    assert document.locate(offset, offset + len(phrase)) == [Location(path, start, start + len(phrase))]


@pytest.mark.parametrize(
    ("resource", "what", "where"),
    [
        ("", "the JSON is broken", "line 1, column 1"),
        ('{"resourceType":\n"Binary"', "the JSON is broken", "line 2, column 9"),
        ("[" * 100_000, "the JSON nests too deeply", "the document"),
        ("[]", "the JSON is no FHIR resource", "resourceType"),
        ('{"resourceType": 1}', "the JSON is no FHIR resource", "resourceType"),
        (fhir("Patient"), "the resource is no report", "/resourceType"),
        (fhir("DiagnosticReport"), "the resource holds no text of a report", "the resource"),
        (
            fhir("Bundle", entry=[{"resource": REFERENCE}]),
            "the resource holds no text of a report",
            "the resource",
        ),
        (fhir("Binary", data="?"), "the attached data is not base64", "/data"),
        (
            fhir("Binary", **attachment(fhir("Binary", **PLAIN), "application/fhir+json")),
            "the attachment is FHIR again",
            "/data",
        ),
        (
            fhir("Binary", **attachment("x", "image/png")),
            "no reader takes this type",
            "the declared content type",
        ),
        (fhir("Binary", **attachment("<a>", "application/cda+xml")), "the XML is not well-formed", "line 1"),
        (
            json.dumps(
                {"resourceType": "Composition", "section": json.loads('[{"section":' * 40 + "[]" + "}]" * 40)}
            ),
            "the sections nest too deeply",
            "/section",
        ),
    ],
    ids=range(13),
)
def test_fhir_refuses(resource, what, where) -> None:
    with pytest.raises(DocumentError) as caught:
        read(resource, "fhir")
    assert caught.value.what.startswith(what)
    assert caught.value.where.startswith(where)


JSON = st.recursive(
    st.none()
    | st.booleans()
    | st.integers()
    | st.text(max_size=5)
    | st.just(PLAIN)
    | st.just(DIV)
    | st.just(BINARY),
    lambda values: (
        st.lists(values, max_size=3)
        | st.dictionaries(
            st.sampled_from(
                [
                    "text",
                    "div",
                    "section",
                    "entry",
                    "resource",
                    "content",
                    "attachment",
                    "presentedForm",
                    "data",
                    "url",
                    "title",
                    "code",
                    "coding",
                ]
            ),
            values,
            max_size=4,
        )
    ),
    max_leaves=12,
)
KINDS = st.sampled_from(
    ["DiagnosticReport", "DocumentReference", "Composition", "Binary", "Bundle", "Patient"]
)


@given(
    KINDS,
    st.dictionaries(
        st.sampled_from(["text", "section", "entry", "content", "presentedForm", "data", "title"]), JSON
    ),
)
def test_fhir_any_resource_is_read_or_refused(kind, fields) -> None:
    try:
        document = read(fhir(kind, **fields), "fhir")
    except DocumentError as error:
        assert error.what and error.fix
        return
    assert document.locate(0, len(document.text)) is not None


@given(st.binary(max_size=100))
def test_fhir_any_bytes_are_refused(data) -> None:
    with pytest.raises(DocumentError):
        read(data, "fhir")
