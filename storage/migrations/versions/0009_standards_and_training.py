"""The standard's editions, and who has confirmed it or the training; indexes that many dossiers need."""

import unicodedata

import sqlalchemy as sa
from alembic import op

revision = "0009"
down_revision = "0008"

Id = sa.BigInteger().with_variant(sa.Integer(), "sqlite")


def upgrade() -> None:
    """Apply."""
    op.create_table(
        "standards",
        sa.Column("id", Id, nullable=False),
        sa.Column("organisation_id", Id, nullable=False),
        sa.Column("number", sa.Integer(), nullable=False),
        sa.Column("digest", sa.Text(), nullable=False),
        sa.Column("content", sa.Text(), nullable=False),
        sa.Column("since", sa.BigInteger(), nullable=False),
        sa.ForeignKeyConstraint(["organisation_id"], ["organisations.id"], name=op.f("fk_standards_organisation_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_standards")),
        sa.UniqueConstraint("organisation_id", "number", name=op.f("uq_standards_organisation_id_number")),
    )
    op.create_table(
        "commitments",
        sa.Column("id", Id, nullable=False),
        sa.Column("organisation_id", Id, nullable=False),
        sa.Column("person_id", Id, nullable=False),
        sa.Column("what", sa.Text(), nullable=False),
        sa.Column("digest", sa.Text(), nullable=False),
        sa.Column("confirmed_at", sa.BigInteger(), nullable=False),
        sa.Column("until", sa.BigInteger(), nullable=True),
        sa.ForeignKeyConstraint(["organisation_id"], ["organisations.id"], name=op.f("fk_commitments_organisation_id")),
        sa.ForeignKeyConstraint(["person_id"], ["people.id"], name=op.f("fk_commitments_person_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_commitments")),
    )
    op.create_index(
        op.f("ix_commitments_organisation_id_what_digest"), "commitments", ["organisation_id", "what", "digest"]
    )
    op.create_index(op.f("ix_commitments_person_id"), "commitments", ["person_id"])
    op.create_index(op.f("ix_commitments_until"), "commitments", ["until"])
    op.create_index(op.f("ix_confirmations_until"), "confirmations", ["until"])
    op.create_index(op.f("ix_dossiers_organisation_id_project_key"), "dossiers", ["organisation_id", "project_key"])
    op.add_column("customers", sa.Column("name_key", sa.Text(), server_default="", nullable=False))
    _fold_names()
    op.create_index(op.f("ix_customers_organisation_id_name_key"), "customers", ["organisation_id", "name_key"])


def _fold_names() -> None:
    customers = sa.table("customers", sa.column("id"), sa.column("name"), sa.column("name_key"))
    connection = op.get_bind()
    for row in connection.execute(sa.select(customers.c.id, customers.c.name)).all():
        folded = unicodedata.normalize("NFKC", row.name).casefold()
        connection.execute(customers.update().where(customers.c.id == row.id).values(name_key=folded))
