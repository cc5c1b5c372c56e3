"""Health of 1,000 dossiers counted, beside the same loaded as ORM objects; and 10,000 of them in one pass."""

import tracemalloc
from collections.abc import Callable, Mapping
from contextlib import closing
from datetime import UTC, datetime, timedelta
from functools import partial
from statistics import median
from time import perf_counter
from typing import Any

from sqlalchemy import Connection, Engine, create_engine, insert, select, text
from sqlalchemy.orm import DeclarativeBase, Session, relationship, selectinload

from bench.measuring import Timing, folder_on_disk, ratio, verdict
from dossier.duties import Trigger
from dossier.health import PUNCTUAL, Health, Kept, Punctuality, health
from dossier.kinds import kinds
from dossier.phases import Phase
from dossier.tiers import Tier
from storage import migrations, organisations, tables
from storage.database import Database
from storage.ids import new_uid
from storage.secrets import KEY_BYTES, Keyring
from storage.store import Store

DOSSIERS, MANY, RECORDS, DUTIES = 1_000, 10_000, 200, 10
ROUNDS = 3
FASTER, MOST_MIB = 20, 32.0

_NOW = datetime(2026, 11, 27, 8, tzinfo=UTC)
_KEYRING = Keyring(b"k" * KEY_BYTES)
_PHASES = (Phase.INITIATION, Phase.DESIGN, Phase.DEVELOPMENT, Phase.TEST, Phase.LAUNCH)
Judged = Mapping[int, int]
"""Scores by the row ids of dossiers."""


def main() -> None:
    """Measure and print."""
    with folder_on_disk() as folder:
        file = folder / "health.db"
        with closing(Database(f"sqlite:///{file}")) as database:
            organisation = _fill(database)
            _compare(database, organisation, create_engine(f"sqlite:///{file}"))
            _multiply(database, MANY // DOSSIERS)
            _pass_over_many(database, organisation)


# What it is measured on


def _fill(database: Database) -> int:
    """Make dossiers with their records and duties; give the organisation."""
    begun = perf_counter()
    migrations.upgrade(database)
    organisation = database.write(_dossiers)
    for first in range(0, DOSSIERS, 50):
        database.write(partial(_contents, organisation=organisation, first=first, last=first + 50))
    took = perf_counter() - begun
    print(f"  {DOSSIERS:,} dossiers of {RECORDS} records and {DUTIES} duties, written in {took:.0f} s")
    return organisation


def _dossiers(connection: Connection) -> int:
    store = organisations.found(connection, _KEYRING, "Galaxy", _NOW - timedelta(days=400))
    person = store.people.add("李雷", Tier.MANAGER)
    for number in range(DOSSIERS):
        store.dossiers.start(f"客户{number}有限公司", f"C{number}", "商城", _PHASES[number % len(_PHASES)], person)
    store.finish()
    return store.actor.organisation


def _contents(connection: Connection, organisation: int, first: int, last: int) -> None:
    """Put records of every kind, older and newer, and duties that were done in time or not, into some dossiers."""
    names, person = [kind.name for kind in kinds()], 1
    ids = list(connection.execute(select(tables.dossiers.c.id).order_by(tables.dossiers.c.id)).scalars())[first:last]
    records, duties = [], []
    for dossier in ids:
        for number in range(RECORDS):
            # Not every dossier has every kind: otherwise nothing would be missing.
            name = names[(number * number + dossier) % (len(names) - dossier % 5)]
            at = _NOW - timedelta(hours=7 * number + dossier % 24)
            records.append(
                {
                    "uid": new_uid(),
                    "organisation_id": organisation,
                    "dossier_id": dossier,
                    "kind": name,
                    "number": number + 1,
                    "title": f"第{number}条记录",
                    "author_id": person,
                    "changer_id": person,
                    "revision": 1,
                    "hash": b"h" * 32,
                    "deleted": number % 40 == 39,
                    "created_at": at,
                    "changed_at": at,
                }
            )
        for number in range(DUTIES):
            raised = _NOW - timedelta(days=5 * number + 1, hours=dossier % 24)
            closed = None if number % 5 == 0 else raised + timedelta(hours=(6, 12, 20, 30)[number % 4])
            duties.append(
                {
                    "uid": new_uid(),
                    "organisation_id": organisation,
                    "dossier_id": dossier,
                    "trigger": Trigger.ASKED.value,
                    "kind": "",
                    "topic": f"第{number}件",
                    "owner_id": person,
                    "state": "done" if closed else "open",
                    "raised_at": raised,
                    "due_at": raised + timedelta(hours=24),
                    "closed_at": closed,
                }
            )
    connection.execute(insert(tables.records), records)
    connection.execute(insert(tables.duties), duties)


# The comparison


def _compare(database: Database, organisation: int, engine: Engine) -> None:
    rivals: Mapping[str, Callable[[], Judged]] = {
        "ours": lambda: database.read(partial(_counted, organisation=organisation)),
        "ORM objects, selectinload": lambda: _loaded(engine, at_once=True),
        "ORM objects, as they are touched": lambda: _loaded(engine, at_once=False),
    }
    took: dict[str, list[Timing]] = {name: [] for name in rivals}
    for _ in range(ROUNDS):
        found = {name: _timed(judge, took[name]) for name, judge in rivals.items()}
        if any(judged != found["ours"] for judged in found.values()):
            raise ValueError("the rivals do not judge alike")
    engine.dispose()
    ours = took.pop("ours")
    print(f"  {'ours':38} {median(each.elapsed for each in ours) * 1000:8.0f} ms")
    for name, theirs in took.items():
        times = ratio(theirs, ours, lambda timing: timing.elapsed)
        print(f"  {name:38} {times:8.1f} × ours   goal ≥ {FASTER}  {verdict(times >= FASTER)}")


def _timed(judge: Callable[[], Judged], into: list[Timing]) -> Judged:
    begun = perf_counter()
    judged = judge()
    into.append(Timing([], perf_counter() - begun))
    return judged


def _store(connection: Connection, organisation: int) -> Store:
    uid, key = connection.execute(select(tables.organisations.c.uid, tables.organisations.c.key)).one()
    return Store(connection, organisations.product(organisation), _NOW, _KEYRING.organisation(uid, key))


def _counted(connection: Connection, organisation: int) -> Judged:
    store = _store(connection, organisation)
    return {dossier.id: judged.score for dossier, judged in store.health.each(store.dossiers.mine())}


class _Base(DeclarativeBase):
    metadata = tables.metadata


_Record: Any = type("records", (_Base,), {"__table__": tables.records})
_Duty: Any = type("duties", (_Base,), {"__table__": tables.duties})
_Dossier: Any = type(
    "dossiers",
    (_Base,),
    {"__table__": tables.dossiers, "records": relationship(_Record), "duties": relationship(_Duty)},
)


def _loaded(engine: Engine, *, at_once: bool) -> Judged:
    """Do it as somebody new to the ORM would: load every dossier with all that is in it, and look through that."""
    with Session(engine) as session:
        query = select(_Dossier)
        if at_once:
            query = query.options(selectinload(_Dossier.records), selectinload(_Dossier.duties))
        return {dossier.id: _judged(dossier).score for dossier in session.scalars(query)}


def _judged(dossier: Any) -> Health:
    have: dict[str, int] = {}
    latest: dict[str, datetime] = {}
    for record in dossier.records:
        if not record.deleted:
            have[record.kind] = have.get(record.kind, 0) + 1
            latest[record.kind] = max(record.changed_at, latest.get(record.kind, record.changed_at))
    counts = {"on_time": 0, "late": 0, "overdue": 0, "open": 0}
    for duty in dossier.duties:
        if duty.state == "open":
            counts["open"] += 1
            counts["overdue"] += duty.due_at < _NOW
        elif duty.state == "done" and duty.closed_at > _NOW - PUNCTUAL:
            counts["on_time" if duty.closed_at <= duty.due_at else "late"] += 1
    return health(kinds(), Phase(dossier.phase), Kept(have, latest, Punctuality(**counts)), _NOW)


# Many


def _multiply(database: Database, times: int) -> None:
    """Have so many times as many dossiers, each with the contents of one there was."""
    begun = perf_counter()

    def copy(connection: Connection) -> None:
        for table, of in (("dossiers", "id"), ("records", "dossier_id"), ("duties", "dossier_id")):
            columns = [each.name for each in tables.metadata.tables[table].columns if each.name != "id"]
            made = {
                "uid": "uid || '-' || :by",
                "dossier_id": f"dossier_id + :by * {DOSSIERS}",
                "project_key": "project_key || :by",
            }
            taken = ", ".join(made.get(name, f'"{name}"') for name in columns)
            into = ", ".join(f'"{name}"' for name in columns)
            where = f"{of} <= {DOSSIERS}"
            for by in range(1, times):
                connection.execute(
                    text(f"INSERT INTO {table} ({into}) SELECT {taken} FROM {table} WHERE {where} ORDER BY id"),
                    {"by": by},
                )

    database.write(copy)
    print(f"\n  {DOSSIERS * times:,} dossiers, written in {perf_counter() - begun:.0f} s")


def _pass_over_many(database: Database, organisation: int) -> None:
    def go(connection: Connection) -> int:
        store = _store(connection, organisation)
        return sum(1 for _ in store.health.each(store.dossiers.mine()))

    begun = perf_counter()
    count = database.read(go)
    print(f"  {f'{count:,} judged in one pass':38} {perf_counter() - begun:8.1f} s")
    # A pass of its own: tracing takes time.
    tracemalloc.start()
    database.read(go)
    most = tracemalloc.get_traced_memory()[1] / 1024 / 1024
    tracemalloc.stop()
    print(
        f"  {'memory taken for it, at its most':38} {most:8.1f} MiB   goal ≤ {MOST_MIB:g}  {verdict(most <= MOST_MIB)}"
    )
