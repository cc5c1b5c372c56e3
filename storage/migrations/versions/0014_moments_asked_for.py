"""What is asked of a colleague is due by the moment somebody said."""

import sqlalchemy as sa
from alembic import op

revision = "0014"
down_revision = "0013"


def upgrade() -> None:
    """Apply."""
    op.add_column("duties", sa.Column("wanted_at", sa.BigInteger(), nullable=True))
