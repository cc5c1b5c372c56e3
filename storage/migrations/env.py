"""Alembic's environment: runs migrations on the connection it is given."""

from alembic import context

from storage.search_index import is_ours
from storage.tables import metadata

connection = context.config.attributes["connection"]
context.configure(
    connection=connection,
    target_metadata=metadata,
    render_as_batch=connection.dialect.name == "sqlite",
    include_name=lambda name, kind, _: is_ours(name, kind),
)
with context.begin_transaction():
    context.run_migrations()
