"""The ``osteotome`` command: one file a sub-command, each loaded only when it is asked for."""

from server.cli.main import main

__all__ = ["main"]
