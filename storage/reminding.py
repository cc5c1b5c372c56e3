"""What is due: duties whose next step has come, claimed by whichever replica is there first."""

from collections import defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import Connection, Integer, bindparam, select

from dossier.duties import Trigger
from storage.prepared import Prepared
from storage.tables import drafts, duties, meetings, organisations

BATCH = 128
_MOST = 256


_DUE = (duties.c.state == "open") & (duties.c.next_at <= bindparam("now", type_=duties.c.next_at.type))
# Who owes what is due first. Not found by the index of owners: that one leads to what is not due as well.
_FIRST = (
    select(duties.c.owner_id)
    .where(_DUE)
    .order_by(duties.c.next_at, duties.c.id)
    .limit(bindparam("first", type_=Integer))
)
_QUERY = (
    select(
        duties.c.organisation_id,
        duties.c.trigger,
        duties.c.id,
        duties.c.uid,
        duties.c.dossier_id,
        duties.c.owner_id,
        duties.c.subject_id,
        duties.c.step,
        duties.c.snoozes,
        duties.c.raised_at,
        duties.c.wanted_at,
    )
    .where(_DUE, (duties.c.owner_id + 0).in_(_FIRST))
    .order_by(duties.c.next_at, duties.c.id)
    .limit(bindparam("most", type_=Integer))
)
_CLAIM, _CLAIM_LOCKED = Prepared(_QUERY), Prepared(_QUERY.with_for_update(of=duties, skip_locked=True))


@dataclass(frozen=True, slots=True)
class DueDuty:
    """A duty whose next step has come: its row, and what its step depends on."""

    trigger: Trigger
    id: int
    uid: str
    dossier: int
    owner: int
    subject: int | None
    step: int
    snoozes: int
    raised_at: datetime
    wanted_at: datetime | None


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
    query = _CLAIM if connection.dialect.name == "sqlite" else _CLAIM_LOCKED
    rows = query.run(connection, {"now": now, "first": limit, "most": _MOST})
    found: dict[int, list[DueDuty]] = defaultdict(list)
    for organisation, trigger, *duty in rows:
        found[organisation].append(DueDuty(Trigger(trigger), *duty))
    return {_house(connection, organisation): due for organisation, due in found.items()}


def _house(connection: Connection, organisation: int) -> House:
    query = select(organisations.c.id, organisations.c.uid, organisations.c.key)
    return House(*connection.execute(query.where(organisations.c.id == organisation)).one())


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


def questions(connection: Connection, now: datetime) -> Sequence[tuple[House, str, int, str]]:
    """Give the questions that may be put now: the draft (its id) each is about, and the account that is asked."""
    rows = connection.execute(
        select(
            organisations.c.id,
            organisations.c.uid,
            organisations.c.key,
            drafts.c.uid.label("draft"),
            drafts.c.workspace_id,
            drafts.c.account,
        )
        .join(organisations, organisations.c.id == drafts.c.organisation_id)
        .where(drafts.c.ask_at <= now)
        .order_by(drafts.c.ask_at, drafts.c.id)
        .limit(BATCH)
    )
    return [(House(row.id, row.uid, row.key), row.draft, row.workspace_id, row.account) for row in rows]
