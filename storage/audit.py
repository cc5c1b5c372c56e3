"""The audit log: one hash chain an organisation, moved once at the end of a unit of work."""

from typing import TYPE_CHECKING

from sqlalchemy import bindparam, insert, select, update

from storage.chains import link
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
        if not self._entries:
            return
        store, actor = self._store, self._store.actor
        number, head = _HEAD.one(store.connection, {"organisation": actor.organisation})
        rows = []
        for action, subject, detail in self._entries:
            number += 1
            head = link(head, number, moment_number(store.now), actor.person or "", action, subject, detail)
            row = {
                "organisation_id": actor.organisation,
                "number": number,
                "person_id": actor.person,
                "action": action,
                "object": subject,
                "detail": detail,
                "hash": head,
                "at": store.now,
            }
            rows.append(row)
        _ADD.run_all(store.connection, rows)
        _MOVE.run(store.connection, {"organisation": actor.organisation, "number": number, "head": head})
        self._entries.clear()
