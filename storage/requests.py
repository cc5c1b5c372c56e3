"""Requests for access: asked once, answered once by whoever may give the tier."""

from datetime import datetime
from typing import TYPE_CHECKING

from sqlalchemy import ColumnElement, select, text, update
from sqlalchemy.dialects import postgresql, sqlite

from dossier.deciding import AccessRequest, RequestState
from dossier.errors import Conflict, DossierError
from dossier.fields import PersonRef
from dossier.tiers import Action, Tier, lowest
from dossier.views import DossierView
from storage.access import found
from storage.ids import new_uid
from storage.tables import access_requests, people

if TYPE_CHECKING:
    from storage.store import Store

_DECIDERS = people.alias("deciders")
_OPEN = RequestState.OPEN.value
_VIEW = (
    select(
        *(column for column in access_requests.c if column.name not in ("organisation_id", "decider_id")),
        people.c.uid.label("person_uid"),
        people.c.name.label("person_name"),
        _DECIDERS.c.name.label("decider_name"),
    )
    .join(people, people.c.id == access_requests.c.person_id)
    .outerjoin(_DECIDERS, _DECIDERS.c.id == access_requests.c.decider_id)
)


class Requests:
    """Requests for access in the store's organisation."""

    def __init__(self, store: "Store") -> None:
        """Take the store."""
        self._store = store

    def ask(self, dossier: DossierView, tier: Tier) -> tuple[AccessRequest, bool]:
        """Ask for a tier in a dossier; give the request, and whether there is anything new in it.

        Who asks again has asked once; who asks for more has asked for more. Raises Refused for somebody nobody knows,
        Conflict for who has the tier, or when there is nobody who could give it.
        """
        store, actor = self._store, self._store.actor
        dossier = store.dossiers.by_id(dossier.id)
        if actor.person is None:
            raise DossierError("refused-settings")
        if actor.tier_in(dossier.id) >= tier:
            raise Conflict("access-have", tier=tier.name.lower(), title=dossier.title)
        if not self.deciders(dossier, tier, actor.person):
            raise Conflict("access-nobody")
        mine = (access_requests.c.dossier_id == dossier.id) & (access_requests.c.person_id == actor.person)
        earlier = next(iter(self._views(mine & (access_requests.c.state == _OPEN))), None)
        if earlier is not None and earlier.at(store.now) is RequestState.OPEN:
            if earlier.tier >= tier:
                return earlier, False
            self._set(earlier, tier=int(tier))
            return self._one(earlier.uid), True
        if earlier is not None:
            self._set(earlier, state=RequestState.EXPIRED.value)
        uid, open_only = new_uid(), text("state = 'open'")
        make = sqlite.insert if store.sqlite else postgresql.insert
        row = {
            "uid": uid,
            "organisation_id": actor.organisation,
            "dossier_id": dossier.id,
            "person_id": actor.person,
            "tier": int(tier),
            "state": _OPEN,
            "asked_at": store.now,
        }
        added = make(access_requests).on_conflict_do_nothing(
            index_elements=("dossier_id", "person_id"), index_where=open_only
        )
        if store.connection.execute(added.returning(access_requests.c.id), row).first() is None:
            return self._views(mine & (access_requests.c.state == _OPEN))[0], False
        store.audit.add("access.ask", f"dossier:{dossier.uid}", tier.name.lower())
        return self._one(uid), True

    def get(self, uid: str) -> AccessRequest:
        """Give a request to who made it, or who may answer it. Raises NotFound, Refused."""
        request = self._one(uid)
        if request.person_id != self._store.actor.person:
            self._store.actor.require(Action.MANAGE, request.dossier)
        return request

    def open_in(self, dossier: DossierView) -> list[AccessRequest]:
        """Give the requests in a dossier that wait for an answer. Raises Refused for who could not give one."""
        self._store.actor.require(Action.MANAGE, dossier.id)
        waiting = self._views((access_requests.c.dossier_id == dossier.id) & (access_requests.c.state == _OPEN))
        return [each for each in waiting if each.at(self._store.now) is RequestState.OPEN]

    def deciders(self, dossier: DossierView, tier: Tier, asker: int) -> list[int]:
        """Give the row ids of those who are asked: the dossier's owner; for more than the owner has, managers too."""
        held = {each.id: each.tier for each in self._store.dossiers.everybody(dossier)}
        managers = [each for each in self._store.absences.managers() if each != asker]
        owner = dossier.owner_id
        theirs = Tier.MANAGER if owner in managers else held.get(owner, Tier.STRANGER)
        if owner == asker or theirs < lowest(Action.READ):
            return managers
        return [owner] if theirs >= tier else [owner, *managers]

    def require_decide(self, request: AccessRequest) -> None:
        """Raise Refused unless the actor may answer it, Conflict when it was answered, expired or came to nothing."""
        self._store.dossiers.by_id(request.dossier)
        self._store.actor.require(Action.MANAGE, request.dossier)
        state = request.at(self._store.now)
        if state is RequestState.EXPIRED:
            raise Conflict("access-expired", name=request.person.name)
        if state is not RequestState.OPEN:
            raise Conflict(f"access-{state}", name=request.person.name, by=request.decider)
        if self._store.absences.is_gone(request.person_id) and not self._knows(request.person_id):
            raise Conflict("access-gone", name=request.person.name)

    def grant(self, request: AccessRequest, tier: Tier, until: datetime | None) -> AccessRequest:
        """Give the asker a tier, for good or until a moment. Raises as `require_decide` and `Dossiers.set_member`."""
        self.require_decide(request)
        dossier = self._store.dossiers.by_id(request.dossier)
        self._end(request, RequestState.GRANTED, tier=int(tier), until=until)
        self._store.dossiers.set_member(dossier, request.person, tier, until)
        return self._one(request.uid)

    def decline(self, request: AccessRequest) -> AccessRequest:
        """Say no. Raises as `require_decide`."""
        self.require_decide(request)
        self._end(request, RequestState.DECLINED)
        dossier = self._store.dossiers.by_id(request.dossier)
        detail = f"{request.person.id} {request.tier.name.lower()}"
        self._store.audit.add("access.decline", f"dossier:{dossier.uid}", detail)
        return self._one(request.uid)

    def settle(self, dossier: DossierView, person: int, tier: Tier) -> None:
        """Close what somebody asked for in a dossier and has been given by hand."""
        theirs = (access_requests.c.dossier_id == dossier.id) & (access_requests.c.person_id == person)
        for request in self._views(theirs & (access_requests.c.state == _OPEN)):
            if request.tier <= tier:
                self._end(request, RequestState.GRANTED, tier=int(tier))

    def _knows(self, person: int) -> bool:
        """Tell whether somebody has an account here: who has no tier yet can be given one."""
        return self._store.absences.workspace_of(person, None) is not None

    def _end(self, request: AccessRequest, state: RequestState, **values: object) -> None:
        decided = {"decider_id": self._store.actor.person, "decided_at": self._store.now}
        self._set(request, state=state.value, **decided, **values)

    def _set(self, request: AccessRequest, **values: object) -> None:
        """Change a request that is open. Raises Conflict when somebody has been faster."""
        changed = self._store.connection.execute(
            update(access_requests)
            .where(
                access_requests.c.id == request.id,
                access_requests.c.organisation_id == self._store.actor.organisation,
                access_requests.c.state == _OPEN,
            )
            .values(**values)
        )
        if changed.rowcount != 1:
            raise Conflict("access-answered", name=request.person.name)

    def _one(self, uid: str) -> AccessRequest:
        return found(next(iter(self._views(access_requests.c.uid == uid)), None))

    def _views(self, condition: ColumnElement[bool]) -> list[AccessRequest]:
        ours = access_requests.c.organisation_id == self._store.actor.organisation
        return [
            AccessRequest(
                row.id,
                row.uid,
                row.dossier_id,
                PersonRef(id=row.person_uid, name=row.person_name),
                row.person_id,
                Tier(row.tier),
                RequestState(row.state),
                row.asked_at,
                row.decider_name or "",
                row.decided_at,
                row.until,
            )
            for row in self._store.connection.execute(_VIEW.where(ours, condition).order_by(access_requests.c.id))
        ]
