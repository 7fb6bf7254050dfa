"""Worker processes that answer chunks; results come back in the order of the chunks.

Each worker has a pipe of its own and ends when the pipe does, so that none outlives a killed parent.
On Linux workers are forked from this process once the pipeline is loaded, so that they start at once and
share its memory; elsewhere each is a new interpreter that loads its own.
"""

import gc
import multiprocessing
import os
import signal
import sys
from collections import deque
from collections.abc import Callable, Iterable, Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from multiprocessing import resource_tracker
from multiprocessing.connection import Connection, wait
from multiprocessing.process import BaseProcess

from nlp.batch.journal import BatchError
from nlp.batch.readers import Record
from nlp.batch.work import Annotate, Result, answer_chunk

Chunk = Sequence[Record]
MakeAnnotate = Callable[[], Annotate]
FORKS = sys.platform == "linux"
# How far answered chunks may run ahead of one that is slow, for each worker.
_AHEAD = 8


@dataclass
class _Worker:
    process: BaseProcess
    pipe: Connection
    index: int = -1
    chunk: Chunk = ()


def in_process(chunks: Iterable[Chunk], make: MakeAnnotate) -> Iterator[Result]:
    """Answer the chunks here, one after the other."""
    annotate: Annotate | None = None
    for chunk in chunks:
        annotate = annotate or make()
        yield answer_chunk(chunk, annotate)


def in_processes(chunks: Iterable[Chunk], make: MakeAnnotate, workers: int) -> Iterator[Result]:
    """Answer the chunks in ``workers`` processes.

    ``make`` is called once, before the workers are forked; where they are not, once in each, and must be
    picklable.

    Raises:
        BatchError: a worker died twice on the same chunk.
    """
    pool = _Pool(make, workers)
    try:
        yield from pool.run(iter(chunks))
    finally:
        pool.stop()


class _Pool:
    def __init__(self, make: MakeAnnotate, workers: int) -> None:
        self._context = multiprocessing.get_context("fork") if FORKS else multiprocessing.get_context("spawn")
        self._make = _loaded(make) if FORKS else make
        self._workers = [self._start() for _ in range(workers)]
        self._idle = deque(self._workers)
        self._done: dict[int, Result] = {}
        self._sent = self._given = 0
        self._lost: set[int] = set()

    def run(self, chunks: Iterator[Chunk]) -> Iterator[Result]:
        following = next(chunks, None)
        while following is not None or self._given < self._sent:
            while following is not None and self._idle and self._has_room():
                self._send(self._idle.popleft(), self._sent, following)
                self._sent += 1
                following = next(chunks, None)
            self._receive()
            while self._given in self._done:
                yield self._done.pop(self._given)
                self._given += 1

    def stop(self) -> None:
        for worker in self._workers:
            worker.pipe.close()
        for worker in self._workers:
            worker.process.join(5)
            if worker.process.is_alive():
                worker.process.kill()
                worker.process.join()

    def _has_room(self) -> bool:
        return self._sent - self._given < _AHEAD * len(self._workers)

    def _start(self) -> _Worker:
        ours, theirs = self._context.Pipe()
        process = self._context.Process(target=_serve, args=(theirs, self._make), daemon=True)
        with _interrupts_held():
            process.start()
        theirs.close()
        return _Worker(process, ours)

    def _send(self, worker: _Worker, index: int, chunk: Chunk) -> None:
        worker.index, worker.chunk = index, chunk
        try:
            worker.pipe.send(chunk)
        except (BrokenPipeError, ConnectionResetError):
            self._replace(worker)

    def _receive(self) -> None:
        busy = [worker for worker in self._workers if worker not in self._idle]
        ready = set(wait([worker.pipe for worker in busy]))
        for worker in busy:
            if worker.pipe not in ready:
                continue
            try:
                self._done[worker.index] = worker.pipe.recv()
            except (EOFError, ConnectionResetError):
                self._replace(worker)
            else:
                self._idle.append(worker)

    def _replace(self, worker: _Worker) -> None:
        """Start a new worker on the chunk of one that died, once for each chunk."""
        worker.process.join()
        if worker.index in self._lost:
            first, last = worker.chunk[0], worker.chunk[-1]
            rows = f"{first.source} row {first.row} to {last.source} row {last.row}"
            raise BatchError(f"a worker died twice (exit code {worker.process.exitcode}) on {rows}")
        self._lost.add(worker.index)
        fresh = self._start()
        worker.process, worker.pipe = fresh.process, fresh.pipe
        self._send(worker, worker.index, worker.chunk)


@contextmanager
def _interrupts_held() -> Iterator[None]:
    """Hold Ctrl-C back; a child inherits that, so none ends in a trace while its interpreter starts."""
    if sys.platform == "win32":
        yield
        return
    if not FORKS:
        resource_tracker.ensure_running()  # starting it later would let interrupts through again
    before = signal.pthread_sigmask(signal.SIG_BLOCK, {signal.SIGINT})
    try:
        yield
    finally:
        signal.pthread_sigmask(signal.SIG_SETMASK, before)


def _loaded(make: MakeAnnotate) -> MakeAnnotate:
    """Call ``make`` now. What it loads never changes: no collector need touch it and so copy its pages."""
    annotate = make()
    gc.collect()
    gc.freeze()
    return lambda: annotate


def _close_all_but(pipe: Connection) -> None:
    """Let go of the parent's files (the output and its lock) and of the pipes of other workers."""
    os.closerange(3, pipe.fileno())
    os.closerange(pipe.fileno() + 1, os.sysconf("SC_OPEN_MAX"))


def _serve(pipe: Connection, make: MakeAnnotate) -> None:
    signal.signal(signal.SIGINT, signal.SIG_IGN)
    if FORKS:
        _close_all_but(pipe)
    annotate = make()
    while True:
        try:
            chunk = pipe.recv()
        except (EOFError, ConnectionResetError):
            return
        try:
            pipe.send(answer_chunk(chunk, annotate))
        except (BrokenPipeError, ConnectionResetError):
            return
