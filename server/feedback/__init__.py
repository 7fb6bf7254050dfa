"""What coders decided about the answers: taken in, kept, given back as samples."""

from server.feedback.views import blueprint

__all__ = ["blueprint"]
