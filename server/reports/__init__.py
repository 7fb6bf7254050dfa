"""How far the coders agree with the answers: a page for administrators and a command."""

from server.reports.views import blueprint

__all__ = ["blueprint"]
