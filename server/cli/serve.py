"""Run the service: the workbench page at /, the calls below /v1, until Ctrl-C or SIGTERM.

With no setting at all it listens on 127.0.0.1:27165 and answers programs of this machine and the
browser extension only.
"""

import argparse
import sys

from server.cli import exits, setting_flags
from server.settings import SettingsError


def add_arguments(parser: argparse.ArgumentParser) -> None:
    """Declare a flag for every setting."""
    setting_flags.add_arguments(parser)


def run(options: argparse.Namespace) -> int:
    """Serve until told to stop."""
    settings = setting_flags.resolved(options).settings
    from server.runner import serve

    where = f"{settings.host}:{settings.port}"
    if sys.stderr.isatty() and settings.port:
        scheme = "https" if settings.certfile else "http"
        exits.complain(f"the workbench will be at {scheme}://{where}/ in a moment; Ctrl-C stops")
    try:
        return serve(settings)
    except SettingsError as error:
        raise exits.CliError("; ".join(str(error).splitlines())) from None
    except OSError as error:
        fix = "stop what listens there, or choose another with --port"
        raise exits.CliError(
            f"cannot listen on {where}: {error.strerror or error}; {fix}", exits.UNREACHABLE
        ) from None
