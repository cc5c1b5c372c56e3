"""Which messages their authors were asked about."""

import sqlalchemy as sa
from alembic import op

revision = "0006"
down_revision = "0005"

Id = sa.BigInteger().with_variant(sa.Integer(), "sqlite")


def upgrade() -> None:
    """Apply."""
    op.create_table(
        "suggestions",
        sa.Column("id", Id, nullable=False),
        sa.Column("organisation_id", Id, nullable=False),
        sa.Column("channel_id", Id, nullable=False),
        sa.Column("day", sa.Text(), nullable=False),
        sa.Column("number", sa.Integer(), nullable=False),
        sa.Column("message", sa.Text(), nullable=False),
        sa.CheckConstraint("number BETWEEN 1 AND 2", name="number_of_day"),
        sa.ForeignKeyConstraint(["channel_id"], ["channels.id"], name=op.f("fk_suggestions_channel_id")),
        sa.ForeignKeyConstraint(["organisation_id"], ["organisations.id"], name=op.f("fk_suggestions_organisation_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_suggestions")),
        sa.UniqueConstraint("channel_id", "day", "number", name=op.f("uq_suggestions_channel_id_day_number")),
        sa.UniqueConstraint("channel_id", "message", name=op.f("uq_suggestions_channel_id_message")),
    )
