"""What somebody asked in a direct conversation is answered through the outbox: the words wait there, encrypted."""

import sqlalchemy as sa
from alembic import op

revision = "0017"
down_revision = "0016"


def upgrade() -> None:
    """Apply."""
    op.add_column("outbox", sa.Column("sealed", sa.LargeBinary()))
