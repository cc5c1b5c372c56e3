"""Erasing: what was sensitive can never be read again, not even with the master key and the bytes of the file."""

from functools import partial
from pathlib import Path
from typing import Any

from sqlalchemy import select

from dossier.views import Saved
from storage.store import Store
from storage.tables import records, revisions
from tests.contracts.contents import CONTACT, WANG
from tests.team import Team

ERASED = 10


def erase(saved: Saved, store: Store) -> None:
    """Erase what is sensitive in a record."""
    store.records.erase(saved)


def pieces(key: bytes) -> list[bytes]:
    """Give every 8 bytes that follow each other in a key: leaving a part of it behind would not do either."""
    return [key[at : at + 8] for at in range(len(key) - 7)]


def bytes_of(url: str) -> bytes:
    """Give every byte of a SQLite database's files."""
    file = Path(url.removeprefix("sqlite:///"))
    return b"".join(each.read_bytes() for each in sorted(file.parent.glob(f"{file.name}*")))


def test_sensitive_values_stand_nowhere_in_the_file(sqlite_database_url: str) -> None:
    with Team.on(sqlite_database_url) as team:
        team.write("lilei", lambda store: store.records.add(team.dossier, CONTACT, WANG))
        raw = bytes_of(sqlite_database_url)
    assert WANG["name"].encode() in raw
    assert WANG["phone"].encode() not in raw
    assert WANG["email"].encode() not in raw


def column(team: Team, of: Any) -> list[bytes]:
    """Give a whole column, in the order of the rows."""
    query = select(of).order_by(of.table.c.id)
    return team.database.read(lambda connection: list(connection.execute(query).scalars()))


def test_the_keys_of_erased_records_are_gone_from_the_file_while_what_they_sealed_stays(
    sqlite_database_url: str,
) -> None:
    with Team.on(sqlite_database_url) as team:
        saved = [
            team.write("lilei", lambda store: store.records.add(team.dossier, CONTACT, WANG)) for _ in range(ERASED * 2)
        ]
        keys, sealed = column(team, records.c.key), column(team, revisions.c.sealed)
        for each in saved[::2]:
            team.write("wangfang", partial(erase, each))
    raw = bytes_of(sqlite_database_url)  # Closing has brought the log back into the file.
    assert all(key in raw for key in keys[1::2])
    assert [piece for key in keys[::2] for piece in pieces(key) if piece in raw] == []
    assert all(each in raw for each in sealed)
