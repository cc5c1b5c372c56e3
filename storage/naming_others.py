"""Records that name others of their dossier: whether those are there, what they are called, who stands above whom."""

from collections.abc import Iterable, Mapping
from typing import TYPE_CHECKING, Any

from sqlalchemy import select

from dossier.errors import InvalidFields, Problem
from dossier.kinds import Kind
from dossier.orgchart import circle
from dossier.tiers import Action
from dossier.views import DossierView, numbers_in
from storage.record_queries import Filter
from storage.tables import records

if TYPE_CHECKING:
    from storage.store import Store


_MOST_CONTACTS = 200


class NamingOthers:
    """What records of the store's organisation say of others."""

    def __init__(self, store: "Store") -> None:
        """Take the store."""
        self._store = store

    def require(
        self,
        dossier: DossierView,
        kind: Kind,
        content: Mapping[str, Any],
        before: Mapping[str, Any] | None = None,
        uid: str = "",
    ) -> None:
        """Raise InvalidFields for every field that names what is no such record of the dossier (any more), and for a
        contact who would report to themselves, also by way of others.

        `before` is what the record, `uid`, held: what it named then is not judged anew.
        """
        held = before or {}
        asked = [
            (spec, number)
            for spec in kind.fields
            if spec.refers_to
            for number in numbers_in(content.get(spec.name))
            if number not in numbers_in(held.get(spec.name))
        ]
        there = self._kinds_of(dossier.id, {number for _, number in asked})
        problems: dict[str, Problem] = {}
        for spec, number in asked:
            wanted, known = self._store.own_kinds.kept(spec.refers_to), there.get(number)
            data: dict[str, str | int] = {"number": str(number), "zh": wanted.label.zh, "en": wanted.label.en}
            if known is None:
                problems.setdefault(spec.name, Problem("problem-no-such-record", data))
            elif not stands_for(self._store.own_kinds.kept(known), wanted):
                problems.setdefault(spec.name, Problem("problem-record-of-another-kind", data))
        if kind.name == "contact" and (problem := self._circle(dossier, kind, content, held, uid)):
            problems["reports_to"] = problem
        if problems:
            raise InvalidFields(problems)

    def called(self, dossier: int, kind: Kind, content: Mapping[str, Any]) -> tuple[dict[int, str], frozenset[int]]:
        """Give the titles of the records that a content names, by number, and which numbers are not there any more:
        a version that was restored, gone back to or imported names what it named. Both as far as the actor may know."""
        named = {spec: numbers_in(content.get(spec.name)) for spec in kind.fields if spec.refers_to}
        wanted = {number for numbers in named.values() for number in numbers}
        if not wanted:
            return {}, frozenset()
        query = select(records.c.number, records.c.title, records.c.kind, records.c.shared).where(
            records.c.organisation_id == self._store.actor.organisation,
            records.c.dossier_id == dossier,
            records.c.number.in_(wanted),
            ~records.c.deleted,
        )
        may, kept = self._store.actor.may, self._store.own_kinds.kept
        rows = self._store.connection.execute(query).all()
        there = {row.number for row in rows}
        gone = {
            number
            for spec, numbers in named.items()
            if may(Action.READ, dossier, kept(spec.refers_to))
            for number in numbers
            if number not in there
        }
        titles = {row.number: row.title for row in rows if may(Action.READ, dossier, kept(row.kind), shared=row.shared)}
        return titles, frozenset(gone)

    def _circle(
        self, dossier: DossierView, kind: Kind, content: Mapping[str, Any], held: Mapping[str, Any], uid: str
    ) -> Problem | None:
        if not content.get("reports_to") or all(content.get(each) == held.get(each) for each in ("name", "reports_to")):
            return None
        saved = self._store.records.after(dossier, 0, Filter(kind=kind), _MOST_CONTACTS)
        at = next((place for place, each in enumerate(saved) if each.line.uid == uid), len(saved))
        contacts: list[Mapping[str, Any]] = [each.content for each in saved]
        contacts[at : at + 1] = [content]
        names = circle(contacts, at)
        if len(names) == 2:
            return Problem("problem-reports-to-self", {"name": names[0]})
        return Problem("problem-reports-in-circle", {"names": " → ".join(names)}) if names else None

    def _kinds_of(self, dossier: int, numbers: Iterable[int]) -> dict[int, str]:
        wanted = list(numbers)
        if not wanted:
            return {}
        query = select(records.c.number, records.c.kind).where(
            records.c.organisation_id == self._store.actor.organisation,
            records.c.dossier_id == dossier,
            records.c.number.in_(wanted),
            ~records.c.deleted,
        )
        return {row.number: row.kind for row in self._store.connection.execute(query)}


def stands_for(known: Kind, wanted: Kind) -> bool:
    """Tell whether records of a kind can be named where another is asked for: what an organisation has approved as
    changes are is verified as they are."""
    return known.name == wanted.name or None not in (known.approved, wanted.approved)
