"""An annotation as one flat row, the same for Parquet and for Spark.

id          string
decision    string          suggest, review or no, for 27165
side        string          of that suggestion; null where the decision is no
level       string          of that suggestion; null where the decision is no
reason      string          why 27165 is suggested, to be reviewed or ruled out
suggested   list of string  codes with decision suggest
to_review   list of string  codes with decision review
ruled_out   list of string  codes considered and lost
questions   list of string  questions for the surgeon, of every suggestion
evidence    list of struct  the concepts that prove the decision for 27165 (see EVIDENCE)
annotation  string          the whole annotation as JSON
"""

import json
import re
from collections.abc import Mapping
from typing import Any

from nlp.batch.work import TARGET

TEXTS = ("id", "decision", "side", "level", "reason")
LISTS = ("suggested", "to_review", "ruled_out", "questions")
EVIDENCE = {
    "start": int,
    "end": int,
    "text": str,
    "concept": str,
    "status": str,
    "side": str,
    "level": str,
    "section": str,
    "rule": str,
}
_LONE = re.compile("[\ud800-\udfff]")
NAMES = (*TEXTS, *LISTS, "evidence", "annotation")


def flat(ident: str | int, annotation: Mapping[str, Any]) -> dict[str, Any]:
    """The row of one annotation (plain data as of ``Annotation.to_dict``)."""
    suggestions, lost = annotation["suggestions"], annotation["ruled_out"]
    own = [item for item in suggestions if item["code"] == TARGET]
    about = [*own, *(item for item in lost if item["code"] == TARGET)]
    wanted = set(about[0]["evidence"]) if about else set()
    return {
        "id": str(ident),
        "decision": own[0]["decision"] if own else "no",
        "side": own[0]["side"] if own else None,
        "level": own[0]["level"] if own else None,
        "reason": about[0]["reason"] if about else "",
        "suggested": [item["code"] for item in suggestions if item["decision"] == "suggest"],
        "to_review": [item["code"] for item in suggestions if item["decision"] == "review"],
        "ruled_out": [item["code"] for item in lost],
        "questions": [question["text"] for item in suggestions for question in item["questions"]],
        "evidence": [
            {name: concept[name] for name in EVIDENCE}
            for concept in annotation["concepts"]
            if concept["id"] in wanted
        ],
        "annotation": json.dumps(annotation, separators=(",", ":")),
    }


def encodable(node: Any) -> Any:
    """Plain data with lone surrogates, which Arrow cannot hold, replaced by U+FFFD (one for one)."""
    if isinstance(node, str):
        return _LONE.sub("\ufffd", node)
    if isinstance(node, list):
        return [encodable(item) for item in node]
    return {key: encodable(item) for key, item in node.items()} if isinstance(node, dict) else node
