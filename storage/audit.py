"""The audit log: one hash chain an organisation, moved once at the end of a unit of work, or of a group of them."""

from collections.abc import Sequence
from datetime import datetime
from typing import TYPE_CHECKING, NamedTuple

from sqlalchemy import Connection, bindparam, insert, select, update

from storage.chains import link
from storage.later import later_of
from storage.prepared import Prepared
from storage.tables import audit, moment_number, organisations

if TYPE_CHECKING:
    from storage.store import Store

IMPORTED = "import"
"""Stands in the detail of a decision that was not taken here, but came with an archive, before the approval's id."""
EXPORTED = "dossier.export"
"""What is noted of everything that is taken out of a dossier as a file (its detail says in which form)."""

_ADD = Prepared(insert(audit))
# A plain FOR UPDATE would deadlock with the key shares every insert takes on its organisation; SQLite has neither.
_HEAD = Prepared(
    select(organisations.c.audit_number, organisations.c.audit_hash)
    .where(organisations.c.id == bindparam("organisation"))
    .with_for_update(key_share=True)
)
_MOVE = Prepared(
    update(organisations)
    .where(organisations.c.id == bindparam("organisation"))
    .values(audit_number=bindparam("number"), audit_hash=bindparam("head"))
)


class Audit:
    """Collects what happened during a unit of work."""

    def __init__(self, store: "Store") -> None:
        """Take the store of the unit."""
        self._store = store
        self._entries: list[tuple[str, str, str]] = []

    def add(self, action: str, subject: str, detail: str = "") -> None:
        """Note an action on an object (`record:<uid>`, `dossier:<uid>` …); never a sensitive value."""
        self._entries.append((action, subject, detail))

    def flush(self) -> None:
        """Append what was noted to the chain; the head row stays locked until the transaction ends."""
        store, actor = self._store, self._store.actor
        entries = [_Entry(actor.organisation, actor.person, store.now, *each) for each in self._entries]
        self._entries.clear()
        later = later_of(store.connection)
        if later is None:
            _append(store.connection, entries)
            return
        for entry in entries:
            later.add(audit.name, _append, entry)


class _Entry(NamedTuple):
    """What happened: in which organisation, by whom (row ids), and when (UTC)."""

    organisation: int
    person: int | None
    at: datetime
    action: str
    object: str
    detail: str


def _append(connection: Connection, entries: Sequence[_Entry]) -> None:
    """Append entries to the chains of their organisations, in the order they are given."""
    by_organisation: dict[int, list[_Entry]] = {}
    for entry in entries:
        by_organisation.setdefault(entry.organisation, []).append(entry)
    for organisation, its in by_organisation.items():
        number, head = _HEAD.one(connection, {"organisation": organisation})
        rows = []
        for entry in its:
            number += 1
            said = (entry.action, entry.object, entry.detail)
            head = link(head, number, moment_number(entry.at), entry.person or "", *said)
            rows.append(
                {
                    "organisation_id": organisation,
                    "number": number,
                    "person_id": entry.person,
                    "action": entry.action,
                    "object": entry.object,
                    "detail": entry.detail,
                    "hash": head,
                    "at": entry.at,
                }
            )
        _ADD.run_all(connection, rows)
        _MOVE.run(connection, {"organisation": organisation, "number": number, "head": head})
