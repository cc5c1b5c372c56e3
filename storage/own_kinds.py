"""Kinds of an organisation's own: the file that counts, those before it, and what records hold of them."""

import json
from collections.abc import Callable
from itertools import groupby
from typing import TYPE_CHECKING, Any

from sqlalchemy import ColumnElement, func, insert, select, update

from dossier.errors import Conflict
from dossier.kinds import Kind, Kinds, built_in
from dossier.own.changing import require_kept, retired
from dossier.own.declared import Declared
from dossier.own.making import OWN, merged
from storage.ids import new_uid
from storage.tables import organisations, own_kinds, records, revisions

if TYPE_CHECKING:
    from storage.store import Store

# The first half of the number of the advisory lock; the second is the organisation.
_LOCK = 20_261
_MOST, _FEW = 256, 200
_MADE: dict[str, Kinds] = {}
"""What was made of files, by the id of each: neither ever changes."""


class OwnKinds:
    """Own kinds of the store's organisation."""

    def __init__(self, store: "Store") -> None:
        """Take the store."""
        self._store = store

    def view(self) -> Kinds:
        """Give the organisation's kinds: the product's where it has none of its own."""
        version = self._store.actor.kinds_version
        if version is None:
            version = self._version()
        return self._made(version) if version else built_in()

    def every(self) -> list[Kinds]:
        """Give the organisation's kinds of today, and those that every file made that has ever counted."""
        earlier = self._store.connection.execute(select(own_kinds.c.uid).where(self._ours())).scalars()
        return [self.view(), built_in(), *(self._made(uid) for uid in earlier)]

    def kept(self, name: str) -> Kind:
        """Give the kind of a record by its stored name: there is one, since none with records can be taken away."""
        kind = self._store.kinds.named(name)
        if kind is None or kind.name != name:
            raise LookupError(f"a record of the unknown kind {name}")
        return kind

    def declared(self) -> Declared:
        """Give what the file that counts declares."""
        version = self._version()
        return self._declared(version) if version else Declared()

    def file(self) -> str:
        """Give the file that counts as it was given, "" for none."""
        query = select(own_kinds.c.file).where(own_kinds.c.uid == self._version(), self._ours())
        return str(self._store.connection.execute(query).scalar_one_or_none() or "")

    def keep(self, file: str, declared: Declared) -> None:
        """Have a file, which has been checked, count from now on.

        Raises Refused unless by a manager, WrongFile where it would take away what records hold.
        """
        self._store.actor.require_manager()
        self._lock(func.pg_advisory_xact_lock)
        require_kept(self.declared(), declared, _Used(self._store))
        self._set(file, declared, "kinds.set")

    def give_up(self) -> bool:
        """Give up all own kinds: what records hold stays to be read. Tells whether any of that is left.

        Raises Refused unless by a manager, Conflict where there are none.
        """
        self._store.actor.require_manager()
        self._lock(func.pg_advisory_xact_lock)
        before = self.declared()
        left = retired(before, _Used(self._store))
        if before == left:
            raise Conflict("no-own-kinds")
        self._set(left.file() if left != Declared() else "", left, "kinds.drop")
        return bool(left.kinds or left.fields)

    def require_current(self, kind: Kind) -> None:
        """Raise Conflict when a kind is one of the organisation's own and another file has come to count meanwhile."""
        own = kind.name.startswith(OWN) or any(spec.name.startswith(OWN) for spec in kind.fields)
        if not own:
            return
        self._lock(func.pg_advisory_xact_lock_shared)
        if self._store.actor.kinds_version not in (None, self._version()):
            raise Conflict("kinds-changed")

    def _set(self, file: str, declared: Declared, action: str) -> None:
        store, empty = self._store, declared == Declared()
        uid = new_uid()
        row = {
            "uid": uid,
            "organisation_id": store.actor.organisation,
            "person_id": store.actor.person,
            "file": file,
            "declared": declared.model_dump_json(exclude_defaults=True, by_alias=True),
            "created_at": store.now,
        }
        store.connection.execute(insert(own_kinds), row)
        ours = organisations.c.id == store.actor.organisation
        store.connection.execute(update(organisations).where(ours).values(kinds_version="" if empty else uid))
        named = ", ".join(entry.label.zh for entry in declared.kinds)
        store.audit.add(action, f"kinds:{uid}", named[:200])

    def _lock(self, lock: Callable[[int, int], Any]) -> None:
        """Have who sets a file and who writes such records wait for each other; SQLite lets one write at a time."""
        if not self._store.sqlite:
            self._store.connection.execute(select(lock(_LOCK, self._store.actor.organisation)))

    def _version(self) -> str:
        ours = organisations.c.id == self._store.actor.organisation
        return str(self._store.connection.execute(select(organisations.c.kinds_version).where(ours)).scalar_one())

    def _declared(self, version: str) -> Declared:
        query = select(own_kinds.c.declared).where(own_kinds.c.uid == version, self._ours())
        return Declared.model_validate_json(self._store.connection.execute(query).scalar_one())

    def _made(self, version: str) -> Kinds:
        made = _MADE.get(version)
        if made is None:
            made = merged(self._declared(version))
            while len(_MADE) >= _MOST:
                _MADE.pop(next(iter(_MADE)), None)
            _MADE[version] = made
        return made

    def _ours(self) -> ColumnElement[bool]:
        return own_kinds.c.organisation_id == self._store.actor.organisation


class _Used:
    """What records of the store's organisation hold, deleted ones and earlier revisions too."""

    def __init__(self, store: "Store") -> None:
        self._store = store

    def kind(self, kind: str) -> bool:
        return self._any(kind)

    def field(self, kind: str, field: str, *, hidden: bool) -> bool:
        return self._sealed(kind, field) if hidden else self._any(kind, f"{json.dumps(field)}:")

    def option(self, kind: str, field: str, option: str) -> bool:
        return self._any(kind, f"{json.dumps(field)}:{json.dumps(option)}")

    def _sealed(self, kind: str, field: str) -> bool:
        """Look for a sensitive field in what is sealed, a few at a time; what was erased holds nothing any more."""
        store = self._store
        query = (
            select(records.c.uid, records.c.key, revisions.c.number, revisions.c.sealed)
            .join(revisions, revisions.c.record_id == records.c.id)
            .where(records.c.organisation_id == store.actor.organisation, records.c.kind == kind)
            .where(revisions.c.organisation_id == store.actor.organisation, records.c.key.is_not(None))
            .order_by(records.c.id)
            .execution_options(yield_per=_FEW)
        )
        with store.connection.execute(query) as rows:
            for uid, of_record in groupby(rows, lambda row: str(row.uid)):
                first, *others = of_record
                key = store.keys.data_key(uid, first.key)
                for row in (first, *others):
                    if field in store.keys.unseal(key, uid, row.number, row.sealed)["values"]:
                        return True
        return False

    def _any(self, kind: str, text: str = "") -> bool:
        organisation = self._store.actor.organisation
        query = select(records.c.id).where(records.c.organisation_id == organisation, records.c.kind == kind)
        if text:
            # In JSON a quote in what people write is escaped: nothing but the field itself reads like this.
            query = query.join(revisions, revisions.c.record_id == records.c.id).where(
                revisions.c.organisation_id == organisation, revisions.c.content.contains(text, autoescape=True)
            )
        return self._store.connection.execute(query.limit(1)).first() is not None
