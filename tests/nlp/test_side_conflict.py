"""Sides that contradict each other, with and without a title."""

from collections.abc import Callable

from nlp.annotation import Annotation
from tests.nlp.notes import CUT, decisions, osteotomy

Read = Callable[[str], Annotation]
ASKED = "Consent was given for an osteotomy of the right hip. "
BODY = f"He lay supine and the left leg was draped free. {CUT} A plate was applied. "
SHOWN = "The film showed an angle of 130 in the right hip."


def test_side_conflict_body_against_title(read: Read) -> None:
    text = osteotomy("The right hip was exposed. The right femur was plated.", title="Left femoral osteotomy")
    assert decisions(read(text)) == {"27165 review"}


def test_side_conflict_consent_and_film_against_the_body(read: Read) -> None:
    answer = read(ASKED + BODY + SHOWN)
    assert decisions(answer) == {"27165 review"}
    assert [s.side for s in answer.suggestions] == ["unspecified"]


def test_side_conflict_needs_consent_and_result(read: Read) -> None:
    assert decisions(read(BODY + SHOWN)) == decisions(read(ASKED + BODY)) == {"27165 suggest"}
