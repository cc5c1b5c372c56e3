"""Plans PostgreSQL keeps for any values: in a large dossier among many small ones a page reads what it shows."""

from collections.abc import Iterator

import pytest
from sqlalchemy import Connection, Table, text

from storage.record_queries import Filter
from storage.store import Store
from storage.tables import dossiers, records
from tests.contracts.contents import ISSUE, PAYMENT
from tests.team import Team

pytestmark = pytest.mark.postgres
_MANY, _OTHERS, _FEW, _PAGE = 1_500, 300, 20, 10
_READ = text("SELECT idx_tup_fetch + seq_tup_read FROM pg_stat_xact_user_tables WHERE relname = 'records'")


@pytest.fixture
def team(postgres_database_url: str) -> Iterator[Team]:
    """Give a team with many issues in its dossier, and one in each of many others."""
    with Team.on(postgres_database_url) as team:
        team.write("lilei", lambda store: store.records.add(team.dossier, ISSUE, PAYMENT))
        team.database.write(_grow)
        yield team


def test_a_page_of_somebodys_open_issues_reads_little_more_than_it_shows(team: Team) -> None:
    def listed(store: Store) -> tuple[int, int, int]:
        wanted = Filter(kind=ISSUE, statuses=("open", "in_progress"), person=store.people.named("李雷"))
        store.connection.execute(text("SET LOCAL plan_cache_mode = force_generic_plan"))
        lines, count = store.records.lines([team.dossier.id], wanted, _PAGE)
        return len(lines), count, store.connection.execute(_READ).scalar_one()

    shown, count, read = team.read("lilei", listed)

    assert (shown, count) == (_PAGE, _MANY // 4)
    assert _MANY < read < _MANY + 10 * _PAGE, "each issue once, for the count, and what the page shows or passes"


def _grow(connection: Connection) -> None:
    """Copy the issue, and as many changes, in its dossier; the dossier; and some of both into each of the copies."""
    kinds = {"kind": "CASE WHEN n % 2 = 0 THEN 'change_request' ELSE kind END"}
    kinds["status"] = "CASE WHEN n % 8 = 1 THEN status ELSE 'fixed' END"
    _copy(connection, records, f"generate_series(2, {2 * _MANY}) n", number="n", created_at="created_at + n", **kinds)
    _copy(connection, dossiers, f"generate_series(1, {_OTHERS}) n", project_key="project_key || n")
    each = f"SELECT id AS copy, n FROM dossiers, generate_series(1, {_FEW}) n WHERE project_key LIKE '商城_%'"
    # As they come: not one dossier after another.
    _copy(connection, records, f"({each} ORDER BY n, copy) copies", dossier_id="copy", number="n", **kinds)
    connection.execute(text("ANALYZE"))


def _copy(connection: Connection, table: Table, numbered: str, **changed: str) -> None:
    """Copy the first row of a table for every row of what is numbered, with some columns changed."""
    changed["uid"] = "gen_random_uuid()"
    kept = [column.name for column in table.c if column.name != "id"]
    taken = ", ".join(changed.get(name, f'first."{name}"') for name in kept)
    columns = ", ".join(f'"{name}"' for name in kept)
    first = f"(SELECT * FROM {table.name} ORDER BY id LIMIT 1) AS first"
    connection.execute(text(f"INSERT INTO {table.name} ({columns}) SELECT {taken} FROM {numbered}, {first}"))
