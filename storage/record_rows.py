"""The rows of records: their lines, and one with its current content, by what it is looked for."""

from sqlalchemy import and_, bindparam, select

from storage.tables import people, records, revisions

CURRENT = and_(revisions.c.record_id == records.c.id, revisions.c.number == records.c.revision)
"""A revision is the one that a record stands at."""
_CHANGERS = people.alias("changers")
_LINE = (
    records.c.id,
    records.c.uid,
    records.c.number,
    records.c.kind,
    records.c.dossier_id,
    records.c.title,
    records.c.status,
    records.c.revision,
    records.c.deleted,
    records.c.shared,
    records.c.created_at,
    records.c.changed_at,
    people.c.uid.label("author_uid"),
    people.c.name.label("author_name"),
    _CHANGERS.c.uid.label("changer_uid"),
    _CHANGERS.c.name.label("changer_name"),
)
LINES = (
    select(*_LINE)
    .join(people, people.c.id == records.c.author_id)
    .join(_CHANGERS, _CHANGERS.c.id == records.c.changer_id)
)
ONE = (
    select(
        *_LINE,
        records.c.key,
        revisions.c.content,
        revisions.c.sealed,
        revisions.c.stem,
        revisions.c.ordinal,
        revisions.c.version,
        revisions.c.reason,
    )
    .join(people, people.c.id == records.c.author_id)
    .join(_CHANGERS, _CHANGERS.c.id == records.c.changer_id)
    .join(revisions, CURRENT)
    .where(records.c.organisation_id == bindparam("organisation"))
)
BY_UID = ONE.where(records.c.uid == bindparam("uid"))
BY_ID = ONE.where(records.c.id == bindparam("record"))
BY_NUMBER = ONE.where(records.c.dossier_id == bindparam("dossier"), records.c.number == bindparam("of_number"))
# One that was erased can be changed no more: there may be another beside it.
SINGLE = (
    ONE.where(records.c.dossier_id == bindparam("dossier"), records.c.kind == bindparam("of_kind"))
    .where(~records.c.deleted, records.c.key.is_not(None))
    .order_by(records.c.id.desc())
    .limit(1)
)
