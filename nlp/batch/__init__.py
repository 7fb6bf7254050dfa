"""Files of notes in, files of annotations out: many processes, resumable, in the order of the input.

from nlp.batch import run
summary = run([Path("notes.jsonl")], Path("answers.jsonl"), workers=4)
"""

from nlp.batch.journal import BatchError
from nlp.batch.runner import Progress, run
from nlp.batch.work import Summary

__all__ = ["BatchError", "Progress", "Summary", "run"]
