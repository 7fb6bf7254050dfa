"""Every setting of the service in one schema, and where each value came from.

Precedence, weakest first: built-in default, settings file (TOML), environment
(``OSTEOTOME_<NAME>``), flags. ``resolve`` returns the checked values together with
the origin of each, which is what ``osteotome config`` prints.
"""

import json
import os
import tomllib
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from types import UnionType
from typing import Any, Literal, Union, get_args, get_origin

from pydantic import BaseModel, ConfigDict, Field, SecretStr, ValidationError, model_validator

PREFIX = "OSTEOTOME_"
FILE_VARIABLE = "OSTEOTOME_CONFIG"
MIB = 1024 * 1024


class SettingsError(ValueError):
    """A setting that cannot be used; the message names the setting, its origin and the fault."""


class Settings(BaseModel):
    """The effective settings; frozen, and unknown names are refused."""

    model_config = ConfigDict(frozen=True, extra="forbid")

    host: str = Field("127.0.0.1", min_length=1, description="Address to listen on.")
    port: int = Field(27165, ge=0, le=65535, description="Port to listen on; 0 takes a free one.")
    server: Literal["auto", "waitress", "gunicorn"] = Field(
        "auto", description="HTTP server; auto is waitress, or gunicorn where TLS is asked for."
    )
    workers: int = Field(1, ge=1, le=64, description="Processes that read notes; 1 reads in the server.")
    certfile: Path | None = Field(None, description="TLS certificate chain (PEM); turns HTTPS on.")
    keyfile: Path | None = Field(None, description="TLS private key (PEM), if not in certfile.")
    hosts: tuple[str, ...] = Field(
        (), description="Further Host names to answer to; '.example.org' takes every name below it."
    )
    extensions: tuple[str, ...] = Field(
        (),
        description="Extension origins to answer; none given answers every extension's.",
    )
    max_body_bytes: int = Field(16 * MIB, ge=1024, description="Largest body, and largest line of a batch.")
    max_batch_bytes: int = Field(512 * MIB, ge=1024, description="Largest body of one batch request.")
    max_text_chars: int = Field(4_000_000, ge=1, description="Longest note, in characters.")
    max_in_flight: int = Field(64, ge=1, le=4096, description="Requests worked on or waiting; more get 503.")
    wait_seconds: float = Field(30.0, gt=0, description="Longest wait for a free reader before 503.")
    work_seconds: float = Field(120.0, gt=0, description="Longest reading of one note by a worker.")
    grace_seconds: float = Field(30.0, ge=0, description="Time for requests in flight when shutting down.")
    rate_per_minute: int = Field(0, ge=0, description="Requests a minute by one caller; 0 is no limit.")
    concurrency: int = Field(0, ge=0, description="Requests at once by one caller; 0 is no limit.")
    knowledge: Path | None = Field(None, description="Folder of knowledge files to use instead of ours.")
    descriptors: Path | None = Field(
        None,
        description="A site's own licensed descriptors: a JSON object or CSV, code to text.",
    )
    state_dir: Path | None = Field(
        None, description="Folder for the database and the keys; none is the user's own state folder."
    )
    store_url: SecretStr | None = Field(
        None, description="SQLAlchemy URL of the store; none is SQLite in state_dir."
    )
    access: Literal["auto", "token", "open"] = Field(
        "auto", description="auto: open until a token exists; token: always one; open: never (loopback only)."
    )
    store_text: bool = Field(False, description="Keep the note text with feedback.")
    log_level: Literal["debug", "info", "warning", "error"] = Field("info", description="Least level logged.")

    @model_validator(mode="after")
    def _consistent(self) -> "Settings":
        if self.keyfile and not self.certfile:
            raise ValueError("keyfile needs certfile")
        if self.certfile and self.server == "waitress":
            raise ValueError("waitress has no TLS: set server to auto or gunicorn, or put a proxy in front")
        return self


@dataclass(frozen=True)
class Resolved:
    """``settings`` and, for every field name, where its value came from."""

    settings: Settings
    origins: Mapping[str, str]

    def rows(self) -> list[tuple[str, str, str]]:
        """(name, value as JSON, origin) of every setting, secrets masked, in the schema's order."""
        values = self.settings.model_dump(mode="json")
        return [(name, json.dumps(values[name]), self.origins[name]) for name in Settings.model_fields]


def resolve(
    file: Path | None = None,
    environ: Mapping[str, str] | None = None,
    flags: Mapping[str, Any] | None = None,
) -> Resolved:
    """Read the settings from ``file``, the environment and ``flags`` (a flag that is None is not given).

    ``file`` defaults to the path in ``OSTEOTOME_CONFIG``, if set. Raises SettingsError naming the
    setting, where it was set and what is wrong with it.
    """
    environ = os.environ if environ is None else environ
    if file is None and environ.get(FILE_VARIABLE):
        file = Path(environ[FILE_VARIABLE])
    values: dict[str, Any] = {}
    origins = {name: "default" for name in Settings.model_fields}
    for origin, layer in (
        (f"file {file}", _from_file(file) if file else {}),
        ("environment", _from_environment(environ)),
        ("flag", {name: value for name, value in (flags or {}).items() if value is not None}),
    ):
        values.update(layer)
        origins.update({name: _origin(origin, name) for name in layer})
    try:
        return Resolved(Settings.model_validate(values), origins)
    except ValidationError as error:
        raise SettingsError(_explain(error, origins)) from None


def _origin(origin: str, name: str) -> str:
    return f"environment {PREFIX}{name.upper()}" if origin == "environment" else origin


def _from_file(file: Path) -> dict[str, Any]:
    try:
        return tomllib.loads(file.read_text("utf-8"))
    except OSError as error:
        raise SettingsError(f"settings file {file}: cannot be read ({error.strerror})") from None
    except (UnicodeDecodeError, tomllib.TOMLDecodeError) as error:
        raise SettingsError(f"settings file {file}: not valid TOML ({error})") from None


def _from_environment(environ: Mapping[str, str]) -> dict[str, Any]:
    found: dict[str, Any] = {}
    for key, value in environ.items():
        name = key.removeprefix(PREFIX).lower()
        if key.startswith(PREFIX) and name in Settings.model_fields and value != "":
            found[name] = _split(value) if _is_list(name) else value
    return found


def _is_list(name: str) -> bool:
    annotation = Settings.model_fields[name].annotation
    choices = get_args(annotation) if get_origin(annotation) in (Union, UnionType) else (annotation,)
    return any(get_origin(choice) is tuple for choice in choices)


def _split(value: str) -> tuple[str, ...]:
    return tuple(part.strip() for part in value.split(",") if part.strip())


def _explain(error: ValidationError, origins: Mapping[str, str]) -> str:
    lines = []
    for fault in error.errors(include_url=False, include_input=False):
        name = ".".join(str(part) for part in fault["loc"]) or "settings"
        origin = origins.get(str(fault["loc"][0]), "unknown") if fault["loc"] else "combination"
        lines.append(f"setting {name} ({origin}): {fault['msg'].removeprefix('Value error, ')}")
    return "\n".join(lines)
