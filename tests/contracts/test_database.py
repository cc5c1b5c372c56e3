"""Database: a unit of work is kept whole or not at all, is durable when it returns, and readers see one moment."""

from concurrent.futures import ThreadPoolExecutor
from contextlib import closing
from datetime import UTC, datetime, timedelta
from functools import partial
from threading import Event

import pytest
from sqlalchemy import Connection, event, func, insert, select
from sqlalchemy.exc import IntegrityError

from storage.database import Database, Unavailable
from storage.tables import web_reads
from tests.contracts.groups import in_one_group


def note(name: str, connection: Connection) -> str:
    """Write one row and give its name."""
    row = {"workspace": "w", "account": name, "conversation": "c", "last_read": 1}
    connection.execute(insert(web_reads), row)
    return name


def names(connection: Connection) -> list[str]:
    """Give the names of all rows, in order."""
    return list(connection.execute(select(web_reads.c.account).order_by(web_reads.c.account)).scalars())


def count(connection: Connection) -> int:
    """Count the rows."""
    return connection.execute(select(func.count()).select_from(web_reads)).scalar_one()


class Changed(Exception):
    """Somebody changed their mind in the middle of a unit."""


def half_done(connection: Connection) -> None:
    """Write, and then fail."""
    note("half", connection)
    raise Changed


def test_a_write_gives_the_result_of_its_unit(database: Database) -> None:
    assert database.write(partial(note, "a")) == "a"


def test_what_was_written_is_read_by_another_connection_to_the_database(database: Database) -> None:
    database.write(partial(note, "a"))
    other = Database(database.url)
    assert other.read(names) == ["a"]
    other.close()


def test_a_unit_that_raises_leaves_nothing(database: Database) -> None:
    with pytest.raises(Changed):
        database.write(half_done)
    assert database.read(names) == []


def test_an_error_of_the_database_reaches_whoever_caused_it(database: Database) -> None:
    database.write(partial(note, "a"))
    with pytest.raises(IntegrityError):
        database.write(partial(note, "a"))


def test_the_others_of_a_group_survive_a_unit_that_raises(database: Database) -> None:
    first, bad, last = in_one_group(database, partial(note, "a"), half_done, partial(note, "b"))
    assert (first, last) == ("a", "b")
    assert isinstance(bad, Changed)
    assert database.read(names) == ["a", "b"]


def test_a_slow_read_keeps_nobody_waiting(database: Database) -> None:
    begun, over = Event(), Event()

    def slow(connection: Connection) -> list[str]:
        found = names(connection)
        begun.set()
        over.wait(30)
        return found

    with ThreadPoolExecutor() as pool:
        reading = pool.submit(database.read, slow)
        assert begun.wait(30)
        database.write(partial(note, "a"))
        assert database.read(names) == ["a"]
        assert not reading.done()
        over.set()
        assert reading.result(30) == []
    database.write(partial(note, "b"))
    assert database.read(names) == ["a", "b"]


def test_the_others_of_a_group_survive_a_unit_that_the_database_refuses(database: Database) -> None:
    database.write(partial(note, "taken"))
    outcomes = in_one_group(database, partial(note, "a"), partial(note, "taken"), partial(note, "b"))
    assert [type(each) for each in outcomes] == [str, IntegrityError, str]
    assert database.read(names) == ["a", "b", "taken"]


def test_no_result_is_given_before_the_commit(database: Database) -> None:
    def seen_by_others(_: object) -> int:
        return database.read(count)

    with ThreadPoolExecutor(8) as pool:
        seen = list(pool.map(lambda n: (database.write(partial(note, f"{n:03}")), database.read(names)), range(64)))
    assert all(name in found for name, found in seen)
    assert database.write(lambda connection: (note("late", connection), seen_by_others(None))) == ("late", 64)


def test_callbacks_after_a_commit_see_what_it_wrote(database: Database) -> None:
    seen: list[list[str]] = []
    database.after_commit(lambda: seen.append(database.read(names)))
    database.write(partial(note, "a"))
    with pytest.raises(Changed):
        database.write(half_done)
    database.write(lambda connection: None)  # On SQLite the first may have been given back before its callback ran.
    assert seen[0] == ["a"]


def test_a_reader_sees_one_moment_however_many_queries_it_makes(database: Database) -> None:
    def look_twice(connection: Connection) -> tuple[int, int]:
        before = count(connection)
        database.write(partial(note, "meanwhile"))
        return before, count(connection)

    assert database.read(look_twice) == (0, 0)
    assert database.read(count) == 1


def test_reads_do_not_wait_for_a_write(database: Database) -> None:
    def slow(connection: Connection) -> list[str]:
        note("slow", connection)
        with ThreadPoolExecutor(1) as pool:
            return pool.submit(database.read, names).result(timeout=10)

    assert database.write(slow) == []


def test_the_machine_of_the_database_is_asked_for_its_time(database: Database) -> None:
    assert abs(database.now() - datetime.now(UTC)) < timedelta(seconds=5)


def test_writes_by_many_threads_are_all_kept(database: Database) -> None:
    with ThreadPoolExecutor(16) as pool:
        list(pool.map(lambda n: database.write(partial(note, f"{n:03}")), range(200)))
    assert database.read(count) == 200


def test_a_closed_sqlite_database_takes_no_more_writes(sqlite_database_url: str) -> None:
    database = Database(sqlite_database_url)
    database.write(partial(note, "a"))
    database.close()
    with pytest.raises(Unavailable):
        database.write(partial(note, "b"))


def test_a_read_within_a_read_sees_the_same_moment_and_waits_for_nobody(database: Database) -> None:
    def nested(depth: int, connection: Connection) -> list[str]:
        if depth == 0:
            return names(connection)
        return database.read(partial(nested, depth - 1))

    database.write(partial(note, "a"))
    assert database.read(partial(nested, 10)) == ["a"]


def test_what_fails_after_a_commit_does_not_undo_it(sqlite_database_url: str) -> None:
    database = Database(sqlite_database_url)

    def fail() -> None:
        raise Changed

    database.after_commit(fail)
    assert database.write(partial(note, "a")) == "a"
    assert database.read(names) == ["a"]
    database.close()


def test_a_unit_within_a_unit_is_refused_and_others_go_on(sqlite_database_url: str) -> None:
    database = Database(sqlite_database_url)
    with pytest.raises(RuntimeError, match="another"):
        database.write(lambda connection: (note("a", connection), database.write(partial(note, "b"))))
    assert database.write(partial(note, "c")) == "c"
    assert database.read(names) == ["c"]
    database.close()


def test_a_closed_sqlite_database_is_not_read_any_more(sqlite_database_url: str) -> None:
    database = Database(sqlite_database_url)
    database.read(names)
    database.close()
    with pytest.raises(Unavailable):
        database.read(names)


def test_whoever_is_interrupted_while_waiting_leaves_the_others_their_turn(sqlite_database_url: str) -> None:
    database, interrupted = Database(sqlite_database_url), Event()

    def broken(_: Connection) -> None:
        interrupted.set()
        raise KeyboardInterrupt

    with ThreadPoolExecutor(3) as pool:
        stopped = pool.submit(database.write, broken)
        others = [pool.submit(database.write, partial(note, name)) for name in "abc"]
        assert sorted(each.result(30) for each in others) == ["a", "b", "c"]
        assert isinstance(stopped.exception(30), KeyboardInterrupt)
    assert database.write(partial(note, "d")) == "d"
    database.close()


def test_while_somebody_else_writes_to_the_file_nothing_is_taken_for_saved(sqlite_database_url: str) -> None:
    with closing(Database(sqlite_database_url)) as mine, closing(Database(sqlite_database_url)) as other:
        event.listen(mine.engine, "connect", lambda connection, _: connection.execute("PRAGMA busy_timeout=0"))
        with other.engine.connect().execution_options(begin="BEGIN IMMEDIATE") as holding, holding.begin():
            with pytest.raises(Unavailable):
                mine.write(partial(note, "a"))
            for outcome in mine.write_all([partial(note, "b"), partial(note, "c")]):
                with pytest.raises(Unavailable):
                    outcome.get()
        assert mine.write(partial(note, "d")) == "d"
        assert mine.read(names) == ["d"]
