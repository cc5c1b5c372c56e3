"""Whether a database is at this version's tables, and whole."""

from dataclasses import dataclass

from sqlalchemy import Connection, text
from sqlalchemy.exc import SQLAlchemyError

from storage import migrations
from storage.database import Database, reason
from storage.search_index import matches

_RESTORE = "restore a backup (`dossier db backup` makes them)"


@dataclass(frozen=True, slots=True)
class Trouble:
    """What is wrong with a database, in one line, and what mends it."""

    what: str
    mend: str


def problems(database: Database) -> list[Trouble]:
    """Give what is wrong; nothing for a healthy database. Makes no file where there is none."""
    if wrong := unready(database):
        return wrong
    try:
        return database.read(_broken) if database.sqlite else []
    except SQLAlchemyError as error:
        return [_silent(error)]


def unready(database: Database) -> list[Trouble]:
    """Give why a database cannot be worked with at all; nothing for one at this version's tables."""
    if database.file is not None and not database.file.parent.is_dir():
        mend = "make it, or set DOSSIER_DATABASE_URL to a file elsewhere"
        return [Trouble(f"there is no folder {database.file.parent}", mend)]
    if database.file is not None and not database.file.exists():
        return [Trouble(f"there is no {database.file} yet", "run `dossier db upgrade`")]
    try:
        at, needed = migrations.current(database), migrations.newest()
        if at != needed:
            return [Trouble(f"at {at or 'nothing'}, this version needs {needed}", "run `dossier db upgrade`")]
    except SQLAlchemyError as error:
        return [_silent(error)]
    return []


def _silent(error: SQLAlchemyError) -> Trouble:
    return Trouble(f"does not answer: {reason(error)}", "check DOSSIER_DATABASE_URL and that the server runs")


def _broken(connection: Connection) -> list[Trouble]:
    found = [str(row[0]) for row in connection.execute(text("PRAGMA integrity_check(10)")) if row[0] != "ok"]
    found += [
        f"a row of {row[0]} refers to a missing row of {row[2]}"
        for row in connection.execute(text("PRAGMA foreign_key_check"))
    ]
    if not matches(connection):
        found.append("the search index does not match the records")
    return [Trouble(each, _RESTORE) for each in found]
