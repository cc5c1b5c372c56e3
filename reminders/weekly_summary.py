"""The summary of all dossiers for management: once a week, when the reports of the dossiers have been made."""

from datetime import datetime, time, timedelta
from zoneinfo import ZoneInfo

from dossier.moments.zones import wall_time
from dossier.report_times import DEFAULT, last_report
from dossier.worktime import awake
from reminders.look import QuarterlyLook
from storage import reporting
from storage.database import Connection
from storage.mornings import is_told, tell
from storage.organisations import everyone
from storage.reminding import House
from storage.store import Store

CARD = "summary"
LATEST = timedelta(days=5)
"""Whoever could not be told within this time, or was away, gets the next one."""
_PATIENCE = timedelta(days=3)


class WeeklySummaries(QuarterlyLook):
    """Looks which managers are to be told."""

    failed = "weekly summaries could not be told"

    def _awaiting(self, connection: Connection, now: datetime) -> list[tuple[House, int]]:
        houses = [House(organisation, uid, key) for organisation, _, uid, key in everyone(connection)]
        return [
            (house, person)
            for house in houses
            for store in [self._store(connection, house, now)]
            if store.rules.of(None).summary
            for person in store.absences.managers()
            if _is_awaited(store, person)
        ]

    def _tell(self, connection: Connection, now: datetime, house: House, person: int) -> bool:
        store = self._store(connection, house, now)
        zone = store.preferences.zone_of(person)
        week, today = _week(store, zone).date(), now.astimezone(zone).date()
        workspace = store.absences.workspace_of(person, None)
        if workspace is None or not tell(store, person, week, CARD):
            return False
        data = {"of": week.isoformat(), "made": today.isoformat()}
        told = store.outbox.to_person(person, workspace, CARD, data, f"summary:{week}")
        store.finish()
        return told


def _is_awaited(store: Store, person: int) -> bool:
    """Tell, without writing, whether it is time to tell a manager, who is there and has not been told."""
    zone, work, now = store.preferences.zone_of(person), store.rules.of(None).work, store.now
    begun, today = _week(store, zone), now.astimezone(zone).date()
    if now >= begun + LATEST or not work.works(today) or awake(now, work, zone) > now:
        return False
    if today > begun.date() and now < wall_time(today, work.opens, zone):
        return False
    if store.absences.away(person, today) is not None or is_told(store, person, begun.date(), CARD):
        return False
    if not reporting.begun_before(store, begun):
        return False
    # One that cannot be made must not keep the summary waiting for ever.
    patient_until = wall_time(begun.date() + _PATIENCE, time(), zone)
    return now >= patient_until or not reporting.any_before(store, patient_until)


def _week(store: Store, zone: ZoneInfo) -> datetime:
    """Give when reports are made by default, the last time, in a zone's time: the week is named by its day."""
    return last_report(DEFAULT, zone, store.now).astimezone(zone)
