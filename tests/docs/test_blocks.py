"""The reader of documentation blocks, tested on pages written here."""

from pathlib import Path

import pytest

from tests.docs.blocks import (
    Block,
    Command,
    blocks,
    check_data,
    commands,
    output_matches,
    run_console,
    run_python,
)

PAGE = """# Title

```python
answer = 42
```

1. In a list:

   ```console
   $ echo one
   one
   ```

```{toctree}
first
```
"""


def test_blocks_finds_language_line_and_unindented_body(tmp_path: Path) -> None:
    page = tmp_path / "page.md"
    page.write_text(PAGE)
    found = [(block.language, block.line, block.body) for block in blocks(page)]
    assert found == [("python", 3, "answer = 42\n"), ("console", 9, "$ echo one\none\n"), ("", 14, "first\n")]


@pytest.mark.parametrize(
    ("body", "expected"),
    [
        ("$ ls\n", [Command("ls", "")]),
        ("$ ls\na\nb\n$ pwd\n", [Command("ls", "a\nb"), Command("pwd", "")]),
        ("$ cat > f <<'END'\n> text\n>\n> END\n", [Command("cat > f <<'END'\ntext\n\nEND", "")]),
        ("$ ls\nout\n> quoted\n", [Command("ls", "out\n> quoted")]),
    ],
)
def test_blocks_splits_commands_from_their_output(body: str, expected: list[Command]) -> None:
    assert commands(body) == expected


def test_blocks_refuses_output_without_a_command() -> None:
    with pytest.raises(ValueError, match="without a command"):
        commands("stray\n$ ls\n")


@pytest.mark.parametrize(
    ("expected", "actual", "matches"),
    [
        ("one", "one  \n", True),
        ("one", "two", False),
        ("a ... c", "a b c", True),
        ("a\n...\nz", "a\nb\nc\nz", True),
        ("a.c", "abc", False),
    ],
)
def test_blocks_compares_output_with_ellipses(expected: str, actual: str, matches: bool) -> None:
    assert output_matches(expected, actual) is matches


@pytest.mark.parametrize("body", ["$ false\n", "$ echo one\ntwo\n", "$ false | true\n"])
def test_blocks_fails_a_command_that_fails_or_prints_something_else(body: str, tmp_path: Path) -> None:
    with pytest.raises(AssertionError, match="page"):
        run_console(Block(Path("page.md"), 1, "console", body), tmp_path, "127.0.0.1:1", {})


def test_blocks_sends_commands_to_the_service_under_test(tmp_path: Path) -> None:
    body = "$ echo http://127.0.0.1:27165/\nhttp://127.0.0.1:27165/\n$ echo 127.0.0.1:27165 > address\n"
    run_console(Block(Path("page.md"), 1, "console", body), tmp_path, "127.0.0.1:9", {})
    assert (tmp_path / "address").read_text() == "127.0.0.1:9\n"


def test_blocks_runs_python_in_one_namespace_and_reports_the_line_of_the_page() -> None:
    namespace: dict[str, object] = {}
    run_python(Block(Path("page.md"), 3, "python", "value = 1\n"), namespace)
    assert namespace["value"] == 1
    with pytest.raises(ZeroDivisionError) as caught:
        run_python(Block(Path("page.md"), 7, "python", "value / 0\n"), namespace)
    assert caught.traceback[-1].lineno + 1 == 8


@pytest.mark.parametrize(("language", "body"), [("json", "{"), ("toml", "= 1")])
def test_blocks_refuses_data_that_does_not_parse(language: str, body: str) -> None:
    with pytest.raises(ValueError):
        check_data(Block(Path("page.md"), 1, language, body))
