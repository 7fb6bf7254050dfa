"""What the service remembers: tokens, pairings and feedback, in SQLite or PostgreSQL."""

from server.store.errors import StoreError
from server.store.store import Store

__all__ = ["Store", "StoreError"]
