"""Owed entries: raised by what happened, closed by the record that is asked for."""

from collections.abc import Sequence
from datetime import datetime, timedelta
from typing import TYPE_CHECKING, Any

from sqlalchemy import and_, bindparam, insert, or_, select, update

from dossier.duties import Trigger
from dossier.fields import PersonRef
from dossier.kinds import Kind, kind_named
from dossier.tiers import Action
from dossier.views import DossierView, DutyView, Saved
from storage.ids import AnyRow, new_uid
from storage.prepared import Prepared
from storage.tables import duties, people

if TYPE_CHECKING:
    from storage.store import Store

DUE_AFTER = timedelta(hours=24)

_OPEN = "open"
_VIEW = (
    select(
        duties.c.id,
        duties.c.uid,
        duties.c.dossier_id,
        duties.c.trigger,
        duties.c.kind,
        duties.c.topic,
        duties.c.raised_at,
        duties.c.due_at,
        duties.c.subject_id,
        people.c.uid.label("owner_uid"),
        people.c.name.label("owner_name"),
    )
    .join(people, people.c.id == duties.c.owner_id)
    .where(duties.c.state == _OPEN)
)
_CLOSE = Prepared(
    update(duties)
    .where(duties.c.id == bindparam("duty"), duties.c.state == _OPEN)
    .values(
        state="done",
        closed_at=bindparam("now", type_=duties.c.closed_at.type),
        closed_by_id=bindparam("record"),
        closer_id=bindparam("closer"),
    )
)
_CANDIDATES = Prepared(
    select(duties.c.id, duties.c.uid, duties.c.topic, duties.c.subject_id, duties.c.closed_by_id)
    .where(
        duties.c.organisation_id == bindparam("organisation"),
        duties.c.dossier_id == bindparam("dossier"),
        duties.c.kind == bindparam("of_kind"),
        duties.c.state == _OPEN,
        or_(duties.c.subject_id.is_(None), duties.c.subject_id == bindparam("subject")),
    )
    .order_by(duties.c.due_at)
)


class Duties:
    """Duties in the store's organisation."""

    def __init__(self, store: "Store") -> None:
        """Take the store."""
        self._store = store

    def raise_for(
        self,
        dossier: DossierView,
        trigger: Trigger,
        kind: Kind,
        topic: str,
        owner: PersonRef,
        *,
        subject: int | None = None,
        raised_at: datetime | None = None,
    ) -> None:
        """Note that an owner owes a record of a kind within 24 hours of `raised_at` (default: now)."""
        self._store.dossiers.by_id(dossier.id)
        start = raised_at or self._store.now
        owner_id = self._store.people.id_of(owner.id or "") or dossier.owner_id
        uid = new_uid()
        self._store.connection.execute(
            insert(duties),
            {
                "uid": uid,
                "organisation_id": self._store.actor.organisation,
                "dossier_id": dossier.id,
                "trigger": trigger.value,
                "kind": kind.name,
                "subject_id": subject,
                "topic": topic,
                "owner_id": owner_id,
                "state": _OPEN,
                "raised_at": start,
                "due_at": start + DUE_AFTER,
            },
        )
        self._store.audit.add("duty.raise", f"duty:{uid}", trigger.value)

    def close(self, saved: Saved, asked: str = "") -> None:
        """Close the duty a record fulfils: the one it was entered for (`asked`, its id), or about this very record,
        or on the same topic. A record on another topic closes none: it is another meeting's."""
        rows = _CANDIDATES.run(
            self._store.connection,
            {
                "organisation": self._store.actor.organisation,
                "dossier": saved.dossier.id,
                "of_kind": saved.line.kind.name,
                "subject": saved.line.id,
            },
        )
        for suits in (
            lambda row: row.uid == asked or row.closed_by_id == saved.line.id,
            lambda row: row.subject_id == saved.line.id,
            lambda row: row.subject_id is None and _alike(row.topic, saved.title),
        ):
            fulfilled = next((row for row in rows if suits(row)), None)
            if fulfilled is not None:
                break
        else:
            return
        _CLOSE.run(
            self._store.connection,
            {
                "duty": fulfilled.id,
                "now": self._store.now,
                "record": saved.line.id,
                "closer": self._store.actor.person,
            },
        )
        self._store.audit.add("duty.close", f"record:{saved.line.uid}", fulfilled.topic)

    def reopen(self, saved: Saved) -> None:
        """Open again what a record had closed: it was taken back. Which one that was is kept, should it come back."""
        self._store.connection.execute(
            update(duties)
            .where(
                duties.c.organisation_id == self._store.actor.organisation,
                duties.c.closed_by_id == saved.line.id,
                duties.c.state == "done",
            )
            .values(state=_OPEN, closed_at=None)
        )

    def withdraw(self, saved: Saved) -> None:
        """Drop what was owed about a record: there is nothing to enter any more."""
        self._store.connection.execute(
            update(duties)
            .where(
                duties.c.organisation_id == self._store.actor.organisation,
                duties.c.subject_id == saved.line.id,
                duties.c.state == _OPEN,
            )
            .values(state="withdrawn", closed_at=self._store.now)
        )

    def owed_by_me(self) -> list[DutyView]:
        """Give what the actor owes, the most urgent first."""
        return self._views(duties.c.owner_id == (self._store.actor.person or -1))

    def open_in(self, dossiers: Sequence[int]) -> list[DutyView]:
        """Give what is owed in dossiers the actor may read, the most urgent first."""
        readable = [dossier for dossier in dossiers if self._store.actor.may(Action.READ, dossier)]
        return self._views(duties.c.dossier_id.in_(readable))

    def _views(self, condition: Any) -> list[DutyView]:
        query = _VIEW.where(and_(condition, duties.c.organisation_id == self._store.actor.organisation))
        return [_view(row) for row in self._store.connection.execute(query.order_by(duties.c.due_at).limit(200))]


def _alike(one: str, other: str) -> bool:
    """Tell whether two topics name the same thing: equal, or one within the other ("需求评审" and "需求评审会")."""
    first, second = (" ".join(text.split()).casefold() for text in (one, other))
    return first == second or (min(len(first), len(second)) >= 4 and (first in second or second in first))


def _view(row: AnyRow) -> DutyView:
    kind = kind_named(row.kind)
    if kind is None:
        raise LookupError(f"a duty for the unknown kind {row.kind}")
    return DutyView(
        row.id,
        row.uid,
        row.dossier_id,
        Trigger(row.trigger),
        kind,
        row.topic,
        PersonRef(id=row.owner_uid, name=row.owner_name),
        row.raised_at,
        row.due_at,
        row.subject_id,
    )
