"""The spaCy pipeline: how it is built, found, shared between threads and kept small."""

import re
from concurrent.futures import ThreadPoolExecutor
from itertools import product
from pathlib import Path

import pytest
import spacy
from spacy.language import Language
from spacy.tokens import Doc

import nlp
from nlp import pipeline as module
from nlp.pipeline import COMPONENTS, engine
from nlp.samples.format import load as load_samples
from tests.nlp.cases import CASES
from tests.nlp.notes import PELVIC_CUT, decisions, osteotomy, report

SAMPLES = Path(__file__).parents[1] / "samples"
NOTES = [
    osteotomy(),
    osteotomy(title="Bilateral femoral osteotomy"),
    report(PELVIC_CUT, title="Right Salter osteotomy"),
    report("No bone was cut.", title="Left hip arthrogram"),
    "",
    "🦴 " + osteotomy("Status post plating."),
]

IDLE = [
    "Clinic letter\nDear Dr Hall,\nThe boy walks well. He is nine.\nYours sincerely",
    "OPERATIVE REPORT\nPROCEDURE: Tonsils\nFINDINGS: large\nPLAN: home\n",
    "OPERATIVE REPORT\nThe throat was looked at.\nADDENDUM: the side was right.\n",
    "Radiology report\nXR left hip\nComparison: none\nImpression: normal.",
    'Copied from old notes: "The throat was sore for a good many weeks." End of copied text.\nIt is well.',
    "The hip was dislocated and reduced. Slipped epiphysis. Left.",
    "words " * 200,
]


def built_by_name() -> Language:
    """The pipeline as a spaCy user builds it, from the registered names alone."""
    config = {"nlp": {"tokenizer": {"@tokenizers": "osteotome_tokenizer"}}}
    pipeline = spacy.blank("en", config=config)
    for name in COMPONENTS:
        pipeline.add_pipe(name)
    return pipeline


def with_steps(names: list[str]) -> Language:
    """A new pipeline with components of others behind its own."""
    pipeline = nlp.load()
    for name in names:
        pipeline.add_pipe(name)
    return pipeline


@Language.component("test_no_mention")
def no_mention(doc: Doc) -> Doc:
    """A component of others that takes the mentions out of the reading."""
    doc._.reading.mentions.clear()
    doc._.reading.flags.clear()
    return doc


def test_pipeline_components_stand_in_reading_order(pipeline: Language) -> None:
    assert tuple(pipeline.pipe_names) == COMPONENTS


def test_pipeline_declares_what_its_components_need(pipeline: Language) -> None:
    assert not any(pipeline.analyze_pipes()["problems"].values())


@pytest.mark.parametrize("name", COMPONENTS)
def test_pipeline_component_is_a_spacy_factory(name: str) -> None:
    assert spacy.blank("en").has_factory(name)


@pytest.mark.parametrize("text", NOTES, ids=range(len(NOTES)))
def test_pipeline_built_by_name_answers_as_loaded(pipeline: Language, text: str) -> None:
    assert nlp.annotate(text, built_by_name()) == nlp.annotate(text, pipeline)


def test_pipeline_built_by_name_survives_the_disk(tmp_path: Path) -> None:
    built_by_name().to_disk(tmp_path)
    assert decisions(nlp.annotate(osteotomy(), spacy.load(tmp_path))) == {"27165 suggest"}


def test_pipeline_engine_names_program_and_knowledge(pipeline: Language) -> None:
    made = engine(pipeline)
    assert re.fullmatch(r"\d+\.\d+\.\d+", made.version)
    assert re.fullmatch(r"[0-9a-f]{12}", made.knowledge)
    assert nlp.annotate(osteotomy(), pipeline).engine == made


def test_pipeline_default_is_loaded_once(monkeypatch: pytest.MonkeyPatch) -> None:
    made: list[Language] = []
    monkeypatch.setattr(module, "_default", made)
    first = nlp.annotate(osteotomy())
    (kept,) = made
    assert nlp.annotate(osteotomy()) == first
    assert made == [kept]


def test_pipeline_doc_holds_the_concepts_as_spans(pipeline: Language) -> None:
    doc = pipeline(osteotomy())
    answer = doc._.reading.result
    assert [(s.start_char, s.end_char, s.label_) for s in doc.spans["concepts"]] == [
        (c.start, c.end, c.concept) for c in answer.concepts
    ]


def test_pipeline_pipe_reads_many_notes(pipeline: Language) -> None:
    results = [doc._.reading.result for doc in pipeline.pipe(NOTES)]
    assert results == [nlp.annotate(text, pipeline) for text in NOTES]


def test_pipeline_same_note_same_answer(pipeline: Language) -> None:
    text = osteotomy(PELVIC_CUT)
    assert nlp.annotate(text, pipeline).to_json() == nlp.annotate(text, nlp.load()).to_json()


def test_pipeline_note_leaves_no_trace_on_the_next(pipeline: Language) -> None:
    alone = [nlp.annotate(text, nlp.load()) for text in NOTES]
    for first, second in product(range(len(NOTES)), repeat=2):
        nlp.annotate(NOTES[first], pipeline)
        assert nlp.annotate(NOTES[second], pipeline) == alone[second]


@pytest.mark.parametrize("others", [[], ["sentencizer"]], ids=["own steps", "a step of others"])
def test_pipeline_threads_at_once_give_equal_answers(others: list[str]) -> None:
    shared = with_steps(others)
    texts = [f"{text}\nBed {n}x{n}." for n in range(12) for text in NOTES]
    alone = [nlp.annotate(text, shared) for text in texts]
    with ThreadPoolExecutor(8) as pool:
        assert list(pool.map(nlp.annotate, texts, [shared] * len(texts))) == alone


@pytest.mark.parametrize("others", [[], ["sentencizer"]], ids=["own steps", "a step of others"])
def test_pipeline_annotate_keeps_no_word(others: list[str]) -> None:
    made = with_steps(others)
    strings = len(made.vocab.strings)
    for n in range(20):
        assert decisions(nlp.annotate(osteotomy(f"Bed qq{n}qq was free."), made)) == {"27165 suggest"}
    assert len(made.vocab.strings) == strings


def test_pipeline_annotate_calls_the_steps_of_others(pipeline: Language) -> None:
    made = with_steps([])
    made.add_pipe("test_no_mention", before="osteotome_coding")
    assert not nlp.annotate(osteotomy(), made).concepts
    assert nlp.annotate(osteotomy(), with_steps(["sentencizer"])) == nlp.annotate(osteotomy(), pipeline)


def test_pipeline_answer_outlives_the_memory_zone(pipeline: Language) -> None:
    made = with_steps(["sentencizer"])
    kept = nlp.annotate(osteotomy(), made)
    nlp.annotate("other words entirely", made)
    assert kept.to_json() == nlp.annotate(osteotomy(), pipeline).to_json()


@pytest.mark.parametrize("text", [*IDLE, *NOTES, *(text for text, _ in CASES.values())])
def test_pipeline_gate_changes_no_answer(pipeline: Language, ungated: Language, text: str) -> None:
    assert nlp.annotate(text, ungated) == nlp.annotate(text, pipeline)


def test_pipeline_gate_changes_no_answer_to_a_sample(pipeline: Language, ungated: Language) -> None:
    samples = load_samples(sorted(SAMPLES.glob("*.sample")))
    assert len(samples) > 100
    differ = [s.id for s in samples if nlp.annotate(s.text, ungated) != nlp.annotate(s.text, pipeline)]
    assert differ == []
