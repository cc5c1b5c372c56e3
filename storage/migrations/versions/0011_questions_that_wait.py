"""When somebody is asked what they mean: not in quiet hours."""

import sqlalchemy as sa
from alembic import op

revision = "0011"
down_revision = "0010"


def upgrade() -> None:
    """Apply."""
    op.add_column("drafts", sa.Column("ask_at", sa.BigInteger(), nullable=True))
    op.create_index(op.f("ix_drafts_ask_at"), "drafts", ["ask_at"], unique=False)
