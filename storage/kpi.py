"""Figures of a month by member, counted in the database; who is to see them is a rule of the organisation."""

from collections.abc import Sequence
from datetime import datetime
from typing import TYPE_CHECKING

from sqlalchemy import Connection, and_, case, func, literal, or_, select, union_all

from dossier.errors import DossierError, Refused
from dossier.kpi import EVERYONE, MANAGERS, Kept
from dossier.rules import OFF
from dossier.tiers import Tier
from storage.conditions import entered
from storage.reminding import House
from storage.tables import dossiers, duties, organisations, people, records, revisions, settings

if TYPE_CHECKING:
    from storage.store import Store

SETTING = "kpi"
_FIGURES = ("on_time", "late", "open", "entries", "changed")


class Kpi:
    """Monthly figures in the store's organisation."""

    def __init__(self, store: "Store") -> None:
        """Take the store."""
        self._store = store

    def require(self) -> None:
        """Raise DossierError where the organisation has switched figures off, Refused for whom they are not."""
        seen = self._store.rules.of(None).kpi
        if seen == OFF:
            raise DossierError("kpi-off")
        if seen != EVERYONE and self._store.actor.tier is not Tier.MANAGER:
            raise Refused("refused-kpi", tier=Tier.MANAGER.name.lower())

    def members(self, since: datetime, until: datetime) -> list[Kept]:
        """Give what each member kept from one moment to another (excluded), and owed by then and owes still; by name.

        Who is no manager gets their own.
        """
        actor = self._store.actor
        ours = select(dossiers.c.id).where(dossiers.c.organisation_id == actor.organisation)
        done, zero = duties.c.state == "done", literal(0)
        owed = (
            select(
                duties.c.owner_id.label("person"),
                case((and_(done, duties.c.closed_at <= duties.c.due_at), 1), else_=0).label("on_time"),
                case((and_(done, duties.c.closed_at > duties.c.due_at), 1), else_=0).label("late"),
                case((duties.c.state == "open", 1), else_=0).label("open"),
                zero.label("entries"),
                zero.label("changed"),
            )
            .where(duties.c.dossier_id.in_(ours), duties.c.state.in_(("done", "open")))
            # What is open from before counts on. What is to be decided is no entry that is owed.
            .where(or_(duties.c.due_at >= since, duties.c.state == "open"), duties.c.due_at < until, entered())
        )
        here = and_(records.c.dossier_id.in_(ours), ~records.c.deleted)
        new = and_(records.c.created_at >= since, records.c.created_at < until)
        written = select(records.c.author_id, zero, zero, zero, literal(1), zero).where(here, new)
        worked_on = (
            select(revisions.c.author_id, revisions.c.record_id)
            .join(records, records.c.id == revisions.c.record_id)
            .where(here, revisions.c.created_at >= since, revisions.c.created_at < until)
            .where(~and_(new, records.c.author_id == revisions.c.author_id))
            .distinct()
            .subquery()
        )
        changed = select(worked_on.c.author_id, zero, zero, zero, zero, literal(1))
        each = union_all(owed, written, changed).subquery()
        query = (
            select(people.c.name, *(func.sum(each.c[name]).label(name) for name in _FIGURES))
            .join(each, each.c.person == people.c.id)
            .where(people.c.organisation_id == actor.organisation)
            .group_by(people.c.id, people.c.name)
            .order_by(people.c.name, people.c.id)
        )
        if actor.tier is not Tier.MANAGER or actor.audience is not None:
            query = query.where(people.c.id == (actor.person or -1))
        rows = self._store.connection.execute(query)
        return [Kept(row.name, *(int(getattr(row, name)) for name in _FIGURES)) for row in rows]


def counting(connection: Connection) -> Sequence[House]:
    """Give the organisations that have switched their figures on."""
    rows = connection.execute(
        select(organisations.c.id, organisations.c.uid, organisations.c.key)
        .join(settings, settings.c.organisation_id == organisations.c.id)
        .where(
            settings.c.scope == "organisation",
            settings.c.subject == organisations.c.id,
            settings.c.name == SETTING,
            settings.c.value.in_((MANAGERS, EVERYONE)),
        )
    )
    return [House(*row) for row in rows]
