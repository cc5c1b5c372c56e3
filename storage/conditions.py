"""Conditions on records, by who is responsible and what they hold, and on what is owed."""

from collections.abc import Collection
from datetime import datetime
from typing import Any

from sqlalchemy import JSON, ColumnElement, and_, bindparam, cast, exists, func, or_, select, type_coerce

from dossier.deciding import ApprovalState
from dossier.duties import DECIDED
from dossier.fields import PersonRef
from dossier.phases import Phase
from storage.record_rows import CURRENT
from storage.tables import approvals, dossiers, duties, people, records, revisions


def of_person(person: PersonRef, *, sqlite: bool) -> ColumnElement[bool]:
    """Give the condition that a person made a record, or is named as its owner."""
    made = records.c.author_id.in_(select(people.c.id).where(people.c.uid == person.id))
    return or_(made, owned_by(person, sqlite=sqlite))


def owned_by(person: PersonRef, *, sqlite: bool) -> ColumnElement[bool]:
    """Give the condition that a person is named as a record's owner."""
    return _holds(("owner", "id"), (person.id or "",), sqlite=sqlite)


def going_on(dossier: ColumnElement[Any]) -> ColumnElement[bool]:
    """Give the condition that what waits in a dossier can be done: in one that is sealed it waits until that is
    opened."""
    return dossier.not_in(select(dossiers.c.id).where(dossiers.c.phase == Phase.SEALED.value))


def one_of(column: ColumnElement[Any], known: Collection[str]) -> ColumnElement[bool]:
    """Give the condition that a column holds one of some words that are known beforehand, as kinds and statuses are.

    They stand in the query itself: of values PostgreSQL's kept plan would make a list anew for every row it looks at.
    """
    return column.in_(bindparam(None, list(known), expanding=True, literal_execute=True))


def was_decided(
    state: ApprovalState,
    span: tuple[datetime | None, datetime | None],
    person: PersonRef | None,
    refused: tuple[str, ...] | None,
    *,
    sqlite: bool,
) -> ColumnElement[bool]:
    """Give the condition that a record was approved or returned in a span of time (UTC, its end exclusive).

    `person` decided it, or made the record. What was returned may also have been given one of the `refused` statuses.
    """
    decisions = [approvals.c.record_id == records.c.id, approvals.c.state == state.value]
    decisions += _within(approvals.c.decided_at, span)
    theirs = of_person(person, sqlite=sqlite) if person else None
    if person and theirs is not None:
        decided = approvals.c.decider_id.in_(select(people.c.id).where(people.c.uid == person.id))
        decisions.append(or_(decided, theirs))
    ways: list[ColumnElement[bool]] = [exists().where(*decisions)]
    if state is ApprovalState.RETURNED and refused:
        first = select(func.min(revisions.c.created_at)).where(
            revisions.c.record_id == records.c.id, held("status", sqlite=sqlite).in_(refused)
        )
        since = first.correlate(records).scalar_subquery()
        given = [records.c.status.in_(refused), *_within(since, span)]
        ways.append(and_(*given, theirs) if theirs is not None else and_(*given))
    return or_(*ways)


def _within(moment: ColumnElement[Any], span: tuple[datetime | None, datetime | None]) -> list[ColumnElement[bool]]:
    since, until = span
    return ([moment >= since] if since else []) + ([moment < until] if until else [])


def chosen(field: str, values: Collection[str], *, sqlite: bool) -> ColumnElement[bool]:
    """Give the condition that a choice of a record holds one of some options."""
    return _holds((field,), values, sqlite=sqlite)


def held(field: str, *, sqlite: bool) -> ColumnElement[Any]:
    """Give what a field of text holds in a revision's content."""
    found: ColumnElement[Any] = _content(sqlite=sqlite)[field].as_string()
    return found


def _holds(path: tuple[str, ...], values: Collection[str], *, sqlite: bool) -> ColumnElement[bool]:
    content = _content(sqlite=sqlite)
    # What it is asked within may have a revision of its own, which is not the one that is meant here. A value, not an
    # `EXISTS`: of that PostgreSQL makes a list of the revisions of all organisations, and looks records up in it.
    held = select(content[path].as_string()).where(CURRENT).correlate(records).scalar_subquery()
    return held.in_(values)


def entered() -> ColumnElement[bool]:
    """Give the condition that a duty is settled by an entry, and not by deciding something."""
    return and_(*(duties.c.trigger != each.value for each in sorted(DECIDED)))


def _content(*, sqlite: bool) -> Any:
    # A cast would make a number of it in SQLite, whose functions read JSON from text; PostgreSQL needs one.
    return type_coerce(revisions.c.content, JSON) if sqlite else cast(revisions.c.content, JSON)
