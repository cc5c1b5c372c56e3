"""Every version of a record has the name its document is called by; the names of files count over them too."""

import sqlalchemy as sa
from alembic import op

revision = "0013"
down_revision = "0012"

Id = sa.BigInteger().with_variant(sa.Integer(), "sqlite")
_DAY = {
    "sqlite": "strftime('%Y%m%d', records.created_at / 1000000, 'unixepoch')",
    "postgresql": "to_char(to_timestamp(records.created_at / 1000000) AT TIME ZONE 'UTC', 'YYYYMMDD')",
}
"""The day a record was made (UTC)."""


def upgrade() -> None:
    """Apply."""
    with op.batch_alter_table("revisions") as batch:
        batch.add_column(sa.Column("dossier_id", Id, nullable=True))
        batch.add_column(sa.Column("stem", sa.Text(), nullable=False, server_default=""))
        batch.add_column(sa.Column("version", sa.Integer(), nullable=False, server_default="1"))
        batch.create_foreign_key(op.f("fk_revisions_dossier_id"), "dossiers", ["dossier_id"], ["id"])
    # Every version is called by its kind and the day its record was made, and they are counted as they came: what a
    # topic was on the list of stages then, nobody knows.
    op.execute(
        "UPDATE revisions SET dossier_id = records.dossier_id,"  # noqa: S608  # nosec B608  (of texts that stand here)
        f" stem = records.kind || '|' || {_DAY[op.get_bind().dialect.name]}"
        " FROM records WHERE records.id = revisions.record_id"
    )
    op.execute(
        "UPDATE revisions SET version = counted.version FROM (SELECT id,"
        " row_number() OVER (PARTITION BY dossier_id, stem ORDER BY id) AS version FROM revisions) AS counted"
        " WHERE counted.id = revisions.id"
    )
    with op.batch_alter_table("revisions") as batch:
        batch.alter_column("dossier_id", existing_type=Id, nullable=False)
        batch.alter_column("stem", existing_type=sa.Text(), server_default=None)
        batch.alter_column("version", existing_type=sa.Integer(), server_default=None)
    op.create_index(
        op.f("ix_revisions_dossier_id_stem_version"), "revisions", ["dossier_id", "stem", "version"], unique=False
    )
    # They were counted by what the pattern of their time made of them, and their versions are those of records now;
    # they are noted anew when they are needed.
    op.execute("DELETE FROM names")
