"""The figures of the last month, told to each manager on a month's first working day where they are switched on."""

from datetime import date, datetime, timedelta

import structlog

from dossier.kpi import month_before
from dossier.moments.zones import wall_time
from dossier.worktime import WorkRule, awake
from reminders.look import QuarterlyLook
from storage.database import Connection
from storage.kpi import SETTING, counting
from storage.mornings import is_told, tell
from storage.reminding import House
from storage.store import Store

CARD = "kpi"
LATEST = timedelta(days=7)
"""Whoever could not be told within this time finds them with `/dossier kpi`."""
_log = structlog.get_logger(__name__)


class MonthlyKpi(QuarterlyLook):
    """Looks which managers are to be told."""

    failed = "monthly figures could not be told"

    def _awaiting(self, connection: Connection, now: datetime) -> list[tuple[House, int]]:
        return [
            (house, person)
            for house in counting(connection)
            for store in [self._store(connection, house, now)]
            for person in store.absences.managers()
            if _is_awaited(store, person)
        ]

    def _tell(self, connection: Connection, now: datetime, house: House, person: int) -> bool:
        store = self._store(connection, house, now)
        month = month_before(_today(store, person))
        workspace = store.absences.workspace_of(person, None)
        if workspace is None or not tell(store, person, month, SETTING):
            return False
        told = store.outbox.to_person(person, workspace, CARD, {"month": month.isoformat()}, f"kpi:{month:%Y-%m}")
        store.finish()
        return told


def _is_awaited(store: Store, person: int) -> bool:
    """Tell, without writing, whether it is time to tell a manager, who is there and has not been told."""
    zone, work, today = store.preferences.zone_of(person), store.rules.of(None).work, _today(store, person)
    begins = wall_time(_first_working_day(today, work), work.opens, zone)
    if not begins <= store.now < begins + LATEST or not work.works(today) or awake(store.now, work, zone) > store.now:
        return False
    if store.now < wall_time(today, work.opens, zone):
        return False
    return store.absences.away(person, today) is None and not is_told(store, person, month_before(today), SETTING)


def _today(store: Store, person: int) -> date:
    return store.now.astimezone(store.preferences.zone_of(person)).date()


def _first_working_day(today: date, work: WorkRule) -> date:
    first = today.replace(day=1)
    days = (first + timedelta(days=ahead) for ahead in range(28))
    return next((day for day in days if work.works(day)), first)
