"""The pipelines under test, each set up for the same job.

A subject is built by a function without arguments and is a function from a note to the decision for 27165,
``suggest`` or ``no`` (``review`` too for Osteotome, None for a tokeniser). The libraries are imported when
the subject is built, since each lives in its own environment.
"""

import re
from collections.abc import Callable
from typing import Any

from bench import words

Subject = Callable[[str], str | None]


def tokeniser() -> Subject:
    """spaCy's blank English pipeline: the yardstick."""
    import spacy

    pipeline = spacy.blank("en")

    def read(text: str) -> None:
        pipeline(text)

    return read


def tokeniser_zone() -> Subject:
    """The same inside a memory zone for each note, as a service must use it."""
    import spacy

    pipeline = spacy.blank("en")

    def read(text: str) -> None:
        with pipeline.memory_zone():
            pipeline(text)

    return read


def _osteotome(gate: bool) -> Subject:
    import nlp

    pipeline = nlp.load(gate=gate)

    def read(text: str) -> str:
        answer = nlp.annotate(text, pipeline)
        return next((item.decision for item in answer.suggestions if item.code == "27165"), "no")

    return read


def osteotome() -> Subject:
    """Osteotome as it is used: from text to a complete Annotation."""
    return _osteotome(True)


def osteotome_doc() -> Subject:
    """Osteotome called as a spaCy pipeline: the same answer in a Doc, with the concepts as spans."""
    import nlp

    pipeline = nlp.load()

    def read(text: str) -> str:
        answer = pipeline(text)._.reading.result
        return next((item.decision for item in answer.suggestions if item.code == "27165"), "no")

    return read


def osteotome_no_gate() -> Subject:
    """Osteotome that reads every note in full."""
    return _osteotome(False)


def keyword() -> Subject:
    """A list of names, and no "no", "not" or "without" in the forty characters before."""
    names = re.compile("|".join(re.escape(term) for term in words.TERMS), re.IGNORECASE)
    denied = re.compile(r"\b(?:no|not|without|previous|prior|history of|s/p)\b[^.]{0,40}$", re.IGNORECASE)

    def read(text: str) -> str:
        hits = (hit.start() for hit in names.finditer(text))
        return "suggest" if any(not denied.search(text[max(0, at - 60) : at]) for at in hits) else "no"

    return read


def _ruler(pipeline: Any) -> None:
    ruler = pipeline.add_pipe("entity_ruler", config={"phrase_matcher_attr": "LOWER"})
    ruler.add_patterns([{"label": "OSTEOTOMY", "pattern": term} for term in words.TERMS])


def negspacy() -> Subject:
    """Sentences, an entity ruler and Negex with its clinical cues and ours; it knows no history or plan."""
    import spacy
    from negspacy import negation  # noqa: F401
    from negspacy.termsets import termset

    cues = termset("en_clinical")
    cues.add_patterns(
        {
            "preceding_negations": list(words.NEGATED_BEFORE),
            "following_negations": list(words.NEGATED_AFTER),
            "termination": list(words.STOPS),
        }
    )
    pipeline = spacy.blank("en")
    pipeline.add_pipe("sentencizer")
    _ruler(pipeline)
    pipeline.add_pipe("negex", config={"neg_termset": cues.get_patterns(), "ent_types": ["OSTEOTOMY"]})

    def read(text: str) -> str:
        return "suggest" if any(not ent._.negex for ent in pipeline(text).ents) else "no"

    return read


def _edsnlp(full: bool, dates: bool) -> Subject:
    import edsnlp as library

    attr = "NORM" if full else "LOWER"
    pipeline = library.blank("eds")
    if full:
        pipeline.add_pipe("eds.normalizer")
    pipeline.add_pipe("eds.sentences")
    pipeline.add_pipe("eds.matcher", config={"terms": {"osteotomy": list(words.TERMS)}, "attr": attr})
    stops = {"termination": list(words.STOPS), "attr": attr}
    cues: dict[str, Any] = {"preceding": list(words.NEGATED_BEFORE), "following": list(words.NEGATED_AFTER)}
    if full:
        pipeline.add_pipe("eds.sections", config={"sections": words.SECTIONS})
    if dates:
        pipeline.add_pipe("eds.dates")
    pipeline.add_pipe("eds.negation", config={**stops, **cues, "pseudo": ["not only"], "verbs": []})
    verbs: dict[str, Any] = {"verbs_eds": [], "verbs_hyp": [], "pseudo": ["no doubt"]}
    cues = {"preceding": list(words.HYPOTHETICAL), "following": ["in the future"]}
    pipeline.add_pipe("eds.hypothesis", config={**stops, **cues, **verbs})
    history = {"history": list(words.HISTORICAL), "use_sections": full, "use_dates": dates}
    pipeline.add_pipe("eds.history", config={**stops, **history})
    if full:
        pipeline.add_pipe("eds.family", config={**stops, "family": list(words.FAMILY), "use_sections": True})

    def read(text: str) -> str:
        for ent in pipeline(text).ents:
            told = ent._.negation or ent._.hypothesis or ent._.history or (full and ent._.family)
            if not told:
                return "suggest"
        return "no"

    return read


def edsnlp() -> Subject:
    """edsnlp as its documentation builds a pipeline for history: normaliser, sections, dates, family.

    The lists are English. Osteotome reads all of these too.
    """
    return _edsnlp(True, True)


def edsnlp_no_dates() -> Subject:
    """The same without dates, which cost it most."""
    return _edsnlp(True, False)


def edsnlp_lean() -> Subject:
    """The least of edsnlp that tells acts done from acts not done."""
    return _edsnlp(False, False)


def _medspacy(sentences: str) -> Subject:
    import logging

    import medspacy as library
    import spacy
    from loguru import logger
    from medspacy.context import ConTextRule
    from medspacy.ner import TargetRule
    from medspacy.section_detection import SectionRule

    logger.remove()
    logging.disable(logging.INFO)
    pipes = ["medspacy_target_matcher", "medspacy_context", "medspacy_sectionizer"]
    if sentences == "pyrush":
        pipeline = library.load(medspacy_enable=["medspacy_tokenizer", "medspacy_pyrush", *pipes])
    else:
        pipeline = spacy.blank("en")
        pipeline.add_pipe("sentencizer")
        pipeline = library.load(pipeline, medspacy_enable=pipes)
    pipeline.get_pipe("medspacy_target_matcher").add([TargetRule(term, "OSTEOTOMY") for term in words.TERMS])
    rules = [ConTextRule(cue, "NEGATED_EXISTENCE", direction="FORWARD") for cue in words.NEGATED_BEFORE]
    rules += [ConTextRule(cue, "NEGATED_EXISTENCE", direction="BACKWARD") for cue in words.NEGATED_AFTER]
    rules += [ConTextRule(cue, "HYPOTHETICAL", direction="FORWARD") for cue in words.HYPOTHETICAL]
    rules += [ConTextRule(cue, "HISTORICAL", direction="FORWARD") for cue in words.HISTORICAL]
    rules += [ConTextRule(cue, "TERMINATE", direction="TERMINATE") for cue in words.STOPS]
    pipeline.get_pipe("medspacy_context").add(rules)
    headings = [SectionRule(literal, name) for literal, name in words.HEADINGS.items()]
    pipeline.get_pipe("medspacy_sectionizer").add(headings)

    def read(text: str) -> str:
        for ent in pipeline(text).ents:
            told = ent._.section_category in ("indications", "plan", "past_medical_history")
            if not (told or ent._.is_negated or ent._.is_hypothetical or ent._.is_historical):
                return "suggest"
        return "no"

    return read


def medspacy() -> Subject:
    """medspaCy as its documentation sets it up: PyRuSH sentences, target matcher, ConText, sections."""
    return _medspacy("pyrush")


def medspacy_sentencizer() -> Subject:
    """medspaCy with spaCy's own sentencizer in place of PyRuSH."""
    return _medspacy("sentencizer")


MAIN, PEERS, MEDSPACY = "main", "peers", "medspacy"
# name: (environment, what it is called in the tables)
SUBJECTS = {
    "tokeniser": (MAIN, "spaCy blank tokeniser"),
    "tokeniser_zone": (MAIN, "spaCy blank tokeniser, memory zone"),
    "osteotome": (MAIN, "Osteotome"),
    "osteotome_doc": (MAIN, "Osteotome, with its Doc"),
    "osteotome_no_gate": (MAIN, "Osteotome, no gate"),
    "keyword": (MAIN, "keyword list"),
    "negspacy": (PEERS, "negspaCy"),
    "edsnlp_lean": (PEERS, "edsnlp, lean"),
    "edsnlp_no_dates": (PEERS, "edsnlp, no dates"),
    "edsnlp": (PEERS, "edsnlp"),
    "medspacy_sentencizer": (MEDSPACY, "medspaCy, sentencizer"),
    "medspacy": (MEDSPACY, "medspaCy"),
}
