"""Owed entries: raised by what happened, closed by the record that is asked for."""

import json
from collections.abc import Mapping, Sequence
from dataclasses import asdict, replace
from datetime import datetime, timedelta
from typing import TYPE_CHECKING, Any

from sqlalchemy import and_, bindparam, func, insert, null, select, update

from dossier.duties import LONGEST_SNOOZE, Trigger
from dossier.errors import Conflict, DossierError
from dossier.fields import PersonRef
from dossier.kinds import Kind
from dossier.tiers import Action
from dossier.views import DossierView, DutyState, DutyView, Question, Saved
from storage.absences import absent
from storage.access import found
from storage.closing import TIMED, Closed, fulfilled_by, moved
from storage.conditions import entered, going_on
from storage.duty_rights import require_open, require_part, require_waive
from storage.duty_rows import ANY, PASSED, QUESTION, VIEW, holds, view
from storage.ids import new_uid
from storage.prepared import Prepared
from storage.tables import duties

if TYPE_CHECKING:
    from storage.store import Store

_OPEN = DutyState.OPEN.value
_CLOSE = Prepared(
    update(duties)
    .where(duties.c.id == bindparam("duty"), duties.c.state == _OPEN)
    .values(
        state=DutyState.DONE.value,
        next_at=null(),
        closed_at=bindparam("now", type_=duties.c.closed_at.type),
        closed_by_id=bindparam("record"),
        closer_id=bindparam("closer"),
    )
)
# What is announced in a channel or asked of somebody has a message of its own that is to be brought up to date.
_ANNOUNCED = (Trigger.MEETING_ENDED, Trigger.ASKED, *TIMED)


class Duties:
    """Duties in the store's organisation."""

    def __init__(self, store: "Store") -> None:
        """Take the store."""
        self._store = store

    def raise_for(
        self,
        dossier: DossierView,
        trigger: Trigger,
        kind: Kind | None,
        topic: str,
        owner: PersonRef,
        *,
        subject: int | None = None,
        raised_at: datetime | None = None,
        known: Mapping[str, Any] | None = None,
        meeting: int | None = None,
        held_at: datetime | None = None,
        by: datetime | None = None,
    ) -> DutyView:
        """Note that an owner owes a record of a kind (None: any) of what was raised at `raised_at` (default: now).

        It is due `by` the moment somebody said, else as the dossier's rule says, and its steps are counted alike.
        `known` will stand in the form.
        """
        store = self._store
        store.dossiers.by_id(dossier.id)
        start = raised_at or store.now
        owner_id = store.people.id_of(owner.id or "") or dossier.owner_id
        rule, zone, uid = store.rules.of(dossier.id), store.preferences.zone_of(owner_id), new_uid()
        # What lies behind already of a time that is shorter than usual is not said at once: they have just been asked.
        passed = None if by is None else rule.reached(trigger, 0, start, start, zone, by)
        step = 0 if passed is None else passed + 1
        store.connection.execute(
            insert(duties),
            {
                "uid": uid,
                "organisation_id": store.actor.organisation,
                "dossier_id": dossier.id,
                "trigger": trigger.value,
                "kind": kind.name if kind else ANY,
                "subject_id": subject,
                "meeting_id": meeting,
                "held_at": held_at,
                "topic": topic,
                "known": json.dumps(known or {}, ensure_ascii=False),
                "owner_id": owner_id,
                "state": _OPEN,
                "raised_at": start,
                "due_at": by or rule.due_at(trigger, start, zone),
                "wanted_at": by,
                "step": step,
                "next_at": rule.step_at(trigger, step, start, zone, by),
            },
        )
        store.audit.add("duty.raise", f"duty:{uid}", trigger.value)
        return self._views(duties.c.uid == uid)[0]

    def close(self, saved: Saved, asked: str = "", *, settled: bool = True) -> Closed | None:
        """Close the duty a record fulfils (`asked` is the id of the one it was entered for); give it, None for none.

        Without `settled`, what is owed about the record itself stays.
        """
        fulfilled = fulfilled_by(self._store, saved, asked, settled=settled)
        if fulfilled is None:
            return None
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
        spoken_of = fulfilled.step or fulfilled.snoozes or holds(fulfilled.known, QUESTION, PASSED)
        if spoken_of or fulfilled.trigger in _ANNOUNCED:
            self._store.nudges.refresh(fulfilled.id, fulfilled.uid, fulfilled.snoozes)
        return Closed(fulfilled.uid, fulfilled.topic, fulfilled.held_at)

    def follow(self, saved: Saved, *, moved_in_time: bool) -> bool:
        """Open again what is owed of a meeting that minutes, whose time was changed, are of no more; tell whether there
        is nothing else for them to close, since they are still of theirs, or of none that is asked for."""
        theirs = and_(duties.c.closed_by_id == saved.line.id, duties.c.trigger == Trigger.MEETING_ENDED.value)
        done = self._views(and_(theirs, duties.c.state == DutyState.DONE.value), any_state=True)
        if not moved_in_time:
            return bool(done)
        moves = [(duty, moved(self._store, saved, duty)) for duty in done]
        for duty, move in moves:
            if move.far or move.beside:
                again = {"state": _OPEN, "closed_at": None, "closer_id": None, "closed_by_id": None}
                self._set(duty, DutyState.DONE, **again, next_at=self._next(duty))
        return bool(moves) and not any(move.beside for _, move in moves)

    def reopen(self, saved: Saved) -> None:
        """Open again what a record had closed: it was taken back. Which one that was is kept, should it come back."""
        for duty in self._views(
            and_(duties.c.closed_by_id == saved.line.id, duties.c.state == DutyState.DONE.value), any_state=True
        ):
            self._set(duty, DutyState.DONE, state=_OPEN, closed_at=None, closer_id=None, next_at=self._next(duty))

    def withdraw(self, saved: Saved) -> None:
        """Drop what was owed about a record: there is nothing to enter any more."""
        for duty in self._views(duties.c.subject_id == saved.line.id):
            self._set(duty, DutyState.OPEN, state=DutyState.WITHDRAWN.value, closed_at=self._store.now, next_at=None)

    def drop(self, dossier: DossierView, trigger: Trigger) -> None:
        """Drop what a dossier still owes for one reason. Raises Refused for who may not manage it."""
        self._store.dossiers.by_id(dossier.id)
        self._store.actor.require(Action.MANAGE, dossier.id)
        for duty in self._views(_for(dossier, trigger)):
            self._set(duty, DutyState.OPEN, state=DutyState.WITHDRAWN.value, closed_at=self._store.now, next_at=None)

    def owes(self, dossier: DossierView, trigger: Trigger) -> bool:
        """Tell whether a dossier still owes something for a reason."""
        return bool(self._views(_for(dossier, trigger)))

    def resolution_of(self, saved: Saved) -> DutyView | None:
        """Give what is owed about an issue that is fixed without its resolution, to who may read its dossier."""
        kind, actor = saved.line.kind, self._store.actor
        if kind.closes is not Trigger.ISSUE_FIXED or not actor.may(Action.READ, saved.dossier.id, kind):
            return None
        return next(iter(self._views(and_(duties.c.subject_id == saved.line.id, duties.c.kind == kind.name))), None)

    def decided(self, trigger: Trigger, subject: int) -> None:
        """Close what was owed on what waited for a decision: a record, or a dossier that was offered (row ids)."""
        about = duties.c.dossier_id if trigger is Trigger.HANDOVER else duties.c.subject_id
        for duty in self._views(and_(about == subject, duties.c.trigger == trigger.value)):
            self._end(duty, DutyState.DONE, "duty.done", "")

    def waive(self, duty: DutyView, reason: str) -> None:
        """Say that something need not be entered, and why. Raises Refused for who may not, Conflict when it is done."""
        require_waive(self._store, duty)
        self._end(duty, DutyState.WAIVED, "duty.waive", reason)

    def finish(self, duty: DutyView) -> None:
        """Say that what was asked for by hand is done, without a record. Raises Refused or Conflict."""
        if duty.trigger is not Trigger.ASKED:
            raise DossierError("duty-needs-record")
        require_part(self._store, duty)
        self._end(duty, DutyState.DONE, "duty.done", "")

    def snooze(self, duty: DutyView, until: datetime) -> None:
        """Have nobody reminded before a moment; when it is due stays. Raises DossierError for one that is too far."""
        require_part(self._store, duty)
        if until <= self._store.now:
            raise DossierError("snooze-past")
        if until > duty.latest:
            raise DossierError("snooze-far", days=LONGEST_SNOOZE.days)
        self._set(duty, DutyState.OPEN, snoozes=duty.snoozes + 1, next_at=until)
        self._store.audit.add("duty.snooze", f"duty:{duty.uid}", until.isoformat())

    def question(self, duty: DutyView, reason: str) -> int:
        """Note that the actor asks whether something is needed, and why it may not be; give the question's number.

        Raises Refused for who has no part in it, Conflict while the question is open, or when it is done.
        """
        require_part(self._store, duty)
        last = self.get(duty.uid).question
        if last is not None and last.is_open:
            raise Conflict("waive-asked")
        actor, number = self._store.actor, last.number + 1 if last else 1
        self._ask(duty, Question(actor.uid, actor.name, reason, number))
        self._store.audit.add("duty.question", f"duty:{duty.uid}", reason)
        return number

    def answer(self, duty: DutyView) -> None:
        """Say that what was asked about is needed. Raises Refused, and Conflict for what nobody waits to hear."""
        require_waive(self._store, duty)
        question = self.get(duty.uid).question
        if question is None or not question.is_open:
            raise Conflict("waive-answered")
        self._ask(duty, replace(question, answered_by=self._store.actor.name))
        self._store.audit.add("duty.needed", f"duty:{duty.uid}", question.reason)

    def get(self, uid: str) -> DutyView:
        """Give a duty, whatever became of it, to who owes it or may read its dossier. Raises NotFound, Refused."""
        duty = found(next(iter(self._views(duties.c.uid == uid, any_state=True)), None))
        if duty.owner_id != self._store.actor.person:
            self._store.actor.require(Action.READ, duty.dossier)
        return duty

    def owed_by_me(self) -> list[DutyView]:
        """Give what the actor owes in dossiers they may (still) read and that are not sealed, the most urgent first."""
        owed = self._views(and_(duties.c.owner_id == (self._store.actor.person or -1), going_on(duties.c.dossier_id)))
        return [duty for duty in owed if self._store.actor.may(Action.READ, duty.dossier)]

    def open_of(self, uids: Sequence[str]) -> list[DutyView]:
        """Give those of some duties that are owed still, in dossiers the actor may read, the most urgent first."""
        return [
            duty
            for duty in self._views(and_(duties.c.uid.in_(uids), going_on(duties.c.dossier_id)))
            if self._store.actor.may(Action.READ, duty.dossier)
        ]

    def owed_by_absent(self) -> list[DutyView]:
        """Give what others owe who are away or may not read it (any more), in dossiers the actor may read, the most
        urgent first."""
        owed = absent(self._store, duties.c.owner_id, duties.c.dossier_id)
        reached = self._store.actor.reached(Action.READ)
        return self._views(owed if reached is None else and_(owed, duties.c.dossier_id.in_(reached)))

    def owed_by(self, person: int, before: datetime) -> list[DutyView]:
        """Give what a person (row id) owes that is due before a moment, where they may (still) read and nothing is
        sealed, the most urgent first."""
        owed = self._views(and_(duties.c.owner_id == person, duties.c.due_at < before, going_on(duties.c.dossier_id)))
        readable = {each: self._store.absences.reads(person, each) for each in {duty.dossier for duty in owed}}
        return [duty for duty in owed if readable[duty.dossier]]

    def open_in(self, dossiers: Sequence[int], kind: Kind | None = None, most: int | None = None) -> list[DutyView]:
        """Give what is owed (of a kind) in dossiers the actor may read, the most urgent first, so many at most."""
        return self._views(self._in(dossiers, kind), most=most)

    def updates_in(self, dossiers: Sequence[int]) -> list[DutyView]:
        """Give what is to be entered in dossiers the actor may read: of what is owed all but decisions."""
        return self._views(and_(self._in(dossiers, None), entered()))

    def count_in(self, dossiers: Sequence[int], kind: Kind | None = None) -> int:
        """Count what is owed (of a kind) in dossiers the actor may read."""
        ours = and_(duties.c.organisation_id == self._store.actor.organisation, duties.c.state == _OPEN)
        query = select(func.count()).where(ours, self._in(dossiers, kind))
        return int(self._store.connection.execute(query).scalar_one())

    def of_meeting(self, dossier: int, start: datetime, end: datetime, spare: timedelta) -> list[DutyView]:
        """Give the duties, whatever became of them, of meetings of a dossier that were held in (a part of) a time, or
        sooner or later by as much as is to spare."""
        held = and_(duties.c.held_at <= end + spare, duties.c.raised_at >= start - spare)
        return self._views(and_(duties.c.dossier_id == dossier, held), any_state=True)

    def _in(self, dossiers: Sequence[int], kind: Kind | None) -> Any:
        readable = [dossier for dossier in dossiers if self._store.actor.may(Action.READ, dossier)]
        there = and_(duties.c.dossier_id.in_(readable), going_on(duties.c.dossier_id))
        return and_(there, duties.c.kind == kind.name) if kind else there

    def _end(self, duty: DutyView, state: DutyState, action: str, reason: str) -> None:
        who, now = self._store.actor.person, self._store.now
        self._set(duty, DutyState.OPEN, state=state.value, reason=reason, closer_id=who, closed_at=now, next_at=None)
        self._store.audit.add(action, f"duty:{duty.uid}", reason)

    def _set(self, duty: DutyView, was: DutyState, **values: Any) -> None:
        """Change a duty that is as it was, and what was said of it. Raises Conflict when somebody has been faster."""
        changed = self._store.connection.execute(
            update(duties)
            .where(
                duties.c.id == duty.id,
                duties.c.organisation_id == self._store.actor.organisation,
                duties.c.state == was.value,
            )
            .values(**values)
        )
        if changed.rowcount != 1:
            for now in self._views(duties.c.id == duty.id, any_state=True):
                require_open(now)
            raise Conflict("duty-gone")
        self._store.nudges.refresh(duty.id, duty.uid, values.get("snoozes", duty.snoozes))

    def _ask(self, duty: DutyView, question: Question) -> None:
        known = {**duty.known, QUESTION: asdict(question)}
        self._set(duty, DutyState.OPEN, known=json.dumps(known, ensure_ascii=False))

    def _next(self, duty: DutyView) -> datetime | None:
        rule, zone = self._store.rules.of(duty.dossier), self._store.preferences.zone_of(duty.owner_id)
        return rule.step_at(duty.trigger, max(duty.step, 0), duty.raised_at, zone, duty.wanted_at)

    def _views(self, condition: Any, *, any_state: bool = False, most: int | None = None) -> list[DutyView]:
        query = VIEW.where(and_(condition, duties.c.organisation_id == self._store.actor.organisation))
        if not any_state:
            query = query.where(duties.c.state == _OPEN)
        rows = self._store.connection.execute(query.order_by(duties.c.due_at, duties.c.id).limit(most))
        return [view(row, self._store.own_kinds.kept(row.kind) if row.kind else None) for row in rows]


def _for(dossier: DossierView, trigger: Trigger) -> Any:
    return and_(duties.c.dossier_id == dossier.id, duties.c.trigger == trigger.value)
