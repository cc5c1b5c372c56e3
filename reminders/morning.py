"""The word in the morning: what somebody owes that is late or due today, and what they confirmed and expires soon; once
a working day at most, to them alone."""

from datetime import datetime, time, timedelta

import structlog

from dossier.commitments import Expiring
from dossier.moments.zones import wall_time
from dossier.worktime import awake
from reminders.look import QuarterlyLook
from storage.database import Connection
from storage.mornings import debtors, is_told, tell
from storage.nudges import MORNING, morning_subject
from storage.reminding import House
from storage.store import Store

LATEST = time(12)
"""A word in the morning that was missed is not said in the afternoon."""
_log = structlog.get_logger(__name__)


def is_morning(store: Store, person: int) -> bool:
    """Tell, without writing, whether it is time for somebody's word and they have not had it."""
    zone, work = store.preferences.zone_of(person), store.rules.of(None).work
    today = store.now.astimezone(zone).date()
    begins = awake(wall_time(today, work.opens, zone), work, zone)
    if not begins <= store.now < wall_time(today, LATEST, zone) or not work.works(today):
        return False
    return not is_told(store, person, today)


def say_good_morning(store: Store, person: int) -> bool:
    """Say it of all that they have not been reminded of today, unless that is nothing, or they cannot be told.

    Of what expires they are told a few times alone: two weeks and three days before, and when it has.
    """
    zone = store.preferences.zone_of(person)
    today = store.now.astimezone(zone).date()
    owed = store.duties.owed_by(person, wall_time(today + timedelta(days=1), time(), zone))
    warnings = {_warning(each, store.now): each.until.date() for each in store.commitments.expiring(person)}
    warnings = {kind: day for kind, day in warnings.items() if not is_told(store, person, day, kind)}
    if not (owed or warnings) or store.absences.away(person, today) or store.absences.is_gone(person):
        return False
    if not tell(store, person, today):
        return False
    told = store.nudges.reminded_since([duty.id for duty in owed], wall_time(today, time(), zone))
    workspace = store.absences.workspace_of(person, None)
    if workspace is None or (told >= {duty.id for duty in owed} and not warnings):
        return False
    for kind, day in warnings.items():
        tell(store, person, day, kind)
    data = {"without": ",".join(duty.uid for duty in owed if duty.id in told)}
    return store.outbox.to_person(person, workspace, MORNING, data, morning_subject(today))


def _warning(expiring: Expiring, now: datetime) -> str:
    return f"expiring:{expiring.what}:{expiring.dossier or ''}:{expiring.step(now)}"


class Mornings(QuarterlyLook):
    """Looks whose morning it is."""

    failed = "nobody could be wished a good morning"

    def _awaiting(self, connection: Connection, now: datetime) -> list[tuple[House, int]]:
        return [
            (house, person)
            for house, people in debtors(connection, now).items()
            for store in [self._store(connection, house, now)]
            for person in people
            if _is_awaited(store, person)
        ]

    def _tell(self, connection: Connection, now: datetime, house: House, person: int) -> bool:
        store = self._store(connection, house, now)
        said = say_good_morning(store, person)
        store.finish()
        return said


def _is_awaited(store: Store, person: int) -> bool:
    try:
        return is_morning(store, person)
    except Exception:
        _log.exception("it is unknown when somebody's morning is", person=person)
        return False
