"""Fixtures of the reader's tests: a note's answer, and the working state behind it."""

from collections.abc import Callable

import pytest
from spacy.language import Language

import nlp
from nlp.annotation import Annotation
from nlp.reading import Reading


@pytest.fixture
def read(pipeline: Language) -> Callable[[str], Annotation]:
    """Read one note with the shipped knowledge."""
    return lambda text: nlp.annotate(text, pipeline)


@pytest.fixture(scope="session")
def ungated() -> Language:
    """A pipeline whose components read every note."""
    return nlp.load(gate=False)


@pytest.fixture
def work(ungated: Language) -> Callable[[str], Reading]:
    """Run every component over a note and hand out the working state."""
    return lambda text: ungated(text)._.reading
