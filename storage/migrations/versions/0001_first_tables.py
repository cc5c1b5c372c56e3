"""The tables of the first version."""

import sqlalchemy as sa
from alembic import op

from storage.search_index import create

revision = "0001"
down_revision = None

Id = sa.BigInteger().with_variant(sa.Integer(), "sqlite")


def upgrade() -> None:
    """Apply."""
    op.create_table(
        "installing",
        sa.Column("id", Id, nullable=False),
        sa.Column("state", sa.LargeBinary(), nullable=False),
        sa.Column("platform", sa.Text(), nullable=False),
        sa.Column("expires_at", sa.BigInteger(), nullable=False),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_installing")),
        sa.UniqueConstraint("state", name=op.f("uq_installing_state")),
    )
    op.create_table(
        "organisations",
        sa.Column("id", Id, nullable=False),
        sa.Column("uid", sa.Text(), nullable=False),
        sa.Column("name", sa.Text(), nullable=False),
        sa.Column("key", sa.LargeBinary(), nullable=False),
        sa.Column("audit_number", sa.Integer(), nullable=False),
        sa.Column("audit_hash", sa.LargeBinary(), nullable=False),
        sa.Column("claim_hash", sa.LargeBinary(), nullable=True),
        sa.Column("created_at", sa.BigInteger(), nullable=False),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_organisations")),
        sa.UniqueConstraint("uid", name=op.f("uq_organisations_uid")),
    )
    op.create_table(
        "web_messages",
        sa.Column("id", Id, nullable=False),
        sa.Column("workspace", sa.Text(), nullable=False),
        sa.Column("conversation", sa.Text(), nullable=False),
        sa.Column("thread", Id, nullable=True),
        sa.Column("account", sa.Text(), nullable=True),
        sa.Column("key", sa.Text(), nullable=True),
        sa.Column("message", sa.Text(), nullable=False),
        sa.Column("posted_at", sa.BigInteger(), nullable=False),
        sa.Column("edited_at", sa.BigInteger(), nullable=True),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_web_messages")),
        sa.UniqueConstraint("key", name=op.f("uq_web_messages_key")),
    )
    op.create_index(op.f("ix_web_messages_thread"), "web_messages", ["thread"], unique=False)
    op.create_index(
        op.f("ix_web_messages_workspace_conversation_id"),
        "web_messages",
        ["workspace", "conversation", "id"],
        unique=False,
    )

    op.create_table(
        "web_reads",
        sa.Column("id", Id, nullable=False),
        sa.Column("workspace", sa.Text(), nullable=False),
        sa.Column("account", sa.Text(), nullable=False),
        sa.Column("conversation", sa.Text(), nullable=False),
        sa.Column("last_read", Id, nullable=False),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_web_reads")),
        sa.UniqueConstraint(
            "workspace", "account", "conversation", name=op.f("uq_web_reads_workspace_account_conversation")
        ),
    )
    op.create_table(
        "web_uploads",
        sa.Column("id", Id, nullable=False),
        sa.Column("uid", sa.Text(), nullable=False),
        sa.Column("workspace", sa.Text(), nullable=False),
        sa.Column("name", sa.Text(), nullable=False),
        sa.Column("type", sa.Text(), nullable=False),
        sa.Column("sha256", sa.LargeBinary(), nullable=False),
        sa.Column("content", sa.LargeBinary(), nullable=False),
        sa.Column("created_at", sa.BigInteger(), nullable=False),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_web_uploads")),
        sa.UniqueConstraint("uid", name=op.f("uq_web_uploads_uid")),
    )
    op.create_index(op.f("ix_web_uploads_workspace_sha256"), "web_uploads", ["workspace", "sha256"], unique=False)

    op.create_table(
        "customers",
        sa.Column("id", Id, nullable=False),
        sa.Column("uid", sa.Text(), nullable=False),
        sa.Column("organisation_id", Id, nullable=False),
        sa.Column("name", sa.Text(), nullable=False),
        sa.Column("short_name", sa.Text(), nullable=False),
        sa.Column("short_key", sa.Text(), nullable=False),
        sa.ForeignKeyConstraint(["organisation_id"], ["organisations.id"], name=op.f("fk_customers_organisation_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_customers")),
        sa.UniqueConstraint("organisation_id", "short_key", name=op.f("uq_customers_organisation_id_short_key")),
        sa.UniqueConstraint("uid", name=op.f("uq_customers_uid")),
    )
    op.create_table(
        "files",
        sa.Column("id", Id, nullable=False),
        sa.Column("uid", sa.Text(), nullable=False),
        sa.Column("organisation_id", Id, nullable=False),
        sa.Column("name", sa.Text(), nullable=False),
        sa.Column("type", sa.Text(), nullable=False),
        sa.Column("size", sa.Integer(), nullable=False),
        sa.Column("sha256", sa.LargeBinary(), nullable=True),
        sa.Column("source", sa.Text(), nullable=True),
        sa.Column("content", sa.LargeBinary(), nullable=True),
        sa.Column("created_at", sa.BigInteger(), nullable=False),
        sa.ForeignKeyConstraint(["organisation_id"], ["organisations.id"], name=op.f("fk_files_organisation_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_files")),
        sa.UniqueConstraint("uid", name=op.f("uq_files_uid")),
    )
    op.create_table(
        "inbox",
        sa.Column("id", Id, nullable=False),
        sa.Column("organisation_id", Id, nullable=False),
        sa.Column("platform", sa.Text(), nullable=False),
        sa.Column("event", sa.Text(), nullable=False),
        sa.Column("answer", sa.Text(), nullable=False),
        sa.Column("received_at", sa.BigInteger(), nullable=False),
        sa.ForeignKeyConstraint(["organisation_id"], ["organisations.id"], name=op.f("fk_inbox_organisation_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_inbox")),
        sa.UniqueConstraint(
            "organisation_id", "platform", "event", name=op.f("uq_inbox_organisation_id_platform_event")
        ),
    )
    op.create_index(op.f("ix_inbox_received_at"), "inbox", ["received_at"], unique=False)

    op.create_table(
        "people",
        sa.Column("id", Id, nullable=False),
        sa.Column("uid", sa.Text(), nullable=False),
        sa.Column("organisation_id", Id, nullable=False),
        sa.Column("name", sa.Text(), nullable=False),
        sa.Column("tier", sa.Integer(), nullable=False),
        sa.Column("email_key", sa.LargeBinary(), nullable=True),
        sa.ForeignKeyConstraint(["organisation_id"], ["organisations.id"], name=op.f("fk_people_organisation_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_people")),
        sa.UniqueConstraint("uid", name=op.f("uq_people_uid")),
    )
    op.create_index(op.f("ix_people_organisation_id_name"), "people", ["organisation_id", "name"], unique=False)

    op.create_table(
        "settings",
        sa.Column("id", Id, nullable=False),
        sa.Column("organisation_id", Id, nullable=False),
        sa.Column("scope", sa.Text(), nullable=False),
        sa.Column("subject", Id, nullable=False),
        sa.Column("name", sa.Text(), nullable=False),
        sa.Column("value", sa.Text(), nullable=False),
        sa.ForeignKeyConstraint(["organisation_id"], ["organisations.id"], name=op.f("fk_settings_organisation_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_settings")),
        sa.UniqueConstraint(
            "organisation_id", "scope", "subject", "name", name=op.f("uq_settings_organisation_id_scope_subject_name")
        ),
    )
    op.create_table(
        "workspaces",
        sa.Column("id", Id, nullable=False),
        sa.Column("organisation_id", Id, nullable=False),
        sa.Column("platform", sa.Text(), nullable=False),
        sa.Column("key", sa.Text(), nullable=False),
        sa.Column("name", sa.Text(), nullable=False),
        sa.ForeignKeyConstraint(["organisation_id"], ["organisations.id"], name=op.f("fk_workspaces_organisation_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_workspaces")),
        sa.UniqueConstraint("platform", "key", name=op.f("uq_workspaces_platform_key")),
    )
    op.create_table(
        "accounts",
        sa.Column("id", Id, nullable=False),
        sa.Column("organisation_id", Id, nullable=False),
        sa.Column("workspace_id", Id, nullable=False),
        sa.Column("person_id", Id, nullable=False),
        sa.Column("key", sa.Text(), nullable=False),
        sa.Column("checked_at", sa.BigInteger(), nullable=True),
        sa.ForeignKeyConstraint(["organisation_id"], ["organisations.id"], name=op.f("fk_accounts_organisation_id")),
        sa.ForeignKeyConstraint(["person_id"], ["people.id"], name=op.f("fk_accounts_person_id")),
        sa.ForeignKeyConstraint(["workspace_id"], ["workspaces.id"], name=op.f("fk_accounts_workspace_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_accounts")),
        sa.UniqueConstraint("workspace_id", "key", name=op.f("uq_accounts_workspace_id_key")),
    )
    op.create_index(op.f("ix_accounts_person_id"), "accounts", ["person_id"], unique=False)

    op.create_table(
        "audit",
        sa.Column("id", Id, nullable=False),
        sa.Column("organisation_id", Id, nullable=False),
        sa.Column("number", sa.Integer(), nullable=False),
        sa.Column("person_id", Id, nullable=True),
        sa.Column("action", sa.Text(), nullable=False),
        sa.Column("object", sa.Text(), nullable=False),
        sa.Column("detail", sa.Text(), nullable=False),
        sa.Column("hash", sa.LargeBinary(), nullable=False),
        sa.Column("at", sa.BigInteger(), nullable=False),
        sa.ForeignKeyConstraint(["organisation_id"], ["organisations.id"], name=op.f("fk_audit_organisation_id")),
        sa.ForeignKeyConstraint(["person_id"], ["people.id"], name=op.f("fk_audit_person_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_audit")),
        sa.UniqueConstraint("organisation_id", "number", name=op.f("uq_audit_organisation_id_number")),
    )
    op.create_table(
        "dossiers",
        sa.Column("id", Id, nullable=False),
        sa.Column("uid", sa.Text(), nullable=False),
        sa.Column("organisation_id", Id, nullable=False),
        sa.Column("customer_id", Id, nullable=False),
        sa.Column("owner_id", Id, nullable=False),
        sa.Column("project", sa.Text(), nullable=False),
        sa.Column("project_key", sa.Text(), nullable=False),
        sa.Column("phase", sa.Text(), nullable=False),
        sa.Column("last_number", sa.Integer(), nullable=False),
        sa.Column("created_at", sa.BigInteger(), nullable=False),
        sa.Column("changed_at", sa.BigInteger(), nullable=False),
        sa.ForeignKeyConstraint(["customer_id"], ["customers.id"], name=op.f("fk_dossiers_customer_id")),
        sa.ForeignKeyConstraint(["organisation_id"], ["organisations.id"], name=op.f("fk_dossiers_organisation_id")),
        sa.ForeignKeyConstraint(["owner_id"], ["people.id"], name=op.f("fk_dossiers_owner_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_dossiers")),
        sa.UniqueConstraint(
            "organisation_id",
            "customer_id",
            "project_key",
            name=op.f("uq_dossiers_organisation_id_customer_id_project_key"),
        ),
        sa.UniqueConstraint("uid", name=op.f("uq_dossiers_uid")),
    )
    op.create_table(
        "drafts",
        sa.Column("id", Id, nullable=False),
        sa.Column("uid", sa.Text(), nullable=False),
        sa.Column("organisation_id", Id, nullable=False),
        sa.Column("workspace_id", Id, nullable=False),
        sa.Column("account", sa.Text(), nullable=False),
        sa.Column("sealed", sa.LargeBinary(), nullable=False),
        sa.Column("kept_at", sa.BigInteger(), nullable=False),
        sa.ForeignKeyConstraint(["organisation_id"], ["organisations.id"], name=op.f("fk_drafts_organisation_id")),
        sa.ForeignKeyConstraint(["workspace_id"], ["workspaces.id"], name=op.f("fk_drafts_workspace_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_drafts")),
        sa.UniqueConstraint("uid", name=op.f("uq_drafts_uid")),
    )
    op.create_index(op.f("ix_drafts_kept_at"), "drafts", ["kept_at"], unique=False)

    op.create_table(
        "installations",
        sa.Column("id", Id, nullable=False),
        sa.Column("organisation_id", Id, nullable=False),
        sa.Column("workspace_id", Id, nullable=False),
        sa.Column("sealed", sa.LargeBinary(), nullable=False),
        sa.Column("expires_at", sa.BigInteger(), nullable=True),
        sa.Column("renewing_until", sa.BigInteger(), nullable=True),
        sa.Column("installed_at", sa.BigInteger(), nullable=False),
        sa.ForeignKeyConstraint(
            ["organisation_id"], ["organisations.id"], name=op.f("fk_installations_organisation_id")
        ),
        sa.ForeignKeyConstraint(["workspace_id"], ["workspaces.id"], name=op.f("fk_installations_workspace_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_installations")),
        sa.UniqueConstraint("workspace_id", name=op.f("uq_installations_workspace_id")),
    )
    op.create_table(
        "jobs",
        sa.Column("id", Id, nullable=False),
        sa.Column("uid", sa.Text(), nullable=False),
        sa.Column("organisation_id", Id, nullable=False),
        sa.Column("person_id", Id, nullable=True),
        sa.Column("name", sa.Text(), nullable=False),
        sa.Column("data", sa.Text(), nullable=False),
        sa.Column("state", sa.Text(), nullable=False),
        sa.Column("done", sa.Integer(), nullable=False),
        sa.Column("total", sa.Integer(), nullable=False),
        sa.Column("attempts", sa.Integer(), nullable=False),
        sa.Column("due_at", sa.BigInteger(), nullable=False),
        sa.Column("lease", sa.Text(), nullable=True),
        sa.Column("leased_until", sa.BigInteger(), nullable=True),
        sa.Column("error", sa.Text(), nullable=True),
        sa.Column("created_at", sa.BigInteger(), nullable=False),
        sa.ForeignKeyConstraint(["organisation_id"], ["organisations.id"], name=op.f("fk_jobs_organisation_id")),
        sa.ForeignKeyConstraint(["person_id"], ["people.id"], name=op.f("fk_jobs_person_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_jobs")),
        sa.UniqueConstraint("uid", name=op.f("uq_jobs_uid")),
    )
    op.create_index(op.f("ix_jobs_state_due_at"), "jobs", ["state", "due_at"], unique=False)

    op.create_table(
        "outbox",
        sa.Column("id", Id, nullable=False),
        sa.Column("uid", sa.Text(), nullable=False),
        sa.Column("organisation_id", Id, nullable=False),
        sa.Column("workspace_id", Id, nullable=False),
        sa.Column("conversation", sa.Text(), nullable=False),
        sa.Column("subject", sa.Text(), nullable=False),
        sa.Column("thread", sa.Text(), nullable=True),
        sa.Column("card", sa.Text(), nullable=False),
        sa.Column("data", sa.Text(), nullable=False),
        sa.Column("state", sa.Text(), nullable=False),
        sa.Column("attempts", sa.Integer(), nullable=False),
        sa.Column("due_at", sa.BigInteger(), nullable=False),
        sa.Column("lease", sa.Text(), nullable=True),
        sa.Column("ref", sa.Text(), nullable=True),
        sa.Column("error", sa.Text(), nullable=True),
        sa.Column("created_at", sa.BigInteger(), nullable=False),
        sa.Column("sent_at", sa.BigInteger(), nullable=True),
        sa.ForeignKeyConstraint(["organisation_id"], ["organisations.id"], name=op.f("fk_outbox_organisation_id")),
        sa.ForeignKeyConstraint(["workspace_id"], ["workspaces.id"], name=op.f("fk_outbox_workspace_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_outbox")),
        sa.UniqueConstraint("uid", name=op.f("uq_outbox_uid")),
    )
    op.create_index(op.f("ix_outbox_state_due_at"), "outbox", ["state", "due_at"], unique=False)
    op.create_index(
        op.f("ix_outbox_workspace_id_conversation_state"),
        "outbox",
        ["workspace_id", "conversation", "state"],
        unique=False,
    )
    op.create_index(
        op.f("ix_outbox_workspace_id_conversation_subject"),
        "outbox",
        ["workspace_id", "conversation", "subject"],
        unique=False,
    )

    op.create_table(
        "channels",
        sa.Column("id", Id, nullable=False),
        sa.Column("organisation_id", Id, nullable=False),
        sa.Column("workspace_id", Id, nullable=False),
        sa.Column("dossier_id", Id, nullable=True),
        sa.Column("key", sa.Text(), nullable=False),
        sa.Column("name", sa.Text(), nullable=False),
        sa.Column("bound_at", sa.BigInteger(), nullable=True),
        sa.Column("external", sa.Boolean(), nullable=False),
        sa.Column("greeted", sa.Boolean(), nullable=False),
        sa.Column("closed", sa.Boolean(), nullable=False),
        sa.ForeignKeyConstraint(["dossier_id"], ["dossiers.id"], name=op.f("fk_channels_dossier_id")),
        sa.ForeignKeyConstraint(["organisation_id"], ["organisations.id"], name=op.f("fk_channels_organisation_id")),
        sa.ForeignKeyConstraint(["workspace_id"], ["workspaces.id"], name=op.f("fk_channels_workspace_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_channels")),
        sa.UniqueConstraint("workspace_id", "key", name=op.f("uq_channels_workspace_id_key")),
    )
    op.create_index(op.f("ix_channels_dossier_id"), "channels", ["dossier_id"], unique=False)

    op.create_table(
        "records",
        sa.Column("id", Id, nullable=False),
        sa.Column("uid", sa.Text(), nullable=False),
        sa.Column("organisation_id", Id, nullable=False),
        sa.Column("dossier_id", Id, nullable=False),
        sa.Column("kind", sa.Text(), nullable=False),
        sa.Column("number", sa.Integer(), nullable=False),
        sa.Column("title", sa.Text(), nullable=False),
        sa.Column("status", sa.Text(), nullable=True),
        sa.Column("author_id", Id, nullable=False),
        sa.Column("changer_id", Id, nullable=False),
        sa.Column("key", sa.LargeBinary(), nullable=True),
        sa.Column("revision", sa.Integer(), nullable=False),
        sa.Column("hash", sa.LargeBinary(), nullable=False),
        sa.Column("deleted", sa.Boolean(), nullable=False),
        sa.Column("created_at", sa.BigInteger(), nullable=False),
        sa.Column("changed_at", sa.BigInteger(), nullable=False),
        sa.ForeignKeyConstraint(["author_id"], ["people.id"], name=op.f("fk_records_author_id")),
        sa.ForeignKeyConstraint(["changer_id"], ["people.id"], name=op.f("fk_records_changer_id")),
        sa.ForeignKeyConstraint(["dossier_id"], ["dossiers.id"], name=op.f("fk_records_dossier_id")),
        sa.ForeignKeyConstraint(["organisation_id"], ["organisations.id"], name=op.f("fk_records_organisation_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_records")),
        sa.UniqueConstraint("dossier_id", "number", name=op.f("uq_records_dossier_id_number")),
        sa.UniqueConstraint("uid", name=op.f("uq_records_uid")),
    )
    op.create_index(
        op.f("ix_records_dossier_id_deleted_created_at"),
        "records",
        ["dossier_id", "deleted", "created_at"],
        unique=False,
    )
    op.create_index(
        op.f("ix_records_dossier_id_deleted_kind_created_at"),
        "records",
        ["dossier_id", "deleted", "kind", "created_at"],
        unique=False,
    )

    op.create_table(
        "duties",
        sa.Column("id", Id, nullable=False),
        sa.Column("uid", sa.Text(), nullable=False),
        sa.Column("organisation_id", Id, nullable=False),
        sa.Column("dossier_id", Id, nullable=False),
        sa.Column("trigger", sa.Text(), nullable=False),
        sa.Column("kind", sa.Text(), nullable=False),
        sa.Column("subject_id", Id, nullable=True),
        sa.Column("topic", sa.Text(), nullable=False),
        sa.Column("owner_id", Id, nullable=False),
        sa.Column("state", sa.Text(), nullable=False),
        sa.Column("raised_at", sa.BigInteger(), nullable=False),
        sa.Column("due_at", sa.BigInteger(), nullable=False),
        sa.Column("closed_at", sa.BigInteger(), nullable=True),
        sa.Column("closed_by_id", Id, nullable=True),
        sa.Column("closer_id", Id, nullable=True),
        sa.Column("reason", sa.Text(), nullable=False),
        sa.ForeignKeyConstraint(["closed_by_id"], ["records.id"], name=op.f("fk_duties_closed_by_id")),
        sa.ForeignKeyConstraint(["closer_id"], ["people.id"], name=op.f("fk_duties_closer_id")),
        sa.ForeignKeyConstraint(["dossier_id"], ["dossiers.id"], name=op.f("fk_duties_dossier_id")),
        sa.ForeignKeyConstraint(["organisation_id"], ["organisations.id"], name=op.f("fk_duties_organisation_id")),
        sa.ForeignKeyConstraint(["owner_id"], ["people.id"], name=op.f("fk_duties_owner_id")),
        sa.ForeignKeyConstraint(["subject_id"], ["records.id"], name=op.f("fk_duties_subject_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_duties")),
        sa.UniqueConstraint("uid", name=op.f("uq_duties_uid")),
    )
    op.create_index(
        op.f("ix_duties_dossier_id_state_due_at"), "duties", ["dossier_id", "state", "due_at"], unique=False
    )
    op.create_index(op.f("ix_duties_owner_id_state_due_at"), "duties", ["owner_id", "state", "due_at"], unique=False)

    op.create_table(
        "lookups",
        sa.Column("id", Id, nullable=False),
        sa.Column("organisation_id", Id, nullable=False),
        sa.Column("record_id", Id, nullable=False),
        sa.Column("field", sa.Text(), nullable=False),
        sa.Column("digest", sa.LargeBinary(), nullable=False),
        sa.ForeignKeyConstraint(["organisation_id"], ["organisations.id"], name=op.f("fk_lookups_organisation_id")),
        sa.ForeignKeyConstraint(["record_id"], ["records.id"], name=op.f("fk_lookups_record_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_lookups")),
    )
    op.create_index(op.f("ix_lookups_organisation_id_digest"), "lookups", ["organisation_id", "digest"], unique=False)
    op.create_index(op.f("ix_lookups_record_id"), "lookups", ["record_id"], unique=False)

    op.create_table(
        "members",
        sa.Column("id", Id, nullable=False),
        sa.Column("organisation_id", Id, nullable=False),
        sa.Column("dossier_id", Id, nullable=False),
        sa.Column("person_id", Id, nullable=False),
        sa.Column("tier", sa.Integer(), nullable=False),
        sa.Column("channel_id", Id, nullable=True),
        sa.ForeignKeyConstraint(["channel_id"], ["channels.id"], name=op.f("fk_members_channel_id")),
        sa.ForeignKeyConstraint(["dossier_id"], ["dossiers.id"], name=op.f("fk_members_dossier_id")),
        sa.ForeignKeyConstraint(["organisation_id"], ["organisations.id"], name=op.f("fk_members_organisation_id")),
        sa.ForeignKeyConstraint(["person_id"], ["people.id"], name=op.f("fk_members_person_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_members")),
        sa.UniqueConstraint("dossier_id", "person_id", name=op.f("uq_members_dossier_id_person_id")),
    )
    op.create_index(op.f("ix_members_person_id"), "members", ["person_id"], unique=False)

    op.create_table(
        "origins",
        sa.Column("id", Id, nullable=False),
        sa.Column("organisation_id", Id, nullable=False),
        sa.Column("record_id", Id, nullable=False),
        sa.Column("workspace_id", Id, nullable=False),
        sa.Column("channel", sa.Text(), nullable=False),
        sa.Column("message", sa.Text(), nullable=False),
        sa.Column("link", sa.Text(), nullable=False),
        sa.ForeignKeyConstraint(["organisation_id"], ["organisations.id"], name=op.f("fk_origins_organisation_id")),
        sa.ForeignKeyConstraint(["record_id"], ["records.id"], name=op.f("fk_origins_record_id")),
        sa.ForeignKeyConstraint(["workspace_id"], ["workspaces.id"], name=op.f("fk_origins_workspace_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_origins")),
    )
    op.create_index(op.f("ix_origins_record_id"), "origins", ["record_id"], unique=False)
    op.create_index(
        op.f("ix_origins_workspace_id_channel_message"), "origins", ["workspace_id", "channel", "message"], unique=False
    )

    op.create_table(
        "revisions",
        sa.Column("id", Id, nullable=False),
        sa.Column("organisation_id", Id, nullable=False),
        sa.Column("record_id", Id, nullable=False),
        sa.Column("number", sa.Integer(), nullable=False),
        sa.Column("author_id", Id, nullable=False),
        sa.Column("reason", sa.Text(), nullable=False),
        sa.Column("deleted", sa.Boolean(), nullable=False),
        sa.Column("content", sa.Text(), nullable=False),
        sa.Column("sealed", sa.LargeBinary(), nullable=False),
        sa.Column("content_hash", sa.LargeBinary(), nullable=False),
        sa.Column("hash", sa.LargeBinary(), nullable=False),
        sa.Column("created_at", sa.BigInteger(), nullable=False),
        sa.ForeignKeyConstraint(["author_id"], ["people.id"], name=op.f("fk_revisions_author_id")),
        sa.ForeignKeyConstraint(["organisation_id"], ["organisations.id"], name=op.f("fk_revisions_organisation_id")),
        sa.ForeignKeyConstraint(["record_id"], ["records.id"], name=op.f("fk_revisions_record_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_revisions")),
        sa.UniqueConstraint("record_id", "number", name=op.f("uq_revisions_record_id_number")),
    )
    op.create_table(
        "search_entries",
        sa.Column("id", Id, autoincrement=False, nullable=False),
        sa.Column("scope", sa.Text(), nullable=False),
        sa.Column("tokens", sa.Text(), nullable=False),
        sa.ForeignKeyConstraint(["id"], ["records.id"], name=op.f("fk_search_entries_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_search_entries")),
    )
    create(op.get_bind())
