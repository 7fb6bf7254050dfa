"""Short invented notes for the tests of `nlp`, and the few questions they put to an answer."""

from nlp.annotation import Annotation, Concept, Suggestion

OPENING = "The patient was placed supine. The hip was prepped and draped. A lateral incision was made."
CLOSING = "The wound was washed out and closed in layers."
CUT = "The femur was divided with an oscillating saw 2 cm below the lesser trochanter."
PLATE = "A blade plate held the bone."
PELVIC_CUT = "A Salter innominate osteotomy was then performed through the sciatic notch."
JOINT = "The dislocated hip was opened and open reduction of the hip was performed."


def report(*sentences: str, title: str = "Left femoral osteotomy", **sections: str) -> str:
    """An operative report: title, further sections by name, then the body round ``sentences``."""
    heads = "".join(f"{name.upper()}: {text}\n" for name, text in sections.items())
    body = " ".join([OPENING, *sentences, CLOSING])
    return f"OPERATIVE REPORT\nPROCEDURE: {title}\n{heads}DESCRIPTION OF PROCEDURE:\n{body}\n"


def osteotomy(*more: str, title: str = "Left femoral osteotomy", **sections: str) -> str:
    """A report of a subtrochanteric cut, plated, and whatever else is told."""
    return report(CUT, PLATE, *more, title=title, **sections)


def over(answer: Annotation, text: str, phrase: str, concept: str = "") -> list[Concept]:
    """The concepts (of one kind, if named) that touch the first place of ``phrase``."""
    start = text.index(phrase)
    end = start + len(phrase)
    return [c for c in answer.concepts if c.start < end and start < c.end and concept in ("", c.concept)]


def category_at(answer: Annotation, text: str, phrase: str) -> str:
    """The category of the section in which ``phrase`` begins."""
    at = text.index(phrase)
    (category,) = [s.category for s in answer.document.sections if s.start <= at < s.end]
    return category


def pasted(text: str) -> str:
    """The note as one line, as a form field without line ends keeps it."""
    return " ".join(text.split())


def statuses(answer: Annotation, text: str, phrase: str, concept: str = "") -> set[str]:
    """Every status that a concept touching ``phrase`` has."""
    return {c.status for c in over(answer, text, phrase, concept)}


def decisions(answer: Annotation) -> set[str]:
    """What is proposed, as "27165 suggest"."""
    return {f"{s.code} {s.decision}" for s in answer.suggestions}


def suggestion(answer: Annotation, code: str) -> Suggestion:
    """The one suggestion of ``code``."""
    (found,) = [s for s in answer.suggestions if s.code == code]
    return found


def only(answer: Annotation, text: str, phrase: str, concept: str) -> tuple[str, str, str]:
    """Status, side and level of the one concept of its kind that touches ``phrase``."""
    (found,) = over(answer, text, phrase, concept)
    return found.status, found.side, found.level
