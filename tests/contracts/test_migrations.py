"""Migrations: they make exactly the tables the code knows, once, after a backup, and one replica at a time."""

import os
import runpy
import sqlite3
import subprocess
import sys
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import pytest
from alembic import command
from alembic.autogenerate import compare_metadata
from alembic.config import Config
from alembic.migration import MigrationContext
from alembic.operations import Operations
from alembic.util import CommandError
from sqlalchemy import Connection, text

from storage import integrity, migrations
from storage.database import Database
from storage.search_index import is_ours
from storage.tables import metadata
from tests.contracts.databases import administer, beside
from tests.team import Team

ROOT = Path(__file__).parents[2]


@pytest.fixture(params=["sqlite", pytest.param("postgres", marks=pytest.mark.postgres)])
def empty_url(request: pytest.FixtureRequest, tmp_path: Path) -> str:
    """Give the URL of a database without any table."""
    if request.param == "sqlite":
        return f"sqlite:///{tmp_path / 'empty.db'}"
    server = request.getfixturevalue("postgres_url")
    name = f"empty_{os.urandom(6).hex()}"
    administer(server, f"CREATE DATABASE {name} TEMPLATE template0")
    return beside(server, name)


def differences(connection: Connection) -> list[object]:
    """Compare the database with the tables in the code."""
    context = MigrationContext.configure(
        connection, opts={"include_name": lambda name, kind, _: is_ours(name, kind), "compare_type": True}
    )
    return list(compare_metadata(context, metadata))


def test_tables_and_migrations_agree(database: Database) -> None:
    assert database.read(differences) == []


def test_an_empty_database_is_brought_to_the_newest_revision(empty_url: str) -> None:
    database = Database(empty_url)
    assert migrations.current(database) is None
    assert migrations.upgrade(database)
    assert migrations.current(database) == migrations.newest()
    assert integrity.problems(database) == []
    database.close()


def test_customers_of_an_older_database_are_found_by_their_names(empty_url: str) -> None:
    database = Database(empty_url)
    config = Config()
    config.set_main_option("script_location", str(ROOT / "storage" / "migrations"))
    with database.engine.connect() as connection:
        config.attributes["connection"] = connection
        command.upgrade(config, "0007")
        founded = "INSERT INTO organisations (id, uid, name, key, audit_number, audit_hash, created_at) "
        connection.execute(text(founded + "VALUES (1, 'o', '星河软件', :key, 0, :key, 0)"), {"key": b""})
        connection.execute(text("INSERT INTO customers VALUES (1, 'c', 1, 'ＡＢＣ Ltd.', 'ABC', 'abc')"))
        connection.commit()
    migrations.upgrade(database)
    with database.engine.connect() as connection:
        assert connection.execute(text("SELECT name_key FROM customers")).scalars().all() == ["abc ltd."]
    database.close()


def test_a_second_upgrade_does_nothing(sqlite_database_url: str, tmp_path: Path) -> None:
    database = Database(sqlite_database_url)
    assert not migrations.upgrade(database)
    assert list(tmp_path.glob("*.bak")) == []
    database.close()


def test_two_replicas_that_start_at_once_do_not_collide(empty_url: str) -> None:
    script = "import sys; from storage import migrations; from storage.database import Database; "
    script += "database = Database(sys.argv[1]); migrations.upgrade(database); print(migrations.current(database))"

    def start(_: int) -> subprocess.CompletedProcess[str]:
        return subprocess.run(
            [sys.executable, "-c", script, empty_url], cwd=ROOT, text=True, capture_output=True, check=False
        )

    with ThreadPoolExecutor(2) as pool:
        ended = list(pool.map(start, range(2)))
    assert [(each.returncode, each.stdout.strip()) for each in ended] == [(0, migrations.newest())] * 2, ended


def test_an_older_file_is_backed_up_before_anything_is_done_to_it(sqlite_database_url: str, tmp_path: Path) -> None:
    with Team.on(sqlite_database_url) as team:
        team.write("lilei", lambda store: store.people.add("Zoe", store.actor.tier))
    database = Database(sqlite_database_url)
    # There is no older version yet: a revision nobody knows stands for it, and its migration for one that fails.
    database.write(lambda connection: connection.execute(text("UPDATE alembic_version SET version_num = 'older'")))
    with pytest.raises(CommandError):
        migrations.upgrade(database)
    database.close()
    (copy,) = tmp_path.glob("dossier.db.*.bak")
    with sqlite3.connect(copy) as kept:
        assert kept.execute("SELECT version_num FROM alembic_version").fetchall() == [("older",)]
        assert kept.execute("SELECT count(*) FROM people WHERE name = 'Zoe'").fetchone() == (1,)
        assert kept.execute("PRAGMA integrity_check").fetchone() == ("ok",)
    kept.close()


def test_a_backup_taken_while_somebody_writes_is_whole(sqlite_database_url: str, tmp_path: Path) -> None:
    with Team.on(sqlite_database_url) as team, ThreadPoolExecutor(1) as pool:
        writing = pool.submit(lambda: [team.say("lilei", f"/issue 问题{n}") for n in range(20)])
        copy = migrations.backup(team.database, tmp_path / "copy.db")
        writing.result()
    opened = Database(f"sqlite:///{copy}")
    assert integrity.problems(opened) == []
    opened.close()


def test_a_postgresql_database_is_not_ours_to_back_up() -> None:
    with pytest.raises(ValueError, match="pg_dump"):
        migrations.backup(Database("postgresql+psycopg://nobody@localhost/nothing"))


def test_a_search_index_that_lost_an_entry_is_found_out(sqlite_database_url: str) -> None:
    with Team.on(sqlite_database_url) as team:
        team.say("lilei", "/issue 支付失败")
        team.database.write(
            lambda connection: connection.execute(text("INSERT INTO search_index (search_index) VALUES ('delete-all')"))
        )
        assert any("search index" in problem.what for problem in integrity.problems(team.database))


def test_links_that_records_held_before_are_looked_at(team: Team) -> None:
    team.say("lilei", "/dossier design 原型 | 链接: https://wiki.example/prototype")
    team.say("lilei", "/dossier design 草图")
    with team.database.engine.begin() as connection:
        before = connection.execute(text("SELECT record_id, url, next_at FROM links")).all()
        connection.execute(text("DELETE FROM links"))
        (file,) = (Path(migrations.__file__).parent / "versions").glob("*_files_in_a_store.py")
        with Operations.context(MigrationContext.configure(connection)):
            runpy.run_path(str(file))["_follow_links"]()
        after = connection.execute(text("SELECT record_id, url, next_at FROM links")).all()
    assert len(before) == 1
    assert after == before


def test_every_version_there_was_has_a_name_of_its_own(empty_url: str) -> None:
    database = Database(empty_url)
    config = Config()
    config.set_main_option("script_location", str(ROOT / "storage" / "migrations"))
    rows = {
        "organisations (id, uid, name, key, audit_number, audit_hash, created_at)": [
            "1, 'o', '星河软件', :b, 0, :b, 0"
        ],
        "customers (id, uid, organisation_id, name, short_name, short_key, name_key)": [
            "1, 'c', 1, 'ABC', 'ABC', 'abc', 'abc'"
        ],
        "people (id, uid, organisation_id, name, tier)": ["1, 'p', 1, '李雷', 3"],
        "dossiers (id, uid, organisation_id, customer_id, project, project_key, phase, owner_id, last_number,"
        " created_at, changed_at)": [
            f"{each}, 'd{each}', 1, 1, 'p{each}', 'p{each}', 'design', 1, 9, 0, 0" for each in (1, 2)
        ],
        # The last of them a second before the next day (UTC) began, 07:59:59 in Shanghai.
        "records (id, uid, organisation_id, dossier_id, kind, number, title, author_id, changer_id, revision, hash,"
        " deleted, shared, created_at, changed_at)": [
            f"{number}, 'r{number}', 1, {dossier}, '{kind}', {number}, 't', 1, 1, 1, :b, :no, :no, {second}000000, 0"
            for number, dossier, kind, second in (
                (1, 1, "issue", 1763430000),
                (2, 1, "issue", 1763430001),
                (3, 2, "issue", 1763430002),
                (4, 1, "minutes", 1763430003),
                (5, 1, "issue", 1763510399),
            )
        ],
        "revisions (id, organisation_id, record_id, number, author_id, reason, deleted, content, sealed, content_hash,"
        " hash, created_at)": [
            f"{number}, 1, {record}, {version}, 1, '', :no, '{{}}', :b, :b, :b, 0"
            for number, record, version in ((1, 1, 1), (2, 2, 1), (3, 1, 2), (4, 3, 1), (5, 4, 1), (6, 5, 1))
        ],
        "names (organisation_id, dossier_id, stem, version, digest, created_at)": [
            "1, 1, 'ABC_问题_20251118', 1, :b, 0"
        ],
    }
    with database.engine.connect() as connection:
        config.attributes["connection"] = connection
        command.upgrade(config, "0012")
        for table, values in rows.items():
            for each in values:
                given = {name: value for name, value in {"b": b"", "no": False}.items() if f":{name}" in each}
                connection.execute(text(f"INSERT INTO {table} VALUES ({each})"), given)
        connection.commit()
    migrations.upgrade(database)
    with database.engine.connect() as connection:
        named = connection.execute(text("SELECT dossier_id, stem, ordinal, version FROM revisions ORDER BY id")).all()
        noted = connection.execute(text("SELECT COUNT(*) FROM names")).scalar_one()
    database.close()
    assert [tuple(each) for each in named] == [
        (1, "issue|20251118", 1, 1),
        (1, "issue|20251118", 2, 1),
        (1, "issue|20251118", 1, 2),
        (2, "issue|20251118", 1, 1),
        (1, "minutes|20251118", 1, 1),
        (1, "issue|20251118", 3, 1),
    ]
    assert noted == 0
