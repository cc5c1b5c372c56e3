"""Contents of files lie in a store of their own, each once an organisation; those in the database are carried over."""

import sqlalchemy as sa
from alembic import op

revision = "0009"
down_revision = "0007"

Id = sa.BigInteger().with_variant(sa.Integer(), "sqlite")


def upgrade() -> None:
    """Apply."""
    op.create_table(
        "blobs",
        sa.Column("id", Id, nullable=False),
        sa.Column("uid", sa.Text(), nullable=False),
        sa.Column("organisation_id", Id, nullable=False),
        sa.Column("digest", sa.LargeBinary(), nullable=False),
        sa.Column("place", sa.Text(), nullable=False),
        sa.Column("key", sa.LargeBinary(), nullable=False),
        sa.Column("created_at", sa.BigInteger(), nullable=False),
        sa.ForeignKeyConstraint(["organisation_id"], ["organisations.id"], name=op.f("fk_blobs_organisation_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_blobs")),
        sa.UniqueConstraint("uid", name=op.f("uq_blobs_uid")),
        sa.UniqueConstraint("organisation_id", "digest", name=op.f("uq_blobs_organisation_id_digest")),
    )
    with op.batch_alter_table("files") as batch:
        batch.add_column(sa.Column("blob_id", Id, nullable=True))
        batch.add_column(sa.Column("refused", sa.Text(), nullable=True))
        batch.create_foreign_key(op.f("fk_files_blob_id"), "blobs", ["blob_id"], ["id"])
    op.create_index(
        "ix_files_carried",
        "files",
        ["id"],
        unique=False,
        sqlite_where=sa.text("content IS NOT NULL"),
        postgresql_where=sa.text("content IS NOT NULL"),
    )
    with op.batch_alter_table("web_uploads") as batch:
        batch.alter_column("content", existing_type=sa.LargeBinary(), nullable=True)
        batch.add_column(sa.Column("size", sa.BigInteger(), nullable=False, server_default="0"))
    op.execute("UPDATE web_uploads SET size = length(content)")
