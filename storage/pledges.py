"""Confirmations of confidentiality: what a dossier asks for, who has given theirs, and until when."""

from collections.abc import Iterable
from datetime import datetime, timedelta
from typing import TYPE_CHECKING, Any

from sqlalchemy import func, insert, select, update

from dossier.commitments import ends_soon, whole_day
from dossier.deciding import Confirmation, Pledge
from dossier.errors import Conflict, DossierError
from dossier.fields import PersonRef
from dossier.tiers import Action
from dossier.views import DossierView
from storage.tables import confirmations, dossiers, people

if TYPE_CHECKING:
    from storage.store import Store


class Pledges:
    """Confirmations in the store's organisation."""

    def __init__(self, store: "Store") -> None:
        """Take the store."""
        self._store = store

    def asked(self, dossier: DossierView) -> Pledge | None:
        """Give what a dossier asks people to confirm, None for nothing. Raises Refused for who has no part in it."""
        self._store.dossiers.by_id(dossier.id)
        self._store.actor.require(Action.VISIT, dossier.id)
        row = self._store.connection.execute(
            select(dossiers.c.pledge, dossiers.c.pledge_days).where(
                dossiers.c.id == dossier.id, dossiers.c.organisation_id == self._store.actor.organisation
            )
        ).one()
        return Pledge(row.pledge, row.pledge_days) if row.pledge is not None else None

    def ask(self, dossier: DossierView, pledge: Pledge | None) -> None:
        """Have a dossier ask for a confirmation, or no longer. Other words than before have to be confirmed anew.

        Raises Refused unless by its owner or a manager.
        """
        self._store.dossiers.by_id(dossier.id)
        self._store.actor.require(Action.MANAGE, dossier.id)
        values = {"pledge": pledge.text, "pledge_days": pledge.days} if pledge else {"pledge": None}
        self._store.connection.execute(update(dossiers).where(dossiers.c.id == dossier.id).values(**values))
        detail = f"{pledge.digest} {pledge.days or ''}".strip() if pledge else ""
        self._store.audit.add("pledge.ask" if pledge else "pledge.drop", f"dossier:{dossier.uid}", detail)

    def carried(self, dossier: DossierView) -> dict[str, Any] | None:
        """Give what goes along in an archive: what is asked, and who of those in it has confirmed it until when."""
        pledge = self.asked(dossier)
        if pledge is None:
            return None
        there = {dossier.owner.id, *(each.person.id for each in self._store.dossiers.members(dossier))}
        given = [each for each in self._of(dossier, pledge) if each.person.id in there]
        told = [
            {"person": each.person.id, "at": each.at.isoformat(), "until": each.until.isoformat()}
            for each in sorted(given, key=lambda each: each.person.id or "")
        ]
        return {"text": pledge.text, "days": pledge.days, "confirmed": told}

    def found(self, dossier: DossierView, pledge: Pledge, given: Iterable[tuple[int, datetime, datetime]]) -> None:
        """Take over what came with an archive: what is asked, and who (row id) confirmed it when and until when."""
        self.ask(dossier, pledge)
        whose = {"organisation_id": self._store.actor.organisation, "dossier_id": dossier.id, "text": pledge.text}
        for person, at, until in given:
            row = {**whose, "person_id": person, "confirmed_at": at, "until": until}
            self._store.connection.execute(insert(confirmations), row)

    def confirm(self, dossier: DossierView, digest: str) -> tuple[Confirmation, bool]:
        """Note that the actor confirms the words of a digest; give the confirmation, and whether it is new.

        Raises Refused for who has no part in the dossier, Conflict when other words, or none, are asked for by now.
        """
        store, actor = self._store, self._store.actor
        pledge = self.asked(dossier)
        if actor.person is None:
            raise DossierError("refused-settings")
        if pledge is None:
            raise Conflict("pledge-none", title=dossier.title)
        if pledge.digest != digest:
            raise Conflict("pledge-changed")
        mine = next((each for each in self._of(dossier, pledge) if each.person.id == actor.uid), None)
        if mine is not None and not ends_soon(mine.until, store.now):
            return mine, False
        until = self.until(pledge)
        row = {
            "organisation_id": actor.organisation,
            "dossier_id": dossier.id,
            "person_id": actor.person,
            "text": pledge.text,
            "confirmed_at": store.now,
            "until": until,
        }
        store.connection.execute(insert(confirmations), row)
        store.nudges.refresh_morning(actor.person)
        store.audit.add("pledge.confirm", f"dossier:{dossier.uid}", until.isoformat())
        return Confirmation(PersonRef(id=actor.uid, name=actor.name), store.now, until), True

    def until(self, pledge: Pledge) -> datetime:
        """Give until when what is confirmed now would hold: all through its last day."""
        now, zone = self._store.now, self._store.naming.zone
        if pledge.days is not None:
            return whole_day(now + timedelta(days=pledge.days), zone)
        return self._store.commitments.after(self._store.commitments.months())

    def given(self, dossier: DossierView) -> list[Confirmation]:
        """Give who has confirmed what is asked now, the newest confirmation of each. Raises Refused for non-members."""
        self._store.actor.require(Action.READ, dossier.id)
        pledge = self.asked(dossier)
        return self._of(dossier, pledge) if pledge else []

    def _of(self, dossier: DossierView, pledge: Pledge) -> list[Confirmation]:
        newest = func.max(confirmations.c.until, type_=confirmations.c.until.type).label("until")
        at = func.max(confirmations.c.confirmed_at, type_=confirmations.c.confirmed_at.type).label("at")
        rows = self._store.connection.execute(
            select(people.c.uid, people.c.name, at, newest)
            .join(people, people.c.id == confirmations.c.person_id)
            .where(
                confirmations.c.dossier_id == dossier.id,
                confirmations.c.organisation_id == self._store.actor.organisation,
                confirmations.c.text == pledge.text,
            )
            .group_by(people.c.uid, people.c.name)
            .order_by(people.c.name)
        )
        return [Confirmation(PersonRef(id=row.uid, name=row.name), row.at, row.until) for row in rows]
