"""Every document counts its versions from the first; an ordinal tells those of one label and day apart."""

import sqlalchemy as sa
from alembic import op

revision = "0016"
down_revision = "0015"

Id = sa.BigInteger().with_variant(sa.Integer(), "sqlite")


def upgrade() -> None:
    """Apply."""
    with op.batch_alter_table("revisions") as batch:
        batch.add_column(sa.Column("ordinal", sa.Integer(), nullable=False, server_default="1"))
    # Records are numbered as each came to be called so; what is deleted has no other content than before.
    op.execute(
        "UPDATE revisions SET ordinal = counted.ordinal FROM (SELECT record_id, stem,"
        " row_number() OVER (PARTITION BY dossier_id, stem ORDER BY min(id)) AS ordinal"
        " FROM revisions GROUP BY dossier_id, stem, record_id) AS counted"
        " WHERE counted.record_id = revisions.record_id AND counted.stem = revisions.stem"
    )
    op.execute(
        "UPDATE revisions SET version = counted.version FROM (SELECT id,"
        " sum(CASE WHEN deleted AND number > 1 THEN 0 ELSE 1 END) OVER (PARTITION BY record_id ORDER BY number)"
        " AS version FROM revisions) AS counted WHERE counted.id = revisions.id"
    )
    op.drop_index(op.f("ix_revisions_dossier_id_stem_version"), "revisions")
    with op.batch_alter_table("revisions") as batch:
        batch.alter_column("ordinal", existing_type=sa.Integer(), server_default=None)
    op.create_index(
        op.f("ix_revisions_dossier_id_stem_ordinal"), "revisions", ["dossier_id", "stem", "ordinal"], unique=False
    )
    # They were versions of what records are called; what they are called now is noted when it is next asked for.
    op.drop_table("names")
    op.create_table(
        "names",
        sa.Column("id", Id, nullable=False),
        sa.Column("organisation_id", Id, nullable=False),
        sa.Column("dossier_id", Id, nullable=False),
        sa.Column("stem", sa.Text(), nullable=False),
        sa.Column("ordinal", sa.Integer(), nullable=False),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.Column("digest", sa.LargeBinary(), nullable=False),
        sa.Column("record_id", Id, nullable=True),
        sa.Column("wording", sa.Text(), nullable=False),
        sa.Column("created_at", sa.BigInteger(), nullable=False),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_names")),
        sa.ForeignKeyConstraint(["organisation_id"], ["organisations.id"], name=op.f("fk_names_organisation_id")),
        sa.ForeignKeyConstraint(["dossier_id"], ["dossiers.id"], name=op.f("fk_names_dossier_id")),
        sa.ForeignKeyConstraint(["record_id"], ["records.id"], name=op.f("fk_names_record_id")),
        sa.UniqueConstraint(
            "dossier_id", "stem", "ordinal", "version", name=op.f("uq_names_dossier_id_stem_ordinal_version")
        ),
        sa.UniqueConstraint("dossier_id", "stem", "digest", name=op.f("uq_names_dossier_id_stem_digest")),
    )
