"""The keyed hash of a note."""

import stat
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from server.store import StoreError
from server.store.notekey import KEY_NAME, hash_note, load_key

KEY = b"k" * 32


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("left femur cut", "left  femur\ncut"),
        ("left femur cut", "\ufeffleft femur cut".lstrip("\ufeff") + "\r\n"),
        ("a\u00a0b", "a b"),
        ("a\tb", " a b "),
    ],
)
def test_notekey_hash_is_the_same_for_the_same_words(one: str, other: str) -> None:
    assert hash_note(one, KEY) == hash_note(other, KEY)


@pytest.mark.parametrize(("one", "other"), [("ab", "a b"), ("Left", "left"), ("a", "a."), ("", "a")])
def test_notekey_hash_differs_for_other_words(one: str, other: str) -> None:
    assert hash_note(one, KEY) != hash_note(other, KEY)


def test_notekey_hash_depends_on_the_key() -> None:
    assert hash_note("left femur", KEY) != hash_note("left femur", b"l" * 32)


@given(st.text(st.characters(exclude_categories=[]), max_size=200))
def test_notekey_hash_takes_any_text(text: str) -> None:
    found = hash_note(text, KEY)
    assert len(found) == 64
    assert int(found, 16) >= 0


def test_notekey_is_made_once_for_its_owner_alone(tmp_path: Path) -> None:
    folder = tmp_path / "new"
    with ThreadPoolExecutor(8) as threads:
        keys = set(threads.map(load_key, [folder] * 32))
    assert len(keys) == 1
    assert len(keys.pop()) == 32
    assert [path.name for path in folder.iterdir()] == [KEY_NAME]
    assert stat.S_IMODE((folder / KEY_NAME).stat().st_mode) == 0o600
    assert stat.S_IMODE(folder.stat().st_mode) == 0o700


@pytest.mark.parametrize("content", [b"", b"short", b"x" * 33])
def test_notekey_damaged_is_never_replaced(tmp_path: Path, content: bytes) -> None:
    (tmp_path / KEY_NAME).write_bytes(content)
    with pytest.raises(StoreError, match="damaged") as caught:
        load_key(tmp_path)
    assert "backup" in caught.value.fix
    assert (tmp_path / KEY_NAME).read_bytes() == content


def test_notekey_unusable_folder_says_so(tmp_path: Path) -> None:
    (tmp_path / "file").write_text("in the way")
    with pytest.raises(StoreError, match="note key") as caught:
        load_key(tmp_path / "file")
    assert caught.value.field == "state_dir"
