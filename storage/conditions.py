"""Conditions on records, by who is responsible and what they hold, and on what is owed."""

from collections.abc import Collection

from sqlalchemy import JSON, ColumnElement, and_, cast, exists, or_, select, type_coerce

from dossier.duties import DECIDED
from dossier.fields import PersonRef
from storage.tables import duties, people, records, revisions


def of_person(person: PersonRef, *, sqlite: bool) -> ColumnElement[bool]:
    """Give the condition that a person made a record, or is named as its owner."""
    made = records.c.author_id.in_(select(people.c.id).where(people.c.uid == person.id))
    return or_(made, _holds(("owner", "id"), (person.id or "",), sqlite=sqlite))


def chosen(field: str, values: Collection[str], *, sqlite: bool) -> ColumnElement[bool]:
    """Give the condition that a choice of a record holds one of some options."""
    return _holds((field,), values, sqlite=sqlite)


def _holds(path: tuple[str, ...], values: Collection[str], *, sqlite: bool) -> ColumnElement[bool]:
    # A cast would make a number of it in SQLite, whose functions read JSON from text; PostgreSQL needs one.
    content = type_coerce(revisions.c.content, JSON) if sqlite else cast(revisions.c.content, JSON)
    current = (revisions.c.record_id == records.c.id, revisions.c.number == records.c.revision)
    return exists().where(*current, content[path].as_string().in_(values))


def entered() -> ColumnElement[bool]:
    """Give the condition that a duty is settled by an entry, and not by deciding something."""
    return and_(*(duties.c.trigger != each.value for each in sorted(DECIDED)))
