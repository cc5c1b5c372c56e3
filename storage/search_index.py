"""The engines' full-text index beside the tables: made by migrations, left out of Alembic's comparison."""

from sqlalchemy import Connection, text
from sqlalchemy.exc import DatabaseError

_FTS5 = """
CREATE VIRTUAL TABLE search_index USING fts5(
    scope, tokens, content='search_entries', content_rowid='id',
    tokenize="unicode61 remove_diacritics 0 categories 'L* M* N* Co Cn'"
)
"""
# As in https://sqlite.org/fts5.html#external_content_tables: entries come and go with their index, and never change.
_ADDED = """
CREATE TRIGGER IF NOT EXISTS search_entries_added AFTER INSERT ON search_entries BEGIN
    INSERT INTO search_index (rowid, scope, tokens) VALUES (new.id, new.scope, new.tokens);
END
"""
_DROPPED = """
CREATE TRIGGER IF NOT EXISTS search_entries_dropped AFTER DELETE ON search_entries BEGIN
    INSERT INTO search_index (search_index, rowid, scope, tokens) VALUES ('delete', old.id, old.scope, old.tokens);
END
"""
# Scopes weigh A and tokens D, so that nobody finds a dossier by typing the number of its row.
_VECTOR = """
ALTER TABLE search_entries ADD COLUMN vector tsvector
    GENERATED ALWAYS AS (setweight(to_tsvector('simple', scope), 'A') || to_tsvector('simple', tokens)) STORED
"""
_GIN = "CREATE INDEX ix_search_entries_vector ON search_entries USING gin (vector)"


def create(connection: Connection) -> None:
    """Create the index of the connection's engine."""
    for statement in (_FTS5, _ADDED, _DROPPED) if connection.dialect.name == "sqlite" else (_VECTOR, _GIN):
        connection.exec_driver_sql(statement)


def rebuild(connection: Connection) -> None:
    """Build the index of a SQLite database anew; to be called after `search_entries` was rebuilt by a migration."""
    if connection.dialect.name == "sqlite":
        for statement in (_ADDED, _DROPPED):  # They went with the table they stood on.
            connection.exec_driver_sql(statement)
        connection.execute(text("INSERT INTO search_index (search_index) VALUES ('rebuild')"))


def matches(connection: Connection) -> bool:
    """Tell whether the full-text index of a SQLite database is that of the entries it is made from."""
    try:
        connection.execute(text("INSERT INTO search_index (search_index, rank) VALUES ('integrity-check', 1)"))
    except DatabaseError:
        return False
    return True


def is_ours(name: str | None, kind: str) -> bool:
    """Tell whether Alembic is to compare an object: not the index and its shadow tables and column."""
    if kind == "table":
        return not str(name).startswith("search_index")
    return name not in ("vector", "ix_search_entries_vector")
