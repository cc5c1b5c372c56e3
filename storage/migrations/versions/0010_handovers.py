"""Dossiers that are offered to a new owner."""

import sqlalchemy as sa
from alembic import op

revision = "0010"
down_revision = "0009"

Id = sa.BigInteger().with_variant(sa.Integer(), "sqlite")
_OPEN = sa.text("state = 'open'")


def upgrade() -> None:
    """Apply."""
    op.create_table(
        "handovers",
        sa.Column("id", Id, nullable=False),
        sa.Column("uid", sa.Text(), nullable=False),
        sa.Column("organisation_id", Id, nullable=False),
        sa.Column("dossier_id", Id, nullable=False),
        sa.Column("giver_id", Id, nullable=False),
        sa.Column("taker_id", Id, nullable=False),
        sa.Column("starter_id", Id, nullable=False),
        sa.Column("state", sa.Text(), nullable=False),
        sa.Column("note", sa.Text(), nullable=False),
        sa.Column("whole", sa.Boolean(), nullable=False),
        sa.Column("started_at", sa.BigInteger(), nullable=False),
        sa.Column("lent_until", sa.BigInteger(), nullable=False),
        sa.Column("comment", sa.Text(), nullable=False),
        sa.Column("decided_at", sa.BigInteger(), nullable=True),
        sa.Column("record_id", Id, nullable=True),
        sa.ForeignKeyConstraint(["organisation_id"], ["organisations.id"], name=op.f("fk_handovers_organisation_id")),
        sa.ForeignKeyConstraint(["dossier_id"], ["dossiers.id"], name=op.f("fk_handovers_dossier_id")),
        sa.ForeignKeyConstraint(["giver_id"], ["people.id"], name=op.f("fk_handovers_giver_id")),
        sa.ForeignKeyConstraint(["taker_id"], ["people.id"], name=op.f("fk_handovers_taker_id")),
        sa.ForeignKeyConstraint(["starter_id"], ["people.id"], name=op.f("fk_handovers_starter_id")),
        sa.ForeignKeyConstraint(["record_id"], ["records.id"], name=op.f("fk_handovers_record_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_handovers")),
        sa.UniqueConstraint("uid", name=op.f("uq_handovers_uid")),
    )
    op.create_index(
        "ix_handovers_open", "handovers", ["dossier_id"], unique=True, sqlite_where=_OPEN, postgresql_where=_OPEN
    )
