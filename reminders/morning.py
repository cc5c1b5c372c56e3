"""The word in the morning: all that somebody owes that is late or due today, what others owe and was escalated to them,
and what they confirmed and expires soon; once a working day at most, to them alone."""

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta

import structlog

from dossier.commitments import Expiring
from dossier.escalation import Listener
from dossier.moments.zones import wall_time
from dossier.views import DutyView
from dossier.worktime import awake
from reminders.look import QuarterlyLook
from storage.database import Connection
from storage.escalated import escalated_to
from storage.listeners import Listeners
from storage.mornings import debtors, is_told, tell
from storage.nudges import MORNING, morning_subject
from storage.reminding import House
from storage.store import Store

LATEST = time(12)
"""A word in the morning that was missed is not said in the afternoon."""
_log = structlog.get_logger(__name__)


@dataclass(frozen=True, slots=True)
class Word:
    """What there is to tell somebody on a day of theirs; and what of it expires, by the kind it is told as."""

    day: date
    expiring: Mapping[str, date]


def is_morning(store: Store, person: int) -> bool:
    """Tell, without writing, whether it is time for somebody's word and they have not had it."""
    zone, work = store.preferences.zone_of(person), store.rules.of(None).work
    today = store.now.astimezone(zone).date()
    begins = awake(wall_time(today, work.opens, zone), work, zone)
    if not begins <= store.now < wall_time(today, LATEST, zone) or not work.works(today):
        return False
    return not is_told(store, person, today)


def word_for(store: Store, person: int, steps: Collection[str] = ()) -> Word | None:
    """Give what there is to tell somebody, without writing; None when that is nothing but `steps`, the duties (by their
    ids) they are to be reminded of at this moment, or they cannot be told.

    Of what expires they are told a few times alone: two weeks and three days before, and when it has.
    """
    zone = store.preferences.zone_of(person)
    today = store.now.astimezone(zone).date()
    if store.absences.away(person, today) or store.absences.is_gone(person):
        return None
    midnight = wall_time(today, time(), zone)
    owed = store.duties.owed_by(person, wall_time(today + timedelta(days=1), time(), zone))
    told = _heard_since(store, person, owed, midnight)
    warnings = {_warning(each, store.now): each.until.date() for each in store.commitments.expiring(person)}
    warnings = {kind: day for kind, day in warnings.items() if not is_told(store, person, day, kind)}
    new = {duty.uid for duty in owed if duty.id not in told}
    new.update(uid for uid, earlier in escalated_to(store, person, midnight).items() if earlier)
    return Word(today, warnings) if warnings or not new <= {*steps} else None


def _heard_since(store: Store, person: int, owed: Sequence[DutyView], since: datetime) -> set[int]:
    """Give what of something owed (row ids) who owes it was reminded of: what was said to those above they have heard
    where they are among them."""
    steps = {duty.id: store.rules.of(duty.dossier).steps for duty in owed}
    dossiers, there = {duty.id: duty.dossier for duty in owed}, Listeners(store)

    def heard(duty: int, step: int) -> bool:
        listener = steps[duty].listener(step)
        own = listener in (Listener.OWNER, Listener.CHANNEL)
        return own or person in there.people(listener, person, there.dossier(dossiers[duty]))

    return {duty for duty, step in store.nudges.said_since([*steps], since) if heard(duty, step)}


def say_good_morning(store: Store, person: int, steps: Sequence[str] = ()) -> bool:
    """Say all that there is to say, also what is a step of this moment (see `word_for`); tell whether it was said."""
    word, workspace = word_for(store, person, steps), store.absences.workspace_of(person, None)
    if word is None or workspace is None or not tell(store, person, word.day):
        return False
    for kind, day in word.expiring.items():
        tell(store, person, day, kind)
    data = {"duties": ",".join(steps)}
    return store.outbox.to_person(person, workspace, MORNING, data, morning_subject(word.day))


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
        return is_morning(store, person) and word_for(store, person) is not None
    except Exception:
        _log.exception("it is unknown when somebody's morning is", person=person)
        return False
