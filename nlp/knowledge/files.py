"""Reads and checks one knowledge file; a fault names the file, the entry and what is wrong."""

import tomllib
from pathlib import Path
from typing import Any

from pydantic import ValidationError

HOME = Path(__file__).parent


class KnowledgeError(ValueError):
    """A knowledge file that cannot be used; the message names file, entry and fault."""


def read(folder: Path, name: str, digest: Any) -> dict[str, Any]:
    """The tables of ``name.toml``; its bytes go into ``digest``."""
    file = folder / f"{name}.toml"
    try:
        content = file.read_bytes()
    except OSError as error:
        raise KnowledgeError(f"{file.name}: cannot be read ({error.strerror}); put the file there") from error
    digest.update(content)
    try:
        return tomllib.loads(content.decode("utf-8"))
    except (tomllib.TOMLDecodeError, UnicodeDecodeError) as error:
        raise KnowledgeError(f"{file.name}: is not TOML: {error}") from error


def check(name: str, entry: str, model: type[Any], value: Any) -> Any:
    """Validate one entry; KnowledgeError names file, entry, field and fault."""
    try:
        return model.model_validate(value)
    except ValidationError as error:
        fault = error.errors(include_url=False, include_input=False)[0]
        where = ".".join(str(part) for part in fault["loc"]) or "entry"
        raise KnowledgeError(f"{name}.toml: [{entry}] {where}: {fault['msg']}") from error
