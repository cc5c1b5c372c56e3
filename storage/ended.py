"""Tiers that were given for a time and have ended: whose, in which dossier, and which one it was."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta

from sqlalchemy import Connection, exists, select

from dossier.tiers import Tier
from storage.reminding import House
from storage.tables import dossiers, handovers, members, organisations, people

_TOLD_WITHIN = timedelta(days=7)
"""What ended longer ago, while nothing ran, is told no more."""


@dataclass(frozen=True, slots=True)
class Ended:
    """A tier of a person (row id) in a dossier that ended at a moment, and the one they have since."""

    house: House
    person: int
    uid: str
    dossier: int
    dossier_uid: str
    tier: Tier
    after: Tier
    until: datetime


def ended(connection: Connection, now: datetime) -> Sequence[Ended]:
    """Give the tiers that ended within a week of a moment, in every organisation, the first to end first.

    What an offer of a dossier lent to whom it was made to is told with the offer, and a manager misses nothing.
    """
    lent = exists().where(
        handovers.c.dossier_id == members.c.dossier_id,
        handovers.c.taker_id == members.c.person_id,
        handovers.c.lent_until == members.c.until,
    )
    query = (
        select(
            members.c.organisation_id,
            organisations.c.uid.label("house"),
            organisations.c.key,
            people.c.id,
            people.c.uid,
            members.c.dossier_id,
            dossiers.c.uid.label("dossier"),
            members.c.tier,
            members.c.after,
            members.c.until,
        )
        .join(organisations, organisations.c.id == members.c.organisation_id)
        .join(people, people.c.id == members.c.person_id)
        .join(dossiers, dossiers.c.id == members.c.dossier_id)
        .where(members.c.until <= now, members.c.until > now - _TOLD_WITHIN)
        .where(people.c.tier != int(Tier.MANAGER), ~lent)
        .order_by(members.c.until, members.c.id)
    )
    return [
        Ended(
            House(row.organisation_id, row.house, row.key),
            row.id,
            row.uid,
            row.dossier_id,
            row.dossier,
            Tier(row.tier),
            Tier(row.after or 0),
            row.until,
        )
        for row in connection.execute(query)
    ]
