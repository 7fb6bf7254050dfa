"""A keyed hash stands for a note whose text is not kept: useless to anyone without the key."""

import hashlib
import hmac
import os
import secrets
from pathlib import Path

from server.store.errors import StoreError
from server.store.location import private_folder

KEY_NAME = "note.key"
KEY_BYTES = 32


def load_key(folder: Path) -> bytes:
    """The key in ``folder``, made on first use; only its owner may read it.

    Raises StoreError if it cannot be made or read, or is damaged: a new key in its place would
    silently part old feedback from its notes.
    """
    path = folder / KEY_NAME
    try:
        if not path.exists():
            _create_key(path)
        key = path.read_bytes()
    except OSError as error:
        message = f"the note key cannot be used: {error.strerror}"
        fix = f"make the state folder writable for this user; it holds {KEY_NAME}"
        raise StoreError(message, field="state_dir", fix=fix) from error
    if len(key) != KEY_BYTES:
        fix = f"restore {KEY_NAME} from a backup; delete it only to give up linking old feedback to notes"
        raise StoreError("the note key is damaged", field="state_dir", fix=fix)
    return key


def hash_note(text: str, key: bytes) -> str:
    """HMAC-SHA256 of ``text`` as 64 hex digits; runs of white space count as one blank.

    The same note read from a web page and from a file thus has one hash. Any str is accepted.
    """
    words = " ".join(text.split())
    return hmac.new(key, words.encode("utf-8", "surrogatepass"), hashlib.sha256).hexdigest()


def _create_key(path: Path) -> None:
    """Write a new key whole before it gets its name, so that two processes agree on one."""
    private_folder(path.parent)
    draft = path.with_name(f"{KEY_NAME}.{os.getpid()}.{secrets.token_hex(4)}")
    handle = os.open(draft, os.O_CREAT | os.O_EXCL | os.O_WRONLY, 0o600)
    try:
        os.write(handle, secrets.token_bytes(KEY_BYTES))
        os.fsync(handle)
    finally:
        os.close(handle)
    try:
        os.link(draft, path)
    except FileExistsError:
        return
    finally:
        draft.unlink()
