"""A batch from input to output: every format, bad rows, any number of workers, progress and summary."""

import csv
import gzip
import json
import os
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pyarrow as pa
import pytest
from pyarrow import parquet

from nlp.batch import BatchError, Progress, run
from nlp.batch.columns import NAMES, flat
from tests.batch import made


def jsonl(path: Path, rows: list[dict[str, Any]]) -> Path:
    path = path / "in.jsonl"
    path.write_text("".join(json.dumps(row) + "\n\n" for row in rows), encoding="utf-8")
    return path


def gzipped(path: Path, rows: list[dict[str, Any]]) -> Path:
    path = path / "in.jsonl.gz"
    path.write_bytes(gzip.compress("".join(json.dumps(row) + "\n" for row in rows).encode()))
    return path


def table(path: Path, rows: list[dict[str, Any]]) -> Path:
    path = path / "in.csv"
    with path.open("w", encoding="utf-8-sig", newline="") as handle:
        writer = csv.writer(handle)
        writer.writerow(["site", "text", "id"])
        writer.writerows(["x", row["text"], row["id"]] for row in rows)
    return path


def arrow(path: Path, rows: list[dict[str, Any]]) -> Path:
    path = path / "in.parquet"
    parquet.write_table(pa.Table.from_pylist([row | {"site": 1} for row in rows]), path)
    return path


def folder(path: Path, rows: list[dict[str, Any]]) -> Path:
    path = path / "notes"
    for row in rows:
        file = path / f"{row['id']}.txt"
        file.parent.mkdir(parents=True, exist_ok=True)
        file.write_text(row["text"], encoding="utf-8", newline="")
    (path / ".hidden").write_text("osteotomy", encoding="utf-8")
    return path


TEXTS = ["left osteotomy\r\nosteotomy", "", "none\U0001f9b4", "é osteotomy, \"quoted\"\n\n'x'"]


@pytest.mark.parametrize("write", [jsonl, gzipped, table, arrow, folder])
def test_batch_run_reads_every_format(
    tmp_path: Path, write: Callable[[Path, list[dict[str, Any]]], Path]
) -> None:
    rows = [{"id": f"a{number}", "text": text} for number, text in enumerate(TEXTS)]
    out = tmp_path / "out.jsonl"
    summary = run([write(tmp_path, rows)], out, make=made.make)
    answers = made.read_lines(out)
    suffix = ".txt" if write is folder else ""
    assert [answer["id"] for answer in answers] == [row["id"] + suffix for row in rows]
    for answer, row in zip(answers, rows, strict=True):
        assert answer | {"id": None} == made.annotate(row["text"]).to_dict() | {"id": None}
    assert (summary.notes, summary.rejects, summary.to_review) == (4, 0, 1)
    assert summary.codes == {"27165 suggest": 1, "27165 review": 1}
    assert not list(tmp_path.glob("out.jsonl.*"))


@pytest.mark.parametrize("workers", [2, pytest.param(3, marks=pytest.mark.slow)])
def test_batch_run_output_does_not_depend_on_workers(tmp_path: Path, workers: int) -> None:
    source = made.write_lines(tmp_path / "in.jsonl", 700)
    alone, many = tmp_path / "alone.jsonl", tmp_path / "many.jsonl"
    first = run([source], alone, make=made.make)
    second = run([source], many, workers=workers, make=made.make)
    assert alone.read_bytes() == many.read_bytes()
    assert (
        alone.with_name("alone.jsonl.rejects.jsonl").read_bytes()
        == many.with_name("many.jsonl.rejects.jsonl").read_bytes()
    )
    assert first.to_dict() | {"seconds": 0} == second.to_dict() | {"seconds": 0}
    assert (first.notes, first.rejects) == (658, 42)


BAD_LINES = [
    (b'{"id": "a", "text": "secret"', "not JSON", None),
    (b'["secret"]', "no JSON object", None),
    (b'{"text": "secret"}', "no id", None),
    (b'{"id": "", "text": "secret"}', "no id", ""),
    (b'{"id": 1.5, "text": "secret"}', "id is neither string nor integer", None),
    (b'{"id": true, "text": "secret"}', "id is neither string nor integer", None),
    (b'{"id": "a"}', "no text", "a"),
    (b'{"id": "a", "text": ["secret"]}', "text is no string", "a"),
    (b'{"id": "a", "text": "\xff"}', "not UTF-8", None),
    (b"[" * 100_000, "not JSON", None),
    (b'{"id": 7, "text": "secret: explode"}', "not annotated (ValueError)", 7),
]


@pytest.mark.parametrize(("line", "reason", "ident"), BAD_LINES)
def test_batch_run_rejects_bad_lines(tmp_path: Path, line: bytes, reason: str, ident: object) -> None:
    source, out = tmp_path / "in.jsonl", tmp_path / "out.jsonl"
    source.write_bytes(b'{"id": 1, "text": "osteotomy"}\n' + line + b'\n{"id": "z", "text": ""}\n')
    summary = run([source], out, make=made.make)
    rejects = out.with_name("out.jsonl.rejects.jsonl")
    assert made.read_lines(rejects) == [
        {"source": "in.jsonl", "row": 2, "id": ident or None, "reason": reason}
    ]
    assert [row["id"] for row in made.read_lines(out)] == [1, "z"]
    assert (summary.notes, summary.rejects) == (2, 1)


@pytest.mark.parametrize(
    ("content", "reasons"),
    [
        (b"id,text\n1,ok\n2\n3,ok,more\n\n4,ok\n", ["wrong number of columns"] * 2),
        (b'id,text\n1,"ok\n', ["not CSV: unexpected end of data"]),
        (b"id,text\n,ok\n", ["no id"]),
        (b"id,text\n1,caf\xe9\n", ["not UTF-8"]),
    ],
)
def test_batch_run_rejects_bad_csv_rows(tmp_path: Path, content: bytes, reasons: list[str]) -> None:
    source, out = tmp_path / "in.csv", tmp_path / "out.jsonl"
    source.write_bytes(content)
    run([source], out, make=made.make)
    rejects = made.read_lines(out.with_name("out.jsonl.rejects.jsonl"))
    assert [row["reason"] for row in rejects] == reasons


def test_batch_run_rejects_bad_parquet_rows_and_files(tmp_path: Path) -> None:
    source = tmp_path / "in.parquet"
    texts = pa.array([b"ok", b"\xff", None], pa.binary()).view(pa.string())
    parquet.write_table(pa.table({"id": [1, 2, 3], "text": texts}), source)
    notes = folder(tmp_path, [{"id": "sub/good", "text": "ok"}])
    (notes / "bad.pdf").write_bytes(b"%PDF-1.4 nothing more")
    (notes / "page.html").write_text("<p>left <b>osteotomy</b></p>", encoding="utf-8")
    (notes / "scan.png").write_bytes(b"\x89PNG")
    out = tmp_path / "out.jsonl"
    run([source, notes], out, make=made.make)
    rejects = made.read_lines(out.with_name("out.jsonl.rejects.jsonl"))
    assert [(row["source"], row["row"], row["id"]) for row in rejects] == [
        ("in.parquet", 2, None),
        ("in.parquet", 3, 3),
        ("notes", 1, "bad.pdf"),
        ("notes", 3, "scan.png"),
    ]
    reasons = [row["reason"] for row in rejects]
    assert (reasons[0], reasons[1], reasons[3]) == ("not UTF-8", "no text", "no reader for .png")
    answers = made.read_lines(out)
    assert [row["id"] for row in answers] == [1, "page.html", "sub/good.txt"]
    assert [concept["text"] for concept in answers[1]["concepts"]] == ["osteotomy"]


def test_batch_run_keeps_lone_surrogates(tmp_path: Path) -> None:
    source, out = tmp_path / "in.jsonl", tmp_path / "out.parquet"
    source.write_text('{"id": "\\ud800", "text": "osteotomy \\udfff"}\n', encoding="utf-8")
    assert run([source], out, make=made.make).notes == 1
    assert parquet.read_table(out)["id"].to_pylist() == ["\ufffd"]


def test_batch_run_writes_parquet(tmp_path: Path) -> None:
    source, out = made.write_lines(tmp_path / "in.jsonl", 200), tmp_path / "out.parquet"
    run([source], out, make=made.make)
    expected = [
        flat(row["id"], made.annotate(row["text"]).to_dict())
        for n, row in enumerate(made.rows(200))
        if n % 17
    ]
    assert parquet.read_table(out).to_pylist() == expected
    assert tuple(parquet.read_schema(out).names) == NAMES
    assert sorted(path.name for path in tmp_path.glob("out.*")) == [
        "out.parquet",
        "out.parquet.rejects.jsonl",
    ]


def test_batch_run_removes_rejects_of_an_earlier_run(tmp_path: Path) -> None:
    source, out = made.write_lines(tmp_path / "in.jsonl", 20), tmp_path / "out.jsonl"
    run([source], out, make=made.make)
    run([jsonl(tmp_path, made.rows(3))], out, make=made.make)
    assert not out.with_name("out.jsonl.rejects.jsonl").exists()
    assert len(made.read_lines(out)) == 3


def test_batch_run_reports_progress(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("nlp.batch.runner._COMMIT_SECONDS", 0.0)
    source = made.write_lines(tmp_path / "in.jsonl", 640)
    seen: list[Progress] = []
    run([source, source], tmp_path / "out.jsonl", make=made.make, progress=seen.append)
    shares = [progress.share for progress in seen]
    assert shares == sorted(shares)
    assert 0.4 < seen[9].share < 0.6
    assert (seen[-1].rows, seen[-1].rejects, seen[-1].share) == (1280, 76, 1.0)
    assert all(p.notes_per_second > 0 and p.seconds_left is not None for p in seen)


@pytest.mark.parametrize(
    ("inputs", "out", "workers", "message"),
    [
        ([], "out.jsonl", 1, "no input"),
        (["missing.jsonl"], "out.jsonl", 1, "missing.jsonl: no such file or folder"),
        (["odd.docx"], "out.jsonl", 1, "odd.docx: not a folder"),
        (["ok.jsonl"], "out.csv", 1, "must end in .jsonl or .parquet"),
        (["ok.jsonl"], "out.jsonl", 0, "workers must be at least 1"),
        (["bad.csv"], "out.jsonl", 1, "must name the columns id and text"),
        (["bad.parquet"], "out.jsonl", 1, "cannot be read as Parquet"),
        (["poor.parquet"], "out.jsonl", 1, "no column text"),
        (["bad.jsonl.gz"], "out.jsonl", 1, "cannot be read (BadGzipFile)"),
    ],
)
def test_batch_run_refuses(tmp_path: Path, inputs: list[str], out: str, workers: int, message: str) -> None:
    for name in ("odd.docx", "bad.csv", "bad.parquet", "bad.jsonl.gz"):
        (tmp_path / name).write_bytes(b"nothing of the kind\n")
    (tmp_path / "ok.jsonl").touch()
    parquet.write_table(pa.table({"id": [1]}), tmp_path / "poor.parquet")
    with pytest.raises(BatchError) as error:
        run([tmp_path / name for name in inputs], tmp_path / out, workers=workers, make=made.make)
    assert message in str(error.value)


@pytest.mark.slow
def test_batch_run_starts_a_new_worker_where_one_died(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("MADE_FLAG", str(tmp_path / "flag"))
    rows = [*made.rows(300), {"id": "x", "text": "die once"}, *made.rows(100)]
    out = tmp_path / "out.jsonl"
    run([jsonl(tmp_path, rows)], out, workers=2, make=made.make_dying_once)
    assert [row["id"] for row in made.read_lines(out)] == [row["id"] for row in rows]
    assert (tmp_path / "flag").exists()


@pytest.mark.slow
def test_batch_run_names_the_rows_a_worker_dies_on_twice(tmp_path: Path) -> None:
    source = jsonl(tmp_path, [*made.rows(70), {"id": "x", "text": "secret: die twice"}])
    with pytest.raises(BatchError, match=r"exit code 7.* on in\.jsonl row 129 to in\.jsonl row 141"):
        run([source], tmp_path / "out.jsonl", workers=2, make=made.make)


@pytest.mark.slow
def test_batch_run_leaves_no_process_behind(tmp_path: Path) -> None:
    source = made.write_lines(tmp_path / "in.jsonl", 300)
    run([source], tmp_path / "out.jsonl", workers=3, make=made.make)
    children = Path(f"/proc/{os.getpid()}/task/{os.getpid()}/children").read_text().split()
    names = [Path(f"/proc/{child}/cmdline").read_text() for child in children]
    assert not [name for name in names if "resource_tracker" not in name]
