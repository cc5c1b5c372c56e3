"""Fixtures: empty migrated databases on both engines, copied from templates so that every test has its own."""

import shutil
import uuid
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import pytest
from sqlalchemy import create_engine, make_url, text

from storage import migrations
from storage.database import Database
from storage.tables import metadata
from tests.team import Team

_EMPTY = ";".join(
    [
        *(f"DELETE FROM {table.name}" for table in reversed(metadata.sorted_tables)),
        *(f"ALTER SEQUENCE IF EXISTS {table.name}_id_seq RESTART" for table in metadata.sorted_tables),
    ]
)


def migrated(url: str) -> None:
    """Bring an empty database to the newest tables."""
    database = Database(url)
    migrations.upgrade(database)
    database.close()


def administer(server: str, statement: str) -> None:
    """Run a statement that stands outside transactions (CREATE DATABASE …) on a PostgreSQL server."""
    engine = create_engine(server, isolation_level="AUTOCOMMIT")
    with engine.connect() as connection:
        connection.execute(text(statement))
    engine.dispose()


def beside(server: str, name: str) -> str:
    """Give the URL of another database of the same PostgreSQL server."""
    return make_url(server).set(database=name).render_as_string(hide_password=False)


@pytest.fixture(scope="session")
def sqlite_template(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Give a SQLite file with the tables and no row."""
    file = tmp_path_factory.mktemp("template") / "dossier.db"
    migrated(f"sqlite:///{file}")
    return file


@pytest.fixture(scope="session")
def postgres_template(postgres_url: str) -> str:
    """Give the name of a PostgreSQL database with the tables and no row."""
    # This server is thrown away in the end, and no test here cuts its power.
    administer(postgres_url, "ALTER SYSTEM SET fsync = off")
    administer(postgres_url, "SELECT pg_reload_conf()")
    name = f"template_{uuid.uuid4().hex}"
    administer(postgres_url, f"CREATE DATABASE {name}")
    migrated(beside(postgres_url, name))
    return name


@pytest.fixture
def sqlite_database_url(sqlite_template: Path, tmp_path: Path) -> str:
    """Give the URL of an empty migrated SQLite file."""
    shutil.copyfile(sqlite_template, tmp_path / "dossier.db")
    return f"sqlite:///{tmp_path / 'dossier.db'}"


@contextmanager
def copied(server: str, template: str) -> Iterator[str]:
    """Give the URL of a copy of a PostgreSQL database, and drop it in the end."""
    name = f"test_{uuid.uuid4().hex}"
    administer(server, f"CREATE DATABASE {name} TEMPLATE {template}")
    yield beside(server, name)
    administer(server, f"DROP DATABASE {name} WITH (FORCE)")


@pytest.fixture(scope="session")
def _shared_postgres_url(postgres_url: str, postgres_template: str) -> Iterator[str]:
    with copied(postgres_url, postgres_template) as url:
        yield url


@pytest.fixture
def postgres_database_url(_shared_postgres_url: str) -> Iterator[str]:
    """Give the URL of a migrated PostgreSQL database without rows, and empty it in the end."""
    yield _shared_postgres_url
    administer(_shared_postgres_url, _EMPTY)  # Three times as fast as TRUNCATE or a new copy.


@pytest.fixture(params=["sqlite", pytest.param("postgres", marks=pytest.mark.postgres)])
def database_url(request: pytest.FixtureRequest) -> str:
    """Give the URL of an empty migrated database, once on each engine."""
    return str(request.getfixturevalue(f"{request.param}_database_url"))


@pytest.fixture
def database(database_url: str) -> Iterator[Database]:
    """Give an empty migrated database, once on each engine."""
    database = Database(database_url)
    yield database
    database.close()


@pytest.fixture
def team(database_url: str) -> Iterator[Team]:
    """Give a team at work, once on each engine."""
    with Team.on(database_url) as team:
        yield team
