"""Sample files and JSONL rows: strict reading, canonical writing, nothing lost between the two."""

import json
from pathlib import Path

import pytest

from nlp.samples.convert import convert, main, read
from nlp.samples.format import dumps, load, loads
from nlp.samples.model import Gold, Mark, Sample, SampleError
from nlp.samples.rows import from_row, to_row
from tests.samples_code import made

SETS = sorted((Path(__file__).parent.parent / "samples").glob("*.sample"))
HEAD = "=== a\nkind: op_note\nstyle: x\ngold: no\nside: left\nlevel: none\n"


def test_format_loads_values() -> None:
    first, second = made.samples()
    assert first.gold == Gold(
        "suggest",
        "left",
        "intertrochanteric",
        codes=("27165",),
        other_codes=("27001", "20680"),
        accept=("review",),
        accept_level=("subtrochanteric",),
        why="Cut above the lesser trochanter.",
    )
    assert first.text == "Left hip, VDRO.\nBMI <25. The femur was cut."
    assert [first.quote(mark) for mark in first.marks] == ["VDRO", "femur was cut"]
    assert (second.fully_marked, second.source) == (False, "made")


@pytest.mark.parametrize(
    ("content", "fault"),
    [
        ("words\n" + HEAD + "---\n", "f:1: text before the first"),
        ("=== \n---\n", "f:1: bad or missing id"),
        ("=== a b\n---\n", "f:1: bad or missing id"),
        (HEAD + "text\n", "f:7: unknown field"),
        (HEAD, "f:1: a has no '---' line"),
        (HEAD + "colour: red\n---\n", "f:7: unknown field"),
        (HEAD + "gold: no\n---\n", "f:7: gold is given twice"),
        (HEAD.replace("gold: no", "gold: maybe") + "---\n", "f:4: gold: not one of suggest, review, no"),
        (HEAD.replace("side: left\n", "") + "---\n", "missing side"),
        (HEAD + "codes: 27165,27151\n---\n", "f:7: codes: not codes"),
        (HEAD + "accept: review, maybe\n---\n", "f:7: accept: 'maybe' is not one of"),
        (HEAD.replace("op_note", "Op Note") + "---\n", "f:2: kind: not a lower-case word"),
        (HEAD + "---\n\na\n<cast performed>b\n", "f:10: a: <cast> is never closed"),
        (HEAD + "marked: deciding\n---\n<cast performed>b</cast>\n", "a tag lacks 'decides'"),
    ],
)
def test_format_loads_refuses(content: str, fault: str) -> None:
    content = content if fault != "f:7: unknown field" or "---" in content else content + "---\n"
    with pytest.raises(SampleError) as error:
        loads(content, "f")
    assert fault in str(error.value)


@pytest.mark.parametrize("path", SETS, ids=lambda path: path.stem)
def test_format_files_are_canonical(path: Path) -> None:
    content = path.read_text(encoding="utf-8")
    assert dumps(loads(content)) == content


@pytest.mark.parametrize("path", SETS, ids=lambda path: path.stem)
def test_format_rows_round_trip(path: Path, tmp_path: Path) -> None:
    rows = tmp_path / f"{path.stem}.jsonl"
    back = tmp_path / path.name
    assert convert([path], rows) == convert([rows], back)
    assert back.read_text(encoding="utf-8") == path.read_text(encoding="utf-8")


ROW = {
    "id": "r",
    "kind": "op_note",
    "style": "x",
    "text": "Cast on. Cast off, cast on.",
    "gold": {
        "d27165": "no",
        "codes": [],
        "review_codes": [],
        "other_codes": [],
        "side": "left",
        "level": "none",
        "accept": ["review"],
        "mentions": [{"quote": "ast o", "concept": "cast", "status": "performed", "occurrence": 3}],
        "spans": [
            {"quote": "Cast on", "concept": "cast", "status": "performed", "side": "left"},
            {"quote": "ast o", "concept": "cast", "status": "performed", "occurrence": 3},
        ],
        "why": "",
    },
}


@pytest.mark.parametrize("spans", [True, False])
def test_rows_keep_every_field(spans: bool) -> None:
    row = json.loads(json.dumps(ROW))
    if not spans:
        del row["gold"]["spans"]
    sample = from_row(row)
    assert to_row(sample) == row
    assert loads(dumps([sample])) == [sample]
    assert sample.marks[-1] == Mark(20, 25, "cast", "performed", deciding=True)


@pytest.mark.parametrize(
    "change",
    [
        {"mentions": [{"quote": "plaster", "concept": "cast", "status": "performed"}]},
        {"mentions": [{"quote": "", "concept": "cast", "status": "performed"}]},
        {"mentions": [{"quote": "Cast", "concept": "cast", "status": "performed", "occurrence": 3}]},
        {"mentions": [{"quote": "Cast", "concept": "cast", "status": "performed", "colour": "red"}]},
        {"verdict": "no"},
    ],
)
def test_rows_refuse(change: dict[str, object]) -> None:
    with pytest.raises(SampleError) as error:
        from_row(ROW | {"gold": ROW["gold"] | change})  # type: ignore[operator]
    assert "Cast" not in str(error.value)


@pytest.mark.parametrize("gold", [Gold("maybe", "left", "none"), Gold("no", "left", "none", why="a\nb")])
def test_format_dumps_refuses(gold: Gold) -> None:
    with pytest.raises(SampleError):
        dumps([Sample("a", "op_note", "x", "", gold)])


def test_format_load_refuses_an_id_twice(tmp_path: Path) -> None:
    (tmp_path / "a.sample").write_text(made.FILE, encoding="utf-8")
    (tmp_path / "b.sample").write_text(made.FILE, encoding="utf-8")
    with pytest.raises(SampleError, match=r"made-1 stands in .*a\.sample already"):
        load([tmp_path])


@pytest.mark.parametrize(
    ("name", "content", "fault"),
    [
        ("empty.sample", "", "no samples"),
        ("bad.jsonl", "{", "bad.jsonl:1: not a sample row"),
        ("bad.jsonl", "\n{}\n", "bad.jsonl:2: not a sample row"),
        ("odd.jsonl", json.dumps(ROW | {"text": "x"}), "odd.jsonl:1: a quote"),
    ],
)
def test_convert_reports_faults(
    tmp_path: Path, capsys: pytest.CaptureFixture[str], name: str, content: str, fault: str
) -> None:
    path = tmp_path / name
    path.write_text(content, encoding="utf-8")
    assert main([str(path), "--out", str(tmp_path / "out.jsonl")]) == 2
    assert fault in capsys.readouterr().err


def test_convert_refuses_an_unknown_suffix(tmp_path: Path) -> None:
    with pytest.raises(SampleError, match="must end in"):
        convert([], tmp_path / "out.csv")


def test_convert_writes_both_ways(tmp_path: Path) -> None:
    path = tmp_path / "made.sample"
    path.write_text(made.FILE, encoding="utf-8")
    assert main([str(path), "--out", str(tmp_path / "made.jsonl")]) == 0
    assert read([tmp_path / "made.jsonl"]) == made.samples()
