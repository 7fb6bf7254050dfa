"""What coders decided about the answers: taken in, kept, given back as samples."""

from server.feedback.views import STORE_TEXT, blueprint

__all__ = ["STORE_TEXT", "blueprint"]
