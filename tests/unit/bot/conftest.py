"""The databases the contracts are tried on serve here too."""

from tests.contracts.databases import sqlite_database_url, sqlite_template  # noqa: F401  (fixtures are used by name)
