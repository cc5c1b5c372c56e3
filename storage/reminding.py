"""What is due: duties whose next step has come, claimed by whichever replica is there first."""

from collections import defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import Connection, Select, select

from storage.ids import AnyRow
from storage.tables import duties, meetings, organisations, people

BATCH = 64
_MOST = 500


@dataclass(frozen=True, slots=True)
class DueDuty:
    """A duty whose next step has come: its row, and what its step depends on."""

    id: int
    uid: str
    dossier: int
    owner: int
    owner_uid: str
    subject: int | None
    step: int
    snoozes: int
    raised_at: datetime
    due_at: datetime


@dataclass(frozen=True, slots=True)
class House:
    """An organisation's row id, its id and wrapped key."""

    organisation: int
    uid: str
    key: bytes


def any_due(connection: Connection, now: datetime) -> bool:
    """Tell, without writing, whether a duty's step has come."""
    query = select(duties.c.id).where(duties.c.state == "open", duties.c.next_at <= now).limit(1)
    return connection.execute(query).first() is not None


def any_over(connection: Connection, now: datetime) -> bool:
    """Tell, without writing, whether a meeting is over."""
    query = select(meetings.c.id).where(meetings.c.state == "planned", meetings.c.ends_at <= now).limit(1)
    return connection.execute(query).first() is not None


def claim(connection: Connection, now: datetime, limit: int = BATCH) -> Mapping[House, Sequence[DueDuty]]:
    """Lock the duties whose step has come first, and with them all others that are due and owed by the same people.

    They are the caller's until the transaction ends; no other replica gets or waits for them.
    """
    query = _due(now).order_by(duties.c.next_at, duties.c.id).limit(limit)
    rows = list(connection.execute(_locked(connection, query)))
    if len(rows) == limit:
        owners, known = {row.owner_id for row in rows}, [row.id for row in rows]
        more = _due(now).where(duties.c.owner_id.in_(owners), duties.c.id.not_in(known)).limit(_MOST)
        rows += connection.execute(_locked(connection, more)).all()
    found: dict[House, list[DueDuty]] = defaultdict(list)
    for row in rows:
        found[House(row.organisation_id, row.house_uid, row.house_key)].append(_duty(row))
    return found


def _due(now: datetime) -> Select[tuple[int]]:
    return (
        select(
            duties.c.id,
            duties.c.uid,
            duties.c.organisation_id,
            duties.c.dossier_id,
            duties.c.owner_id,
            duties.c.subject_id,
            duties.c.step,
            duties.c.snoozes,
            duties.c.raised_at,
            duties.c.due_at,
            people.c.uid.label("owner_uid"),
            organisations.c.uid.label("house_uid"),
            organisations.c.key.label("house_key"),
        )
        .join(people, people.c.id == duties.c.owner_id)
        .join(organisations, organisations.c.id == duties.c.organisation_id)
        .where(duties.c.state == "open", duties.c.next_at <= now)
    )


def _locked(connection: Connection, query: Select[tuple[int]]) -> Select[tuple[int]]:
    return query if connection.dialect.name == "sqlite" else query.with_for_update(of=duties, skip_locked=True)


def _duty(row: AnyRow) -> DueDuty:
    return DueDuty(
        row.id,
        row.uid,
        row.dossier_id,
        row.owner_id,
        row.owner_uid,
        row.subject_id,
        row.step,
        row.snoozes,
        row.raised_at,
        row.due_at,
    )


def claim_meetings(connection: Connection, now: datetime, limit: int = BATCH) -> Mapping[House, Sequence[str]]:
    """Lock the meetings that are over; give their ids by organisation."""
    query = (
        select(
            meetings.c.uid,
            meetings.c.organisation_id,
            organisations.c.uid.label("house_uid"),
            organisations.c.key.label("house_key"),
        )
        .join(organisations, organisations.c.id == meetings.c.organisation_id)
        .where(meetings.c.state == "planned", meetings.c.ends_at <= now)
        .order_by(meetings.c.ends_at, meetings.c.id)
        .limit(limit)
    )
    if connection.dialect.name != "sqlite":
        query = query.with_for_update(of=meetings, skip_locked=True)
    found: dict[House, list[str]] = defaultdict(list)
    for row in connection.execute(query):
        found[House(row.organisation_id, row.house_uid, row.house_key)].append(row.uid)
    return found
