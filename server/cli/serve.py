"""Run the service: the workbench page at /, the calls below /v1, until Ctrl-C or SIGTERM.

With no setting at all it listens on 127.0.0.1:27165 and answers programs of this machine and the
browser extension only.
"""

import argparse

from server.cli import exits, setting_flags


def add_arguments(parser: argparse.ArgumentParser) -> None:
    """Declare a flag for every setting."""
    setting_flags.add_arguments(parser)


def run(options: argparse.Namespace) -> int:
    """Serve until told to stop."""
    settings = setting_flags.resolved(options).settings
    from server.runner import serve

    try:
        return int(serve(settings) or exits.OK)
    except OSError as error:
        where = f"{settings.host}:{settings.port}"
        raise exits.CliError(
            f"cannot listen on {where}: {error.strerror or error}; stop what listens there or give --port",
            exits.UNREACHABLE,
        ) from None
