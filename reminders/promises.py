"""Asking people to confirm the standard and the training: one private message each, in working hours."""

from datetime import date, datetime

from dossier.moments.zones import wall_time
from dossier.worktime import awake
from reminders.look import QuarterlyLook
from storage.commitments import CARD, asking
from storage.database import Connection
from storage.mornings import is_told, tell
from storage.reminding import House
from storage.store import Store

# What is said once is said on no day in particular.
_ONCE = date.min


class Promises(QuarterlyLook):
    """Looks who has yet to be asked; other words are asked for anew, the same ones never."""

    failed = "people could not be asked to confirm the standard"

    def _awaiting(self, connection: Connection, now: datetime) -> list[tuple[House, int]]:
        return [
            (house, person)
            for house in asking(connection)
            for store in [self._store(connection, house, now)]
            for person, _ in store.commitments.concerned()
            if works_now(store, person) and _untold(store, person)
        ]

    def _tell(self, connection: Connection, now: datetime, house: House, person: int) -> bool:
        store = self._store(connection, house, now)
        untold, workspace = _untold(store, person), store.absences.workspace_of(person, None)
        if not untold or workspace is None:
            return False
        store.standards.publish()
        for kind in untold:
            tell(store, person, _ONCE, kind)
        subject = store.commitments.subject()
        told = store.outbox.to_person(person, workspace, CARD, {"of": subject}, subject)
        store.finish()
        return told


def _untold(store: Store, person: int) -> list[str]:
    """Give what somebody has not confirmed and not been asked for yet."""
    owed = [f"commit:{what}:{digest}" for what, digest in store.commitments.owed_by(person)]
    return [kind for kind in owed if not is_told(store, person, _ONCE, kind)]


def works_now(store: Store, person: int) -> bool:
    """Tell whether somebody (row id) is at work at the store's moment, so that a word does not wake them."""
    zone, work = store.preferences.zone_of(person), store.rules.of(None).work
    today = store.now.astimezone(zone).date()
    opens, closes = wall_time(today, work.opens, zone), wall_time(today, work.closes, zone)
    if not work.works(today) or not opens <= store.now < closes or awake(store.now, work, zone) > store.now:
        return False
    return store.absences.away(person, today) is None
