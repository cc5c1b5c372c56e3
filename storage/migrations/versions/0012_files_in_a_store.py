"""Contents of files lie in a store of their own, each once an organisation; links in records are looked at."""

import json

import sqlalchemy as sa
from alembic import op

_LINKS = {
    **dict.fromkeys(("defect", "design_document", "integration_document", "manual"), "link"),
    "customer_basics": "website",
    "requirement": "document",
}
"""The kinds there were with a link, and the field it stands in."""

revision = "0012"
down_revision = "0011"

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
    op.create_table(
        "links",
        sa.Column("id", Id, nullable=False),
        sa.Column("organisation_id", Id, nullable=False),
        sa.Column("record_id", Id, nullable=False),
        sa.Column("url", sa.Text(), nullable=False),
        sa.Column("next_at", sa.BigInteger(), nullable=False),
        sa.Column("failures", sa.Integer(), nullable=False),
        sa.Column("said", sa.Text(), nullable=True),
        sa.Column("dead_at", sa.BigInteger(), nullable=True),
        sa.ForeignKeyConstraint(["organisation_id"], ["organisations.id"], name=op.f("fk_links_organisation_id")),
        sa.ForeignKeyConstraint(["record_id"], ["records.id"], name=op.f("fk_links_record_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_links")),
        sa.UniqueConstraint("record_id", "url", name=op.f("uq_links_record_id_url")),
    )
    op.create_index(op.f("ix_links_next_at"), "links", ["next_at"], unique=False)
    _follow_links()
    with op.batch_alter_table("web_uploads") as batch:
        batch.alter_column("content", existing_type=sa.LargeBinary(), nullable=True)
        batch.add_column(sa.Column("size", sa.BigInteger(), nullable=False, server_default="0"))
    op.execute("UPDATE web_uploads SET size = length(content)")


def _follow_links() -> None:
    """Have the links looked at that records hold already."""
    connection = op.get_bind()
    held = connection.execute(
        sa.text(
            "SELECT r.id, r.organisation_id, r.kind, r.changed_at, v.content FROM records r "
            "JOIN revisions v ON v.record_id = r.id AND v.number = r.revision WHERE NOT r.deleted"
        )
    )
    rows = []
    for record, organisation, kind, changed_at, content in held:
        url = json.loads(content).get(_LINKS.get(kind, ""))
        if url:
            rows.append({"o": organisation, "r": record, "u": url, "n": changed_at})
    if rows:
        insert = "INSERT INTO links (organisation_id, record_id, url, next_at, failures) VALUES (:o, :r, :u, :n, 0)"
        connection.execute(sa.text(insert), rows)
