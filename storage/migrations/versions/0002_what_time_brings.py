"""Meetings, steps of duties, days off, reports, pairing codes."""

import sqlalchemy as sa
from alembic import op

revision = "0002"
down_revision = "0001"

Id = sa.BigInteger().with_variant(sa.Integer(), "sqlite")


def upgrade() -> None:
    """Apply."""
    op.create_table(
        "reports",
        sa.Column("id", Id, nullable=False),
        sa.Column("uid", sa.Text(), nullable=False),
        sa.Column("organisation_id", Id, nullable=False),
        sa.Column("kind", sa.Text(), nullable=False),
        sa.Column("subject", sa.Text(), nullable=False),
        sa.Column("period", sa.Text(), nullable=False),
        sa.Column("score", sa.Integer(), nullable=True),
        sa.Column("content", sa.Text(), nullable=False),
        sa.Column("made_at", sa.BigInteger(), nullable=False),
        sa.ForeignKeyConstraint(["organisation_id"], ["organisations.id"], name=op.f("fk_reports_organisation_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_reports")),
        sa.UniqueConstraint(
            "organisation_id", "kind", "subject", "period", name=op.f("uq_reports_organisation_id_kind_subject_period")
        ),
        sa.UniqueConstraint("uid", name=op.f("uq_reports_uid")),
    )
    op.create_table(
        "workdays",
        sa.Column("id", Id, nullable=False),
        sa.Column("organisation_id", Id, nullable=False),
        sa.Column("day", sa.Text(), nullable=False),
        sa.Column("working", sa.Boolean(), nullable=False),
        sa.ForeignKeyConstraint(["organisation_id"], ["organisations.id"], name=op.f("fk_workdays_organisation_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_workdays")),
        sa.UniqueConstraint("organisation_id", "day", name=op.f("uq_workdays_organisation_id_day")),
    )
    op.create_table(
        "absences",
        sa.Column("id", Id, nullable=False),
        sa.Column("uid", sa.Text(), nullable=False),
        sa.Column("organisation_id", Id, nullable=False),
        sa.Column("person_id", Id, nullable=False),
        sa.Column("first_day", sa.Text(), nullable=False),
        sa.Column("last_day", sa.Text(), nullable=False),
        sa.Column("delegate_id", Id, nullable=True),
        sa.ForeignKeyConstraint(["delegate_id"], ["people.id"], name=op.f("fk_absences_delegate_id")),
        sa.ForeignKeyConstraint(["organisation_id"], ["organisations.id"], name=op.f("fk_absences_organisation_id")),
        sa.ForeignKeyConstraint(["person_id"], ["people.id"], name=op.f("fk_absences_person_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_absences")),
        sa.UniqueConstraint("uid", name=op.f("uq_absences_uid")),
    )
    op.create_index(op.f("ix_absences_person_id_last_day"), "absences", ["person_id", "last_day"], unique=False)
    op.create_table(
        "mentions",
        sa.Column("id", Id, nullable=False),
        sa.Column("organisation_id", Id, nullable=False),
        sa.Column("person_id", Id, nullable=False),
        sa.Column("day", sa.Text(), nullable=False),
        sa.ForeignKeyConstraint(["organisation_id"], ["organisations.id"], name=op.f("fk_mentions_organisation_id")),
        sa.ForeignKeyConstraint(["person_id"], ["people.id"], name=op.f("fk_mentions_person_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_mentions")),
        sa.UniqueConstraint("person_id", "day", name=op.f("uq_mentions_person_id_day")),
    )
    op.create_table(
        "pairings",
        sa.Column("id", Id, nullable=False),
        sa.Column("organisation_id", Id, nullable=False),
        sa.Column("kind", sa.Text(), nullable=False),
        sa.Column("person_id", Id, nullable=False),
        sa.Column("workspace_id", Id, nullable=False),
        sa.Column("code", sa.LargeBinary(), nullable=False),
        sa.Column("expires_at", sa.BigInteger(), nullable=False),
        sa.Column("used_at", sa.BigInteger(), nullable=True),
        sa.ForeignKeyConstraint(["organisation_id"], ["organisations.id"], name=op.f("fk_pairings_organisation_id")),
        sa.ForeignKeyConstraint(["person_id"], ["people.id"], name=op.f("fk_pairings_person_id")),
        sa.ForeignKeyConstraint(["workspace_id"], ["workspaces.id"], name=op.f("fk_pairings_workspace_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_pairings")),
        sa.UniqueConstraint("code", name=op.f("uq_pairings_code")),
    )
    op.create_table(
        "meetings",
        sa.Column("id", Id, nullable=False),
        sa.Column("uid", sa.Text(), nullable=False),
        sa.Column("organisation_id", Id, nullable=False),
        sa.Column("dossier_id", Id, nullable=False),
        sa.Column("channel_id", Id, nullable=True),
        sa.Column("topic", sa.Text(), nullable=False),
        sa.Column("owner_id", Id, nullable=False),
        sa.Column("attendees", sa.Text(), nullable=False),
        sa.Column("starts_at", sa.BigInteger(), nullable=False),
        sa.Column("ends_at", sa.BigInteger(), nullable=False),
        sa.Column("rule", sa.Text(), nullable=False),
        sa.Column("zone", sa.Text(), nullable=False),
        sa.Column("state", sa.Text(), nullable=False),
        sa.Column("created_at", sa.BigInteger(), nullable=False),
        sa.ForeignKeyConstraint(["channel_id"], ["channels.id"], name=op.f("fk_meetings_channel_id")),
        sa.ForeignKeyConstraint(["dossier_id"], ["dossiers.id"], name=op.f("fk_meetings_dossier_id")),
        sa.ForeignKeyConstraint(["organisation_id"], ["organisations.id"], name=op.f("fk_meetings_organisation_id")),
        sa.ForeignKeyConstraint(["owner_id"], ["people.id"], name=op.f("fk_meetings_owner_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_meetings")),
        sa.UniqueConstraint("uid", name=op.f("uq_meetings_uid")),
    )
    op.create_index(op.f("ix_meetings_dossier_id_state"), "meetings", ["dossier_id", "state"], unique=False)
    op.create_index(op.f("ix_meetings_state_ends_at"), "meetings", ["state", "ends_at"], unique=False)
    op.create_table(
        "nudges",
        sa.Column("id", Id, nullable=False),
        sa.Column("organisation_id", Id, nullable=False),
        sa.Column("duty_id", Id, nullable=False),
        sa.Column("step", sa.Integer(), nullable=False),
        sa.Column("outcome", sa.Text(), nullable=False),
        sa.Column("at", sa.BigInteger(), nullable=False),
        sa.ForeignKeyConstraint(["duty_id"], ["duties.id"], name=op.f("fk_nudges_duty_id")),
        sa.ForeignKeyConstraint(["organisation_id"], ["organisations.id"], name=op.f("fk_nudges_organisation_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_nudges")),
        sa.UniqueConstraint("duty_id", "step", name=op.f("uq_nudges_duty_id_step")),
    )
    op.add_column("channels", sa.Column("report_at", sa.BigInteger(), nullable=True))
    op.create_index(op.f("ix_channels_report_at"), "channels", ["report_at"], unique=False)
    op.add_column("duties", sa.Column("meeting_id", Id, nullable=True))
    op.add_column("duties", sa.Column("held_at", sa.BigInteger(), nullable=True))
    op.add_column("duties", sa.Column("known", sa.Text(), server_default="{}", nullable=False))
    op.add_column("duties", sa.Column("step", sa.Integer(), server_default="0", nullable=False))
    op.add_column("duties", sa.Column("next_at", sa.BigInteger(), nullable=True))
    op.add_column("duties", sa.Column("snoozes", sa.Integer(), server_default="0", nullable=False))
    op.create_index(op.f("ix_duties_state_next_at"), "duties", ["state", "next_at"], unique=False)
