"""Customers, their dossiers, and the members of each."""

import re
from collections.abc import Collection, Sequence
from datetime import datetime
from typing import TYPE_CHECKING, Any

from sqlalchemy import ColumnElement, Select, bindparam, case, insert, or_, select, union, update
from sqlalchemy.dialects import postgresql, sqlite

from dossier.duties import Trigger
from dossier.errors import Conflict, NotFound, Refused
from dossier.fields import PersonRef
from dossier.handover import Handover
from dossier.naming import check_short_name
from dossier.phases import Phase
from dossier.reviews import next_review
from dossier.tiers import OWNERS, Action, Tier
from dossier.views import DossierView, MemberView
from storage.access import found
from storage.dossier_names import begins, longest, name_key, stands_in
from storage.dossier_rows import COLUMNS, OWNER, view
from storage.ids import AnyRow, new_uid, row_id
from storage.prepared import Prepared
from storage.roles import note_member, note_owner
from storage.tables import customers, dossiers, members, people

if TYPE_CHECKING:
    from storage.store import Store

_VIEW = (
    select(*COLUMNS)
    .join(customers, customers.c.id == dossiers.c.customer_id)
    .join(OWNER, OWNER.c.id == dossiers.c.owner_id)
)
# The longest text whose parts are all looked up: there are eighteen hundred of them.
_SHORT = 60
# A word of a project's name by which one of several can be meant.
_WORD = re.compile(r"[a-z0-9]{3,}|[\u4e00-\u9fff]{2,}")
# A word with which a longer name can begin.
_LATIN_WORD = re.compile(r"[a-z0-9][a-z0-9&-]{2,}", re.ASCII)
_KEYS = (customers.c.short_key, customers.c.name_key)
_OURS = dossiers.c.organisation_id == bindparam("organisation")
_BY_UID = _VIEW.where(dossiers.c.uid == bindparam("uid"), _OURS)
_BY_ID = Prepared(_VIEW.where(dossiers.c.id == bindparam("dossier"), _OURS))


class Dossiers:
    """Dossiers of the store's organisation."""

    def __init__(self, store: "Store") -> None:
        """Take the store."""
        self._store = store

    def start(self, customer: str, short_name: str, project: str, phase: Phase, owner: PersonRef) -> DossierView:
        """Start a dossier; the customer is the known one of that short name or a new one.

        Whoever starts it and its owner become members: the owner a senior one. Raises Refused without the tier to
        start dossiers, DossierError for a short name that cannot be, Conflict for one that another customer has, a
        customer who has another one, or a project that the customer has already.
        """
        store = self._store
        store.actor.require_start()
        owner_id = found(store.people.id_of(owner.id or ""))
        customer_id = self._customer(customer, check_short_name(short_name))
        taken = select(dossiers.c.id).where(
            dossiers.c.customer_id == customer_id, dossiers.c.project_key == name_key(project)
        )
        if store.connection.execute(taken).first():
            raise Conflict("project-taken", project=project, short=short_name)
        uid = new_uid()
        added = store.connection.execute(
            insert(dossiers),
            {
                "uid": uid,
                "organisation_id": store.actor.organisation,
                "customer_id": customer_id,
                "owner_id": owner_id,
                "project": project,
                "project_key": name_key(project),
                "phase": phase.value,
                "created_at": store.now,
                "changed_at": store.now,
                "review_at": _next_look(phase, store.now, store.now),
            },
        )
        dossier = row_id(added)
        store.audit.add("dossier.start", f"dossier:{uid}", short_name)
        for person in {owner_id, store.actor.person} - {None}:
            self._put_member(dossier, person, Tier.SENIOR)
        note_owner(store, uid, owner.id or "")
        return self.by_id(dossier)

    def get(self, uid: str, *, lock: bool = False) -> DossierView:
        """Give a dossier of this organisation; with `lock`, as it is now, until the transaction ends (PostgreSQL)."""
        query = _BY_UID.with_for_update(of=dossiers, key_share=True) if lock and not self._store.sqlite else _BY_UID
        params = {"uid": uid, "organisation": self._store.actor.organisation}
        return view(found(self._store.connection.execute(query, params).one_or_none()))

    def by_id(self, dossier: int) -> DossierView:
        """Give a dossier of this organisation by its row id."""
        params = {"dossier": dossier, "organisation": self._store.actor.organisation}
        return view(found(_BY_ID.one(self._store.connection, params)))

    def mine(self, action: Action = Action.READ) -> list[DossierView]:
        """Give the dossiers the actor may read (or do something else to), the ones last touched first."""
        return self._mine(action)

    def _mine(self, action: Action, *conditions: ColumnElement[bool]) -> list[DossierView]:
        query = _VIEW.where(dossiers.c.organisation_id == self._store.actor.organisation, *conditions)
        reached = self._store.actor.reached(action)
        if reached is not None:
            query = query.where(dossiers.c.id.in_(reached))
        return [view(row) for row in self._store.connection.execute(query.order_by(dossiers.c.changed_at.desc()))]

    def going_on(self, customer: str) -> list[DossierView]:
        """Give the dossiers of a customer (its uid) whose project is not over and that the actor may read, by age."""
        theirs = [each for each in self.mine() if each.customer_uid == customer and not each.phase.over]
        return sorted(theirs, key=lambda each: (each.created_at, each.id))

    def _perhaps_named(self, said: str, action: Action) -> list[DossierView]:
        """Give the dossiers of `mine` that a text can name, without looking at all of them where the text is short."""
        if len(said) > _SHORT:
            return self._mine(action)
        # What is named stands in the text: its parts are looked up in the indexes of names.
        parts = {said[first:last] for first in range(len(said)) for last in range(first + 1, len(said) + 1)}
        ours = self._store.actor.organisation
        # One step after the other: in one query, or with OR, SQLite walks along all that the organisation has.
        called = union(*(self._customers_of(key, parts) for key in _KEYS))
        theirs = list(self._store.connection.execute(called).scalars())
        mine = select(dossiers.c.id).where(dossiers.c.organisation_id == ours)
        named = union(mine.where(dossiers.c.customer_id.in_(theirs)), mine.where(dossiers.c.project_key.in_(parts)))
        ids = list(self._store.connection.execute(named).scalars())
        return self._mine(action, dossiers.c.id.in_(ids)) if ids else []

    def _begun(self, said: str, action: Action) -> list[DossierView]:
        """Give the dossiers of `mine` of the one customer whose name is a word of a text and a kind of company."""
        words = set(_LATIN_WORD.findall(said)) if len(said) <= _SHORT else set()
        if not words:
            return []
        keys = [self._begins(key, word) for word in words for key in _KEYS]
        ids = select(customers.c.id).where(customers.c.organisation_id == self._store.actor.organisation, or_(*keys))
        found_here = [
            each
            for each in self._mine(action, dossiers.c.customer_id.in_(ids))
            if any(begins(word, name_key(name)) for word in words for name in (each.short_name, each.customer))
        ]
        return found_here if len({each.customer_uid for each in found_here}) == 1 else []

    def _begins(self, key: ColumnElement[str], word: str) -> ColumnElement[bool]:
        # SQLite finds by an index what lies between two texts, which it compares by their bytes; for LIKE it reads all.
        # PostgreSQL compares by its own order, in which what comes last is not what has the last letter.
        if self._store.sqlite:
            return (key >= word) & (key < f"{word}\U0010ffff")
        return key.startswith(word, autoescape=True)

    def _customers_of(self, key: ColumnElement[str], parts: Collection[str]) -> Select[tuple[int]]:
        ours = customers.c.organisation_id == self._store.actor.organisation
        return select(customers.c.id).where(ours, key.in_(parts))

    def named_in(self, text: str, action: Action = Action.READ) -> list[DossierView]:
        """Give the dossiers of `mine` that a text names: by the customer (short or full name), the project, or both.

        The longest name counts; of a customer's several projects the one of which a word is said. Where none is said
        whole, the only customer is meant whose name begins so: ABC for ABC公司.
        """
        said = name_key(text)
        mine = self._perhaps_named(said, action)
        customers = longest(said, ((name, each) for each in mine for name in (each.short_name, each.customer)))
        projects = longest(said, ((each.project, each) for each in mine))
        both = [each for each in customers if each in projects]
        if both or not customers:
            return both or projects or self._begun(said, action)
        begun = [
            each for each in customers if any(stands_in(word, said) for word in _WORD.findall(name_key(each.project)))
        ]
        return begun or customers

    def set_phase(self, dossier: DossierView, phase: Phase, reason: str = "") -> DossierView:
        """Move a dossier to another phase; why, where something was lacking, is kept in the audit log.

        Raises Refused unless by its owner or a manager; sealing takes a manager.
        """
        was, now = self.by_id(dossier.id).phase, self._store.now
        self._store.actor.require(Action.SEAL if Phase.SEALED in (phase, was) else Action.MANAGE, dossier.id)
        values: dict[str, Any] = {"phase": phase.value, "changed_at": now}
        if phase.over or was.over:
            values["review_at"] = _next_look(phase, dossier.created_at, now)
        self._store.connection.execute(update(dossiers).where(dossiers.c.id == dossier.id).values(values))
        if phase.over != was.over:
            self._store.duties.drop(dossier, Trigger.REVIEW if phase.over else Trigger.AUDIT)
        self._store.audit.add("dossier.phase", f"dossier:{dossier.uid}", f"{phase.value} {reason}".rstrip())
        return self.by_id(dossier.id)

    def become_owner(self, handover: Handover) -> DossierView:
        """Make the actor the owner of a dossier that its owner gives to them, and a senior member for good.

        Raises Refused for anybody but the taker, Conflict when it has another owner by now, or is sealed.
        """
        store, me = self._store, self._store.actor.person
        dossier = self.by_id(handover.dossier)
        if handover.taker_id != me:
            raise Refused("refused-handover", name=handover.taker.name).within(handover.dossier)
        dossier.require_open()
        changed = store.connection.execute(
            update(dossiers)
            .where(dossiers.c.id == dossier.id, dossiers.c.owner_id == handover.giver_id)
            .values(owner_id=me, changed_at=store.now)
        )
        if changed.rowcount != 1:
            raise Conflict("handover-owner-changed", name=dossier.owner.name)
        held = next((each for each in self.everybody(dossier) if each.id == me), None)
        if held is None or held.until is not None or held.tier < Tier.SENIOR:
            self._put_member(dossier.id, me, Tier.SENIOR)
        note_owner(store, dossier.uid, store.actor.uid)
        return self.by_id(dossier.id)

    def lend(self, dossier: DossierView, person: int, until: datetime) -> None:
        """Let somebody (row id) who may not read a dossier do so until a moment: it is offered to them.

        Raises Refused unless by its owner or a manager.
        """
        self._store.actor.require(Action.MANAGE, dossier.id)
        if not self._store.absences.reads(person, self.by_id(dossier.id).id):
            self._put_member(dossier.id, person, Tier.MEMBER, until)

    def members(self, dossier: DossierView) -> Sequence[MemberView]:
        """Give the members of a dossier, the highest tier first. Raises Refused for who may not read it."""
        self._store.actor.require(Action.READ, dossier.id)
        return [each for each in self.everybody(dossier) if each.tier > Tier.STRANGER]

    def everybody(self, dossier: DossierView) -> Sequence[MemberView]:
        """Give the members of a dossier, the highest tier first, and who is none any more; not for showing."""
        rows = self._store.connection.execute(
            select(people.c.id, people.c.uid, people.c.name, members.c.tier, members.c.until, members.c.after)
            .join(members, members.c.person_id == people.c.id)
            .where(members.c.dossier_id == dossier.id, members.c.organisation_id == self._store.actor.organisation)
            .order_by(people.c.name)
        )
        views = [_member(row, self._store.now) for row in rows]
        return sorted(views, key=lambda each: -each.tier)

    def set_member(self, dossier: DossierView, person: PersonRef, tier: Tier, until: datetime | None = None) -> None:
        """Give a colleague a tier in a dossier, for good or until a moment, when they have again what they had.

        Raises Refused unless by its owner or a manager; nobody gives, or takes, more than they have themselves. Raises
        Conflict when its owner would be less than an owner is: it is to be handed over first.
        """
        actor = self._store.actor
        actor.require(Action.MANAGE, dossier.id)
        person_id = self._store.people.id_of(person.id or "")
        if person_id is None:
            raise NotFound("nobody-called", name=person.name)
        now = self.get(dossier.uid, lock=True)
        held = next((each.tier for each in self.everybody(now) if each.id == person_id), Tier.STRANGER)
        if max(tier, held) > actor.tier_in(dossier.id):
            raise Refused("refused-tier-above", tier=max(tier, held).name.lower()).within(dossier.id)
        if person_id == now.owner_id and tier < OWNERS:
            raise Conflict("owner-stays", name=person.name, title=now.title)
        self._put_member(dossier.id, person_id, tier, until)
        self._store.requests.settle(dossier, person_id, tier)

    def _put_member(self, dossier: int, person: Any, tier: Tier, until: datetime | None = None) -> None:
        dialect = sqlite if self._store.sqlite else postgresql
        row = {
            "organisation_id": self._store.actor.organisation,
            "dossier_id": dossier,
            "person_id": person,
            "tier": int(tier),
            "until": until,
            "after": int(Tier.STRANGER) if until else None,
        }
        new: dict[str, Any] = {"tier": int(tier), "until": until}
        if until is None:
            new |= {"channel_id": None, "after": None}
        else:
            # What they have for good stays what they have afterwards, however often it is exceeded for a time.
            new |= {"after": case((members.c.until.is_(None), members.c.tier), else_=members.c.after)}
        put = dialect.insert(members).on_conflict_do_update(index_elements=("dossier_id", "person_id"), set_=new)
        self._store.connection.execute(put, row)
        note_member(self._store, dossier, person)

    def _customer(self, name: str, short_name: str) -> int:
        store = self._store
        called = or_(customers.c.short_key == name_key(short_name), customers.c.name_key == name_key(name))
        query = select(customers.c.id, customers.c.name, customers.c.short_name, customers.c.short_key)
        query = query.where(customers.c.organisation_id == store.actor.organisation, called)
        same = store.connection.execute(query.order_by(customers.c.id)).all()
        known = next((each for each in same if each.short_key == name_key(short_name)), None)
        if known is not None:
            if name_key(known.name) != name_key(name):
                raise Conflict("short-name-taken", short=short_name, customer=known.name)
            return int(known.id)
        if same:
            raise Conflict("customer-has-short-name", customer=same[0].name, short=same[0].short_name)
        uid = new_uid()
        row = {
            "uid": uid,
            "organisation_id": store.actor.organisation,
            "name": name,
            "short_name": short_name,
            "short_key": name_key(short_name),
            "name_key": name_key(name),
        }
        store.audit.add("customer.add", f"customer:{uid}", short_name)
        return row_id(store.connection.execute(insert(customers), row))


def _next_look(phase: Phase, created: datetime, now: datetime) -> datetime | None:
    """Give when a dossier that comes to a phase is looked at next: reviewed while it goes on, audited at its end."""
    if phase is Phase.SEALED:
        return None
    return now if phase is Phase.CLOSING else next_review(created, now)


def _member(row: AnyRow, now: datetime) -> MemberView:
    person = PersonRef(id=row.uid, name=row.name)
    if row.until is not None and row.until <= now:
        return MemberView(person, row.id, Tier(row.after or 0))
    after = Tier(row.after or 0) if row.until is not None else None
    return MemberView(person, row.id, Tier(row.tier), row.until, after)
