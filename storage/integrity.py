"""Whether a database is at this version's tables, and whole."""

from sqlalchemy import Connection, text
from sqlalchemy.exc import SQLAlchemyError

from storage import migrations
from storage.database import Database
from storage.search_index import check


def problems(database: Database) -> list[str]:
    """Give what is wrong, a sentence each; nothing for a healthy database."""
    try:
        at, needed = migrations.current(database), migrations.newest()
        if at != needed:
            return [f"the database is at {at or 'nothing'}, this version needs {needed}: run `dossier db upgrade`"]
        return database.read(_broken) if database.sqlite else []
    except SQLAlchemyError as error:
        return [f"the database does not answer: {getattr(error, 'orig', None) or error}"]


def _broken(connection: Connection) -> list[str]:
    found = [str(row[0]) for row in connection.execute(text("PRAGMA integrity_check(10)")) if row[0] != "ok"]
    found += [
        f"a row of {row[0]} refers to a missing row of {row[2]}"
        for row in connection.execute(text("PRAGMA foreign_key_check"))
    ]
    return found + check(connection)
