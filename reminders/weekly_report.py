"""The weekly health report: made once a period for each dossier, and put into every channel that is to have it."""

from datetime import datetime, timedelta
from functools import partial
from zoneinfo import ZoneInfo

import structlog

from dossier.report import Report
from dossier.report_times import last_report, next_report
from dossier.worktime import awake
from reminders.look import Look
from storage import reporting
from storage.database import Connection
from storage.organisations import product
from storage.reporting import DueReport
from storage.store import Store

CARD = "report"
_PROMPT = timedelta(minutes=30)
"""What comes later after its hour than this is caught up, and waits until quiet hours are over."""
_log = structlog.get_logger(__name__)


class WeeklyReports(Look):
    """Looks for channels whose report is due; several, also in other processes, share them.

    What a report says is found out on a reader. Then one transaction keeps it under its period, puts the card into the
    outbox and says when the next one is due: whoever comes second finds that it is not due any more.
    """

    failed = "weekly reports could not be made"

    def _work(self, now: datetime) -> int:
        count = 0
        while due := self._database.read(partial(reporting.due, now=now)):
            before = count
            count += sum(self._settle(each, now) for each in due)
            if count == before and len(due) < reporting.BATCH:
                break
        return count

    def _settle(self, due: DueReport, now: datetime) -> bool:
        """Post the report of a channel, or put it off; tell whether it was posted."""
        until = self._database.read(partial(self._wakes, now=now, due=due))
        if until is not None and until > now:
            self._database.write(partial(reporting.put_off, due=due, until=until))
            return False
        return self._database.write(partial(self._post, now=now, due=due, report=self._report(due, now)))

    def _wakes(self, connection: Connection, now: datetime, due: DueReport) -> datetime | None:
        """Give when a late report may be posted; None for one that comes at the hour it was set to, be it at night."""
        if due.at is None or now - due.at < _PROMPT:
            return None
        store = self._as_product(connection, due, now)
        return awake(now, store.rules.of(due.dossier).work, self._zone_of(store, due))

    def _report(self, due: DueReport, now: datetime) -> Report | None:
        """Make the report of a channel's dossier; None where none is due yet, or the project is over."""
        if due.at is None:
            return None

        def query(connection: Connection) -> Report | None:
            store = self._as_product(connection, due, now)
            dossier = store.dossiers.by_id(due.dossier)
            if dossier.phase.over:
                return None
            zone = self._zone_of(store, due)
            today = now.astimezone(zone).date()
            schedule = store.channels.report_schedule(due.channel)
            following = next_report(schedule, zone, now)
            if following is not None and following.astimezone(zone).date() == today:
                # One that was missed comes with this day's: there is one a day.
                return None
            # What comes late is of the day it was to come on.
            last = last_report(schedule, zone, now) if following else now
            return store.health.report(dossier, zone, last.astimezone(zone).date())

        return self._database.read(query)

    def _post(self, connection: Connection, now: datetime, due: DueReport, report: Report | None) -> bool:
        store = self._as_product(connection, due, now)
        channel = store.channels.look(due.channel)
        schedule = store.channels.report_schedule(due.channel)
        mine = reporting.settle(connection, due, schedule, self._zone_of(store, due), now)
        if not mine or report is None or channel is None:
            return False
        uid = store.health.keep(store.dossiers.by_id(due.dossier), report)
        store.outbox.to_channel(channel, CARD, {"report": uid}, f"report:{uid}")
        store.finish()
        return True

    def _zone_of(self, store: Store, due: DueReport) -> ZoneInfo:
        _, here = store.preferences.of(None, due.channel, self._default)
        return here.zone

    def _as_product(self, connection: Connection, due: DueReport, now: datetime) -> Store:
        keys = self._keyring.organisation(due.organisation_uid, due.organisation_key)
        return Store(connection, product(due.organisation), now, keys)
