"""When a dossier is to be reviewed, or audited at its end."""

import sqlalchemy as sa
from alembic import op

revision = "0007"
down_revision = "0006"


def upgrade() -> None:
    """Apply."""
    op.add_column("dossiers", sa.Column("review_at", sa.BigInteger(), nullable=True))
    op.create_index(op.f("ix_dossiers_review_at"), "dossiers", ["review_at"], unique=False)
    # Those there are wait for their next half year; those whose project is over are asked for nothing.
    op.execute("UPDATE dossiers SET review_at = created_at WHERE phase NOT IN ('closing', 'sealed')")
