"""What others owe and was lately escalated to somebody, for their word in the morning."""

from collections.abc import Mapping
from datetime import datetime, timedelta

from sqlalchemy import Select, or_, select

from dossier.escalation import Listener
from storage.listeners import Listeners
from storage.nudges import MERGED, SENT
from storage.store import Store
from storage.tables import absences, dossiers, duties, nudges

_LATELY = timedelta(days=7)
_ABOVE = (Listener.PM, Listener.MANAGEMENT)


def escalated_to(store: Store, person: int, today: datetime) -> Mapping[str, bool]:
    """Give (by its id) what is open still and was escalated to somebody (row id) within a week, the most urgent first;
    and whether they were told of it before today, which begins at a moment, alone."""
    query = (
        select(duties.c.uid, duties.c.dossier_id, duties.c.owner_id, nudges.c.step, nudges.c.at)
        .join(nudges, nudges.c.duty_id == duties.c.id)
        .where(
            duties.c.organisation_id == store.actor.organisation,
            duties.c.state == "open",
            duties.c.step > 0,
            duties.c.owner_id != person,
            nudges.c.outcome.in_((SENT, MERGED)),
            nudges.c.at >= today - _LATELY,
        )
        .order_by(duties.c.due_at, duties.c.id)
    )
    if person not in store.absences.managers():
        query = query.where(duties.c.dossier_id.in_(_looked_after(store, person)))
    there, told = Listeners(store), dict[str, bool]()
    for row in store.connection.execute(query):
        listener, dossier = store.rules.of(row.dossier_id).steps.listener(row.step), there.dossier(row.dossier_id)
        if listener in _ABOVE and dossier.phase.writable and person in there.people(listener, row.owner_id, dossier):
            told[row.uid] = told.get(row.uid, True) and row.at < today
    return told


def _looked_after(store: Store, person: int) -> Select[tuple[int]]:
    """Select the dossiers somebody owns, or whose owner they have stood in for lately."""
    lately = absences.c.last_day >= (store.now - _LATELY).date().isoformat()
    absent = select(absences.c.person_id).where(absences.c.delegate_id == person, lately)
    return select(dossiers.c.id).where(
        dossiers.c.organisation_id == store.actor.organisation,
        or_(dossiers.c.owner_id == person, dossiers.c.owner_id.in_(absent)),
    )
