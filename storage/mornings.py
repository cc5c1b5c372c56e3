"""Who has something to be told in the morning: what is late or due today, escalated to them, or expires."""

from collections import defaultdict
from collections.abc import Mapping, Sequence
from datetime import date, datetime, timedelta

from sqlalchemy import Connection, exists, select, union
from sqlalchemy.dialects import postgresql, sqlite

from dossier.commitments import WARNINGS
from dossier.tiers import Tier
from storage.ids import new_uid
from storage.reminding import House
from storage.store import Store
from storage.tables import absences, commitments, confirmations, dossiers, duties, organisations, people, reports

_KIND = "digest"


def debtors(connection: Connection, now: datetime) -> Mapping[House, Sequence[int]]:
    """Give who (row ids) owes something that is due within a day of a moment, may have been told that others do, or
    confirmed what expires around it, by organisation."""
    owing = (
        select(
            duties.c.owner_id,
            duties.c.organisation_id,
            organisations.c.uid,
            organisations.c.key,
        )
        .distinct()
        .join(organisations, organisations.c.id == duties.c.organisation_id)
        .where(duties.c.state == "open", duties.c.due_at < now + timedelta(days=1))
    )
    reminded = (duties.c.state == "open") & (duties.c.step > 0)
    house = (organisations.c.id.label("organisation_id"), organisations.c.uid, organisations.c.key)
    looking_after = (
        select(dossiers.c.owner_id, *house)
        .join(duties, duties.c.dossier_id == dossiers.c.id)
        .join(organisations, organisations.c.id == dossiers.c.organisation_id)
        .where(reminded)
    )
    standing_in = (
        select(absences.c.delegate_id, *house)
        .join(organisations, organisations.c.id == absences.c.organisation_id)
        .where(absences.c.delegate_id.is_not(None), absences.c.last_day >= (now - timedelta(days=7)).date().isoformat())
    )
    managing = (
        select(people.c.id, *house)
        .join(organisations, organisations.c.id == people.c.organisation_id)
        .where(
            people.c.tier == int(Tier.MANAGER), exists().where(duties.c.organisation_id == organisations.c.id, reminded)
        )
    )
    # What expired longer ago, before the longest holidays, has been told of.
    first, last = (now + timedelta(days=days) for days in (-WARNINGS[0], WARNINGS[0] + 1))
    expiring = [
        select(table.c.person_id, table.c.organisation_id, organisations.c.uid, organisations.c.key)
        .join(organisations, organisations.c.id == table.c.organisation_id)
        .where(table.c.until > first, table.c.until <= last)
        for table in (confirmations, commitments)
    ]
    found: dict[House, list[int]] = defaultdict(list)
    for row in connection.execute(union(owing, looking_after, standing_in, managing, *expiring)):
        found[House(row.organisation_id, row.uid, row.key)].append(row.owner_id)
    return found


def is_told(store: Store, person: int, day: date, kind: str = _KIND) -> bool:
    """Tell, without writing, whether somebody (row id) had their word of a day, or of another kind."""
    query = select(reports.c.id).where(
        reports.c.organisation_id == store.actor.organisation,
        reports.c.kind == kind,
        reports.c.subject == str(person),
        reports.c.period == day.isoformat(),
    )
    return store.connection.execute(query).first() is not None


def tell(store: Store, person: int, day: date, kind: str = _KIND) -> bool:
    """Take the word somebody (row id) gets of a day, or of another kind; False when it was taken already."""
    make = sqlite.insert if store.sqlite else postgresql.insert
    row = {
        "uid": new_uid(),
        "organisation_id": store.actor.organisation,
        "kind": kind,
        "subject": str(person),
        "period": day.isoformat(),
        "content": "{}",
        "made_at": store.now,
    }
    key = ("organisation_id", "kind", "subject", "period")
    taken = make(reports).values(row).on_conflict_do_nothing(index_elements=key).returning(reports.c.id)
    return store.connection.execute(taken).first() is not None
