"""First tables: tokens, pairings, feedback, note texts."""

from datetime import datetime

import sqlalchemy as sa
from alembic import op

revision = "0001"
down_revision = None
branch_labels = None
depends_on = None

_BIG = sa.BigInteger().with_variant(sa.Integer(), "sqlite")


def upgrade() -> None:
    """Make the tables; feedback comes after the tokens it points at."""
    _create_token()
    _create_pairing()
    _create_feedback()
    op.create_table(
        "note_text",
        sa.Column("note", sa.String(64), nullable=False),
        sa.Column("text", sa.LargeBinary(), nullable=False),
        _moment("at", nullable=False),
        sa.PrimaryKeyConstraint("note", name="pk_note_text"),
    )


def downgrade() -> None:
    """Drop everything."""
    for table in ("note_text", "feedback", "pairing", "token"):
        op.drop_table(table)


def _moment(name: str, *, nullable: bool) -> "sa.Column[datetime]":
    return sa.Column(name, sa.DateTime(timezone=True), nullable=nullable)


def _create_token() -> None:
    op.create_table(
        "token",
        sa.Column("id", sa.String(16), nullable=False),
        sa.Column("name", sa.String(100), nullable=False),
        sa.Column("role", sa.String(16), nullable=False),
        sa.Column("digest", sa.LargeBinary(32), nullable=False),
        _moment("created_at", nullable=False),
        _moment("expires_at", nullable=True),
        _moment("revoked_at", nullable=True),
        _moment("last_used_at", nullable=True),
        sa.PrimaryKeyConstraint("id", name="pk_token"),
    )


def _create_pairing() -> None:
    op.create_table(
        "pairing",
        sa.Column("id", sa.String(16), nullable=False),
        sa.Column("digest", sa.LargeBinary(32), nullable=False),
        sa.Column("code", sa.String(16), nullable=False),
        sa.Column("client", sa.String(100), nullable=False),
        sa.Column("address", sa.String(64), nullable=False),
        _moment("created_at", nullable=False),
        _moment("expires_at", nullable=False),
        sa.Column("state", sa.String(16), nullable=False),
        sa.Column("name", sa.String(100), nullable=True),
        sa.Column("role", sa.String(16), nullable=True),
        _moment("token_expires_at", nullable=True),
        sa.Column("approved_by", sa.String(100), nullable=True),
        sa.PrimaryKeyConstraint("id", name="pk_pairing"),
        sa.UniqueConstraint("code", name="uq_pairing_code"),
    )


def _create_feedback() -> None:
    op.create_table(
        "feedback",
        sa.Column(
            "id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), autoincrement=True, nullable=False
        ),
        _moment("at", nullable=False),
        sa.Column("request_id", sa.String(64), nullable=True),
        sa.Column("coder", sa.String(100), nullable=False),
        sa.Column("token_id", sa.String(16), nullable=True),
        sa.Column("note", sa.String(64), nullable=False),
        sa.Column("code", sa.String(5), nullable=False),
        sa.Column("decision", sa.String(16), nullable=False),
        sa.Column("side", sa.String(16), nullable=True),
        sa.Column("level", sa.String(32), nullable=True),
        sa.Column("verdict", sa.String(16), nullable=False),
        sa.Column("reason", sa.String(32), nullable=False),
        sa.Column("correction", sa.JSON(), nullable=True),
        sa.Column("comment", sa.LargeBinary(), nullable=True),
        sa.Column("engine_version", sa.String(64), nullable=False),
        sa.Column("knowledge", sa.String(128), nullable=False),
        sa.ForeignKeyConstraint(["token_id"], ["token.id"], name="fk_feedback_token_id_token"),
        sa.PrimaryKeyConstraint("id", name="pk_feedback"),
        sa.UniqueConstraint("request_id", name="uq_feedback_request_id"),
    )
    op.create_index("ix_feedback_at", "feedback", ["at"])
    op.create_index("ix_feedback_note_code", "feedback", ["note", "code"])
