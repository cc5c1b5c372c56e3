"""Approvals: a revision is submitted, and approved or returned once by somebody of the tier its kind asks for."""

from collections.abc import Collection, Mapping, Sequence
from datetime import datetime
from typing import TYPE_CHECKING, Any

from sqlalchemy import ColumnElement, exists, insert, select, text, true, update
from sqlalchemy.dialects import postgresql, sqlite

from dossier.deciding import SAID, Approval, ApprovalState
from dossier.duties import Trigger
from dossier.errors import Conflict, InvalidFields, NotFound, Problem, Refused
from dossier.fields import PersonRef
from dossier.kinds import Kind
from dossier.tiers import Action
from dossier.views import DossierView, RecordLine, Saved
from storage.access import found
from storage.approved import is_approved_again
from storage.approvers import Approver, approvers
from storage.conditions import going_on
from storage.ids import AnyRow, new_uid
from storage.tables import approvals, people, records, revisions

if TYPE_CHECKING:
    from storage.store import Store

_DECIDERS = people.alias("deciders")
_LATER = approvals.alias("later")
_OPEN = ApprovalState.OPEN.value
_VIEW = (
    select(
        *(column for column in approvals.c if column.name != "organisation_id"),
        people.c.uid.label("submitter_uid"),
        people.c.name.label("submitter_name"),
        _DECIDERS.c.name.label("decider_name"),
        revisions.c.version,
    )
    .join(revisions, (revisions.c.record_id == approvals.c.record_id) & (revisions.c.number == approvals.c.revision))
    .join(people, people.c.id == approvals.c.submitter_id)
    .outerjoin(_DECIDERS, _DECIDERS.c.id == approvals.c.decider_id)
)
_COUNTS = approvals.c.state.in_((_OPEN, ApprovalState.APPROVED.value)) | (
    (approvals.c.state == ApprovalState.RETURNED.value)
    & ~exists().where(_LATER.c.record_id == approvals.c.record_id, _LATER.c.id > approvals.c.id)
)


class Approvals:
    """Approvals in the store's organisation."""

    def __init__(self, store: "Store") -> None:
        """Take the store."""
        self._store = store

    def of(self, saved: Saved) -> list[Approval]:
        """Give every submission of a record, oldest first. Raises Refused for who may not read its history."""
        self._store.actor.require(Action.READ, saved.dossier.id, saved.line.kind)
        return self._views(approvals.c.record_id == saved.line.id)

    def latest(self, record: int) -> Approval | None:
        """Give the last submission of a record (row id) that was not withdrawn; no return before one that was."""
        its = (approvals.c.organisation_id == self._store.actor.organisation, approvals.c.record_id == record)
        last = _VIEW.where(*its, _COUNTS).order_by(approvals.c.id.desc()).limit(1)
        row = self._store.connection.execute(last).one_or_none()
        return None if row is None else _approval(row)

    def submit(self, saved: Saved) -> tuple[Approval, bool]:
        """Submit what was read as `saved`; give the submission, and whether it is new. Somebody then owes a decision.

        Raises Refused for who may not change the record, Conflict when there is nothing to approve or nobody to do it.
        """
        store, line = self._store, saved.line
        if line.kind.approve is None:
            raise Conflict("approval-none", zh=line.kind.label.zh, en=line.kind.label.en)
        store.records.require_edit(saved)
        now = store.records.get(line.uid)
        if now.line.deleted:
            raise Conflict("deleted")
        if now.approved:
            raise Conflict("approval-approved", by=now.approval.decider if now.approval else "")
        if now.approval is not None and now.approval.state is ApprovalState.OPEN:
            return now.approval, False
        if now.line.revision != line.revision:
            raise Conflict("changed-meanwhile", version=str(now.called.version))
        _require_whole(now)
        able = self.able(saved)
        if not able:
            raise Conflict("approval-nobody", tier=line.kind.approve.name.lower())
        uid = new_uid()
        make = sqlite.insert if store.sqlite else postgresql.insert
        added = make(approvals).on_conflict_do_nothing(
            index_elements=("record_id",), index_where=text("state = 'open'")
        )
        row = {"uid": uid, "organisation_id": store.actor.organisation, "record_id": line.id, "revision": line.revision}
        row |= {"state": _OPEN, "submitter_id": store.actor.person, "submitted_at": store.now, "comment": ""}
        if store.connection.execute(added.returning(approvals.c.id), row).first() is None:
            return self._views((approvals.c.record_id == line.id) & (approvals.c.state == _OPEN))[0], False
        store.audit.add("approval.submit", f"record:{line.uid}", f"v{line.revision}")
        # Of what is owed is spoken in the channel, and to who may not read the record.
        topic = saved.title if line.kind.open_to_members else f"{store.naming.said(line.kind.label)} #{line.number}"
        store.duties.raise_for(saved.dossier, Trigger.APPROVAL, line.kind, topic, able[0].person, subject=line.id)
        return self._one(uid), True

    def get(self, uid: str) -> tuple[Approval, Saved]:
        """Give a submission and its record to who may read that. Raises NotFound, Refused."""
        approval = self._one(uid)
        return approval, self._store.records.by_row(approval.record)

    def decide(self, approval: Approval, saved: Saved, state: ApprovalState, comment: str = "") -> Saved:
        """Approve or return what was submitted, as it was read, and give the record as it is then.

        Where the kind says so, approving changes its status: a revision of its own, which is the approved one. Raises
        as `require_decide`, and Conflict when the record has changed since `approval` was read.
        """
        self.require_decide(approval, saved)
        if state is ApprovalState.APPROVED:
            _require_whole(saved)
        store = self._store
        changed = store.connection.execute(
            update(approvals)
            .where(
                approvals.c.id == approval.id,
                approvals.c.organisation_id == store.actor.organisation,
                approvals.c.state == _OPEN,
                approvals.c.revision == approval.revision,
            )
            .values(state=state.value, decider_id=store.actor.person, decided_at=store.now, comment=comment)
        )
        if changed.rowcount != 1:
            self.require_decide(self._one(approval.uid), saved)
            version = str(self._one(approval.uid).version)
            raise Conflict("approval-changed", version=version, number=str(saved.line.number))
        store.duties.decided(Trigger.APPROVAL, saved.line.id)
        store.audit.add(f"approval.{state}", f"record:{saved.line.uid}", f"v{approval.revision} {SAID} {comment}")
        if state is ApprovalState.APPROVED:
            self._note_approved(approval, saved)
        return store.records.get(saved.line.uid)

    def _note_approved(self, approval: Approval, saved: Saved) -> None:
        """Give a record the status its kind has for what is approved, unless it has left the one it began with."""
        kind, spec = saved.line.kind, saved.line.kind.field("status")
        if kind.approved is None or spec is None or saved.line.status != spec.initial:
            return
        whole = self._store.records.content_of(saved, saved.line.revision)
        changed = self._store.records.change(saved, {**whole, "status": kind.approved.value})
        self._store.connection.execute(
            update(approvals).where(approvals.c.id == approval.id).values(revision=changed.line.revision)
        )

    def require_status(
        self, dossier: DossierView, kind: Kind, content: Mapping[str, Any], before: Saved | None = None
    ) -> None:
        """Raise InvalidFields when somebody sets by hand a status that comes with approval, or after it.

        `before` is the record as it was: what it says already may stay, and what is approved may be carried out. Who
        may approve decides by it, of their own only where nobody else could.
        """
        status, was = content.get("status"), before.line.status if before else None
        if status == was or not kind.is_decided(status):
            return
        if self._store.actor.may(Action.APPROVE, dossier.id, kind):
            if status in kind.settled:
                self._require_others(dossier, kind, before)
            return
        if before is None or not {was, status} <= {*kind.settled} or self._waits(before.line.id):
            raise InvalidFields({"status": Problem("problem-approve-first")})

    def _require_others(self, dossier: DossierView, kind: Kind, before: Saved | None) -> None:
        actor = self._store.actor
        part = {before.line.author.id, before.line.changer.id} if before else {actor.uid}
        if actor.uid not in part or (before and self._is_approved(before.line.id, before.line.revision)):
            return
        if others := self._others(dossier, kind, part):
            raise InvalidFields({"status": Problem("problem-approve-own", others)})

    def _others(self, dossier: DossierView, kind: Kind, part: Collection[str | None]) -> dict[str, str]:
        """Name the first of those who could approve a record and are no part (ids) of it; nothing when nobody could."""
        able = approvers(self._store, dossier, kind, part)
        names = [each.person.name for each in able if each.person.id not in part][:5]
        return {"zh": "、".join(names), "en": ", ".join(names)} if names else {}

    def note_typed(self, record: int, uid: str, kind: Kind, was: str | None, status: str | None, revision: int) -> None:
        """Note as approved by the actor what they have given a status that says so, where nothing was submitted or it
        still waits."""
        if status not in kind.settled or was in kind.settled:
            return
        if any(self._is_approved(record, each) for each in (revision - 1, revision)):
            return
        store = self._store
        made: dict[str, Any] = {"state": ApprovalState.APPROVED.value, "decider_id": store.actor.person}
        made |= {"decided_at": store.now, "comment": "", "revision": revision}
        its = (approvals.c.record_id == record, approvals.c.organisation_id == store.actor.organisation)
        waited = update(approvals).where(*its, approvals.c.state == _OPEN).values(**made)
        if store.connection.execute(waited).rowcount:
            store.duties.decided(Trigger.APPROVAL, record)
        else:
            mine = {"submitter_id": store.actor.person, "submitted_at": store.now, "record_id": record}
            row = {"uid": new_uid(), "organisation_id": store.actor.organisation, **mine, **made}
            store.connection.execute(insert(approvals), row)
        store.audit.add(f"approval.{ApprovalState.APPROVED}", f"record:{uid}", f"v{revision} {SAID} ")

    def _is_approved(self, record: int, revision: int) -> bool:
        its = (approvals.c.record_id == record, approvals.c.organisation_id == self._store.actor.organisation)
        done = (approvals.c.state == ApprovalState.APPROVED.value, approvals.c.revision == revision)
        return self._store.connection.execute(select(approvals.c.id).where(*its, *done)).first() is not None

    def require_back(self, saved: Saved, earlier: Mapping[str, Any]) -> None:
        """Raise Conflict when an earlier content would bring back such a status: it is pressed for, not typed. What was
        approved comes back as it was."""
        if is_approved_again(self._store, saved, earlier):
            return
        try:
            self.require_status(saved.dossier, saved.line.kind, earlier, saved)
        except InvalidFields as error:
            raise Conflict("approve-first") from error

    def _waits(self, record: int) -> bool:
        latest = self.latest(record)
        return latest is not None and latest.state is ApprovalState.OPEN

    def waiting_among(self, lines: Sequence[RecordLine]) -> set[int]:
        """Give which of some records (row ids), all of which the actor may read, wait for approval."""
        ours = approvals.c.organisation_id == self._store.actor.organisation
        query = select(approvals.c.record_id).where(ours, approvals.c.state == _OPEN)
        return set(
            self._store.connection.execute(
                query.where(approvals.c.record_id.in_([each.id for each in lines]))
            ).scalars()
        )

    def require_decide(self, approval: Approval, saved: Saved) -> None:
        """Raise Refused unless the actor may decide it: one's own only where nobody else could; Conflict when it has
        been decided, or the dossier is sealed."""
        actor = self._store.actor
        self._store.dossiers.by_id(saved.dossier.id)
        actor.require(Action.APPROVE, saved.dossier.id, saved.line.kind)
        if approval.state is not ApprovalState.OPEN:
            raise Conflict(f"approval-{approval.state}", by=approval.decider)
        if not saved.dossier.phase.writable:
            raise Conflict("sealed", dossier=saved.dossier.title)
        if self.is_own(approval, saved.line):
            part = {approval.submitter.id, saved.line.author.id, saved.line.changer.id, actor.uid}
            if others := self._others(saved.dossier, saved.line.kind, part):
                raise Refused("approval-own", **others).within(saved.dossier.id)

    def may_decide(self, saved: Saved) -> bool:
        """Tell whether the actor is to be offered the decision on what waits."""
        if saved.approval is None:
            return False
        try:
            self.require_decide(saved.approval, saved)
        except (Refused, Conflict, NotFound):
            return False
        return True

    def able(self, saved: Saved) -> Sequence[Approver]:
        """Give who may approve a record, those first who are no part of it, and of them those of the dossier."""
        part = {self._store.actor.uid, saved.line.author.id, saved.line.changer.id}
        return approvers(self._store, saved.dossier, saved.line.kind, part)

    def waiting(self) -> list[tuple[Approval, RecordLine]]:
        """Give what waits, unless sealed, that the actor may decide, asked for, or looks after, the longest first."""
        me, may, unsealed = self._store.actor.person, self._store.actor.may, going_on(records.c.dossier_id)

        def concerns(each: Approval, line: RecordLine) -> bool:
            decides = may(Action.APPROVE, line.dossier, line.kind)
            return each.submitter_id == me or decides or may(Action.MANAGE, line.dossier)

        return [each for each in self._submitted((approvals.c.state == _OPEN) & unsealed) if concerns(*each)]

    def open_in(self, dossier: DossierView) -> list[tuple[Approval, RecordLine]]:
        """Give what of a dossier waits for a decision, as far as the actor may read it, the longest first."""
        return self._submitted((approvals.c.state == _OPEN) & (records.c.dossier_id == dossier.id))

    def approved_since(self, dossier: DossierView, since: datetime) -> list[tuple[Approval, RecordLine]]:
        """Give what of a dossier was approved from a moment on, as far as the actor may read it."""
        done = (approvals.c.state == ApprovalState.APPROVED.value) & (approvals.c.decided_at >= since)
        return self._submitted(done & (records.c.dossier_id == dossier.id))

    def outdated_in(self, dossier: DossierView | None) -> list[tuple[Approval, RecordLine]]:
        """Give what was approved (in a dossier; None: anywhere) and differs now, as far as the actor may read it."""
        past = exists().where(
            _LATER.c.record_id == approvals.c.record_id,
            _LATER.c.id > approvals.c.id,
            _LATER.c.state != ApprovalState.WITHDRAWN.value,
        )
        moved = (approvals.c.state == ApprovalState.APPROVED.value) & (approvals.c.revision != records.c.revision)
        return self._submitted(moved & ~past & (records.c.dossier_id == dossier.id if dossier else true()))

    def _submitted(self, condition: ColumnElement[bool]) -> list[tuple[Approval, RecordLine]]:
        actor = self._store.actor
        query = (
            _VIEW.add_columns(records.c.dossier_id, records.c.kind)
            .join(records, records.c.id == approvals.c.record_id)
            .where(approvals.c.organisation_id == actor.organisation, condition, ~records.c.deleted)
            .order_by(approvals.c.submitted_at)
        )
        kept = self._store.own_kinds.kept
        rows = [
            row
            for row in self._store.connection.execute(query)
            if actor.may(Action.READ, row.dossier_id, kept(row.kind))
        ]
        lines = self._store.records.of_rows([row.record_id for row in rows])
        return [(_approval(row), lines[row.record_id]) for row in rows]

    def is_own(self, approval: Approval, line: RecordLine) -> bool:
        """Tell whether the actor made or submitted what waits."""
        me = self._store.actor
        return approval.submitter_id == me.person or me.uid in (line.author.id, line.changer.id)

    def _one(self, uid: str) -> Approval:
        return found(next(iter(self._views(approvals.c.uid == uid)), None))

    def _views(self, condition: ColumnElement[bool]) -> list[Approval]:
        ours = approvals.c.organisation_id == self._store.actor.organisation
        rows = self._store.connection.execute(_VIEW.where(ours, condition).order_by(approvals.c.id))
        return [_approval(row) for row in rows]


def _approval(each: AnyRow) -> Approval:
    return Approval(
        each.id,
        each.uid,
        each.record_id,
        each.revision,
        each.version,
        ApprovalState(each.state),
        PersonRef(id=each.submitter_uid, name=each.submitter_name),
        each.submitter_id,
        each.submitted_at,
        each.decider_name or "",
        each.decided_at,
        each.comment,
        each.decider_id,
    )


def _require_whole(saved: Saved) -> None:
    """Raise Conflict for a record without what its kind is approved with."""
    for name in saved.line.kind.approved_with:
        spec = saved.line.kind.field(name)
        if spec is not None and not saved.content.get(name):
            raise Conflict("approval-lacks", title=saved.title, zh=spec.label.zh, en=spec.label.en)
