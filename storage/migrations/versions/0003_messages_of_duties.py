"""Where duties were spoken of: the message of each step, found by its subject."""

import sqlalchemy as sa
from alembic import op

revision = "0003"
down_revision = "0002"


def upgrade() -> None:
    """Apply."""
    op.add_column("nudges", sa.Column("subject", sa.Text(), server_default="", nullable=False))
    spoken = sa.text("card = 'nudge'")
    op.create_index("ix_outbox_reminder", "outbox", ["subject"], sqlite_where=spoken, postgresql_where=spoken)
