"""Texts that the tests of the service send. Each holds CANARY words, which no log line may ever show."""

CANARY = ("quillfeather", "zanthorpe", "brindlewick")
WORDS = " ".join(CANARY)
NOTE = (
    f"PROCEDURE: Right proximal femoral osteotomy ({WORDS}).\n"
    "DESCRIPTION OF PROCEDURE: The saw was used for an intertrochanteric osteotomy of the right femur."
)
SILENT = f"Carpal tunnel release, right. {WORDS}."
BONE = "\U0001f9b4"

TEXTS = {
    "crlf": NOTE.replace("\n", "\r\n"),
    "tabs": NOTE.replace(" of ", "\tof\t"),
    "no-break spaces": NOTE.replace(" of the ", "\xa0of\xa0the\xa0"),
    "emoji before": f"{BONE}{BONE} {NOTE}",
    "emoji inside": NOTE.replace("the right", f"the {BONE} right"),
    "combining marks": NOTE.replace("PROCEDURE", "PROCE\u0301DURE", 1),
    "lone surrogate before": "\ud800 " + NOTE,
    "lone surrogate inside": NOTE.replace(
        "intertrochanteric osteotomy", "intertrochanteric \udc00 osteotomy"
    ),
    "NUL": NOTE.replace(". ", ".\x00 "),
    "byte order mark": "\ufeff" + NOTE,
    "right to left": "\u202e\u05d0\u05d1 " + NOTE,
    "line separators": NOTE.replace("\n", "\u2028"),
    "form feed": NOTE.replace("\n", "\f\v\x85"),
    "empty": "",
    "blank": " \t\r\n",
    "no match": SILENT,
    "one character": "x",
}
