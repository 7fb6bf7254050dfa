"""The list of knowledge entries that no sample uses."""

from pathlib import Path

import pytest

from nlp.knowledge.load import load_knowledge
from nlp.samples import unused
from tests.samples_code import made


def test_unused_leaves_out_what_the_samples_use() -> None:
    names = unused.unused(made.samples())
    known = set(load_knowledge().entries)
    assert len(names) == len(set(names)) > 20
    assert "cut.osteotomy" in known
    assert "cut.osteotomy" not in names


@pytest.mark.parametrize(("name", "code"), [("made.sample", 1), ("missing.sample", 2)])
def test_unused_command(tmp_path: Path, capsys: pytest.CaptureFixture[str], name: str, code: int) -> None:
    (tmp_path / "made.sample").write_text(made.FILE, encoding="utf-8")
    assert unused.main([str(tmp_path / name)]) == code
    printed = capsys.readouterr()
    assert bool(printed.out) is (code == 1)
    assert bool(printed.err) is (code == 2)
