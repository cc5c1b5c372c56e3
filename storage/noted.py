"""What stands beside the chains, compared with what the audit log says was done: one query for each look."""

from collections.abc import Collection, Iterator
from typing import Any

from sqlalchemy import CTE, ColumnElement, Connection, String, cast, func, select

from storage.breaks import Break, Scope, plain
from storage.database import Database
from storage.ids import AnyRow
from storage.tables import audit, customers, dossiers, files, records

_READ = 200
_CHANGES = ("record.change", "record.remove", "record.restore", "record.undo")


def departures(database: Database, scope: Scope, among: Collection[str] | None) -> Iterator[Break]:
    """Give where records, and files `among` these ids (None: all), are not what the audit log says they came to."""
    yield from database.read(lambda connection: list(_versions(connection, scope)))
    yield from database.read(lambda connection: list(_kinds_and_marks(connection, scope)))
    yield from database.read(lambda connection: list(_files(connection, scope, among)))


def last_of(scope: Scope, *actions: str, who: ColumnElement[str] | None = None) -> CTE:
    """Select the last entry of these actions on each object, once: the log has no index by what it is about.

    With `who`, on each object for each of whom that tells.
    """
    ours = (audit.c.organisation_id == scope.organisation, audit.c.action.in_(actions))
    newest = select(func.max(audit.c.number)).where(*ours).group_by(audit.c.object, *([] if who is None else [who]))
    named = [] if who is None else [who.label("who")]
    columns = (audit.c.number, audit.c.action, audit.c.object, audit.c.detail, *named)
    last = select(*columns).where(audit.c.organisation_id == scope.organisation, audit.c.number.in_(newest))
    return last.cte().prefix_with("MATERIALIZED")


def _versions(connection: Connection, scope: Scope) -> Iterator[Break]:
    """Every version of which the log tells is there: a record that was set back has no broken link."""
    last = last_of(scope, *_CHANGES)
    query = lines(scope, records.c.revision, last.c.number.label("entry"), last.c.detail)
    query = query.join(last, last.c.object == "record:" + records.c.uid)
    for row in read(connection, query.where(last.c.detail != "v" + cast(records.c.revision, String))):
        noted = f"{plain(row.detail).removeprefix('v')}, by entry {row.entry} of the audit log"
        at = f"version {plain(row.detail).removeprefix('v')}"
        yield Break(called(row), at, f"it ends at version {row.revision}", f"it came to version {noted}")


def _kinds_and_marks(connection: Connection, scope: Scope) -> Iterator[Break]:
    """Every record is of the kind it was added as, and is marked for the customer where the last word on that says so.

    Of which kind one was that came with an import was not noted.
    """
    added, marked = last_of(scope, "record.add"), last_of(scope, "record.share", "record.unshare")
    this, shared = "record:" + records.c.uid, func.coalesce(marked.c.action, "record.unshare") == "record.share"
    query = lines(scope, records.c.kind, records.c.shared, added.c.detail, marked.c.number.label("entry"))
    query = query.outerjoin(added, added.c.object == this).outerjoin(marked, marked.c.object == this)
    for row in read(connection, query.where((added.c.detail != records.c.kind) | (records.c.shared != shared))):
        if row.detail is not None and row.detail != row.kind:
            yield Break(called(row), "its kind", plain(row.kind), f"{plain(row.detail)}, by the audit log")
            continue
        noted = f"entry {row.entry} of the audit log" if row.entry else "the audit log, where nobody marked it"
        found, expected = ("marked", "not marked") if row.shared else ("not marked", "marked")
        yield Break(called(row), "its mark for the customer", found, f"{expected}, by {noted}")


def _files(connection: Connection, scope: Scope, among: Collection[str] | None) -> Iterator[Break]:
    """Every file that was kept is there, with the content and the name it was given, as far as that was noted.

    Of one that was erased since, the content is gone.
    """
    kept, named = last_of(scope, "file.keep"), last_of(scope, "file.keep", "file.rename")
    erased = last_of(scope, "file.erase")
    of_this = "file:" + files.c.uid
    columns = (files.c.uid, files.c.name, files.c.sha256, kept.c.object, kept.c.number.label("entry"))
    query = select(
        *columns, kept.c.detail, named.c.action, named.c.detail.label("named"), erased.c.number.label("gone")
    ).select_from(kept)
    query = query.join(named, named.c.object == kept.c.object)
    query = query.outerjoin(erased, (erased.c.object == kept.c.object) & (erased.c.number > kept.c.number))
    query = query.outerjoin(files, (of_this == kept.c.object) & (files.c.organisation_id == scope.organisation))
    # Whose workspace went over to another organisation has no files any more.
    left = select(audit.c.id).where(audit.c.organisation_id == scope.organisation, audit.c.action == "workspace.leave")
    if connection.execute(left.limit(1)).first() is not None:
        query = query.where(files.c.id.is_not(None))
    for row in connection.execute(query.order_by(kept.c.number).execution_options(yield_per=_READ)):
        if among is not None and plain(row.object).removeprefix("file:") not in among:
            continue
        digest, _, name = str(row.detail).partition(" ")
        name = str(row.named) if row.action == "file.rename" else name
        noted = f"by entry {row.entry} of the audit log"
        if row.gone is not None and row.uid is not None:
            if row.sha256 is not None:
                noted = f"none, by entry {row.gone} of the audit log"
                yield Break(f"file {plain(name)} ({row.uid})", "its content", "one", noted)
            continue
        if row.uid is None or row.sha256 is None:
            yield Break(f"file {plain(name)}", "its content", "no such file", f"one, {noted}")
        elif not isinstance(row.sha256, bytes) or digest != scope.keys.address(row.sha256).hex():
            yield Break(f"file {plain(name)} ({row.uid})", "its content", "another one", f"the one kept {noted}")
        elif row.name != name:
            yield Break(f"file {plain(name)} ({row.uid})", "its name", plain(row.name), plain(name))


def lines(scope: Scope, *columns: ColumnElement[Any]) -> Any:
    """Select records of the scope, with what they are called by."""
    names = (records.c.number, records.c.title, customers.c.short_name, dossiers.c.project)
    query = select(*names, *columns).select_from(records).join(dossiers, dossiers.c.id == records.c.dossier_id)
    query = query.join(customers, customers.c.id == dossiers.c.customer_id)
    query = query.where(records.c.organisation_id == scope.organisation)
    return query if scope.dossier is None else query.where(records.c.dossier_id == scope.dossier)


def read(connection: Connection, query: Any) -> Iterator[AnyRow]:
    """Give the rows of a selection of `lines`, record by record, few at a time."""
    yield from connection.execute(query.order_by(records.c.id).execution_options(yield_per=_READ))


def called(row: AnyRow) -> str:
    """Say which record a row of `lines` is of."""
    return f"{plain(row.short_name)} · {plain(row.project)} #{row.number} {plain(row.title)}"
