"""One flag a setting, made from the settings schema: ``max_body_bytes`` is ``--max-body-bytes``."""

import argparse
from pathlib import Path
from typing import Any

from server.cli.exits import CliError
from server.settings import Resolved, Settings, SettingsError, resolve


def add_arguments(parser: argparse.ArgumentParser) -> None:
    """Declare ``--config FILE`` and a flag for every setting."""
    parser.add_argument("--config", type=Path, metavar="FILE", help="settings file (TOML)")
    group = parser.add_argument_group("settings", "each is also a key of the file and OSTEOTOME_<NAME>")
    for name, field in Settings.model_fields.items():
        flag, text = f"--{name.replace('_', '-')}", (field.description or "").replace("%", "%%")
        if field.annotation is bool:
            group.add_argument(flag, action=argparse.BooleanOptionalAction, default=None, help=text)
        else:
            group.add_argument(flag, metavar=_metavar(name), default=None, help=text)


def resolved(options: argparse.Namespace) -> Resolved:
    """The settings that ``options``, the environment and the file give together.

    Raises:
        CliError: a setting that cannot be used, named with its origin.
    """
    flags = {name: _value(name, getattr(options, name)) for name in Settings.model_fields}
    try:
        return resolve(options.config, None, flags)
    except SettingsError as error:
        raise CliError("; ".join(str(error).splitlines())) from None


def _metavar(name: str) -> str:
    return {"host": "ADDRESS", "port": "PORT"}.get(name, "VALUE")


def _value(name: str, given: Any) -> Any:
    takes_many = isinstance(Settings.model_fields[name].default, tuple)
    if takes_many and isinstance(given, str):
        return tuple(part.strip() for part in given.split(",") if part.strip())
    return given
