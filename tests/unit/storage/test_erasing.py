"""Erasing: what was sensitive can never be read again, not even with the master key and the bytes of the file."""

from pathlib import Path

from sqlalchemy import select

from storage.tables import records, revisions
from tests.contracts.contents import CONTACT, WANG
from tests.team import Team


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


def test_the_key_of_an_erased_record_is_gone_from_the_file_while_what_it_sealed_stays(sqlite_database_url: str) -> None:
    with Team.on(sqlite_database_url) as team:
        saved = team.write("lilei", lambda store: store.records.add(team.dossier, CONTACT, WANG))
        key = team.database.read(lambda connection: connection.execute(select(records.c.key)).scalar_one())
        sealed = team.database.read(lambda connection: connection.execute(select(revisions.c.sealed)).scalar_one())
        assert key in bytes_of(sqlite_database_url)
        team.write("wangfang", lambda store: store.records.erase(saved))
    raw = bytes_of(sqlite_database_url)  # Closing has brought the log back into the file.
    assert key not in raw
    assert sealed in raw
