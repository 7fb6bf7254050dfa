"""Notes in a Spark DataFrame: the same answers as ``nlp.batch``, column for column (extra ``spark``).

    from nlp.spark import annotate
    answers = annotate(spark.read.parquet("notes"), text_col="text", id_col="id")

Every Python worker loads the pipeline once, on its first batch, and keeps it for all later partitions.
"""

from __future__ import annotations

import functools
from collections.abc import Callable, Iterable, Iterator
from pathlib import Path
from typing import TYPE_CHECKING, Any

from nlp.batch.columns import EVIDENCE, LISTS, NAMES, TEXTS, encodable, flat
from nlp.batch.readers import Record
from nlp.batch.work import Annotate, Reject, answer, load_annotate, parse

if TYPE_CHECKING:
    import pandas as pd
    from pyspark.sql import DataFrame
    from pyspark.sql.types import StructType

MakeAnnotate = Callable[[], Annotate]


def schema() -> StructType:
    """The schema of the answers: the columns of ``nlp.batch.columns``, then ``error``.

    ``error`` says why a row has no answer; all other columns but ``id`` are null there.
    """
    from pyspark.sql.types import ArrayType, IntegerType, StringType, StructField, StructType

    kinds = {int: IntegerType(), str: StringType()}
    evidence = StructType([StructField(name, kinds[kind]) for name, kind in EVIDENCE.items()])
    fields = [StructField(name, StringType()) for name in TEXTS]
    fields += [StructField(name, ArrayType(StringType())) for name in LISTS]
    fields += [StructField("evidence", ArrayType(evidence))]
    fields += [StructField(name, StringType()) for name in ("annotation", "error")]
    return StructType(fields)


def annotate(
    df: DataFrame,
    *,
    text_col: str = "text",
    id_col: str = "id",
    gate: bool = True,
    knowledge: Path | None = None,
    make: MakeAnnotate | None = None,
) -> DataFrame:
    """Annotate every row of ``df``; one row out for each row in, with the columns of ``schema()``.

    Args:
        df: any DataFrame; only its two columns are read, ids become strings.
        text_col, id_col: the columns of the note and of its id.
        gate, knowledge: as for ``nlp.load``; the folder must be there on every executor.
        make: called once in each Python worker, returns the function from text to annotation (for tests).

    Raises:
        pyspark.errors.AnalysisException: a column is missing.
    """
    make = make or functools.partial(load_annotate, gate, knowledge)
    pairs = df.select(df[id_col].cast("string").alias("id"), df[text_col].alias("text"))
    return pairs.mapInPandas(functools.partial(annotate_batches, make=make), schema())


def annotate_batches(batches: Iterable[pd.DataFrame], make: MakeAnnotate) -> Iterator[pd.DataFrame]:
    """Annotate pandas frames with the columns ``id`` and ``text``: the function that a Python worker runs."""
    import pandas as pd

    for batch in batches:
        reader = _loaded(make)
        pairs = batch[["id", "text"]].astype(object).where(batch.notna(), None)
        rows = [_row(ident, text, reader) for ident, text in zip(pairs["id"], pairs["text"], strict=True)]
        yield pd.DataFrame(rows, columns=[*NAMES, "error"], dtype=object)


# One pipeline for the life of the process, whatever number of partitions it works through.
_readers: dict[str, Annotate] = {}


def _loaded(make: MakeAnnotate) -> Annotate:
    key = repr(make)
    if key not in _readers:
        _readers[key] = make()
    return _readers[key]


def _row(ident: Any, text: Any, reader: Annotate) -> dict[str, Any]:
    try:
        ident, text = parse(Record("", 0, (ident, text)))
        row: dict[str, Any] = encodable(flat(ident, answer(ident, text, reader).to_dict()))
        return row | {"error": None}
    except Reject as reject:
        ident = None if reject.ident is None else str(reject.ident)
        return dict.fromkeys(NAMES) | {"id": ident, "error": str(reject)}
