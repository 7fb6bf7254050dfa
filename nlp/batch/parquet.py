"""Write answers as Parquet (extra ``parquet``), with the columns of ``nlp.batch.columns``."""

import json
from collections.abc import Iterator
from itertools import islice
from pathlib import Path
from typing import TYPE_CHECKING, Any

from nlp.batch.columns import EVIDENCE, LISTS, TEXTS, encodable, flat
from nlp.batch.journal import BatchError

if TYPE_CHECKING:
    import pyarrow as pa

_GROUP_ROWS = 4096


def require() -> None:
    """Raise BatchError where pyarrow is not installed."""
    try:
        import pyarrow.parquet  # noqa: F401
    except ImportError:
        raise BatchError("Parquet needs the extra: pip install osteotome[parquet]") from None


def schema() -> "pa.Schema":
    """The Arrow schema of an answer."""
    import pyarrow as pa

    kinds = {int: pa.int32(), str: pa.string()}
    evidence = pa.struct([(name, kinds[kind]) for name, kind in EVIDENCE.items()])
    return pa.schema(
        [(name, pa.string()) for name in TEXTS]
        + [(name, pa.list_(pa.string())) for name in LISTS]
        + [("evidence", pa.list_(evidence)), ("annotation", pa.string())]
    )


def to_parquet(lines: Path, out: Path) -> None:
    """Write the JSON lines of answers as Parquet, a row group at a time."""
    import pyarrow as pa
    from pyarrow import parquet

    with lines.open("rb") as handle, parquet.ParquetWriter(out, schema()) as writer:
        rows = _rows(handle)
        while group := list(islice(rows, _GROUP_ROWS)):
            writer.write_table(pa.Table.from_pylist(group, schema()))


def _rows(handle: Any) -> Iterator[dict[str, Any]]:
    for line in handle:
        annotation = encodable(json.loads(line))
        yield flat(annotation.pop("id"), annotation)
