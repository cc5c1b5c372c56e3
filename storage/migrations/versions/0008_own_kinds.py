"""Kinds of an organisation's own: every file it has set, and which counts."""

import sqlalchemy as sa
from alembic import op

revision = "0008"
down_revision = "0007"

Id = sa.BigInteger().with_variant(sa.Integer(), "sqlite")


def upgrade() -> None:
    """Apply."""
    op.add_column("organisations", sa.Column("kinds_version", sa.Text(), nullable=False, server_default=""))
    op.create_table(
        "own_kinds",
        sa.Column("id", Id, nullable=False),
        sa.Column("uid", sa.Text(), nullable=False),
        sa.Column("organisation_id", Id, nullable=False),
        sa.Column("person_id", Id, nullable=True),
        sa.Column("file", sa.Text(), nullable=False),
        sa.Column("declared", sa.Text(), nullable=False),
        sa.Column("created_at", sa.BigInteger(), nullable=False),
        sa.ForeignKeyConstraint(["organisation_id"], ["organisations.id"], name=op.f("fk_own_kinds_organisation_id")),
        sa.ForeignKeyConstraint(["person_id"], ["people.id"], name=op.f("fk_own_kinds_person_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_own_kinds")),
        sa.UniqueConstraint("uid", name=op.f("uq_own_kinds_uid")),
    )
    op.create_index(op.f("ix_own_kinds_organisation_id"), "own_kinds", ["organisation_id"], unique=False)
