"""Brings a database to this version's tables: at start-up, after a backup (SQLite), under a lock (PostgreSQL)."""

import sqlite3
from contextlib import closing
from datetime import UTC, datetime
from pathlib import Path

from alembic import command
from alembic.config import Config
from alembic.runtime.migration import MigrationContext
from alembic.script import ScriptDirectory
from sqlalchemy import Connection, text
from sqlalchemy.exc import DBAPIError

from storage.database import Database, Unavailable, reason

# Any number that is ours: pg_advisory_xact_lock keeps other replicas out until this one has migrated.
_LOCK = 0x646F7373


def current(database: Database) -> str | None:
    """Give the revision a database is at, None for an empty one."""
    return database.read(lambda connection: MigrationContext.configure(connection).get_current_revision())


def newest() -> str:
    """Give the revision this version of the product needs."""
    return str(ScriptDirectory.from_config(_config()).get_current_head())


def upgrade(database: Database) -> bool:
    """Bring a database to the newest revision; a SQLite file that holds data is backed up first.

    Gives whether anything had to be done. Raises Unavailable for a database that cannot be opened, or is none.
    """
    try:
        return _upgrade(database)
    except DBAPIError as error:
        raise Unavailable(f"the database cannot be used: {reason(error)}") from error


def _upgrade(database: Database) -> bool:
    before = current(database)
    if before == newest():
        return False
    if before is not None and database.sqlite:
        backup(database)
    # Whoever starts at the same moment waits: on SQLite for the write lock, which is taken first of all.
    with database.engine.connect().execution_options(begin="BEGIN IMMEDIATE") as connection:
        if not database.sqlite:
            connection.execute(text("SELECT pg_advisory_xact_lock(:lock)"), {"lock": _LOCK})
        _run(connection)
        connection.commit()
    return True


def backup(database: Database, to: Path | None = None) -> Path:
    """Copy a SQLite database while it is in use, next to the file or to `to`; gives the copy's path.

    Raises ValueError for PostgreSQL, which has pg_dump, FileNotFoundError when there is no file or no such
    folder, FileExistsError rather than overwrite anything, and Unavailable when it cannot be copied: no file is left.
    """
    if not database.sqlite:
        raise ValueError("a PostgreSQL database is backed up with pg_dump")
    source = Path(database.engine.url.database or "")
    stamp = datetime.now(UTC).strftime("%Y%m%dT%H%M%S%fZ")
    copy = to or source.with_name(f"{source.name}.{stamp}.bak")
    # SQLite would make an empty file out of the one, and say nothing helpful about the other.
    if copy.exists():
        raise FileExistsError(f"{copy} exists already")
    if missing := next((path for path in (source, copy.parent) if not path.exists()), None):
        raise FileNotFoundError(f"there is no {missing}")
    try:
        with closing(sqlite3.connect(source)) as reader, closing(sqlite3.connect(copy)) as writer:
            reader.backup(writer)
    except sqlite3.Error as error:
        copy.unlink(missing_ok=True)
        raise Unavailable(f"{source} cannot be copied: {error}") from error
    return copy


def _run(connection: Connection) -> None:
    config = _config()
    config.attributes["connection"] = connection
    command.upgrade(config, "head")


def _config() -> Config:
    config = Config()
    config.set_main_option("script_location", str(Path(__file__).parent))
    return config
