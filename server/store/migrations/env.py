"""Alembic calls this file; the connection comes from ``server.store.migrate``."""

from alembic import context

from server.store.models import Base


def run() -> None:
    """Run the wanted migrations on the connection handed over, inside its transaction."""
    connection = context.config.attributes["connection"]
    context.configure(connection=connection, target_metadata=Base.metadata, render_as_batch=True)
    with context.begin_transaction():
        context.run_migrations()


run()
