"""The half-yearly review of a customer whose project goes on, and the audit of one whose project is over, as duties."""

from collections.abc import Sequence
from datetime import datetime, timedelta
from functools import partial

import structlog

from dossier.duties import Trigger
from dossier.kinds import Kind, kinds
from dossier.phases import Phase
from dossier.reviews import next_review, period
from dossier.views import DossierView
from dossier.worktime import awake, next_morning
from reminders.look import Look
from storage import reviewing
from storage.database import Connection
from storage.leaving import owing
from storage.meeting_duties import tell_of
from storage.reviewing import DueLook
from storage.store import Store

_LATE = timedelta(days=1)
_LATER = timedelta(hours=1)
_LEAST = timedelta(days=3)
_RECENT = timedelta(days=60)
"""Whoever has done it of their own accord within this time is not asked for it again."""
_log = structlog.get_logger(__name__)


class Reviews(Look):
    """Looks for dossiers whose review or audit is to be asked for; several, also in other processes, share them.

    A customer with several projects is reviewed as one: its oldest dossier that goes on is asked, the others are not.

    One transaction says when a dossier is looked at next, which only one replica can, raises the duty and tells of it.
    """

    failed = "reviews and audits could not be asked for"

    def _work(self, now: datetime) -> int:
        count = 0
        while due := self._database.read(partial(reviewing.due, now=now)):
            count += sum(self._database.write(partial(self._look, now=now, due=each)) for each in due)
        return count

    def _look(self, connection: Connection, now: datetime, due: DueLook) -> bool:
        try:
            with connection.begin_nested():
                return self._ask(connection, now, due)
        except Exception:
            # One that cannot be worked on must not keep all others waiting.
            _log.exception("a review could not be asked for", dossier=due.dossier)
            reviewing.settle(connection, due, now + _LATER)
            return False

    def _ask(self, connection: Connection, now: datetime, due: DueLook) -> bool:
        store = self._store(connection, due.house, now)
        dossier = store.dossiers.by_id(due.dossier)
        trigger = Trigger.AUDIT if dossier.phase is Phase.CLOSING else Trigger.REVIEW
        following = None if dossier.phase.over else next_review(dossier.created_at, now)
        # A dossier from before there were reviews waits for its next half year.
        new = trigger is Trigger.REVIEW and due.at <= dossier.created_at
        theirs = [dossier] if trigger is Trigger.AUDIT else store.dossiers.going_on(dossier.customer_uid)
        asked_elsewhere = trigger is Trigger.REVIEW and theirs[:1] != [dossier]
        if dossier.phase is Phase.SEALED or new or asked_elsewhere or _is_known(store, theirs, trigger):
            reviewing.settle(connection, due, following)
            return False
        if trigger is Trigger.REVIEW and (morning := _morning(store, dossier)) > now:
            reviewing.settle(connection, due, morning)
            return False
        if not reviewing.settle(connection, due, following):
            return False
        zone = store.preferences.zone_of(dossier.owner_id)
        topic = dossier.project if trigger is Trigger.AUDIT else period(now.astimezone(zone))
        owner = owing(store, dossier.owner_id, dossier)
        duty = store.duties.raise_for(
            dossier, trigger, _kind(trigger), topic, owner, raised_at=_raised(trigger, due, now)
        )
        tell_of(store, dossier, duty)
        store.finish()
        return True


def _raised(trigger: Trigger, due: DueLook, now: datetime) -> datetime:
    """Give from when the time for what is asked for counts, also when it is asked for late.

    A review has all its time from then on; an audit belongs to the month after the project's end, which never leaves
    less than some days.
    """
    if trigger is Trigger.AUDIT and trigger.term:
        return max(due.at, now + _LEAST - trigger.term)
    return due.at if now - due.at <= _LATE else now


def _is_known(store: Store, dossiers: Sequence[DossierView], trigger: Trigger) -> bool:
    """Tell whether it is owed already in one of some dossiers, or has just been done."""
    if any(store.duties.owes(dossier, trigger) for dossier in dossiers):
        return True
    latest, kind = store.records.latest([dossier.id for dossier in dossiers]), _kind(trigger).name
    return any(store.now - at <= _RECENT for (_, name), at in latest.items() if name == kind)


def _morning(store: Store, dossier: DossierView) -> datetime:
    """Give the first moment from now on, on a working day, at which the dossier's owner may be written to."""
    work, zone = store.rules.of(dossier.id).work, store.preferences.zone_of(dossier.owner_id)
    if not work.works(store.now.astimezone(zone).date()):
        return next_morning(store.now, work, zone)
    return awake(store.now, work, zone)


def _kind(trigger: Trigger) -> Kind:
    return next(kind for kind in kinds() if kind.closes is trigger)
