"""Who is away, who stands in, and who is there at all to be told something."""

from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import date, timedelta
from typing import TYPE_CHECKING, Any

from sqlalchemy import ColumnElement, Select, case, delete, exists, insert, literal, select

from dossier.errors import DossierError
from dossier.fields import PersonRef
from dossier.tiers import Action, Tier, lowest
from storage.access import found
from storage.ids import new_uid
from storage.tables import absences, accounts, members, people

if TYPE_CHECKING:
    from storage.store import Store

_DAY = timedelta(days=1)
_EVERYBODY = people.alias("everybody")


@dataclass(frozen=True, slots=True)
class Absence:
    """Days somebody is away, the last one included, and the row id of who stands in for them."""

    uid: str
    first: date
    last: date
    delegate: int | None
    delegate_name: str


def may_read(store: "Store", person: ColumnElement[int], dossier: ColumnElement[int]) -> ColumnElement[bool]:
    """Make the condition that a person may read a dossier."""
    tier = case((members.c.until <= store.now, members.c.after), else_=members.c.tier)
    member = exists().where(
        members.c.person_id == person, members.c.dossier_id == dossier, tier >= int(lowest(Action.READ))
    )
    manager = exists().where(_EVERYBODY.c.id == person, _EVERYBODY.c.tier == int(Tier.MANAGER))
    return manager | member


def absent(store: "Store", person: ColumnElement[int], dossier: ColumnElement[int]) -> ColumnElement[bool]:
    """Make the condition that somebody is away today, somewhere on earth, or may not read a dossier."""
    today = store.now.date()
    away = exists().where(
        absences.c.person_id == person,
        absences.c.first_day <= (today + _DAY).isoformat(),
        absences.c.last_day >= (today - _DAY).isoformat(),
    )
    return away | ~may_read(store, person, dossier)


class Absences:
    """People of the store's organisation, as far as they can be told something."""

    def __init__(self, store: "Store") -> None:
        """Take the store."""
        self._store = store

    def add(self, first: date, last: date, delegate: PersonRef | None) -> list[Absence]:
        """Note that the actor is away, and give what is left of what was noted for days around these: of earlier leave
        only the same days are replaced.

        Raises NotFound for a delegate who is no colleague, DossierError for the actor themselves.
        """
        person = self._me()
        other = found(self._store.people.id_of(delegate.id or "")) if delegate else None
        if other == person:
            raise DossierError("leave-delegate-self")
        earlier = [each for each in self._absences(person, first) if each.first <= last]
        self._store.connection.execute(
            delete(absences).where(absences.c.person_id == person, absences.c.uid.in_([each.uid for each in earlier]))
        )
        left = [
            replace(each, uid=new_uid(), first=begins, last=ends)
            for each in earlier
            for begins, ends in ((each.first, first - _DAY), (last + _DAY, each.last))
            if begins <= ends
        ]
        new = Absence(new_uid(), first, last, other, delegate.name if delegate else "")
        self._store.connection.execute(insert(absences), [self._row(person, each) for each in (*left, new)])
        self._store.audit.add("leave.set", f"person:{self._store.actor.uid}", f"{first}..{last}")
        return left

    def cancel(self, uid: str) -> bool:
        """Forget an absence of the actor; False when there is none."""
        gone = self._store.connection.execute(
            delete(absences).where(absences.c.uid == uid, absences.c.person_id == self._me())
        )
        if gone.rowcount == 1:
            self._store.audit.add("leave.cancel", f"person:{self._store.actor.uid}")
        return gone.rowcount == 1

    def mine(self, today: date) -> Sequence[Absence]:
        """Give the actor's absences that are not over."""
        return self._absences(self._me(), today)

    def away(self, person: int, day: date) -> Absence | None:
        """Give the absence of a person (row id) on a day of theirs, None when they are there."""
        noted = self._absences(person, day)
        return noted[0] if noted and noted[0].first <= day else None

    def is_gone(self, person: int) -> bool:
        """Tell whether a person has left: they have no part in the organisation, nor in any of its dossiers."""
        within = exists().where(members.c.person_id == people.c.id, members.c.tier > int(Tier.STRANGER))
        query = self._person(person).where((people.c.tier > int(Tier.STRANGER)) | within)
        return self._store.connection.execute(query).first() is None

    def reads(self, person: int, dossier: int) -> bool:
        """Tell whether a person may read a dossier (row ids), and so be told what is owed in it."""
        query = self._person(person).where(may_read(self._store, people.c.id, literal(dossier)))
        return self._store.connection.execute(query).first() is not None

    def managers(self) -> list[int]:
        """Give the managers of the organisation, by row id."""
        query = select(people.c.id).where(
            people.c.organisation_id == self._store.actor.organisation, people.c.tier == int(Tier.MANAGER)
        )
        return list(self._store.connection.execute(query.order_by(people.c.id)).scalars())

    def workspace_of(self, person: int, preferred: int | None) -> int | None:
        """Give the workspace in which a person is written to: the preferred one where they are in it, else their first.

        None for somebody without an account.
        """
        query = select(accounts.c.workspace_id).where(
            accounts.c.person_id == person, accounts.c.organisation_id == self._store.actor.organisation
        )
        theirs = list(self._store.connection.execute(query.order_by(accounts.c.id)).scalars())
        return preferred if preferred in theirs else next(iter(theirs), None)

    def _row(self, person: int, absence: Absence) -> dict[str, Any]:
        return {
            "uid": absence.uid,
            "organisation_id": self._store.actor.organisation,
            "person_id": person,
            "first_day": absence.first.isoformat(),
            "last_day": absence.last.isoformat(),
            "delegate_id": absence.delegate,
        }

    def _me(self) -> int:
        person = self._store.actor.person
        if person is None:
            raise DossierError("refused-settings")
        return person

    def _person(self, person: int) -> Select[tuple[int]]:
        ours = people.c.organisation_id == self._store.actor.organisation
        return select(people.c.id).where(people.c.id == person, ours)

    def _absences(self, person: int, day: date) -> list[Absence]:
        query = (
            select(absences, people.c.name)
            .outerjoin(people, people.c.id == absences.c.delegate_id)
            .where(absences.c.person_id == person, absences.c.last_day >= day.isoformat())
            .where(absences.c.organisation_id == self._store.actor.organisation)
            .order_by(absences.c.first_day)
        )
        return [
            Absence(
                row.uid,
                date.fromisoformat(row.first_day),
                date.fromisoformat(row.last_day),
                row.delegate_id,
                row.name or "",
            )
            for row in self._store.connection.execute(query)
        ]
