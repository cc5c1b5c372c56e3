"""Every test here has a database of its own; with `database_url`, `database` and `team` on both engines."""

from tests.contracts.databases import (  # noqa: F401  (fixtures are used by name)
    _shared_postgres_url,
    database,
    database_url,
    postgres_database_url,
    postgres_template,
    sqlite_database_url,
    sqlite_template,
    team,
)
