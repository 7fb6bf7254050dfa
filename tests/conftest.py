"""What every test may use: one loaded pipeline for the whole session."""

import pytest
from spacy.language import Language

import nlp


@pytest.fixture(scope="session")
def pipeline() -> Language:
    """The default pipeline, as `nlp.load()` builds it. Not thread-safe: use it through `nlp.annotate`."""
    return nlp.load()
