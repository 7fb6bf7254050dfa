"""Rows of notes from JSONL, CSV, Parquet and folders, in a fixed order, without parsing what a worker can.

A bad row becomes a record that the worker rejects; a file that has no such rows at all is a BatchError.
"""

import csv
import gzip
import io
import sys
import zlib
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any, BinaryIO

from nlp.batch.journal import BatchError

ID, TEXT = "id", "text"
_LINES = (".jsonl", ".ndjson")
_TABLES = (".csv", ".parquet")
_PARQUET_ROWS = 256


@dataclass(frozen=True, slots=True)
class Record:
    """One row as read; ``row`` counts from 1 within ``source``.

    ``payload`` is a JSON line (bytes), an ``(id, text)`` pair, a file (Path, below ``folder``) or, where
    reading failed already, the reason (str).
    """

    source: str
    row: int
    payload: bytes | tuple[Any, Any] | Path | str
    folder: Path | None = None


@dataclass(frozen=True, slots=True)
class Source:
    """One input with its weight for the progress (bytes, or files of a folder)."""

    path: Path
    kind: str
    weight: int


def sources(inputs: Sequence[Path]) -> list[Source]:
    """Look at every input.

    Raises:
        BatchError: an input is missing or of no known kind, or there is none.
    """
    if not inputs:
        raise BatchError("no input")
    return [_source(path) for path in inputs]


def fingerprint(source: Source) -> list[Any]:
    """What must be the same when a run is resumed: name, size and time of change."""
    if source.kind != "folder":
        stat = source.path.stat()
        return [str(source.path), stat.st_size, stat.st_mtime_ns]
    stats = [path.stat() for path in _notes(source.path)]
    newest = max((stat.st_mtime_ns for stat in stats), default=0)
    return [str(source.path), len(stats), sum(stat.st_size for stat in stats), newest]


def read(source: Source) -> Iterator[tuple[Record, int]]:
    """Yield each row with the weight read up to its end.

    Raises:
        BatchError: the file cannot be read, or lacks the columns ``id`` and ``text``.
    """
    readers = {"lines": _lines, ".csv": _csv, ".parquet": _parquet, "folder": _folder}
    return readers[source.kind](source)


def _source(path: Path) -> Source:
    if path.is_dir():
        return Source(path, "folder", sum(1 for _ in _notes(path)))
    if not path.is_file():
        raise BatchError(f"{path}: no such file or folder")
    suffix = Path(path.stem).suffix if path.suffix == ".gz" else path.suffix
    if suffix in _LINES:
        return Source(path, "lines", path.stat().st_size)
    if path.suffix in _TABLES:
        return Source(path, path.suffix, path.stat().st_size)
    raise BatchError(f"{path}: not a folder, {', '.join((*_LINES, *_TABLES))} (or .jsonl.gz)")


def _lines(source: Source) -> Iterator[tuple[Record, int]]:
    try:
        with source.path.open("rb") as raw:
            if source.path.suffix != ".gz":
                yield from _numbered(source.path.name, raw, raw)
                return
            with gzip.open(raw) as lines:
                yield from _numbered(source.path.name, lines, raw)
    except (OSError, EOFError, zlib.error) as error:
        raise BatchError(f"{source.path}: cannot be read ({type(error).__name__})") from error


def _numbered(name: str, lines: Iterable[bytes], raw: BinaryIO) -> Iterator[tuple[Record, int]]:
    done = 0
    for number, line in enumerate(lines, 1):
        done = done + len(line) if lines is raw else raw.tell()
        if not line.isspace():
            yield Record(name, number, line), done


def _csv(source: Source) -> Iterator[tuple[Record, int]]:
    csv.field_size_limit(min(sys.maxsize, 2**31 - 1))
    with source.path.open("rb") as raw:
        handle = io.TextIOWrapper(raw, encoding="utf-8-sig", errors="surrogateescape", newline="")
        rows = csv.reader(handle, strict=True)
        header = next(rows, [])
        if ID not in header or TEXT not in header:
            raise BatchError(f"{source.path}: the first line must name the columns {ID} and {TEXT}")
        at_id, at_text, number = header.index(ID), header.index(TEXT), 0
        while True:
            number += 1
            payload: tuple[Any, Any] | str
            try:
                row = next(rows)
            except StopIteration:
                return
            except csv.Error as error:
                payload = f"not CSV: {error}"
            else:
                payload = (row[at_id], row[at_text]) if len(row) == len(header) else "wrong number of columns"
                if not row:
                    continue
            yield Record(source.path.name, number, payload), raw.tell()


def _parquet(source: Source) -> Iterator[tuple[Record, int]]:
    try:
        import pyarrow as pa
        from pyarrow import parquet
    except ImportError:
        raise BatchError("Parquet needs the extra: pip install osteotome[parquet]") from None
    try:
        file = parquet.ParquetFile(source.path)
        missing = {ID, TEXT} - set(file.schema_arrow.names)
        if missing:
            raise BatchError(f"{source.path}: no column {', '.join(sorted(missing))}")
        rows, number = max(1, file.metadata.num_rows), 0
        for batch in file.iter_batches(batch_size=_PARQUET_ROWS, columns=[ID, TEXT]):
            for ident, text in zip(batch.column(ID), batch.column(TEXT), strict=True):
                number += 1
                yield Record(source.path.name, number, _pair(ident, text)), source.weight * number // rows
    except (OSError, pa.ArrowException) as error:
        raise BatchError(f"{source.path}: cannot be read as Parquet ({type(error).__name__})") from error


def _pair(ident: Any, text: Any) -> tuple[Any, Any] | str:
    try:
        return ident.as_py(), text.as_py()
    except UnicodeDecodeError:
        return "not UTF-8"


def _folder(source: Source) -> Iterator[tuple[Record, int]]:
    for number, path in enumerate(_notes(source.path), 1):
        yield Record(source.path.name, number, path, source.path), number


def _notes(folder: Path) -> Iterator[Path]:
    """Files below ``folder`` by name, without hidden ones."""
    for path in sorted(folder.rglob("*")):
        parts = path.relative_to(folder).parts
        if path.is_file() and not any(part.startswith(".") for part in parts):
            yield path
