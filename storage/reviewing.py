"""Which dossiers are to be looked at as a whole, and when each comes next; times are the product's clock, in UTC."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import Connection, select, update

from storage.reminding import House
from storage.tables import dossiers, organisations

BATCH = 50


@dataclass(frozen=True, slots=True)
class DueLook:
    """A dossier (row id) that is to be looked at, and since when."""

    dossier: int
    at: datetime
    house: House


def due(connection: Connection, now: datetime) -> Sequence[DueLook]:
    """Give a batch of dossiers whose review or audit is to be asked for, those that have waited longest first."""
    rows = connection.execute(
        select(
            dossiers.c.id, dossiers.c.review_at, dossiers.c.organisation_id, organisations.c.uid, organisations.c.key
        )
        .join(organisations, organisations.c.id == dossiers.c.organisation_id)
        .where(dossiers.c.review_at <= now)
        .order_by(dossiers.c.review_at, dossiers.c.id)
        .limit(BATCH)
    )
    return [DueLook(row.id, row.review_at, House(row.organisation_id, row.uid, row.key)) for row in rows]


def settle(connection: Connection, due: DueLook, next_at: datetime | None) -> bool:
    """Say when a dossier is looked at next, None for never; False when somebody else has meanwhile."""
    settled = connection.execute(
        update(dossiers)
        .where(
            dossiers.c.id == due.dossier,
            dossiers.c.organisation_id == due.house.organisation,
            dossiers.c.review_at == due.at,
        )
        .values(review_at=next_at)
    )
    return settled.rowcount == 1
