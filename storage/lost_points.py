"""What points of a dossier's health were lost by: updates that came late or not at all, links that lead nowhere."""

from datetime import datetime
from typing import TYPE_CHECKING

from sqlalchemy import ColumnElement, and_, case, select

from dossier.duties import Trigger
from dossier.health import PUNCTUAL
from dossier.report import Owed, Unreachable
from dossier.views import DossierView
from storage.conditions import entered
from storage.tables import duties, people

if TYPE_CHECKING:
    from storage.store import Store

# So many are kept with a report, which counts all.
_OWED = 200


def owed_in(store: "Store", dossier: DossierView, condition: ColumnElement[bool]) -> list[Owed]:
    """Give what a dossier's timeliness was lost by, the oldest first."""
    rows = store.connection.execute(
        select(
            duties.c.uid,
            duties.c.trigger,
            duties.c.topic,
            people.c.name,
            duties.c.due_at,
            case((duties.c.state == "done", duties.c.closed_at)).label("done"),
        )
        .join(people, people.c.id == duties.c.owner_id)
        .where(duties.c.dossier_id == dossier.id, duties.c.organisation_id == store.actor.organisation)
        .where(condition, entered())
        .order_by(duties.c.due_at, duties.c.id)
        .limit(_OWED)
    )
    return [Owed(row.uid, Trigger(row.trigger), row.topic, row.name, row.due_at, row.done) for row in rows]


def dead_in(store: "Store", dossier: DossierView) -> list[Unreachable]:
    """Give the records with a dead link that whoever reads a report may know of."""
    lines = {dead.line.uid: dead.line for dead in store.links.dead(dossier.id)}
    return [Unreachable(uid, line.number, line.title) for uid, line in lines.items() if line.kind.open_to_members][
        :_OWED
    ]


def done_at(now: datetime) -> ColumnElement[bool]:
    """Say which updates came in the time that counts."""
    return and_(duties.c.state == "done", duties.c.closed_at > now - PUNCTUAL)


def late_at(now: datetime) -> ColumnElement[bool]:
    """Say which of them came late."""
    return and_(done_at(now), duties.c.closed_at > duties.c.due_at)


def overdue_at(now: datetime) -> ColumnElement[bool]:
    """Say which are still owed although they were due."""
    return and_(duties.c.state == "open", duties.c.due_at < now)
