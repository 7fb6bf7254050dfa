"""What every test may use: one loaded pipeline for the whole session; logging left as each test met it."""

import logging
import os
from collections.abc import Iterator

import pytest
from hypothesis import settings
from spacy.language import Language

import nlp

# A machine that does much at once is slow, not wrong; in CI the same examples are tried every time.
settings.register_profile("osteotome", deadline=None, derandomize=bool(os.environ.get("CI")))
settings.load_profile("osteotome")


@pytest.fixture(scope="session")
def pipeline() -> Language:
    """The default pipeline, as `nlp.load()` builds it. Not thread-safe: use it through `nlp.annotate`."""
    return nlp.load()


@pytest.fixture(autouse=True)
def _logging_as_before() -> Iterator[None]:
    """Undo what a test did to the process's logging, as the service's own set-up does."""
    root = logging.getLogger()
    handlers, level = list(root.handlers), root.level
    yield
    for handler in list(root.handlers):
        if handler not in handlers:
            root.removeHandler(handler)
    for handler in handlers:
        if handler not in root.handlers:
            root.addHandler(handler)
    root.setLevel(level)
    for name in list(logging.root.manager.loggerDict):
        logging.getLogger(name).disabled = False
