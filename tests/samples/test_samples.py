"""Every annotated note: exact offsets, and no answer worse than the saved baseline.

``osteotome evaluate tests/samples --save-baseline tests/samples/baseline.json`` saves a new baseline.
"""

from pathlib import Path

import pytest
from spacy.language import Language

import nlp
from nlp.samples import baseline
from nlp.samples.convert import read
from nlp.samples.model import Sample
from nlp.samples.scoring import outcome

HERE = Path(__file__).parent
BASELINE = baseline.load(HERE / "baseline.json")


@pytest.mark.parametrize("sample", read([HERE]), ids=lambda sample: sample.id)
def test_samples_answer_is_no_worse(sample: Sample, pipeline: Language) -> None:
    result = outcome(sample, nlp.annotate(sample.text, pipeline).to_dict())
    worse = [
        f"{change.aspect}: {change.before} -> {change.now}"
        for change in baseline.compare(result, BASELINE.get(sample.id))
        if not change.better
    ]
    assert (result.bad_offsets, worse) == (0, [])
