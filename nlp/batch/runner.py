"""One batch from input to output."""

import functools
import os
import time
from collections import Counter
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path

from nlp.batch.journal import BatchError, Journal
from nlp.batch.parquet import require, to_parquet
from nlp.batch.pool import MakeAnnotate, in_process, in_processes
from nlp.batch.readers import Record, Source, fingerprint, read, sources
from nlp.batch.work import Summary, load_annotate

_CHUNK_ROWS = 64
_CHUNK_BYTES = 2**20
_COMMIT_SECONDS = 1.0


@dataclass(frozen=True)
class Progress:
    """How far a run is: rows answered or rejected in all, share of the input, speed and time of this run."""

    rows: int
    rejects: int
    share: float
    notes_per_second: float
    seconds: float
    seconds_left: float | None


Report = Callable[[Progress], None]


def run(
    inputs: Sequence[Path],
    out: Path,
    *,
    workers: int = 1,
    resume: bool = False,
    gate: bool = True,
    knowledge: Path | None = None,
    progress: Report | None = None,
    make: MakeAnnotate | None = None,
) -> Summary:
    """Annotate every note of ``inputs`` into ``out``, in order.

    Args:
        inputs: JSONL (also .jsonl.gz), CSV or Parquet with ``id`` and ``text``, or folders of notes.
        out: ``.jsonl`` or ``.parquet``; rejected rows go to ``OUT.rejects.jsonl``. Both appear when the run
            is done; until then ``OUT.partial``, ``OUT.rejects.partial`` and ``OUT.state`` hold it.
        workers: processes; 1 works in this one. The output does not depend on it.
        resume: go on with an interrupted run of the same input, or start if there is none.
        gate, knowledge: as for ``nlp.load``.
        progress: called about once a second and at the end.
        make: called once in each worker, returns the function from text to annotation (for tests).

    Raises:
        BatchError: input, output or state is not fit for the run.
        OSError: a file cannot be read or written.
    """
    if out.suffix == ".parquet":
        require()
    elif out.suffix != ".jsonl":
        raise BatchError(f"{out}: the name must end in .jsonl or .parquet")
    if workers < 1:
        raise BatchError("workers must be at least 1")
    origin = sources(inputs)
    options = [gate, str(knowledge) if knowledge else None, out.suffix]
    header = {"inputs": [fingerprint(source) for source in origin], "options": options}
    journal = Journal(out, header, resume=resume)
    try:
        make = make or functools.partial(load_annotate, gate, knowledge)
        summary = _Run(origin, journal, progress).go(make, workers)
        journal.finish(to_parquet if out.suffix == ".parquet" else None)
    finally:
        journal.close()
    return summary


class _Run:
    def __init__(self, origin: list[Source], journal: Journal, report: Report | None) -> None:
        self._origin = origin
        self._journal = journal
        self._report = report
        self._start = self._committed = time.monotonic()
        self._before = journal.rows
        self._weight = max(1, sum(source.weight for source in origin))
        self._ends: list[tuple[int, int]] = []
        self._share = self._share_before = 0.0
        self._summary = Summary(**journal.extra) if journal.extra else Summary()
        self._summary.codes = Counter(self._summary.codes)

    def go(self, make: MakeAnnotate, workers: int) -> Summary:
        chunks = self._chunks()
        results = in_process(chunks, make) if workers == 1 else in_processes(chunks, make, workers)
        earlier = self._summary.seconds
        for result in results:
            if self._summary.engine not in ("", result.summary.engine or self._summary.engine):
                raise BatchError("the engine has changed since the run began; run without resuming")
            rows, end = self._ends.pop(0)
            self._journal.append(rows, result.answers, result.rejects)
            self._summary.add(result.summary)
            self._summary.engine = self._summary.engine or result.summary.engine
            self._summary.seconds = earlier + time.monotonic() - self._start
            self._share = end / self._weight
            self._journal.extra = self._summary.to_dict()
            if time.monotonic() - self._committed >= _COMMIT_SECONDS:
                self._commit()
        self._share = 1.0
        self._commit()
        return self._summary

    def _commit(self) -> None:
        self._journal.commit()
        self._committed = time.monotonic()
        if self._report:
            self._report(self._progress())

    def _progress(self) -> Progress:
        seconds = max(1e-6, time.monotonic() - self._start)
        gained = self._share - self._share_before
        left = seconds * (1 - self._share) / gained if gained > 0 else None
        rows = self._journal.rows
        speed = (rows - self._before) / seconds
        return Progress(rows, self._summary.rejects, self._share, speed, seconds, left)

    def _chunks(self) -> Iterator[list[Record]]:
        """Rows not yet answered, in chunks bounded in rows and bytes."""
        chunk: list[Record] = []
        size = end = 0
        for number, (record, end) in enumerate(self._rows()):
            if number < self._before:
                self._share = self._share_before = end / self._weight
                continue
            chunk.append(record)
            size += _size(record)
            if len(chunk) == _CHUNK_ROWS or size >= _CHUNK_BYTES:
                self._ends.append((len(chunk), end))
                yield chunk
                chunk, size = [], 0
        if chunk:
            self._ends.append((len(chunk), end))
            yield chunk

    def _rows(self) -> Iterator[tuple[Record, int]]:
        base = 0
        for source in self._origin:
            for record, done in read(source):
                yield record, base + done
            base += source.weight


def _size(record: Record) -> int:
    payload = record.payload
    if isinstance(payload, Path):
        return os.path.getsize(payload) if payload.exists() else 0
    return len(payload[1] or "") if isinstance(payload, tuple) else len(payload)
