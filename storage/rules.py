"""The rules of reminding: of the organisation, and of each dossier where it has its own."""

from collections.abc import Mapping
from datetime import date, timedelta
from typing import TYPE_CHECKING

from sqlalchemy import delete, select
from sqlalchemy.dialects import postgresql, sqlite

from dossier.moments.zones import country_of
from dossier.rules import SETTINGS, Rule, rule_of
from dossier.tiers import Action
from dossier.views import DossierView
from storage.tables import settings, workdays

if TYPE_CHECKING:
    from storage.store import Store

_ZONE = "zone"


class Rules:
    """Rules in the store's organisation."""

    def __init__(self, store: "Store") -> None:
        """Take the store; what has been read is kept for the rest of the unit."""
        self._store = store
        self._known: dict[int | None, Rule] = {}
        self._days: Mapping[date, bool] | None = None

    def of(self, dossier: int | None) -> Rule:
        """Give the rule of a dossier (its row id), or of the organisation as a whole."""
        if dossier not in self._known:
            organisation = self._set("organisation", self._store.actor.organisation)
            # Nobody has to say whose holidays count who has said where they are.
            where = {"country": country_of(organisation.pop(_ZONE, str(self._store.zone)))}
            own = {} if dossier is None else self._set("dossier", dossier)
            self._known[dossier] = rule_of({**where, **organisation, **own}, self.workdays())
        return self._known[dossier]

    def keep(self, dossier: DossierView | None, values: Mapping[str, str]) -> None:
        """Set the rule of a dossier, or of the organisation. Raises Refused unless by its owner, or by a manager.

        What a dossier is to have as the organisation has it is not its own: it follows the organisation.
        """
        actor = self._store.actor
        if dossier is None:
            self.require_manager()
        else:
            self._store.dossiers.by_id(dossier.id)
            actor.require(Action.MANAGE, dossier.id)
        scope, subject = ("organisation", actor.organisation) if dossier is None else ("dossier", dossier.id)
        shared = {} if dossier is None else self.of(None).settings()
        before = self.of(dossier.id if dossier else None).settings()
        for name in SETTINGS:
            if name in values and values[name] == shared.get(name):
                self._store.preferences.forget(scope, subject, name)
            elif name in values:
                self._store.preferences.keep(scope, subject, name, values[name], before[name])
        self._known.clear()

    def own(self, dossier: int) -> dict[str, str]:
        """Give what a dossier (row id) has set of its own, as it goes along in an archive."""
        return {name: value for name, value in sorted(self._set("dossier", dossier).items()) if name in SETTINGS}

    def found(self, dossier: int, own: Mapping[str, str]) -> None:
        """Take over what came with an archive; what is not to be read is as by default."""
        for name in SETTINGS:
            if name in own:
                self._store.preferences.keep("dossier", dossier, name, own[name])
        self._known.clear()

    def workdays(self) -> Mapping[date, bool]:
        """Give the organisation's own days: on which it works (True) or does not, against its country's calendar."""
        if self._days is None:
            query = (
                select(workdays.c.day, workdays.c.working)
                .where(workdays.c.organisation_id == self._store.actor.organisation)
                .order_by(workdays.c.day)
            )
            rows = self._store.connection.execute(query)
            self._days = {date.fromisoformat(row.day): row.working for row in rows}
        return self._days

    def set_workdays(self, first: date, last: date, working: bool | None) -> None:
        """Have the organisation work, or not, on some days; None leaves them to the calendar. Managers only."""
        self.require_manager()
        organisation = self._store.actor.organisation
        days = [(first + timedelta(days=ahead)).isoformat() for ahead in range((last - first).days + 1)]
        if working is None:
            gone = delete(workdays).where(workdays.c.organisation_id == organisation, workdays.c.day.in_(days))
            self._store.connection.execute(gone)
        else:
            insert = (sqlite if self._store.sqlite else postgresql).insert(workdays)
            put = insert.on_conflict_do_update(
                index_elements=("organisation_id", "day"), set_={"working": insert.excluded.working}
            )
            rows = [{"organisation_id": organisation, "day": day, "working": working} for day in days]
            self._store.connection.execute(put, rows)
        self._store.audit.add("workdays.set", f"organisation:{organisation}", f"{first}..{last} {working}")
        self._days = None
        self._known.clear()

    def require_manager(self) -> None:
        """Raise Refused unless the actor is a manager of the organisation."""
        self._store.actor.require_manager()

    def _set(self, scope: str, subject: int) -> dict[str, str]:
        query = select(settings.c.name, settings.c.value).where(
            settings.c.organisation_id == self._store.actor.organisation,
            settings.c.scope == scope,
            settings.c.subject == subject,
            settings.c.name.in_((*SETTINGS, _ZONE)),
        )
        return {row.name: row.value for row in self._store.connection.execute(query)}
