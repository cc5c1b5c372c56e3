"""A prepared statement gives what SQLAlchemy gives, and refuses what it cannot."""

from collections.abc import Iterator
from datetime import UTC, datetime
from pathlib import Path

import pytest
from sqlalchemy import Connection, bindparam, insert, select
from sqlalchemy.exc import IntegrityError, MultipleResultsFound, NoResultFound

from storage import migrations
from storage.database import Database
from storage.prepared import Prepared
from storage.tables import organisations

NOW = datetime(2026, 11, 18, 2, 30, 0, 123456, tzinfo=UTC)
ADD = insert(organisations)
GALAXY = {"uid": "g", "name": "Galaxy", "key": b"k", "audit_number": 0, "audit_hash": b"h", "created_at": NOW}
COMET = {**GALAXY, "uid": "c", "name": "Comet"}
BY_NAME = select(organisations).where(organisations.c.name == bindparam("called"))
BY_KEY = Prepared(select(organisations.c.uid).where(organisations.c.key == bindparam("with")))


@pytest.fixture
def connection(tmp_path: Path) -> Iterator[Connection]:
    """Give a connection to a database with two organisations."""
    database = Database(f"sqlite:///{tmp_path / 'dossier.db'}")
    migrations.upgrade(database)
    with database.engine.connect() as connection:
        connection.execute(Prepared(ADD), [GALAXY, COMET])
        yield connection
    database.close()


def test_it_gives_the_row_that_the_statement_gives(connection: Connection) -> None:
    prepared = connection.execute(Prepared(BY_NAME), {"called": "Comet"}).one()
    assert prepared._asdict() == connection.execute(BY_NAME, {"called": "Comet"}).one()._asdict()
    assert prepared.created_at == NOW


def test_one_row_is_neither_none_nor_two(connection: Connection) -> None:
    with pytest.raises(NoResultFound):
        connection.execute(BY_KEY, {"with": b"another"}).one()
    with pytest.raises(MultipleResultsFound):
        connection.execute(BY_KEY, {"with": b"k"}).one_or_none()
    assert connection.execute(BY_KEY, {"with": b"another"}).scalar_one_or_none() is None


def test_what_it_wrote_goes_with_the_transaction(connection: Connection) -> None:
    connection.rollback()
    assert connection.execute(BY_KEY, {"with": b"k"}).all() == []


def test_the_drivers_error_is_raised_as_sqlalchemys(connection: Connection) -> None:
    with pytest.raises(IntegrityError):
        connection.execute(Prepared(ADD), GALAXY)


def test_a_column_left_to_its_default_is_refused(connection: Connection) -> None:
    given = {name: value for name, value in GALAXY.items() if name != "audit_number"}
    with pytest.raises(TypeError, match="cannot be prepared"):
        connection.execute(Prepared(ADD), given)


def test_a_list_of_values_is_refused(connection: Connection) -> None:
    among = Prepared(select(organisations.c.id).where(organisations.c.name.in_(bindparam("names", expanding=True))))
    with pytest.raises(TypeError, match="cannot be prepared"):
        connection.execute(among, {"names": ["Galaxy"]})
