"""Tiers that were given for a time: that one has ended is noted, and told to whose it was, in working hours."""

from datetime import date, datetime

from reminders.look import QuarterlyLook
from reminders.promises import works_now
from storage.database import Connection
from storage.ended import Ended, ended
from storage.mornings import is_told, tell
from storage.reminding import House

# What is said once is said on no day in particular.
_ONCE = date.min


class Endings(QuarterlyLook):
    """Looks whose tier has ended; each end is noted and told once."""

    failed = "people could not be told that their access has ended"

    def _awaiting(self, connection: Connection, now: datetime) -> list[tuple[House, int]]:
        waiting = {
            (each.house, each.person): None
            for each in ended(connection, now)
            for store in [self._store(connection, each.house, now)]
            if not is_told(store, each.person, _ONCE, _kind(each)) and works_now(store, each.person)
        }
        return [*waiting]

    def _tell(self, connection: Connection, now: datetime, house: House, person: int) -> bool:
        store, told = self._store(connection, house, now), False
        workspace = store.absences.workspace_of(person, None)
        for each in ended(connection, now):
            if each.house != house or each.person != person or not tell(store, person, _ONCE, _kind(each)):
                continue
            told = True
            store.audit.add("access.end", f"dossier:{each.dossier_uid}", f"{each.uid} {each.after.name.lower()}")
            if workspace is not None:
                data = {"dossier": each.dossier, "tier": int(each.tier)}
                store.outbox.to_person(person, workspace, "access-ended", data, _kind(each))
        store.finish()
        return told


def _kind(each: Ended) -> str:
    return f"access-ended:{each.dossier}:{each.until.isoformat()}"
