"""Asking whoever may say so whether something owed is needed at all, their answer, and how long that holds."""

import json
from collections.abc import Mapping, Sequence

from sqlalchemy import select, update

from dossier.errors import Conflict
from dossier.views import DutyState, DutyView, Saved
from storage.duty_rights import require_part, require_waive
from storage.ids import AnyRow
from storage.listeners import Listeners
from storage.nudges import CARD, MOST_QUESTIONS, answer_subject, question_subject
from storage.store import Store
from storage.tables import duties

QUESTION, ANSWER = "question", "answer"
# In what is known of a waived duty: what it was about has begun anew since, and may be owed again.
_LAPSED = "lapsed"


def deciders(store: Store, duty: DutyView) -> Sequence[int]:
    """Give who (row ids) is asked whether a duty is needed. Raises what stands in the way of asking: Refused for who
    has no part in it, Conflict when there is nobody to ask, or it was asked as often as it may be."""
    require_part(store, duty)
    dossier = store.dossiers.by_id(duty.dossier)
    if duty.question is not None and duty.question.number >= MOST_QUESTIONS:
        raise Conflict("waive-asked-enough", name=dossier.owner.name)
    asked = Listeners(store).deciders(dossier)
    if not asked:
        raise Conflict("waive-nobody")
    return asked


def ask(store: Store, duty: DutyView, reason: str) -> Sequence[int]:
    """Ask, and give who was (row ids). Raises as `deciders`."""
    asked = deciders(store, duty)
    question = store.duties.question(duty, reason)
    data = {"duties": duty.uid, "to": QUESTION, "dossier": store.dossiers.by_id(duty.dossier).uid}
    for person in asked:
        _write_to(store, person, data, question_subject(duty.uid, question))
    return asked


def agree(store: Store, duty: DutyView) -> None:
    """Say that what was asked about is not needed, for the reason that was given. Raises Refused, Conflict."""
    require_waive(store, duty)
    if duty.question is None:
        raise Conflict("waive-not-asked")
    store.duties.waive(duty, duty.question.reason)
    tell_asker(store, duty)


def disagree(store: Store, duty: DutyView) -> None:
    """Say that what was asked about is needed. Raises Refused, and Conflict for what was answered already."""
    store.duties.answer(duty)
    tell_asker(store, duty)


def tell_asker(store: Store, duty: DutyView) -> None:
    """Tell who asked whether a duty is needed what was decided; nothing when nobody waits for that."""
    question = duty.question
    asker = store.people.id_of(question.asker) if question is not None and question.is_open else None
    if question is None or asker is None or asker == store.actor.person:
        return
    data = {"duties": duty.uid, "to": ANSWER, "dossier": store.dossiers.by_id(duty.dossier).uid}
    _write_to(store, asker, data, answer_subject(duty.uid, question.number))


def is_waived(store: Store, saved: Saved) -> bool:
    """Tell whether it was said that what is owed about a record is not needed, and that still holds."""
    return any(_LAPSED not in json.loads(row.known) for row in _waivers(store, saved))


def lapse(store: Store, saved: Saved) -> None:
    """Have what was said not to be needed about a record be owed again the next time: it has begun anew."""
    for row in _waivers(store, saved):
        known = json.dumps({**json.loads(row.known), _LAPSED: True}, ensure_ascii=False)
        store.connection.execute(update(duties).where(duties.c.id == row.id).values(known=known))


def _waivers(store: Store, saved: Saved) -> Sequence[AnyRow]:
    query = select(duties.c.id, duties.c.known).where(
        duties.c.organisation_id == store.actor.organisation,
        duties.c.subject_id == saved.line.id,
        duties.c.kind == saved.line.kind.name,
        duties.c.state == DutyState.WAIVED.value,
    )
    return store.connection.execute(query).all()


def _write_to(store: Store, person: int, data: Mapping[str, str | int], subject: str) -> None:
    workspace = store.absences.workspace_of(person, None)
    if workspace is not None:
        store.outbox.to_person(person, workspace, CARD, data, subject)
