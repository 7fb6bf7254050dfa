"""Feedback as annotated samples: a site's corrections become its regression tests."""

import json
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from itertools import groupby

from sqlalchemy import select

from nlp.codebook import codes
from nlp.samples.model import Gold, Sample
from nlp.samples.rows import to_row
from server.feedback.judgement import gold_of
from server.store import Store
from server.store.models import Feedback, NoteText

NO_TEXTS: Mapping[str, str] = {}


@dataclass(frozen=True)
class Exported:
    """The samples, and how many judged notes could not become one, and why."""

    samples: list[Sample]
    without_text: int
    undecided: int

    def lines(self) -> list[str]:
        """One JSON row a sample, in the shape of the sample files (see ``nlp.samples.rows``)."""
        return [json.dumps(to_row(sample)) + "\n" for sample in self.samples]


def export(store: Store, texts: Mapping[str, str] = NO_TEXTS) -> Exported:
    """Every judged note as a sample, in the order of the notes' first verdicts.

    ``texts`` (keyed hash to text, see ``hashed``) brings notes whose text is not kept in the store.
    A note without text, or without a verdict that settles 27165, is counted instead.
    """
    if not store.exists():
        return Exported([], 0, 0)
    scope = [fact.code for fact in codes()]
    samples: list[Sample] = []
    without_text = undecided = 0
    with store.read() as session:
        rows = session.scalars(select(Feedback).order_by(Feedback.note, Feedback.id)).all()
        notes = [(note, list(group)) for note, group in groupby(rows, key=_note)]
        for note, verdicts in sorted(notes, key=_first_id):
            gold = gold_of(verdicts, scope)
            kept = session.get(NoteText, note)
            text = kept.text if kept is not None else texts.get(note)
            if gold is None:
                undecided += 1
            elif text is None:
                without_text += 1
            else:
                samples.append(_sample(note, text, gold))
    return Exported(samples, without_text, undecided)


def hashed(store: Store, texts: Iterable[str]) -> dict[str, str]:
    """The texts of a site's own notes by their keyed hash."""
    return {store.hash_note(text): text for text in texts}


def _sample(note: str, text: str, gold: Gold) -> Sample:
    return Sample(
        id=f"fb-{note[:16]}", kind="op_note", style="feedback", text=text, gold=gold, fully_marked=False
    )


def _note(row: Feedback) -> str:
    return row.note


def _first_id(entry: tuple[str, list[Feedback]]) -> int:
    return entry[1][0].id
