"""Which channels' weekly reports are due, and when each comes next; all times are the product's clock, in UTC."""

from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import datetime
from typing import TYPE_CHECKING
from zoneinfo import ZoneInfo

from sqlalchemy import Connection, or_, select, update

from dossier.report_times import OFF, next_report
from storage.tables import channels, dossiers, organisations, settings

if TYPE_CHECKING:
    from storage.store import Store

BATCH = 50
SETTING = "report"


@dataclass(frozen=True, slots=True)
class DueReport:
    """A channel (row id) whose report is due, and its dossier's; `at` is when it was due, None when nobody has worked
    out yet when it will be."""

    channel: int
    dossier: int
    at: datetime | None
    organisation: int
    organisation_uid: str
    organisation_key: bytes = field(repr=False)


def due(connection: Connection, now: datetime) -> Sequence[DueReport]:
    """Give a batch of bound channels whose report is due, or of which it is not known when it will be."""
    off = (
        select(settings.c.id)
        .where(
            settings.c.organisation_id == channels.c.organisation_id,
            settings.c.scope == "channel",
            settings.c.subject == channels.c.id,
            settings.c.name == SETTING,
            settings.c.value == OFF,
        )
        .exists()
    )
    rows = connection.execute(
        select(
            channels.c.id,
            channels.c.dossier_id,
            channels.c.report_at,
            channels.c.organisation_id,
            organisations.c.uid,
            organisations.c.key,
        )
        .join(organisations, organisations.c.id == channels.c.organisation_id)
        .where(
            channels.c.dossier_id.is_not(None),
            ~channels.c.closed,
            or_(channels.c.report_at <= now, channels.c.report_at.is_(None) & ~off),
        )
        .order_by(channels.c.report_at, channels.c.id)
        .limit(BATCH)
    )
    return [DueReport(row.id, row.dossier_id, row.report_at, row.organisation_id, row.uid, row.key) for row in rows]


def any_before(store: "Store", moment: datetime) -> bool:
    """Tell whether a report of the store's organisation is still to be made before a moment."""
    query = select(channels.c.id).where(
        channels.c.organisation_id == store.actor.organisation,
        channels.c.dossier_id.is_not(None),
        ~channels.c.closed,
        channels.c.report_at < moment,
    )
    return store.connection.execute(query.limit(1)).first() is not None


def begun_before(store: "Store", moment: datetime) -> bool:
    """Tell whether the store's organisation had a dossier before a moment."""
    ours = (dossiers.c.organisation_id == store.actor.organisation, dossiers.c.created_at < moment)
    return store.connection.execute(select(dossiers.c.id).where(*ours).limit(1)).first() is not None


def put_off(connection: Connection, due: DueReport, until: datetime) -> None:
    """Have a channel's report come at a later moment, unless somebody else has settled it meanwhile."""
    ours = (channels.c.id == due.channel, channels.c.report_at == due.at)
    connection.execute(update(channels).where(*ours).values(report_at=until))


def settle(connection: Connection, due: DueReport, schedule: str, zone: ZoneInfo, now: datetime) -> bool:
    """Say when a channel's next report is due; False when somebody else has meanwhile."""
    was = channels.c.report_at.is_(None) if due.at is None else channels.c.report_at == due.at
    settled = connection.execute(
        update(channels).where(channels.c.id == due.channel, was).values(report_at=next_report(schedule, zone, now))
    )
    return settled.rowcount == 1
