"""Links in records: whether what they lead to is still there, and when that is looked at next."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import TYPE_CHECKING, Any

from sqlalchemy import Connection, delete, func, insert, select, update

from dossier.fields import Input
from dossier.kinds import Kind
from dossier.tiers import Action
from dossier.views import RecordLine
from storage.reminding import House
from storage.tables import links, organisations, records

if TYPE_CHECKING:
    from storage.store import Store

BATCH = 20
_AGAIN, _SOON = timedelta(days=7), timedelta(days=1)
_LEASE = timedelta(minutes=10)
_MOST_FAILURES = 3
"""So many times in a row, a day apart, what does not answer is not there any more."""


@dataclass(frozen=True, slots=True)
class DueLink:
    """A link that is to be looked at (its row), how often it has failed, and until when it is ours to look at."""

    id: int
    url: str
    failures: int
    leased: datetime


@dataclass(frozen=True, slots=True)
class DeadLink:
    """A link that leads nowhere, and the record it stands in."""

    line: RecordLine
    url: str


@dataclass(frozen=True, slots=True)
class Turned:
    """A link of a record (row id) of an organisation that has turned out to be dead, or to lead somewhere again."""

    house: House
    record: int
    url: str
    dead: bool


def addresses(kind: Kind, content: Mapping[str, Any]) -> list[str]:
    """Give the links that a content holds."""
    held = (content.get(spec.name) for spec in kind.holding(Input.LINK) if not spec.sensitive)
    return list(dict.fromkeys(str(each) for each in held if each))


class Links:
    """Links in records of the store's organisation."""

    def __init__(self, store: "Store") -> None:
        """Take the store."""
        self._store = store

    def follow(self, record: int, kind: Kind, content: Mapping[str, Any]) -> None:
        """Have the links of a record (row id) looked at from now on: those its content holds, and no others."""
        if not kind.holding(Input.LINK):
            return
        wanted = addresses(kind, content)
        ours = (links.c.record_id == record, links.c.organisation_id == self._store.actor.organisation)
        known = set(self._store.connection.execute(select(links.c.url).where(*ours)).scalars())
        if gone := known - set(wanted):
            self._store.connection.execute(delete(links).where(*ours, links.c.url.in_(gone)))
        for url in wanted:
            if url not in known:
                row = {"organisation_id": self._store.actor.organisation, "record_id": record, "url": url}
                self._store.connection.execute(insert(links), {**row, "failures": 0, "next_at": self._store.now})

    def dead_in(self, record: int, kind: Kind, content: Mapping[str, Any]) -> frozenset[str]:
        """Give those of the links that a record (row id) holds which lead nowhere."""
        if not addresses(kind, content):
            return frozenset()
        query = select(links.c.url).where(
            links.c.record_id == record,
            links.c.organisation_id == self._store.actor.organisation,
            links.c.dead_at.is_not(None),
        )
        return frozenset(self._store.connection.execute(query).scalars())

    def dead_counts(self, dossiers: Sequence[int]) -> dict[int, int]:
        """Count the records in which a link leads nowhere, by dossier (row ids)."""
        rows = self._store.connection.execute(
            select(records.c.dossier_id, func.count(records.c.id.distinct()).label("some"))
            .join(links, links.c.record_id == records.c.id)
            .where(
                # No index is to be used for it: there are few dead links, and any number of records.
                (records.c.dossier_id + 0).in_(dossiers),
                records.c.deleted.is_(False),
                links.c.organisation_id == self._store.actor.organisation,
                links.c.dead_at.is_not(None),
            )
            .group_by(records.c.dossier_id)
        )
        return {row.dossier_id: row.some for row in rows}

    def dead_among(self, lines: Iterable[RecordLine]) -> frozenset[int]:
        """Give those of some records (row ids) in which a link leads nowhere."""
        linked = [line.id for line in lines if line.kind.holding(Input.LINK)]
        if not linked:
            return frozenset()
        query = select(links.c.record_id).where(
            links.c.record_id.in_(linked),
            links.c.organisation_id == self._store.actor.organisation,
            links.c.dead_at.is_not(None),
        )
        return frozenset(self._store.connection.execute(query).scalars())

    def dead(self, dossier: int) -> list[DeadLink]:
        """Give the links of a dossier (row id) that lead nowhere, in records the actor may read, the oldest first."""
        query = (
            select(links.c.record_id, links.c.url)
            .join(records, records.c.id == links.c.record_id)
            .where(
                records.c.dossier_id == dossier,
                records.c.deleted.is_(False),
                links.c.organisation_id == self._store.actor.organisation,
                links.c.dead_at.is_not(None),
            )
            .order_by(links.c.dead_at, links.c.id)
        )
        found = [(row.record_id, row.url) for row in self._store.connection.execute(query)]
        lines = self._store.records.of_rows([record for record, _ in found])
        return [
            DeadLink(lines[record], url)
            for record, url in found
            if record in lines and self._store.actor.may(Action.READ, dossier, lines[record].kind)
        ]


def claim(connection: Connection, now: datetime) -> list[DueLink]:
    """Take some of the links that are due, so that no other process looks at them meanwhile."""
    query = select(links.c.id, links.c.url, links.c.failures, links.c.next_at).where(links.c.next_at <= now)
    leased = now + _LEASE
    claimed = []
    for row in connection.execute(query.order_by(links.c.next_at, links.c.id).limit(BATCH)).all():
        mine = update(links).where(links.c.id == row.id, links.c.next_at == row.next_at).values(next_at=leased)
        if connection.execute(mine).rowcount:
            claimed.append(DueLink(row.id, row.url, row.failures, leased))
    return claimed


def settle(connection: Connection, found: Iterable[tuple[DueLink, str | None, bool]], now: datetime) -> list[Turned]:
    """Note what was found: for each link why it leads nowhere, None where it does, and whether that is for certain.

    Gives those of which something else was known before.
    """
    turned = []
    for due, why, certain in found:
        failures = 0 if why is None else due.failures + 1
        dead = why is not None and (certain or failures >= _MOST_FAILURES)
        at = now + (_AGAIN if why is None else _SOON)
        # One that has changed or gone meanwhile is another.
        mine = update(links).where(links.c.id == due.id, links.c.next_at == due.leased)
        connection.execute(mine.values(failures=failures, next_at=at, said=why))
        state = links.c.dead_at.is_(None) if dead else links.c.dead_at.is_not(None)
        other = update(links).where(links.c.id == due.id, state).values(dead_at=now if dead else None)
        if connection.execute(other).rowcount:
            turned.append(_turned(connection, due, dead))
    return turned


def _turned(connection: Connection, due: DueLink, dead: bool) -> Turned:
    columns = (links.c.record_id, organisations.c.id, organisations.c.uid, organisations.c.key)
    query = select(*columns).join(organisations, organisations.c.id == links.c.organisation_id)
    row = connection.execute(query.where(links.c.id == due.id)).one()
    return Turned(House(row.id, row.uid, row.key), row.record_id, due.url, dead)
