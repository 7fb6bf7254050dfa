"""Samples and answers made up for the tests of `nlp.samples`."""

import random
from typing import Any

from nlp.samples.format import loads
from nlp.samples.model import CONCEPTS, LEVELS, SIDES, STATUSES, Sample

FILE = """\
# Two notes.

=== made-1
kind: op_note
style: terse
gold: suggest
accept: review
codes: 27165
other_codes: 27001, 20680
side: left
level: intertrochanteric
accept_level: subtrochanteric
why: Cut above the lesser trochanter.
---
Left hip, <femoral_osteotomy performed side=left decides>VDRO</femoral_osteotomy>.
BMI \\<25. The <femoral_osteotomy performed level=intertrochanteric>femur was cut</femoral_osteotomy>.

=== made-2
kind: clinic
style: letter
gold: no
side: unspecified
level: none
marked: deciding
---
Had a <femoral_osteotomy historical decides>femoral osteotomy</femoral_osteotomy> in 2010.
"""


def samples() -> list[Sample]:
    """The two samples of FILE."""
    return loads(FILE, "made.sample", "made")


def concept(sample: Sample, words: str, name: str, status: str, ident: int = 0) -> dict[str, Any]:
    """A predicted concept over the first place of ``words``."""
    start = sample.text.index(words)
    return {
        "id": ident,
        "start": start,
        "end": start + len(words),
        "text": words,
        "concept": name,
        "status": status,
    }


def suggestion(code: str = "27165", decision: str = "suggest", **values: Any) -> dict[str, Any]:
    """A predicted suggestion."""
    return {
        "code": code,
        "decision": decision,
        "side": "left",
        "level": "intertrochanteric",
        "evidence": [],
    } | values


def random_answer(sample: Sample, draw: random.Random) -> dict[str, Any]:
    """An answer that is right in parts: marks shifted, renamed and left out, codes at random."""
    concepts = []
    for mark in sample.marks:
        start = max(0, mark.start + draw.randint(-6, 6))
        end = min(len(sample.text), max(start + 1, mark.end + draw.randint(-6, 6)))
        if draw.random() < 0.8 and start < end:
            concepts.append(
                {
                    "id": len(concepts),
                    "start": start,
                    "end": end,
                    "text": sample.text[start:end] if draw.random() < 0.97 else "?",
                    "concept": mark.concept if draw.random() < 0.8 else draw.choice(CONCEPTS),
                    "status": mark.status if draw.random() < 0.8 else draw.choice(STATUSES),
                }
            )
    wanted = {*sample.gold.codes, *sample.gold.review_codes}
    suggestions = [
        suggestion(
            code,
            draw.choice(("suggest", "suggest", "review")),
            side=draw.choice((sample.gold.side, *SIDES)),
            level=draw.choice((sample.gold.level, *LEVELS)),
            evidence=draw.sample(range(len(concepts)), min(2, len(concepts))),
        )
        for code in ("27165", "27151", "27450", "27181")
        if draw.random() < (0.8 if code in wanted else 0.15)
    ]
    return {"id": sample.id, "concepts": concepts, "suggestions": suggestions}
