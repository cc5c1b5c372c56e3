"""What units leave for later is there when it is asked for, and at the end; each answers for its own alone."""

from collections.abc import Callable
from contextlib import suppress
from typing import Any

import pytest
from sqlalchemy import Connection, insert, select
from sqlalchemy.exc import IntegrityError

from storage.database import Database
from storage.prepared import Prepared
from storage.tables import people, web_reads
from tests.contracts.groups import in_one_group

Unit = Callable[[Connection], Any]

_LEAVE = Prepared(insert(web_reads))
_ASK = Prepared(select(web_reads.c.account).order_by(web_reads.c.account))
_ASK_OTHERS = Prepared(select(people.c.name))


class Changed(Exception):
    """Somebody changed their mind in the middle of a unit."""


def left(name: str) -> Unit:
    """Give a unit that leaves a row for later, and gives its name."""

    def unit(connection: Connection) -> str:
        row = {"workspace": "w", "account": name, "conversation": "c", "last_read": 1}
        _LEAVE.later(connection, row)
        return name

    return unit


def then(*steps: Unit) -> Unit:
    """Give a unit of several steps, with what came of the last."""
    return lambda connection: [step(connection) for step in steps][-1]


def by_prepared(connection: Connection) -> list[str]:
    """Give the names of all rows, asked for as the hot path does."""
    return [row.account for row in _ASK.run(connection, {})]


def by_core(connection: Connection) -> list[str]:
    """Give the names of all rows, asked for as all else does."""
    return list(connection.execute(select(web_reads.c.account).order_by(web_reads.c.account)).scalars())


def fail(connection: Connection) -> None:
    """Have a unit fail."""
    raise Changed


def test_what_units_leave_for_later_is_all_there(database: Database) -> None:
    assert [each.get() for each in database.write_all([left("a"), left("b"), left("c")])] == ["a", "b", "c"]
    assert database.read(by_core) == ["a", "b", "c"]


@pytest.mark.parametrize("ask", [by_prepared, by_core])
def test_what_was_left_is_there_for_who_asks(database: Database, ask: Unit) -> None:
    units = [left("a"), then(left("b"), ask), then(ask, left("c"), lambda c: _ASK_OTHERS.run(c, {}), ask)]
    outcomes = database.write_all(units)
    assert [each.get() for each in outcomes] == ["a", ["a", "b"], ["a", "b", "c"]]
    assert database.read(by_core) == ["a", "b", "c"]


@pytest.mark.parametrize("ask", [by_prepared, by_core])
def test_a_unit_that_fails_leaves_nothing_and_takes_nothing_of_others_along(database: Database, ask: Unit) -> None:
    """Also where what the others left was written for its question, and went with it."""
    first, bad, again, last = database.write_all(
        [left("a"), then(left("b"), ask, left("c"), fail), then(left("d"), fail), then(left("e"), ask)]
    )
    assert (first.get(), last.get()) == ("a", ["a", "e"])
    for each in (bad, again):
        with pytest.raises(Changed):
            each.get()
    assert database.read(by_core) == ["a", "e"]


@pytest.mark.parametrize("steps", [(), (by_prepared,), (by_core,)], ids=["unasked", "by_prepared", "by_core"])
def test_what_a_part_of_a_unit_left_goes_with_that_part(database: Database, steps: tuple[Unit, ...]) -> None:
    def unit(connection: Connection) -> list[str]:
        left("b")(connection)
        for name, ending in (("c", fail), ("d", by_core)):
            with suppress(Changed), connection.begin_nested():
                then(left(name), *steps, ending)(connection)
        left("e")(connection)
        return by_core(connection)

    first, parted = database.write_all([left("a"), unit])
    assert (first.get(), parted.get()) == ("a", ["a", "b", "d", "e"])
    assert database.read(by_core) == ["a", "b", "d", "e"]


def test_who_left_what_cannot_be_written_is_told_so_alone(database: Database) -> None:
    database.write(left("taken"))
    outcomes = in_one_group(database, left("a"), left("taken"), then(left("x"), fail), left("b"))
    assert [type(each) for each in outcomes] == [str, IntegrityError, Changed, str]
    assert database.read(by_core) == ["a", "b", "taken"]


@pytest.mark.parametrize("ask", [by_prepared, by_core])
def test_who_asks_for_what_cannot_be_written_is_not_told_so(database: Database, ask: Unit) -> None:
    database.write(left("taken"))
    first, taken, asking, last = in_one_group(database, left("a"), left("taken"), then(left("b"), ask), left("c"))
    assert (first, type(taken), last) == ("a", IntegrityError, "c")
    assert {"b", "taken"} <= {*asking}
    assert database.read(by_core) == ["a", "b", "c", "taken"]


def test_one_alone_that_cannot_be_written_is_told_so(database: Database) -> None:
    database.write(left("taken"))
    with pytest.raises(IntegrityError):
        database.write(left("taken"))
    assert database.read(by_core) == ["taken"]


def test_units_that_come_together_each_have_an_outcome_of_their_own(database: Database) -> None:
    database.write(left("taken"))
    outcomes = database.write_all([left(f"{n:03}") for n in range(150)] + [fail])
    assert [each.get() for each in outcomes[:-1]] == [f"{n:03}" for n in range(150)]
    with pytest.raises(Changed):
        outcomes[-1].get()
    assert len(database.read(by_core)) == 151
    assert not database.write_all([])
