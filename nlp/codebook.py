"""The codes that Osteotome decides on, in our own words."""

from nlp.knowledge.load import load_knowledge
from nlp.knowledge.schema import CodeFact


def codes() -> list[CodeFact]:
    """All in-scope codes, in code order."""
    return [fact for _, fact in sorted(load_knowledge().codes.items())]


def code(number: str) -> CodeFact:
    """The facts of one code; KeyError if it is out of scope."""
    return load_knowledge().codes[number]
