"""Which of the things that are owed a record fulfils."""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime, timedelta
from operator import itemgetter
from typing import TYPE_CHECKING, Any

from sqlalchemy import bindparam, or_, select

from dossier.duties import Trigger, equal_topics, same_topic
from dossier.views import DutyState, DutyView, Saved
from storage.conditions import entered
from storage.duty_rows import ANY
from storage.ids import AnyRow
from storage.prepared import Prepared
from storage.tables import duties

if TYPE_CHECKING:
    from storage.store import Store

# A meeting on Friday is written down on Tuesday at the latest, when it is still being reminded of. Later what is called
# alike only (需求评审 and 需求评审会) is likelier to be another meeting than this one.
SIMILAR_WITHIN = timedelta(days=4)
"""How far a meeting may lie from minutes whose topic is merely similar to its own."""
TIMED = (Trigger.REVIEW, Trigger.AUDIT)
"""What time brings is closed by any record of its kind: there is one of it at a time."""


@dataclass(frozen=True, slots=True)
class Closed:
    """Something owed that a record closed: its id, on what, and when the meeting it is about was held."""

    uid: str
    topic: str
    held_at: datetime | None


_CANDIDATES = Prepared(
    select(
        duties.c.id,
        duties.c.uid,
        duties.c.topic,
        duties.c.subject_id,
        duties.c.closed_by_id,
        duties.c.trigger,
        duties.c.held_at,
        duties.c.raised_at,
        duties.c.step,
        duties.c.snoozes,
        duties.c.known,
    )
    .where(
        duties.c.organisation_id == bindparam("organisation"),
        duties.c.dossier_id == bindparam("dossier"),
        duties.c.kind.in_((bindparam("of_kind"), bindparam("of_any"))),
        duties.c.state == DutyState.OPEN.value,
        # What waits for a decision is decided, not entered.
        entered(),
        or_(duties.c.subject_id.is_(None), duties.c.subject_id == bindparam("subject")),
    )
    .order_by(duties.c.due_at)
)


def fulfilled_by(store: "Store", saved: Saved, asked: str = "", *, settled: bool = True) -> AnyRow | None:
    """Give the row of the duty a record fulfils: the one it was entered for (`asked`, its id), or about this very
    record, or on an equal topic, or on a similar one; of several the one whose meeting was held nearest to the
    record's. None for a record on another topic: it is another meeting's.

    Without `settled`, what is owed about the record itself stays.
    """
    candidates = _CANDIDATES.run(
        store.connection,
        {
            "organisation": store.actor.organisation,
            "dossier": saved.dossier.id,
            "of_kind": saved.line.kind.name,
            "of_any": ANY,
            "subject": saved.line.id,
        },
    )
    title, distance, suiting = saved.title, _distance(saved), []
    for row in candidates:
        rank = _rank(row, saved.line.id, title, asked, distance) if settled or row.subject_id is None else None
        if rank is not None:
            suiting.append((rank, distance(row), row))
    return min(suiting, key=itemgetter(0, 1))[2] if suiting else None


@dataclass(frozen=True, slots=True)
class Move:
    """What became of the minutes of a meeting whose time was changed: whether they are `far` from it now, or nearer to
    another of that name (`beside`)."""

    far: bool
    beside: bool


def moved(store: "Store", saved: Saved, duty: DutyView) -> Move:
    """Tell what became of the minutes that closed a duty; of what was entered for it under another topic, nothing."""
    title, distance = saved.title, _distance(saved)
    if not same_topic(duty.topic, title):
        return Move(far=False, beside=False)
    mine, other = distance(duty), fulfilled_by(store, saved)
    is_meeting = other is not None and other.trigger == Trigger.MEETING_ENDED
    nearer = is_meeting and _nearness(other, title, distance) < _nearness(duty, title, distance)
    return Move(mine > SIMILAR_WITHIN, nearer)


def _nearness(duty: Any, title: str, distance: Callable[[Any], timedelta]) -> tuple[bool, timedelta]:
    return not equal_topics(duty.topic, title), distance(duty)


def _rank(row: AnyRow, record: int, title: str, asked: str, distance: Callable[[AnyRow], timedelta]) -> int | None:
    """Give how well a duty suits a record (its row id), 0 the best; None where it does not."""
    if row.uid == asked or row.closed_by_id == record:
        return 0
    if row.subject_id == record:
        return 1
    if row.subject_id is None and equal_topics(row.topic, title):
        return 2
    if row.subject_id is None and same_topic(row.topic, title) and distance(row) <= SIMILAR_WITHIN:
        return 3
    return 4 if row.trigger in TIMED else None


def _distance(saved: Saved) -> Callable[[Any], timedelta]:
    """Give how far a duty's meeting is from the one a record is about; nothing where that is not known."""
    said = saved.content.get("held_at")
    held = datetime.fromisoformat(said) if said else None
    # A meeting whose time nobody has told ended when its minutes came to be owed.
    return lambda row: abs((row.held_at or row.raised_at) - held) if held else timedelta()
