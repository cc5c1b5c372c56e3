"""Links that lead nowhere are found without a look at all the others."""

import sqlalchemy as sa
from alembic import op

revision = "0015"
down_revision = "0014"


def upgrade() -> None:
    """Apply."""
    dead = sa.text("dead_at IS NOT NULL")
    op.create_index("ix_links_dead", "links", ["organisation_id"], sqlite_where=dead, postgresql_where=dead)
