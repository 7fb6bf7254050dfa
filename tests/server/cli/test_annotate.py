"""``osteotome annotate``: the contract's JSON, the page, the terminal, what is wrong with an input."""

import io
import json
from pathlib import Path

import pytest
from spacy.language import Language

import nlp
from nlp.offsets import to_utf16
from server.cli import exits
from tests.server.cli.conftest import Run

NOTE = (
    "OPERATIVE REPORT 🦴\n\nPROCEDURE: Left VDRO\n\nDESCRIPTION OF PROCEDURE:\n"
    "An intertrochanteric osteotomy of the left femur was completed with the saw "
    "and a plate was applied. No pelvic osteotomy was done.\n"
)


@pytest.fixture
def note(tmp_path: Path) -> Path:
    path = tmp_path / "note.txt"
    path.write_text(NOTE, encoding="utf-8")
    return path


@pytest.fixture(autouse=True)
def loaded(pipeline: Language, monkeypatch: pytest.MonkeyPatch) -> None:
    """The session's pipeline serves the command too, except where a test gives it knowledge of its own."""
    load = nlp.load
    monkeypatch.setattr(
        nlp, "load", lambda knowledge=None: load(knowledge=knowledge) if knowledge else pipeline
    )


def test_annotate_json_is_the_contract(run: Run, note: Path, pipeline: Language) -> None:
    code, out, err = run("annotate", note, "--json")
    assert (code, err) == (exits.OK, "")
    assert out == nlp.annotate(NOTE, pipeline).to_json() + "\n"


def test_annotate_json_in_utf16(run: Run, note: Path, pipeline: Language) -> None:
    _, out, _ = run("annotate", note, "--json", "--offsets", "utf16")
    found = json.loads(out)
    assert found == to_utf16(nlp.annotate(NOTE, pipeline), NOTE).to_dict()
    units = NOTE.encode("utf-16-le")
    assert found["concepts"]
    for concept in found["concepts"]:
        assert units[2 * concept["start"] : 2 * concept["end"]].decode("utf-16-le") == concept["text"]


@pytest.mark.parametrize("arguments", [["annotate", "--json"], ["annotate", "-", "--json"]])
def test_annotate_reads_standard_input(
    run: Run, monkeypatch: pytest.MonkeyPatch, pipeline: Language, arguments: list[str]
) -> None:
    monkeypatch.setattr("sys.stdin", io.TextIOWrapper(io.BytesIO(NOTE.encode())))
    code, out, _ = run(*arguments)
    assert code == exits.OK
    assert out == nlp.annotate(NOTE, pipeline).to_json() + "\n"


def test_annotate_keeps_crlf_in_its_offsets(run: Run, note: Path) -> None:
    text = NOTE.replace("\n", "\r\n")
    note.write_bytes(text.encode())
    found = json.loads(run("annotate", note, "--json")[1])
    assert found["concepts"]
    assert all(text[one["start"] : one["end"]] == one["text"] for one in found["concepts"])


def test_annotate_prints_answer_without_the_note_in_a_pipe(run: Run, note: Path) -> None:
    code, out, _ = run("annotate", note)
    assert code == exits.OK
    assert "27165 ✓ supported" in out
    assert "OPERATIVE REPORT" not in out
    assert "\x1b" not in out


def test_annotate_shows_the_note_when_asked(run: Run, note: Path) -> None:
    assert "OPERATIVE REPORT 🦴" in run("annotate", note, "--note")[1]


def test_annotate_colours_when_asked(run: Run, note: Path) -> None:
    assert "\x1b[" in run("annotate", note, "--color", "always")[1]


@pytest.mark.parametrize(("expected", "code"), [("suggest", 0), ("review", 1), ("no", 1)])
def test_annotate_expect_is_an_exit_code(run: Run, note: Path, expected: str, code: int) -> None:
    assert run("annotate", note, "--json", "--expect", expected)[0] == code


def test_annotate_html_is_read_by_its_name(run: Run, tmp_path: Path) -> None:
    path = tmp_path / "note.html"
    path.write_text(
        "<p>Left <b>intertrochanteric</b> osteotomy of the femur was done.</p><script>x()</script>"
    )
    found = json.loads(run("annotate", path, "--json")[1])
    assert any("intertrochanteric" in one["text"] for one in found["concepts"])
    assert all("<" not in one["text"] for one in found["concepts"])


def test_annotate_writes_the_page(run: Run, note: Path, tmp_path: Path) -> None:
    out = tmp_path / "out.html"
    assert run("annotate", note, "--json", "--html", out)[0] == exits.OK
    assert "<mark " in out.read_text("utf-8")
    assert [path.name for path in tmp_path.iterdir() if path.name.startswith(".")] == []


def test_annotate_prints_the_page(run: Run, note: Path) -> None:
    code, out, _ = run("annotate", note, "--html", "-")
    assert code == exits.OK
    assert out.startswith("<!doctype html>")
    assert out.rstrip().endswith("</html>")


def test_annotate_empty_note_is_answered(run: Run, note: Path) -> None:
    note.write_text("")
    code, out, _ = run("annotate", note, "--json")
    assert code == exits.OK
    assert json.loads(out)["concepts"] == []


@pytest.mark.parametrize(
    ("arguments", "words"),
    [
        (["annotate", "{folder}/none.txt"], "none.txt: cannot be opened: No such file"),
        (["annotate", "{folder}"], "is a folder; use `osteotome batch`"),
        (["annotate", "{note}", "--html", "{folder}/none/out.html"], "out.html: cannot be written"),
        (["annotate", "{note}", "--knowledge", "{folder}/none"], "none: is not a folder"),
        (["annotate", "{note}", "--format", "rtf"], "note.txt: cannot be read as rtf"),
    ],
    ids=["missing", "folder", "unwritable", "knowledge", "not-rtf"],
)
def test_annotate_bad_input_is_told_in_one_line(
    run: Run, note: Path, tmp_path: Path, arguments: list[str], words: str
) -> None:
    given = [part.format(folder=tmp_path, note=note) for part in arguments]
    code, out, err = run(*given)
    assert (code, out) == (exits.BAD_INPUT, "")
    assert len(err.splitlines()) == 1
    assert err.startswith("osteotome: ")
    assert words in err
