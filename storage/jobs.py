"""Slow work: leased rows, enqueued in the transaction of what caused them, run outside the writer."""

import json
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from typing import TYPE_CHECKING, Any

from sqlalchemy import ColumnElement, Connection, func, insert, select, update

from storage.ids import new_uid
from storage.tables import jobs, organisations

if TYPE_CHECKING:
    from storage.store import Store

LEASE = timedelta(minutes=5)
MOST_ATTEMPTS = 5


@dataclass(frozen=True, slots=True)
class Job:
    """A piece of work a worker has leased."""

    id: int
    uid: str
    organisation: int
    organisation_uid: str
    organisation_key: bytes
    person: int | None
    name: str
    data: Mapping[str, Any]
    attempts: int
    created_at: datetime


class Jobs:
    """Enqueues jobs of the store's organisation."""

    def __init__(self, store: "Store") -> None:
        """Take the store of the unit."""
        self._store = store

    def add(self, name: str, data: Mapping[str, str | int]) -> str:
        """Enqueue a job and give its id."""
        uid, now = new_uid(), datetime.now(UTC)
        self._store.connection.execute(
            insert(jobs),
            {
                "uid": uid,
                "organisation_id": self._store.actor.organisation,
                "person_id": self._store.actor.person,
                "name": name,
                "data": json.dumps(data, ensure_ascii=False),
                "state": "pending",
                "due_at": now,
                "created_at": now,
            },
        )
        return uid

    def cancel(self, uid: str) -> bool:
        """Stop a job of the actor's that has not finished; False when it had, or is somebody else's."""
        mine = (
            jobs.c.uid == uid,
            jobs.c.organisation_id == self._store.actor.organisation,
            jobs.c.person_id == self._store.actor.person,
        )
        done = self._store.connection.execute(
            update(jobs).where(*mine, jobs.c.state.in_(("pending", "running"))).values(state="cancelled")
        )
        return done.rowcount == 1

    def progress(self, uid: str) -> tuple[str, int, int] | None:
        """Give a job's state, how much of it is done and of how much; None when there is no such job."""
        row = self._store.connection.execute(
            select(jobs.c.state, jobs.c.done, jobs.c.total).where(
                jobs.c.uid == uid, jobs.c.organisation_id == self._store.actor.organisation
            )
        ).one_or_none()
        return (row.state, row.done, row.total) if row else None


def any_due(connection: Connection, now: datetime) -> bool:
    """Tell, without writing, whether there is a job to claim."""
    return connection.execute(select(jobs.c.id).where(_due(now)).limit(1)).first() is not None


def _due(now: datetime) -> ColumnElement[bool]:
    return ((jobs.c.state == "pending") & (jobs.c.due_at <= now)) | (
        (jobs.c.state == "running") & (jobs.c.leased_until < now)
    )


def dead_jobs(connection: Connection) -> int:
    """Count the jobs that were given up."""
    return connection.execute(select(func.count()).select_from(jobs).where(jobs.c.state == "dead")).scalar_one()


def claim(connection: Connection, worker: str, now: datetime) -> Job | None:
    """Lease the next job that is due, or whose worker vanished; None when there is nothing to do."""
    query = (
        select(jobs, organisations.c.uid.label("o_uid"), organisations.c.key.label("o_key"))
        .join(organisations, organisations.c.id == jobs.c.organisation_id)
        .where(_due(now))
        .order_by(jobs.c.id)
        .limit(1)
    )
    if connection.dialect.name != "sqlite":
        query = query.with_for_update(of=jobs, skip_locked=True)
    row = connection.execute(query).one_or_none()
    if row is None:
        return None
    connection.execute(
        update(jobs)
        .where(jobs.c.id == row.id)
        .values(state="running", lease=worker, leased_until=now + LEASE, attempts=row.attempts + 1)
    )
    data = json.loads(row.data)
    return Job(
        row.id,
        row.uid,
        row.organisation_id,
        row.o_uid,
        row.o_key,
        row.person_id,
        row.name,
        data,
        row.attempts + 1,
        row.created_at,
    )


def report(connection: Connection, job: Job, worker: str, done: int, total: int, now: datetime) -> bool:
    """Note progress and renew the lease; False when the job was cancelled or taken over: then stop."""
    mine = (jobs.c.id == job.id, jobs.c.state == "running", jobs.c.lease == worker)
    return (
        connection.execute(update(jobs).where(*mine).values(done=done, total=total, leased_until=now + LEASE)).rowcount
        == 1
    )


def finish(connection: Connection, job: Job, worker: str) -> bool:
    """Note that a job is done; False when it was cancelled or taken over."""
    mine = (jobs.c.id == job.id, jobs.c.state == "running", jobs.c.lease == worker)
    return connection.execute(update(jobs).where(*mine).values(state="done", error=None)).rowcount == 1


def postpone(connection: Connection, job: Job, worker: str, why: str, again_at: datetime) -> bool:
    """Note that a job cannot be done yet: it is tried again at a moment, and that was no attempt."""
    mine = (jobs.c.id == job.id, jobs.c.state == "running", jobs.c.lease == worker)
    again = {"state": "pending", "error": why[:500], "due_at": again_at, "attempts": job.attempts - 1}
    return connection.execute(update(jobs).where(*mine).values(**again)).rowcount == 1


def fail(connection: Connection, job: Job, worker: str, error: str, again_at: datetime) -> bool:
    """Note a failure: tried again at a moment, up to 5 times, then given up."""
    mine = (jobs.c.id == job.id, jobs.c.state == "running", jobs.c.lease == worker)
    state = "dead" if job.attempts >= MOST_ATTEMPTS else "pending"
    return (
        connection.execute(update(jobs).where(*mine).values(state=state, error=error[:500], due_at=again_at)).rowcount
        == 1
    )
