"""What somebody owed who may not read it any more: owed by who stands in, or answers for the dossier, who is told."""

from collections.abc import Collection

from sqlalchemy import ColumnElement, literal, select

from dossier.fields import PersonRef
from dossier.views import DossierView
from storage.absences import may_read
from storage.conditions import entered
from storage.duty_owners import pass_to
from storage.ids import new_uid
from storage.listeners import Listeners
from storage.nudges import CARD, passed_subject
from storage.store import Store
from storage.tables import duties

TO = "passed"
"""What the message is for that tells of it."""


def leave(store: Store, person: int, dossiers: Collection[int] | None = None) -> int:
    """Have what somebody (row id) owes in dossiers (None: in all) they may not read any more be owed by another, and
    tell them and the channel in one message a dossier; give how much that was."""
    stray = _stray(store, person)
    query = select(duties.c.dossier_id).distinct().where(stray)
    found = store.connection.execute(query.order_by(duties.c.dossier_id)).scalars().all()
    there, count = Listeners(store), 0
    for dossier in (store.dossiers.by_id(each) for each in found if dossiers is None or each in dossiers):
        heir = there.heir(person, dossier)
        # Nothing can be entered while it is sealed, and somebody has to be there.
        if not dossier.phase.writable or heir is None:
            continue
        subject = passed_subject(new_uid())
        passed = pass_to(store, stray & (duties.c.dossier_id == dossier.id), heir, subject)
        _tell(store, there, dossier, (person, heir), passed, subject)
        count += len(passed)
    return count


def owing(store: Store, person: int, dossier: DossierView) -> PersonRef:
    """Give who owes what falls to somebody (row id): they while they may read the dossier, else who does instead."""
    there = Listeners(store)
    heir = None if there.reads(person, dossier) else there.heir(person, dossier)
    return store.people.ref_of(heir or person)


def pass_on(store: Store, duty: int, person: int, dossier: DossierView) -> int | None:
    """Have what somebody owed (row ids) who may not read it any more be owed by another, without telling; give them."""
    heir = Listeners(store).heir(person, dossier)
    if heir is None or not pass_to(store, _stray(store, person) & (duties.c.id == duty), heir):
        return None
    return heir


def _stray(store: Store, person: int) -> ColumnElement[bool]:
    ours = duties.c.organisation_id == store.actor.organisation
    mine = ours & (duties.c.owner_id == person) & (duties.c.state == "open")
    return mine & entered() & ~may_read(store, literal(person), duties.c.dossier_id)


def _tell(
    store: Store, there: Listeners, dossier: DossierView, people: tuple[int, int], passed: list[str], subject: str
) -> None:
    person, heir = people
    data: dict[str, str | int] = {"duties": ",".join(passed), "to": TO, "dossier": dossier.uid, "from": person}
    channel = there.channel(dossier)
    if channel is None:
        workspace = there.workspace(heir, dossier)
        if workspace is not None:
            store.outbox.to_person(heir, workspace, CARD, data, subject)
        return
    # At night they are named only.
    wakes = there.awake(store.rules.of(dossier.id), [heir])
    notified = heir != store.actor.person and wakes <= store.now and store.nudges.mention(heir, there.day_of(heir))
    store.outbox.to_channel(channel, CARD, {**data, "mention": int(notified)}, subject)
