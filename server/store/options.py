"""What the commands that use the store share: its flags, and opening it by the service's settings."""

import argparse
import re
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import timedelta
from pathlib import Path

from server.cli.exits import BAD_INPUT, UNREACHABLE, CliError
from server.settings import SettingsError, resolve
from server.store.errors import StoreError
from server.store.store import Store

_LIFETIME = re.compile(r"(\d{1,5})([hdw])")
_UNITS = {"h": "hours", "d": "days", "w": "weeks"}


def add_store_flags(parser: argparse.ArgumentParser) -> None:
    """Flags that name another store than the settings file and the environment do."""
    group = parser.add_argument_group("store")
    group.add_argument("--config", type=Path, metavar="FILE", help="settings file")
    group.add_argument("--store-url", metavar="URL", help="database, if not the one of the settings")
    group.add_argument("--state-dir", type=Path, metavar="DIR", help="folder of database and note key")


@contextmanager
def store_for_command(options: argparse.Namespace) -> Iterator[Store]:
    """The store that flags, environment and settings file name, closed when the block ends.

    What is wrong with a setting or with the store becomes a CliError that says what to correct.
    """
    flags = {"store_url": options.store_url, "state_dir": options.state_dir}
    try:
        settings = resolve(options.config, flags=flags).settings
        url = settings.store_url.get_secret_value() if settings.store_url else None
        store = Store(url, settings.state_dir)
        try:
            yield store
        finally:
            store.close()
    except SettingsError as error:
        raise CliError("; ".join(str(error).splitlines()), BAD_INPUT) from None
    except StoreError as error:
        raise CliError(f"{error}: {error.fix}", UNREACHABLE) from None


def lifetime(words: str) -> timedelta | None:
    """A flag value such as ``12h``, ``90d``, ``4w``; ``never`` is None.

    Raises ArgumentTypeError, which argparse shows to the user.
    """
    if words == "never":
        return None
    match = _LIFETIME.fullmatch(words)
    if match is None or int(match[1]) == 0:
        raise argparse.ArgumentTypeError("write a number and h, d or w, such as 90d, or never")
    return timedelta(**{_UNITS[match[2]]: int(match[1])})
