"""Checking hash chains link by link, from the rows alone and the keys; a page at a time, so that memory stays flat."""

import json
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass
from datetime import UTC, datetime
from functools import partial
from itertools import groupby
from operator import attrgetter
from typing import Any

from sqlalchemy import Connection, Select, Table, func, select, type_coerce
from sqlalchemy.exc import SQLAlchemyError
from sqlalchemy.types import NULLTYPE

from dossier.kinds import Kinds
from storage.breaks import Break, Scope, plain, short
from storage.chains import GENESIS, content_hash, link
from storage.database import Database, Unavailable, reason
from storage.decided import undecided
from storage.held import misheld
from storage.ids import AnyRow
from storage.kept_files import KeptFiles, named_in
from storage.noted import departures
from storage.organisations import product
from storage.placed import misplaced
from storage.secrets import WrongKey
from storage.store import Store
from storage.tables import audit, customers, dossiers, files, organisations, people, records, revisions

_PAGE = 200
# Contents are long: few of them are held at a time.
_READ = 20
_IMPORT = "dossier.import"
_NONE: tuple[int | None, Iterable[AnyRow]] = (None, ())
# SQLite keeps whatever is written into a column; a truth value is hashed as Python says it.
_TRUTH = {0: "False", 1: "True"}


@dataclass(frozen=True, slots=True)
class Size:
    """How many chains there are, links in them, and files (of a dossier alone that is not known before)."""

    chains: int
    links: int
    files: int = 0


def size(database: Database, scope: Scope) -> Size:
    """Give how much there is to check."""

    def count(connection: Connection) -> Size:
        of_records = select(func.count(), func.coalesce(func.sum(records.c.revision), 0)).where(*_of(scope))
        chains, links = connection.execute(of_records).one()
        if scope.dossier is not None:
            return Size(chains, links)
        entries = select(func.count()).where(audit.c.organisation_id == scope.organisation)
        kept = select(func.count()).where(files.c.organisation_id == scope.organisation, files.c.sha256.is_not(None))
        links += connection.execute(entries).scalar_one()
        return Size(chains + 1, links, connection.execute(kept).scalar_one())

    return database.read(count)


def broken(
    database: Database, scope: Scope, checked: Callable[[int], None], kept: KeptFiles | None = None
) -> Iterator[Break]:
    """Give the first broken link of every chain that does not hold; `checked` is told how much was looked at.

    Then what stands beside the chains, as far as the audit log tells of it. Of an erased record the hash that was kept
    of its content is what counts. Without a dossier the audit log is checked too, and that every record it says was
    added is there. With `kept` every file is read as well, of a dossier those that its records name. Raises
    Unavailable where the database cannot be read.
    """
    try:
        if scope.dossier is None:
            yield from _Log(database, scope, checked).breaks()
        looking = _Records(database, scope, checked)
        yield from looking.breaks()
        among = None if scope.dossier is None else looking.files
        yield from departures(database, scope, among)
        yield from database.read(lambda connection: list(misheld(connection, scope)))
        kinds = looking.kinds
        yield from database.read(lambda connection: list(misplaced(connection, scope)))
        yield from database.read(lambda connection: list(undecided(connection, scope, kinds)))
        if kept is not None:
            yield from kept.breaks(database, scope, checked, among)
    except SQLAlchemyError as error:
        raise Unavailable(reason(error)) from error


class _Log:
    """The audit log of an organisation."""

    def __init__(self, database: Database, scope: Scope, checked: Callable[[int], None]) -> None:
        self._database = database
        self._scope = scope
        self._checked = checked
        self._hash, self._count = GENESIS, 0
        self._last: int | None = None
        self._whole = True

    def breaks(self) -> Iterator[Break]:
        """Go through it from its first entry."""
        while True:
            rows, gone, head = self._database.read(self._page)
            for row in rows:
                if self._whole and (wrong := self._entry(row)):
                    self._whole = False
                    yield wrong
            yield from gone
            self._checked(len(rows))
            if not rows:
                break
        if self._whole and tuple(head) != (self._count, self._hash):
            found = f"it ends at entry {self._count}, {short(self._hash)}"
            expected = f"it was at entry {head[0]}, {short(head[1])}"
            yield Break(self._name, f"entry {self._count + 1}", found, expected)

    @property
    def _name(self) -> str:
        return f"the audit log of {plain(self._scope.name)}"

    def _page(self, connection: Connection) -> tuple[list[AnyRow], list[Break], AnyRow]:
        """Read some entries, which records they tell of are gone, and where the log is said to end at that moment."""
        ours = audit.c.organisation_id == self._scope.organisation
        names = ("number", "person_id", "action", "object", "detail", "hash", "at")
        query = _raw(audit, *names).where(ours).order_by(audit.c.number).limit(_PAGE)
        rows = list(connection.execute(query if self._last is None else query.where(audit.c.number > self._last)))
        if rows:
            self._last = rows[-1].number
        head = _raw(organisations, "audit_number", "audit_hash").where(organisations.c.id == self._scope.organisation)
        return rows, self._gone(connection, rows), connection.execute(head).one()

    def _entry(self, row: AnyRow) -> Break | None:
        self._count += 1
        if row.number != self._count:
            found = f"entry {row.number} comes next"
            return Break(self._name, f"entry {self._count}", found, f"entry {self._count}")
        said = (row.action, row.object, row.detail)
        self._hash = link(self._hash, row.number, row.at, row.person_id or "", *said)
        if row.hash == self._hash:
            return None
        at = f"entry {row.number} ({plain(row.action)} {plain(row.object)})"
        return Break(self._name, at, f"hash {short(row.hash)}", f"{short(self._hash)} by what the entry says")

    def _gone(self, connection: Connection, rows: Iterable[AnyRow]) -> list[Break]:
        added = {str(row.object).removeprefix("record:"): row.number for row in rows if row.action == "record.add"}
        ours = records.c.organisation_id == self._scope.organisation
        query = select(records.c.uid).where(ours, records.c.uid.in_(added))
        there = set(connection.execute(query).scalars()) if added else set()
        return [
            Break(f"record {plain(uid)}", "version 1", "no such record", f"one, by entry {number} of the audit log")
            for uid, number in added.items()
            if uid not in there
        ]


class _Records:
    """The records of a scope, each with its chain of versions."""

    def __init__(self, database: Database, scope: Scope, checked: Callable[[int], None]) -> None:
        self._database = database
        self._scope = scope
        self._checked = checked
        # Which files the versions name; noted of one dossier alone, so that memory stays flat.
        self.files: set[str] = set()
        # The kinds that the organisation has or has had.
        self.kinds: list[Kinds] = []

    def breaks(self) -> Iterator[Break]:
        """Go through them in the order in which they came; each page is one moment's, and none is long."""
        self._erased, self._brought, self._titles = self._database.read(self._known)
        self.kinds = self._database.read(self._every_kind)
        last: int | None = 0
        while last is not None:
            last, found = self._database.read(partial(self._page, after=last))
            yield from found

    def _known(self, connection: Connection) -> tuple[set[str], set[str], dict[int, tuple[str, str]]]:
        """Give what was erased and what was brought in by an import, by the audit log, and every dossier's name."""
        ours = audit.c.organisation_id == self._scope.organisation
        query = select(audit.c.object, audit.c.action).where(ours, audit.c.action.in_(("record.erase", _IMPORT)))
        noted = [(row.object, row.action) for row in connection.execute(query)]
        names = select(dossiers.c.id, dossiers.c.uid, dossiers.c.project, customers.c.short_name).join(customers)
        titles = connection.execute(names.where(dossiers.c.organisation_id == self._scope.organisation))
        erased = {subject for subject, action in noted if action != _IMPORT}
        brought = {subject for subject, action in noted if action == _IMPORT}
        return erased, brought, {row.id: (row.uid, f"{row.short_name} · {row.project}") for row in titles}

    def _every_kind(self, connection: Connection) -> list[Kinds]:
        actor, now = product(self._scope.organisation), datetime.now(UTC)
        return Store(connection, actor, now, self._scope.keys).own_kinds.every()

    def _page(self, connection: Connection, after: int) -> tuple[int | None, list[Break]]:
        names = ("id", "uid", "dossier_id", "number", "title", "key", "revision", "hash", "deleted", "kind", "status")
        query = _raw(records, *names).where(*_of(self._scope), records.c.id > after)
        heads = connection.execute(query.order_by(records.c.id).limit(_PAGE)).all()
        if not heads:
            return None, []
        found = []
        rows = self._told(connection.execute(_versions([head.id for head in heads])))
        chains = groupby(rows, key=attrgetter("record_id"))
        record, versions = next(chains, _NONE)
        for head in heads:
            ours = record == head.id
            if wrong := self._chain(head, versions if ours else ()):
                found.append(wrong)
            if ours:
                record, versions = next(chains, _NONE)
        return heads[-1].id, found

    def _told(self, rows: Iterable[AnyRow]) -> Iterator[AnyRow]:
        for row in rows:
            self._checked(1)
            yield row

    def _chain(self, head: AnyRow, rows: Iterable[AnyRow]) -> Break | None:
        """Check one record's versions up to the first that does not hold, and that they end where they are said to."""
        _, title = self._titles.get(head.dossier_id, ("", f"dossier {head.dossier_id}"))
        name = f"{plain(title)} #{head.number} {plain(head.title)}"
        try:
            opened = self._scope.keys.data_key(head.uid, head.key) if head.key is not None else None
        except (WrongKey, TypeError):
            return Break(name, "its key", "a key of something else", "one that the organisation's opens")
        hashed, count, called, last = GENESIS, 0, 0, None
        for row in rows:
            count += 1
            if row.number != count:
                return Break(name, f"version {count}", f"version {row.number} comes next", f"version {count}")
            hashed = link(hashed, *self._parts(head, row))
            if wrong := self._wrong_in(head, row, hashed, opened):
                return Break(name, f"version {count}{_by(row)}", *wrong)
            # What is deleted has no other content than before (decision 0021).
            called += count == 1 or not row.deleted
            if row.version != called:
                return Break(name, f"version {count}", f"its document is called v{row.version}", f"v{called}")
            last = row
        return self._ends(name, head, last, (count, hashed)) or self._shown(name, head, last)

    def _wrong_in(self, head: AnyRow, row: AnyRow, hashed: bytes, opened: bytes | None) -> tuple[str, str] | None:
        """Give what is found in a version and what should be, None when it holds; `hashed` is what its link is."""
        if row.hash != hashed:
            return f"hash {short(row.hash)}", f"{short(hashed)} by who made it, when, why and of what"
        if opened is None:
            return None
        try:
            hidden = self._scope.keys.unseal(opened, head.uid, row.number, row.sealed)
            content = {**json.loads(row.content), **hidden["values"]}
            covered = content_hash(hidden["salt"], content)
        except (WrongKey, ValueError, TypeError, KeyError):
            return "content that cannot be read", f"one of the hash {short(row.content_hash)}"
        if covered != row.content_hash:
            return f"content of the hash {short(covered)}", f"one of the hash {short(row.content_hash)}"
        if self._scope.dossier is not None:
            self.files.update(named_in(content))
        return None

    def _ends(self, name: str, head: AnyRow, row: AnyRow | None, end: tuple[int, bytes]) -> Break | None:
        count, hashed = end
        if (head.revision, head.hash) != end:
            found = f"it ends at version {count}, {short(hashed)}"
            return Break(name, f"version {count + 1}", found, f"it was at version {head.revision}, {short(head.hash)}")
        if row is not None and head.deleted != row.deleted:
            found, expected = ("deleted", "there") if head.deleted else ("there", "deleted")
            return Break(
                name, f"version {count}{_by(row)}", f"the record is {found}", f"{expected}, by its last version"
            )
        if head.key is None and not self._may_be_erased(head):
            return Break(name, "its key", "no key", "one, since nobody has erased the record")
        return None

    def _shown(self, name: str, head: AnyRow, row: AnyRow | None) -> Break | None:
        """Check what lists show of a record against its last version: nothing that is sensitive is in either."""
        if row is None:
            return None
        content = json.loads(row.content)
        titles = [kind.title_of(content) for each in self.kinds if (kind := each.named(head.kind)) is not None]
        if titles and head.title not in titles:
            return Break(name, "its title", plain(head.title), f"{plain(titles[0])}, by its last version")
        if head.status != content.get("status"):
            return Break(name, "its status", plain(head.status), f"{plain(content.get('status'))}, by its last version")
        return None

    def _parts(self, head: AnyRow, row: AnyRow) -> tuple[object, ...]:
        deleted = _TRUTH.get(row.deleted, row.deleted)
        who = (self._scope.organisation, head.uid, row.number, row.author_id)
        return (*who, row.reason, deleted, row.created_at, row.content_hash)

    def _may_be_erased(self, head: AnyRow) -> bool:
        """Tell whether the log knows of it, or it came with an import, where it may have been erased before."""
        uid, _ = self._titles.get(head.dossier_id, ("", ""))
        return f"record:{head.uid}" in self._erased or f"dossier:{uid}" in self._brought


def _of(scope: Scope) -> list[Any]:
    ours: list[Any] = [records.c.organisation_id == scope.organisation]
    return ours if scope.dossier is None else [*ours, records.c.dossier_id == scope.dossier]


def _raw(table: Table, *names: str, also: tuple[Any, ...] = ()) -> Select[tuple[Any, ...]]:
    """Select columns as they are kept: what was tampered with need not be what the column's type says."""
    columns: list[Any] = [type_coerce(table.c[name], NULLTYPE).label(name) for name in names]
    return select(*columns, *also)


def _versions(ids: list[int]) -> Select[tuple[Any, ...]]:
    chained = ("record_id", "number", "author_id", "reason", "deleted", "content", "sealed", "content_hash", "hash")
    joined = revisions.outerjoin(people, people.c.id == revisions.c.author_id)
    query = _raw(revisions, *chained, "version", "created_at", also=(people.c.name.label("author"),)).select_from(
        joined
    )
    ordered = query.where(revisions.c.record_id.in_(ids)).order_by(revisions.c.record_id, revisions.c.number)
    return ordered.execution_options(yield_per=_READ)


def _by(row: AnyRow) -> str:
    return f" (by {plain(row.author)})" if row.author else ""
