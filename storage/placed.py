"""Where records stand, who began them, and what dossiers ask to be confirmed, compared with what proves it."""

from collections.abc import Iterator
from typing import Any

from sqlalchemy import Connection, func, select, type_coerce
from sqlalchemy.types import NULLTYPE

from dossier.deciding import Pledge
from storage.breaks import Break, Scope, plain
from storage.noted import called, last_of, lines, read
from storage.tables import audit, customers, dossiers, records, revisions

_IMPORT = "dossier.import"


def misplaced(connection: Connection, scope: Scope) -> Iterator[Break]:
    """Give the records that stand in another dossier, under another number or author or with another date than they
    were made with, and the dossiers that ask for other words to be confirmed than the audit log says."""
    yield from _elsewhere(connection, scope)
    yield from _numbers(connection, scope)
    yield from _beginnings(connection, scope)
    yield from _pledges(connection, scope)


def _elsewhere(connection: Connection, scope: Scope) -> Iterator[Break]:
    """A record stands where its versions do; where a dossier is looked at alone, one that was taken out is missed."""
    places = select(revisions.c.record_id, func.min(revisions.c.dossier_id).label("place"))
    places = places.where(revisions.c.organisation_id == scope.organisation).group_by(revisions.c.record_id)
    of = places.add_columns(func.max(revisions.c.dossier_id).label("last")).subquery()
    everywhere = Scope(scope.organisation, scope.name, scope.keys)
    query = lines(everywhere, of.c.place, of.c.last).join(of, of.c.record_id == records.c.id)
    query = query.where((of.c.place != records.c.dossier_id) | (of.c.last != records.c.dossier_id))
    if scope.dossier is not None:
        query = query.where((records.c.dossier_id == scope.dossier) | (of.c.place == scope.dossier))
    for row in read(connection, query):
        title = select(customers.c.short_name, dossiers.c.project).join(
            dossiers, dossiers.c.customer_id == customers.c.id
        )
        of_versions = connection.execute(title.where(dossiers.c.id == row.place)).one_or_none()
        there = f"{of_versions.short_name} · {of_versions.project}" if of_versions else f"dossier {row.place}"
        yield Break(called(row), "its dossier", "this one", f"{plain(there)}, by its versions")


def _numbers(connection: Connection, scope: Scope) -> Iterator[Break]:
    """The records of a dossier are counted in the order in which they came; of an imported one that is not known."""
    brought = select(audit.c.object).where(audit.c.organisation_id == scope.organisation, audit.c.action == _IMPORT)
    place = func.row_number().over(partition_by=records.c.dossier_id, order_by=records.c.id).label("place")
    counted = select(records.c.id, place).where(records.c.organisation_id == scope.organisation).subquery()
    query = lines(scope, counted.c.place).join(counted, counted.c.id == records.c.id)
    query = query.where(counted.c.place != records.c.number, ("dossier:" + dossiers.c.uid).not_in(brought))
    told = set[str]()
    for row in read(connection, query):
        where = f"{plain(row.short_name)} · {plain(row.project)}"
        if where not in told:
            # What comes after one that is missing is counted otherwise as well.
            told.add(where)
            yield Break(called(row), "its number", f"#{row.number}", f"#{row.place}, as the records are counted")


def _beginnings(connection: Connection, scope: Scope) -> Iterator[Break]:
    """A record was begun by who made its first version, or who that person is now, and at that moment."""
    merged = merged_people(connection, scope)
    begun = [type_coerce(records.c[name], NULLTYPE).label(name) for name in ("author_id", "created_at")]
    first = [type_coerce(revisions.c[name], NULLTYPE).label(f"first_{name}") for name in ("author_id", "created_at")]
    query = lines(scope, *begun, *first)
    query = query.join(revisions, (revisions.c.record_id == records.c.id) & (revisions.c.number == 1))
    differing = (revisions.c.author_id != records.c.author_id) | (revisions.c.created_at != records.c.created_at)
    for row in read(connection, query.where(differing)):
        if row.created_at != row.first_created_at:
            yield Break(called(row), "when it was begun", "another moment", "that of its first version")
        if row.author_id not in (row.first_author_id, who_is_now(row.first_author_id, merged)):
            yield Break(called(row), "who began it", "somebody else", "who made its first version")


def merged_people(connection: Connection, scope: Scope) -> dict[int, int]:
    """Give who (row id) somebody became, by who they were, of the people who were made one."""
    ours = (audit.c.organisation_id == scope.organisation, audit.c.action == "person.merge")
    rows = connection.execute(select(audit.c.object, audit.c.detail).where(*ours).order_by(audit.c.number)).all()
    pairs = [(row.detail, str(row.object).removeprefix("person:")) for row in rows]
    return {int(gone): int(kept) for gone, kept in pairs if gone.isdecimal() and kept.isdecimal()}


def who_is_now(person: int, merged: dict[int, int]) -> int:
    """Give who somebody (row id) is by now."""
    seen = set[int]()
    while person in merged and person not in seen:
        seen.add(person)
        person = merged[person]
    return person


def _pledges(connection: Connection, scope: Scope) -> Iterator[Break]:
    last = last_of(scope, "pledge.ask", "pledge.drop")
    columns: tuple[Any, ...] = (dossiers.c.pledge, dossiers.c.pledge_days, last.c.number, last.c.detail)
    query = select(customers.c.short_name, dossiers.c.project, *columns).select_from(dossiers)
    query = query.join(customers, customers.c.id == dossiers.c.customer_id)
    query = query.outerjoin(last, last.c.object == "dossier:" + dossiers.c.uid)
    query = query.where(dossiers.c.organisation_id == scope.organisation)
    if scope.dossier is not None:
        query = query.where(dossiers.c.id == scope.dossier)
    for row in connection.execute(query.order_by(dossiers.c.id)):
        asks = None if row.pledge is None else Pledge(str(row.pledge), row.pledge_days)
        has = f"{asks.digest} {asks.days or ''}".strip() if asks else ""
        if has != (row.detail or ""):
            found, noted = ("these words" if has else "none"), ("none" if not row.detail else "others")
            by = f"entry {row.number} of the audit log" if row.number else "the audit log, where nobody asked for it"
            name = f"{plain(row.short_name)} · {plain(row.project)}"
            yield Break(name, "what is to be confirmed in it", found, f"{noted}, by {by}")
