"""The workspace a row belongs to, checked as it is written."""

from sqlalchemy import bindparam, select

from storage.tables import workspaces

# To be given `workspace` and `organisation`. For a workspace of another organisation it is NULL, which no column takes.
OWN_WORKSPACE = (
    select(workspaces.c.id)
    .where(workspaces.c.id == bindparam("workspace"), workspaces.c.organisation_id == bindparam("organisation"))
    .scalar_subquery()
)
