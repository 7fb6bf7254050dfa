"""Inputs to start from, and the words that a fuzzer would take long to find."""

from pathlib import Path

from nlp.documents.tags import words
from tests.documents import made
from tests.documents.payloads import PAYLOADS
from tests.documents.test_html import TEXTS

NOTE = """PREOPERATIVE DIAGNOSIS: Left hip dysplasia.
PROCEDURE: Left varus derotation osteotomy.
DESCRIPTION OF PROCEDURE: The lateral proximal femur was exposed. A saw cut was made at the level of
the lesser trochanter and the osteotomy was completed. The distal fragment was rotated 30 degrees and
fixed with a blade plate. No pelvic osteotomy was performed. s/p right femoral osteotomy 2018.
"""
RTF = (
    r"{\rtf1\ansi\ansicpg1252{\fonttbl{\f0\fcharset204 Arial;}}\f0\b PROCEDURE:\b0  \'cf\u8217?s\par "
    r"{\v hidden}\trowd a\cell b\cell\row{\*\x y}{\pict\bin3 abc}}"
)
WORD = "<w:p><w:pPr><w:numPr/></w:pPr><w:r><w:rPr><w:strike/></w:rPr><w:t>a</w:t></w:r><w:t>b</w:t></w:p>"
CDA = made.ccda(made.section("10219-4", "Dx", "<paragraph>Hip<br/>x</paragraph><list><item>y</item></list>"))
FHIR = [
    made.fhir("DiagnosticReport", presentedForm=[made.attachment("<p>a", "text/html")], conclusion="b"),
    made.fhir("DocumentReference", content=[{"attachment": made.attachment(RTF, "application/rtf")}]),
    made.fhir("Composition", title="t", section=[{"title": "x", "text": {"div": "<div>y</div>"}}]),
    made.fhir("Bundle", entry=[{"resource": {"resourceType": "Binary", "data": "YQ==", "id": "1"}}]),
]
HTML = [html.encode("utf-8", "replace") for html, _ in TEXTS.values()]
SEEDS: dict[str, list[bytes]] = {
    "text": [NOTE.encode(), NOTE.encode("utf-16"), b"caf\xe9"],
    "html": HTML,
    "render": [b"\x40" + one for one in HTML]
    + [b"\x10" + one.encode("utf-8", "replace") for one in PAYLOADS],
    "ccda": [CDA.encode()],
    "rtf": [RTF.encode()],
    "pdf": [made.pdf("a\nb"), made.pdf("", "x")],
    "docx": [b"\x00" + f"{made.WORDS}{WORD}</w:body></w:document>".encode(), b"\xff" + made.docx(WORD)],
    "fhir": [one.encode() for one in FHIR],
    "annotate": [NOTE.encode(), *(line.encode() for line in NOTE.splitlines())],
}
_TAGS = words(
    "div p br ul ol li table tr th td pre textarea script style select option input dl dt dd svg template"
)
WORDS: dict[str, list[str]] = {
    "html": ["<!--", "-->", "&amp;", *(f"<{tag}>" for tag in _TAGS), *(f"</{tag}>" for tag in _TAGS)],
    "ccda": [
        "<section>",
        "<text>",
        "<title>",
        "<nonXMLBody>",
        'representation="B64"',
        "<![CDATA[",
        "<!DOCTYPE",
    ],
    "rtf": ["\\par ", "\\u8217?", "\\'e9", "\\cell ", "\\row ", "{\\*\\", "\\bin9 ", "\\v ", "\\uc2 "],
    "pdf": ["endobj", "stream", "/FlateDecode", "/Kids", "/Parent", "xref", "/ObjStm", "<<", ">>"],
    "docx": ["<w:p>", "<w:t>", "<w:tbl>", "<w:tr>", "<w:tc>", "<w:br/>", "<w:del>", "<w:vanish/>"],
    "fhir": ['"resourceType":', '"Bundle"', '"entry":[', '"data":', '"contentType":', '"text/html"'],
    "annotate": [*words("osteotomy femoral left not s/p subtrochanteric PROCEDURE: cm addendum"), "\n"],
}
WORDS["render"] = WORDS["html"]


def plant(target: str, folder: Path) -> list[str]:
    """Write seeds and words of ``target`` into ``folder``; the arguments that make the fuzzer use them."""
    corpus = folder / target / "corpus"
    corpus.mkdir(parents=True, exist_ok=True)
    for number, seed in enumerate(SEEDS[target]):
        (corpus / f"seed-{number}").write_bytes(seed)
    arguments = [str(corpus)]
    if target in WORDS:
        target_words = folder / target / "words"
        target_words.write_text("".join(f'"{_escaped(word)}"\n' for word in WORDS[target]))
        arguments.append(f"-dict={target_words}")
    return arguments


def _escaped(word: str) -> str:
    return word.replace("\\", "\\\\").replace('"', '\\"').replace("\n", "\\x0a")
