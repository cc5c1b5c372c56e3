"""What somebody has to decide or confirm, tiers that end, and records marked for the customer."""

import sqlalchemy as sa
from alembic import op

revision = "0004"
down_revision = "0003"

Id = sa.BigInteger().with_variant(sa.Integer(), "sqlite")
_OPEN = sa.text("state = 'open'")


def upgrade() -> None:
    """Apply."""
    op.create_table(
        "approvals",
        sa.Column("id", Id, nullable=False),
        sa.Column("uid", sa.Text(), nullable=False),
        sa.Column("organisation_id", Id, nullable=False),
        sa.Column("record_id", Id, nullable=False),
        sa.Column("revision", sa.Integer(), nullable=False),
        sa.Column("state", sa.Text(), nullable=False),
        sa.Column("submitter_id", Id, nullable=False),
        sa.Column("submitted_at", sa.BigInteger(), nullable=False),
        sa.Column("decider_id", Id, nullable=True),
        sa.Column("decided_at", sa.BigInteger(), nullable=True),
        sa.Column("comment", sa.Text(), nullable=False),
        sa.ForeignKeyConstraint(["organisation_id"], ["organisations.id"], name=op.f("fk_approvals_organisation_id")),
        sa.ForeignKeyConstraint(["record_id"], ["records.id"], name=op.f("fk_approvals_record_id")),
        sa.ForeignKeyConstraint(["submitter_id"], ["people.id"], name=op.f("fk_approvals_submitter_id")),
        sa.ForeignKeyConstraint(["decider_id"], ["people.id"], name=op.f("fk_approvals_decider_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_approvals")),
        sa.UniqueConstraint("uid", name=op.f("uq_approvals_uid")),
    )
    op.create_index(op.f("ix_approvals_record_id"), "approvals", ["record_id"])
    op.create_index(op.f("ix_approvals_organisation_id_state"), "approvals", ["organisation_id", "state"])
    op.create_index(
        "ix_approvals_open", "approvals", ["record_id"], unique=True, sqlite_where=_OPEN, postgresql_where=_OPEN
    )
    op.create_table(
        "access_requests",
        sa.Column("id", Id, nullable=False),
        sa.Column("uid", sa.Text(), nullable=False),
        sa.Column("organisation_id", Id, nullable=False),
        sa.Column("dossier_id", Id, nullable=False),
        sa.Column("person_id", Id, nullable=False),
        sa.Column("tier", sa.Integer(), nullable=False),
        sa.Column("state", sa.Text(), nullable=False),
        sa.Column("asked_at", sa.BigInteger(), nullable=False),
        sa.Column("decider_id", Id, nullable=True),
        sa.Column("decided_at", sa.BigInteger(), nullable=True),
        sa.Column("until", sa.BigInteger(), nullable=True),
        sa.ForeignKeyConstraint(
            ["organisation_id"], ["organisations.id"], name=op.f("fk_access_requests_organisation_id")
        ),
        sa.ForeignKeyConstraint(["dossier_id"], ["dossiers.id"], name=op.f("fk_access_requests_dossier_id")),
        sa.ForeignKeyConstraint(["person_id"], ["people.id"], name=op.f("fk_access_requests_person_id")),
        sa.ForeignKeyConstraint(["decider_id"], ["people.id"], name=op.f("fk_access_requests_decider_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_access_requests")),
        sa.UniqueConstraint("uid", name=op.f("uq_access_requests_uid")),
    )
    op.create_index(
        "ix_access_requests_open",
        "access_requests",
        ["dossier_id", "person_id"],
        unique=True,
        sqlite_where=_OPEN,
        postgresql_where=_OPEN,
    )
    op.create_table(
        "confirmations",
        sa.Column("id", Id, nullable=False),
        sa.Column("organisation_id", Id, nullable=False),
        sa.Column("dossier_id", Id, nullable=False),
        sa.Column("person_id", Id, nullable=False),
        sa.Column("text", sa.Text(), nullable=False),
        sa.Column("confirmed_at", sa.BigInteger(), nullable=False),
        sa.Column("until", sa.BigInteger(), nullable=False),
        sa.ForeignKeyConstraint(
            ["organisation_id"], ["organisations.id"], name=op.f("fk_confirmations_organisation_id")
        ),
        sa.ForeignKeyConstraint(["dossier_id"], ["dossiers.id"], name=op.f("fk_confirmations_dossier_id")),
        sa.ForeignKeyConstraint(["person_id"], ["people.id"], name=op.f("fk_confirmations_person_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_confirmations")),
    )
    op.create_index(op.f("ix_confirmations_person_id_dossier_id"), "confirmations", ["person_id", "dossier_id"])
    op.add_column("records", sa.Column("shared", sa.Boolean(), server_default=sa.false(), nullable=False))
    op.add_column("members", sa.Column("until", sa.BigInteger(), nullable=True))
    op.add_column("members", sa.Column("after", sa.Integer(), nullable=True))
    op.add_column("dossiers", sa.Column("pledge", sa.Text(), nullable=True))
    op.add_column("dossiers", sa.Column("pledge_days", sa.Integer(), nullable=True))
    asking = sa.text("pledge IS NOT NULL")
    op.create_index("ix_dossiers_pledge", "dossiers", ["organisation_id"], sqlite_where=asking, postgresql_where=asking)
