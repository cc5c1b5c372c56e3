"""Alembic's environment: runs migrations on the connection it is given."""

from typing import Literal

from alembic import context

from storage.search_index import is_ours
from storage.tables import metadata
from storage.tables.columns import Moment


def render(kind: str, item: object, _: object) -> str | Literal[False]:
    """Write a moment into a generated migration as what it is in the database."""
    return "sa.BigInteger()" if kind == "type" and isinstance(item, Moment) else False


connection = context.config.attributes["connection"]
context.configure(
    connection=connection,
    target_metadata=metadata,
    render_as_batch=connection.dialect.name == "sqlite",
    render_item=render,
    include_name=lambda name, kind, _: is_ours(name, kind),
    # All of them in one transaction, on SQLite too: between two, whoever starts at the same moment would come in.
    transactional_ddl=True,
)
with context.begin_transaction():
    context.run_migrations()
