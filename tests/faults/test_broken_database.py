"""A full disk, a server that goes away: nothing is acknowledged that is not kept, and afterwards work goes on."""

import resource
from collections.abc import Iterator
from contextlib import contextmanager
from functools import partial
from pathlib import Path

import pytest
from sqlalchemy import Connection, insert, select, text

from storage.database import Database, Unavailable
from storage.tables import web_reads
from tests.contracts.databases import administer
from tests.contracts.groups import in_one_group
from tests.team import Team, said


def note(name: str, connection: Connection) -> str:
    """Write one row and give its name."""
    connection.execute(insert(web_reads), {"workspace": "w", "account": name, "conversation": "c", "last_read": 1})
    return name


def names(database: Database) -> list[str]:
    """Give the names of all rows, in order."""
    query = select(web_reads.c.account).order_by(web_reads.c.account)
    return database.read(lambda connection: list(connection.execute(query).scalars()))


@contextmanager
def full_disk(file: Path) -> Iterator[None]:
    """Let no file grow beyond what SQLite's log has by now: a write fails as on a disk without room."""
    log = file.with_name(f"{file.name}-wal")
    soft, hard = resource.getrlimit(resource.RLIMIT_FSIZE)
    resource.setrlimit(resource.RLIMIT_FSIZE, (log.stat().st_size, hard))
    try:
        yield
    finally:
        resource.setrlimit(resource.RLIMIT_FSIZE, (soft, hard))


@pytest.fixture
def file(sqlite_database_url: str) -> Path:
    """Give an empty migrated SQLite file."""
    return Path(sqlite_database_url.removeprefix("sqlite:///"))


@pytest.fixture
def opened(sqlite_database_url: str) -> Iterator[Database]:
    """Give the same as an open database with one row in it."""
    database = Database(sqlite_database_url)
    database.write(partial(note, "before"))
    yield database
    database.close()


def test_when_the_disk_is_full_no_unit_of_the_group_is_acknowledged_and_none_is_kept(
    opened: Database, file: Path
) -> None:
    with full_disk(file):
        outcomes = in_one_group(opened, *(partial(note, f"full {number}") for number in range(5)))
    assert [type(each) for each in outcomes] == [Unavailable] * 5
    assert names(opened) == ["before"]


def test_writes_succeed_again_when_there_is_room_again(opened: Database, file: Path) -> None:
    with full_disk(file), pytest.raises(Unavailable):
        opened.write(partial(note, "full"))
    assert opened.write(partial(note, "after")) == "after"
    assert names(opened) == ["after", "before"]


def test_reading_goes_on_while_the_disk_is_full(opened: Database, file: Path) -> None:
    assert names(opened) == ["before"]  # From now on there is a reader, who needs no new file.
    with full_disk(file):
        with pytest.raises(Unavailable):
            opened.write(partial(note, "full"))
        assert names(opened) == ["before"]


def test_a_file_that_may_not_grow_fails_the_unit_that_needs_room_and_keeps_nothing_of_it(opened: Database) -> None:
    def limit(pages: int | None, connection: Connection) -> None:
        most = pages or 2**30
        connection.execute(text(f"PRAGMA max_page_count = {most}"))

    def large(connection: Connection) -> None:
        for number in range(200):
            note(f"{number} {'x' * 5000}", connection)

    opened.write(partial(limit, 1))  # The engine makes it what the file has already.
    with pytest.raises(Exception, match="full"):
        opened.write(large)
    opened.write(partial(limit, None))
    opened.write(partial(note, "after"))
    assert names(opened) == ["after", "before"]


def test_a_person_is_told_that_nothing_was_saved(sqlite_database_url: str, file: Path) -> None:
    with Team.on(sqlite_database_url) as team:
        team.say("lilei", "/issue 支付失败")
        with full_disk(file):
            answer = said(team.say("lilei", "/issue 登录失败"))
        assert answer
        assert "登录失败" not in said(team.say("lilei", "/dossier list"))
        assert "支付失败" in said(team.say("lilei", "/dossier list"))


def cut_connections(server: str, database: Database) -> None:
    """End every connection to a PostgreSQL database, as a restart of the server does."""
    name = database.engine.url.database
    administer(server, f"SELECT pg_terminate_backend(pid) FROM pg_stat_activity WHERE datname = '{name}'")


@pytest.fixture
def served(postgres_database_url: str) -> Iterator[Database]:
    """Give an empty migrated PostgreSQL database with an open connection."""
    database = Database(postgres_database_url)
    database.write(partial(note, "before"))
    yield database
    database.close()


@pytest.mark.postgres
def test_reads_and_writes_survive_a_restart_of_the_server_between_them(served: Database, postgres_url: str) -> None:
    cut_connections(postgres_url, served)
    assert served.write(partial(note, "after")) == "after"
    cut_connections(postgres_url, served)
    assert names(served) == ["after", "before"]


@pytest.mark.postgres
def test_a_restart_in_the_middle_of_a_unit_fails_it_as_unavailable_and_keeps_nothing(
    served: Database, postgres_url: str
) -> None:
    def cut(connection: Connection) -> None:
        note("half", connection)
        cut_connections(postgres_url, served)
        note("whole", connection)

    with pytest.raises(Unavailable):
        served.write(cut)
    assert names(served) == ["before"]
