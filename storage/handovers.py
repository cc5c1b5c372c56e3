"""Dossiers that are offered to a new owner: once at a time, and theirs when they accept."""

from datetime import datetime, timedelta
from typing import TYPE_CHECKING, Any
from zoneinfo import ZoneInfo

from sqlalchemy import ColumnElement, select, text, update
from sqlalchemy.dialects import postgresql, sqlite

from dossier.decisions import Decision, decisions_in
from dossier.duties import Trigger
from dossier.errors import Conflict, NotFound, Refused
from dossier.fields import PersonRef
from dossier.handover import DECISION_DAYS, Handover, HandoverState, Matters
from dossier.kinds import Kind, kinds
from dossier.records.change import ChangeRequest, ChangeStatus
from dossier.records.issue import OPEN_STATUSES, Issue
from dossier.records.minutes import Minutes
from dossier.records.progress import ProgressReport
from dossier.tiers import Action, Tier
from dossier.views import DossierView, RecordLine, Saved
from storage.access import found
from storage.duty_owners import pass_to
from storage.ids import AnyRow, new_uid
from storage.record_queries import Filter
from storage.roles import note_member
from storage.tables import duties, handovers, members, people, records

if TYPE_CHECKING:
    from storage.store import Store

_LENT = timedelta(days=30)
"""For how long somebody may read a dossier that is offered to them."""
_MOST, _MINUTES = 40, 100
_OPEN = HandoverState.OPEN.value
_OPEN_STATUSES = tuple(status.value for status in OPEN_STATUSES)
_GIVERS, _TAKERS, _STARTERS = (people.alias(name) for name in ("givers", "takers", "starters"))
_PARTIES = (("giver", _GIVERS), ("taker", _TAKERS), ("starter", _STARTERS))
_VIEW = (
    select(
        *(column for column in handovers.c if column.name not in ("organisation_id", "record_id")),
        *(column.label(f"{who}_{column.name}") for who, table in _PARTIES for column in (table.c.uid, table.c.name)),
        records.c.uid.label("record"),
    )
    .join(_GIVERS, _GIVERS.c.id == handovers.c.giver_id)
    .join(_TAKERS, _TAKERS.c.id == handovers.c.taker_id)
    .join(_STARTERS, _STARTERS.c.id == handovers.c.starter_id)
    .outerjoin(records, records.c.id == handovers.c.record_id)
)


class Handovers:
    """Handovers in the store's organisation."""

    def __init__(self, store: "Store") -> None:
        """Take the store."""
        self._store = store

    def start(self, dossier: DossierView, taker: PersonRef, note: str, *, whole: bool) -> Handover:
        """Offer a dossier to a colleague, who may read it from now on and owes an answer; `whole` is as in Handover.

        Raises as `require_start`, and Conflict when it is offered to somebody already.
        """
        store = self._store
        taker_id = self.require_start(dossier, taker)
        if (offered := self.open_of(dossier)) is not None:
            raise Conflict("handover-offered", name=offered.taker.name)
        uid, until = new_uid(), store.now + _LENT
        row = {
            "uid": uid,
            "organisation_id": store.actor.organisation,
            "dossier_id": dossier.id,
            "giver_id": dossier.owner_id,
            "taker_id": taker_id,
            "starter_id": store.actor.person,
            "state": _OPEN,
            "note": note,
            "whole": whole,
            "started_at": store.now,
            "lent_until": until,
            "comment": "",
        }
        make = sqlite.insert if store.sqlite else postgresql.insert
        offer = make(handovers).on_conflict_do_nothing(
            index_elements=("dossier_id",), index_where=text("state = 'open'")
        )
        if store.connection.execute(offer.returning(handovers.c.id), row).first() is None:
            raise Conflict("handover-offered", name=taker.name)
        store.dossiers.lend(dossier, taker_id, until)
        store.audit.add("handover.start", f"dossier:{dossier.uid}", taker.id or "")
        store.duties.raise_for(dossier, Trigger.HANDOVER, None, dossier.title, taker, known={"handover": uid})
        return self._one(uid)

    def require_start(self, dossier: DossierView, taker: PersonRef) -> int:
        """Give the row id of who is to take a dossier over. Raises Refused unless the actor owns or manages it,
        NotFound or Conflict for somebody who cannot take it: the owner, a guest, or who cannot be written to."""
        store = self._store
        dossier = store.dossiers.by_id(dossier.id)
        store.actor.require(Action.MANAGE, dossier.id)
        dossier.require_open()
        taker_id = store.people.id_of(taker.id or "")
        if taker_id is None:
            raise NotFound("nobody-called", name=taker.name)
        if taker_id == dossier.owner_id:
            raise Conflict("handover-own", name=taker.name, title=dossier.title)
        if not self._belongs(taker_id, dossier):
            raise Conflict("handover-guest", name=taker.name)
        if store.absences.workspace_of(taker_id, None) is None:
            raise Conflict("handover-unreachable", name=taker.name)
        return taker_id

    def _belongs(self, person: int, dossier: DossierView) -> bool:
        """Tell whether somebody is one of us: a member of the organisation who is no guest here, or a member of this
        dossier for good."""
        tier = select(people.c.tier).where(
            people.c.id == person, people.c.organisation_id == self._store.actor.organisation
        )
        held = self._store.connection.execute(tier).scalar_one()
        here = [each for each in self._store.dossiers.everybody(dossier) if each.id == person]
        lasting = max((each.tier for each in here if not each.until), default=0)
        if any(each.tier is Tier.GUEST for each in here) and held < Tier.MANAGER:
            return False
        return bool(max(held, lasting) >= Tier.MEMBER)

    def open_of(self, dossier: DossierView) -> Handover | None:
        """Give the offer of a dossier that waits for an answer, to who may read the dossier."""
        self._store.actor.require(Action.READ, self._store.dossiers.by_id(dossier.id).id)
        offered = (handovers.c.dossier_id == dossier.id) & (handovers.c.state == _OPEN)
        return next(iter(self._views(offered)), None)

    def get(self, uid: str) -> Handover:
        """Give an offer to whom it was made, who made it, whose dossier it was, or who manages that; one that was
        accepted to all who read the dossier. Raises NotFound or Refused."""
        handover = self._one(uid)
        if self._store.actor.person not in (handover.taker_id, handover.giver_id, handover.starter_id):
            known = handover.state is HandoverState.ACCEPTED
            self._store.actor.require(Action.READ if known else Action.MANAGE, handover.dossier)
        return handover

    def require_answer(self, handover: Handover) -> None:
        """Raise Refused for anybody but whom it was offered to, Conflict when it was answered or withdrawn."""
        self._store.dossiers.by_id(handover.dossier)
        if self._store.actor.person != handover.taker_id:
            raise Refused("refused-handover", name=handover.taker.name).within(handover.dossier)
        self._require_open(handover)

    def rises(self, handover: Handover) -> bool:
        """Tell whether the actor, whom it is offered to, would be a senior member by it and is none for good yet."""
        dossier = self._store.dossiers.by_id(handover.dossier)
        if self._store.actor.person != handover.taker_id or self._store.actor.manages:
            return False
        held = next((each for each in self._store.dossiers.everybody(dossier) if each.id == handover.taker_id), None)
        return held is None or held.until is not None or held.tier < Tier.SENIOR

    def require_withdraw(self, handover: Handover) -> None:
        """Raise Refused unless the actor owns or manages the dossier, Conflict when it was answered or withdrawn."""
        self._store.dossiers.by_id(handover.dossier)
        self._store.actor.require(Action.MANAGE, handover.dossier)
        self._require_open(handover)

    def accept(self, handover: Handover, comment: str) -> tuple[DossierView, int]:
        """Take a dossier over; give it as it is then, and how much of what its old owner owed has passed on.

        Raises as `require_answer` and `Dossiers.become_owner`, Conflict for somebody who is a guest by now.
        """
        self.require_answer(handover)
        if not self._belongs(handover.taker_id, self._store.dossiers.by_id(handover.dossier)):
            raise Conflict("handover-guest", name=handover.taker.name)
        dossier = self._store.dossiers.become_owner(handover)
        self._end(handover, HandoverState.ACCEPTED, comment)
        self._store.duties.decided(Trigger.HANDOVER, handover.dossier)
        self._store.audit.add("handover.accept", f"dossier:{dossier.uid}", handover.giver.id or "")
        return dossier, self._pass_duties(handover)

    def decline(self, handover: Handover, comment: str) -> Handover:
        """Say no: everything stays as it was. Raises as `require_answer`."""
        self.require_answer(handover)
        self._come_to_nothing(handover, HandoverState.DECLINED, comment)
        return self._one(handover.uid)

    def withdraw(self, handover: Handover) -> Handover:
        """Take the offer back. Raises as `require_withdraw`."""
        self.require_withdraw(handover)
        self._come_to_nothing(handover, HandoverState.WITHDRAWN, "")
        return self._one(handover.uid)

    def keep(self, handover: Handover, saved: Saved) -> Handover:
        """Note which record was kept of it. Raises Refused for anybody but the taker."""
        self._store.dossiers.by_id(handover.dossier)
        if self._store.actor.person != handover.taker_id:
            raise Refused("refused-handover", name=handover.taker.name).within(handover.dossier)
        self._set(handover, HandoverState.ACCEPTED, record_id=self._store.records.get(saved.line.uid).line.id)
        return self._one(handover.uid)

    def matters(self, dossier: DossierView, zone: ZoneInfo) -> Matters:
        """Give what is open in a dossier and what is to be known of it, as far as the actor may read it.

        Raises Refused.
        """
        store = self._store
        report = store.health.report(dossier, zone)
        wanted = Filter(kind=_kind(Issue), statuses=_OPEN_STATUSES)
        issues, count = store.records.lines([dossier.id], wanted, _MOST)
        submitted, outdated = store.approvals.open_in(dossier), store.approvals.outdated_in(dossier)
        since = store.now - timedelta(days=DECISION_DAYS)
        return Matters(
            store.duties.updates_in([dossier.id]),
            [store.records.get(line.uid) for line in issues],
            count,
            submitted,
            self._decisions(dossier, since, zone),
            report,
            store.retests.lacking(dossier.id),
            self._risks(dossier),
            self._unconfirmed(dossier),
            [line for _, line in outdated],
            self._proposed(dossier, {line.id for _, line in (*submitted, *outdated)}),
        )

    def _proposed(self, dossier: DossierView, known: set[int]) -> list[RecordLine]:
        """Give the changes that wait for a decision though nobody has submitted them."""
        wanted = Filter(kind=_kind(ChangeRequest), statuses=(ChangeStatus.PROPOSED.value,))
        lines, _ = self._store.records.lines([dossier.id], wanted, _MOST)
        return [line for line in lines if line.id not in known]

    def _risks(self, dossier: DossierView) -> str:
        """Give what the last progress report says of risks, "" for nothing."""
        last, _ = self._store.records.lines([dossier.id], Filter(kind=_kind(ProgressReport)), 1)
        return str(self._store.records.get(last[0].uid).content.get("risks") or "") if last else ""

    def _unconfirmed(self, dossier: DossierView) -> list[str]:
        """Name the members who have something to confirm, to who looks after the dossier."""
        if not self._store.actor.may(Action.MANAGE, dossier.id):
            return []
        standings = self._store.commitments.standing(dossier)
        return [each.person.name for each in standings if each.lacking(self._store.now)]

    def _decisions(self, dossier: DossierView, since: datetime, zone: ZoneInfo) -> list[Decision]:
        """Give what minutes say was decided, and what was approved, the newest first."""
        store = self._store
        lines, _ = store.records.lines([dossier.id], Filter(kind=_kind(Minutes), since=since), _MINUTES)
        decided = [each for line in lines for each in decisions_in(store.records.get(line.uid), zone)]
        decided += [
            Decision(
                (each.decided_at or each.submitted_at).astimezone(zone).date(), line.title, line.number, approved=True
            )
            for each, line in store.approvals.approved_since(dossier, since)
        ]
        return sorted(decided, key=lambda each: each.on, reverse=True)

    def _pass_duties(self, handover: Handover) -> int:
        """Have the taker owe what fell to the dossier's owner, or all that the giver owed in it; give how much.

        What is to be decided stays with whoever may decide it.
        """
        theirs = (duties.c.dossier_id == handover.dossier) & (duties.c.owner_id == handover.giver_id)
        if not handover.whole:
            theirs &= duties.c.trigger.in_([each.value for each in Trigger if each.of_owner])
        return len(pass_to(self._store, theirs, handover.taker_id))

    def _come_to_nothing(self, handover: Handover, state: HandoverState, comment: str) -> None:
        store = self._store
        self._end(handover, state, comment)
        self._end_loan(handover)
        dossier = store.dossiers.by_id(handover.dossier)
        if state is HandoverState.WITHDRAWN:
            store.duties.drop(dossier, Trigger.HANDOVER)
        else:
            store.duties.decided(Trigger.HANDOVER, dossier.id)
        action = "handover.decline" if state is HandoverState.DECLINED else "handover.withdraw"
        store.audit.add(action, f"dossier:{dossier.uid}", handover.taker.id or "")

    def _end_loan(self, handover: Handover) -> None:
        """Take back what was lent for an offer that came to nothing; what was given otherwise stays."""
        lent = (members.c.dossier_id == handover.dossier) & (members.c.person_id == handover.taker_id)
        ours = members.c.organisation_id == self._store.actor.organisation
        back = (
            update(members)
            .where(lent, ours, members.c.until == handover.lent_until)
            .values(until=None, tier=members.c.after, after=None)
        )
        if self._store.connection.execute(back).rowcount:
            note_member(self._store, handover.dossier, handover.taker_id)

    def _require_open(self, handover: Handover) -> None:
        if handover.state is not HandoverState.OPEN:
            raise Conflict(f"handover-{handover.state}", name=handover.taker.name)

    def _end(self, handover: Handover, state: HandoverState, comment: str) -> None:
        self._set(handover, HandoverState.OPEN, state=state.value, comment=comment, decided_at=self._store.now)

    def _set(self, handover: Handover, was: HandoverState, **values: Any) -> None:
        """Change an offer that is as it was. Raises Conflict when somebody has been faster."""
        changed = self._store.connection.execute(
            update(handovers)
            .where(
                handovers.c.id == handover.id,
                handovers.c.organisation_id == self._store.actor.organisation,
                handovers.c.state == was.value,
            )
            .values(**values)
        )
        if changed.rowcount != 1:
            self._require_open(self._one(handover.uid))

    def _one(self, uid: str) -> Handover:
        return found(next(iter(self._views(handovers.c.uid == uid)), None))

    def _views(self, condition: ColumnElement[bool]) -> list[Handover]:
        ours = handovers.c.organisation_id == self._store.actor.organisation
        return [_view(row) for row in self._store.connection.execute(_VIEW.where(ours, condition))]


def _kind(model: type[Any]) -> Kind:
    return next(each for each in kinds() if each.model is model)


def _view(row: AnyRow) -> Handover:
    return Handover(
        row.id,
        row.uid,
        row.dossier_id,
        PersonRef(id=row.giver_uid, name=row.giver_name),
        row.giver_id,
        PersonRef(id=row.taker_uid, name=row.taker_name),
        row.taker_id,
        PersonRef(id=row.starter_uid, name=row.starter_name),
        row.starter_id,
        HandoverState(row.state),
        row.note,
        row.whole,
        row.started_at,
        row.lent_until,
        row.comment,
        row.decided_at,
        row.record or "",
    )
