"""Alembic migrations of the store; ``server.store.migrate`` runs them."""
