"""Who may approve records of a kind in a dossier, and what they were told of one."""

from collections.abc import Collection, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING

from sqlalchemy import select

from dossier.fields import PersonRef
from dossier.kinds import Kind
from dossier.tiers import Action
from dossier.views import DossierView, Saved
from storage.tables import approvals, people

if TYPE_CHECKING:
    from storage.store import Store


@dataclass(frozen=True, slots=True)
class Approver:
    """Somebody who may approve a record; `id` is the row."""

    id: int
    person: PersonRef


def approvers(store: "Store", dossier: DossierView, kind: Kind, part: Collection[str | None]) -> Sequence[Approver]:
    """Give who may approve records of a kind, those first who are no part (ids) of one, and of them the dossier's."""
    needed = kind.lowest(Action.APPROVE)
    members = store.dossiers.everybody(dossier)
    named = {each.id: each.person for each in members if each.tier >= needed}
    managers = [each for each in store.absences.managers() if each not in named]
    rows = select(people.c.id, people.c.uid, people.c.name).where(people.c.id.in_(managers)).order_by(people.c.id)
    named |= {row.id: PersonRef(id=row.uid, name=row.name) for row in store.connection.execute(rows)}
    able = [Approver(row, person) for row, person in named.items()]
    return sorted(able, key=lambda each: each.person.id in part)


def tell_anew(store: "Store", saved: Saved) -> None:
    """Bring what was said to those who decide of a record in step with how it is: changed, deleted or decided."""
    if saved.line.kind.approve is None or (saved.approval is None and saved.line.revision == 1):
        return  # Nobody has been asked of what has just been written.
    its = (approvals.c.record_id == saved.line.id, approvals.c.organisation_id == store.actor.organisation)
    last = select(approvals.c.uid).where(*its).order_by(approvals.c.id.desc()).limit(1)
    uid = store.connection.execute(last).scalar_one_or_none()
    if uid is not None:
        able = [each.id for each in approvers(store, saved.dossier, saved.line.kind, ())]
        store.outbox.renew(able, "approval", {"approval": uid}, f"approval:{uid}")
