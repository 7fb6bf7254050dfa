"""The pages a person opens in a browser: the workbench at ``GET /``."""

from server.pages.workbench import blueprint

__all__ = ["blueprint"]
