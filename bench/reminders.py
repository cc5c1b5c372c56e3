"""How what is due is found and taken among 100,000 open duties, beside APScheduler's own store of jobs."""

import os
import pickle
from contextlib import closing
from datetime import UTC, datetime, timedelta
from functools import partial
from pathlib import Path
from statistics import median
from time import perf_counter
from zoneinfo import ZoneInfo

from apscheduler.jobstores.sqlalchemy import SQLAlchemyJobStore
from apscheduler.schedulers.background import BackgroundScheduler
from sqlalchemy import Connection, insert, update

from bench.ground import DEFAULT, WORKSPACE
from bench.measuring import Timing, folder_on_disk, fsync_ms, postgres, ratio, verdict
from dossier.duties import Trigger
from dossier.phases import Phase
from dossier.tiers import Tier
from reminders.scan import Scan
from storage import migrations, organisations, reminding
from storage.database import Database
from storage.ids import new_uid
from storage.meeting_duties import minutes_kind
from storage.secrets import KEY_BYTES, Keyring
from storage.tables import duties

DUTIES = 100_000
DUE = 256
"""How many come due in a round."""
ROUNDS = 5
PEOPLE = 200
MOST_SECONDS, MOST_MIB = 0.2, 8.0
GOALS = {"SQLite": 50, "PostgreSQL": 2}

_BEGINNING = datetime(2026, 1, 5, 4, tzinfo=UTC)
_KEYRING = Keyring(b"k" * KEY_BYTES)
_ZONE = ZoneInfo("Asia/Shanghai")


def main() -> None:
    """Measure and print."""
    with folder_on_disk() as folder:
        print(f"  a sync of the disk takes {fsync_ms(folder):.2f} ms; {DUTIES:,} open duties, {DUE} due in a round")
        _measure("SQLite", f"sqlite:///{folder / 'duties.db'}", f"sqlite:///{folder / 'jobs.db'}")
    with postgres() as url:
        _measure("PostgreSQL", url, url)


def _measure(engine: str, ours: str, theirs: str) -> None:
    with closing(Database(ours)) as database:
        _fill(database)
    store = _job_store(theirs)
    print(f"\n  {engine}")
    first = median(_first(ours) for _ in range(ROUNDS))
    print(_line("start to the first that is due", first, "s", MOST_SECONDS))
    with closing(Database(ours)) as database:
        pairs = [(_claimed(database, number), _fetched(store, number)) for number in range(1, ROUNDS + 1)]
        times = ratio([pair[1] for pair in pairs], [pair[0] for pair in pairs], lambda timing: timing.elapsed)
        goal = GOALS[engine]
        print(
            f"  {'claiming, APScheduler’s job store':38} {times:8.1f} × ours   goal ≥ {goal}  {verdict(times >= goal)}"
        )
        per_duty = median(pair[0].elapsed for pair in pairs) / DUE * 1000
        print(f"  {'claiming':38} {per_duty:8.3f} ms a duty")
        steps, grown = _worked(database)
        print(f"  {'a whole step, with what is said':38} {steps * 1000:8.3f} ms a duty")
    print(_line("memory grown over 20 times as many", grown, "MiB", MOST_MIB))
    store.shutdown()


def _line(about: str, value: float, unit: str, most: float) -> str:
    return f"  {about:38} {value:8.3f} {unit}   goal ≤ {most} {verdict(value <= most)}"


def _fill(database: Database) -> None:
    """Have 200 people owe 100,000 things, one due every second; the last of them long from now."""
    migrations.upgrade(database)
    database.write(_people)


def _people(connection: Connection) -> None:
    store = organisations.found(connection, _KEYRING, "Galaxy", _BEGINNING)
    workspace = organisations.add_workspace(connection, store.actor.organisation, "web", WORKSPACE, "Galaxy")
    owners = []
    for number in range(PEOPLE):
        person = store.people.add(f"李雷{number}", Tier.SENIOR)
        store.people.link(workspace, f"U{number}", person)
        owners.append(store.people.id_of(person.id or ""))
        last = person
    dossier = store.dossiers.start("客户有限公司", "ABC", "商城", Phase.DESIGN, last)
    store.channels.bind(store.channels.put(workspace, "abc", "abc"), dossier, started=True)
    store.rules.keep(dossier, {"quiet": "-"})
    store.finish()
    rows = [
        {
            "uid": new_uid(),
            "organisation_id": store.actor.organisation,
            "dossier_id": dossier.id,
            "trigger": Trigger.MEETING_ENDED.value,
            "kind": minutes_kind().name,
            "topic": f"需求评审 {number}",
            "owner_id": owners[number % PEOPLE],
            "state": "open",
            "raised_at": _at(number) - timedelta(hours=20),
            "due_at": _at(number) + timedelta(hours=4),
            "next_at": _at(number),
        }
        for number in range(DUTIES)
    ]
    connection.execute(insert(duties), rows)


def _at(number: int) -> datetime:
    return _BEGINNING + timedelta(seconds=number)


def _first(url: str) -> float:
    """Give how long it takes from nothing to the first duty that is due (seconds)."""
    begun = perf_counter()
    with closing(Database(url)) as database:
        found = database.read(partial(reminding.any_due, now=_at(0)))
        claimed = database.write(partial(reminding.claim, now=_at(0), limit=1))
        took = perf_counter() - begun
    if not found or not claimed:
        raise LookupError("nothing was due")
    return took


def _claimed(database: Database, number: int) -> Timing:
    """Take what has come due since the last round, batch by batch, each durably."""
    now, left, begun = _at(number * DUE - 1), DUE, perf_counter()

    def batch(connection: Connection) -> int:
        found = [each.id for claimed in reminding.claim(connection, now).values() for each in claimed]
        later = _at(DUTIES) + timedelta(days=30)
        connection.execute(update(duties).where(duties.c.id.in_(found)).values(next_at=later))
        return len(found)

    while left > 0 and (taken := database.write(batch)):
        left -= taken
    if left:
        raise LookupError(f"{left} were not claimed")
    return Timing([], perf_counter() - begun)


def _job_store(url: str) -> SQLAlchemyJobStore:
    """Give APScheduler's store with as many jobs, one due every second."""
    store, scheduler = SQLAlchemyJobStore(url=url), BackgroundScheduler(timezone=UTC)
    store.start(scheduler, "default")
    asked = {"misfire_grace_time": None, "coalesce": True, "max_instances": 1, "next_run_time": _BEGINNING}
    job = scheduler.add_job(_nothing, "date", run_date=_BEGINNING, id="0", **asked)
    rows = []
    for number in range(DUTIES):
        job.id, job.next_run_time = str(number), _at(number)
        state = pickle.dumps(job.__getstate__(), store.pickle_protocol)
        rows.append({"id": job.id, "next_run_time": _at(number).timestamp(), "job_state": state})
    with store.engine.begin() as connection:
        connection.execute(store.jobs_t.insert(), rows)
    return store


def _nothing() -> None:
    """Be what the rival's jobs call."""


def _fetched(store: SQLAlchemyJobStore, number: int) -> Timing:
    """Do what the rival does at a tick: load what is due, and move each job on."""
    begun = perf_counter()
    due = store.get_due_jobs(_at(number * DUE - 1))
    for job in due:
        job.next_run_time = _at(DUTIES) + timedelta(days=30)
        store.update_job(job)
    if len(due) != DUE:
        raise LookupError(f"{len(due)} were due")
    return Timing([], perf_counter() - begun)


def _worked(database: Database) -> tuple[float, float]:
    """Take whole steps, twenty rounds of them; give the seconds a duty takes, and the memory grown meanwhile (MiB)."""
    moment = [_at((ROUNDS + 1) * DUE - 1)]
    scan = Scan(database, _KEYRING, lambda: moment[0], DEFAULT)
    scan.run()
    begun, before, count = perf_counter(), _rss(), 0
    for number in range(ROUNDS + 2, ROUNDS + 22):
        moment[0] = _at(number * DUE - 1)
        count += scan.run()
    return (perf_counter() - begun) / count, _rss() - before


def _rss() -> float:
    """Give this process's resident memory in MiB."""
    pages = int(Path("/proc/self/statm").read_text().split()[1])
    return pages * os.sysconf("SC_PAGE_SIZE") / 1024 / 1024
