"""Who made a token: an administrator's name, or the command line; unknown for older ones."""

import sqlalchemy as sa
from alembic import op

revision = "0002"
down_revision = "0001"
branch_labels = None
depends_on = None


def upgrade() -> None:
    """Add the column."""
    op.add_column("token", sa.Column("made_by", sa.String(100), nullable=True))


def downgrade() -> None:
    """Drop the column."""
    with op.batch_alter_table("token") as token:
        token.drop_column("made_by")
