"""Spark on two local workers: the same answers as batch, note by note, with one pipeline a worker."""

import json
import os
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path
from typing import TYPE_CHECKING, Any

import pandas as pd
import pyarrow as pa
import pytest
from pyarrow import parquet

from nlp import spark as nlp_spark
from nlp.annotation import Annotation
from nlp.batch import run
from nlp.batch.work import Annotate
from nlp.samples.convert import read
from tests.batch import made

if TYPE_CHECKING:
    from pyspark.sql import SparkSession

ROOT = Path(__file__).parent.parent.parent
SETTINGS = {
    "spark.master": "local[2]",
    "spark.ui.enabled": "false",
    "spark.sql.shuffle.partitions": "2",
    "spark.sql.execution.arrow.maxRecordsPerBatch": "50",
    "spark.driver.host": "127.0.0.1",
    "spark.driver.bindAddress": "127.0.0.1",
}


@pytest.fixture(scope="module")
def session() -> "Iterator[SparkSession]":
    from pyspark.sql import SparkSession

    os.environ["PYTHONPATH"] = str(ROOT)
    os.environ["PYSPARK_PYTHON"] = sys.executable
    builder = SparkSession.builder.appName("test")
    for name, value in SETTINGS.items():
        builder = builder.config(name, value)
    session = builder.getOrCreate()
    session.sparkContext.setLogLevel("ERROR")
    yield session
    session.stop()


def make_naming_process() -> Annotate:
    """An annotator whose engine names the process and counts how often it was made there."""
    os.environ["MADE_COUNT"] = str(int(os.environ.get("MADE_COUNT", "0")) + 1)

    def naming(text: str) -> Annotation:
        answer = made.annotate(text).to_dict()
        answer["engine"] = {"version": str(os.getpid()), "knowledge": os.environ["MADE_COUNT"]}
        return Annotation.model_validate(answer)

    return naming


@pytest.mark.spark
@pytest.mark.slow
def test_spark_answers_equal_batch(session: "SparkSession", tmp_path: Path) -> None:
    samples = read([ROOT / "tests" / "samples" / "dev1.sample"])
    rows = [{"id": sample.id, "text": sample.text} for sample in samples]
    source, out = tmp_path / "in.parquet", tmp_path / "out.parquet"
    parquet.write_table(pa.Table.from_pylist(rows), source)
    run([source], out)
    answers = nlp_spark.annotate(session.read.parquet(str(source)).repartition(4)).collect()
    by_id = {row["id"]: row.asDict(recursive=True) for row in answers}
    assert len(answers) == len(rows)
    for expected in parquet.read_table(out).to_pylist():
        assert by_id[expected["id"]] == expected | {"error": None}


@pytest.mark.spark
@pytest.mark.slow
def test_spark_loads_once_a_worker(session: "SparkSession") -> None:
    frame = session.createDataFrame(
        [(row["id"], row["text"]) for row in made.rows(400)], "id string, text string"
    )
    answers = nlp_spark.annotate(frame.repartition(8), make=make_naming_process).collect()
    engines = [json.loads(row["annotation"])["engine"] for row in answers]
    assert len(answers) == 400
    assert 1 <= len({engine["version"] for engine in engines}) <= 2
    assert {engine["knowledge"] for engine in engines} == {"1"}


@pytest.mark.spark
@pytest.mark.slow
def test_spark_rows_that_fail_carry_the_reason(session: "SparkSession") -> None:
    rows = [(1, "osteotomy"), (2, None), (None, "osteotomy"), (4, "explode: secret")]
    frame = session.createDataFrame(rows, "number int, note string")
    answers = nlp_spark.annotate(frame, text_col="note", id_col="number", make=made.make).collect()
    assert sorted((row["id"], row["decision"], row["error"]) for row in answers if row["id"]) == [
        ("1", "review", None),
        ("2", None, "no text"),
        ("4", None, "not annotated (ValueError)"),
    ]
    assert [row["error"] for row in answers if row["id"] is None] == ["no id"]


@pytest.mark.spark
@pytest.mark.slow
def test_spark_example_job(tmp_path: Path) -> None:
    samples = read([ROOT / "tests" / "samples" / "dev1.sample"])[:10]
    notes = tmp_path / "notes.parquet"
    rows: list[dict[str, Any]] = [{"id": sample.id, "text": sample.text} for sample in samples]
    parquet.write_table(pa.Table.from_pylist([*rows, {"id": "bad", "text": None}]), notes)
    submit = Path(sys.executable).with_name("spark-submit")
    command = [str(submit), *(part for pair in SETTINGS.items() for part in ("--conf", "=".join(pair)))]
    command += [str(ROOT / "examples" / "spark_job.py"), str(notes)]
    done = subprocess.run(
        [*command, str(tmp_path / "answers"), str(tmp_path / "summary"), "--partitions", "2"],
        env=os.environ | {"PYTHONPATH": str(ROOT), "PYSPARK_PYTHON": sys.executable},
        capture_output=True,
        text=True,
    )
    assert done.returncode == 0, done.stderr[-2000:]
    answers = parquet.read_table(tmp_path / "answers").to_pylist()
    assert {row["id"] for row in answers} == {row["id"] for row in rows} | {"bad"}
    [part] = (tmp_path / "summary").glob("part-*.json")
    counts = {row["decision"]: row["notes"] for row in made.read_lines(part)}
    assert counts["rejected"] == 1
    assert sum(counts.values()) == 11


def test_spark_batches_without_a_cluster() -> None:
    frame = pd.DataFrame({"id": [1, 2], "text": ["osteotomy osteotomy", "\ud800 osteotomy"]})
    [answers] = nlp_spark.annotate_batches([frame], made.make)
    assert list(answers["decision"]) == ["suggest", "review"]
    assert list(answers["id"]) == ["1", "2"]
    assert list(answers["error"]) == [None, None]
