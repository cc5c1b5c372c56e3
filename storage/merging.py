"""Two people who turn out to be one: everything that is somebody's becomes the other's, but what is hashed stays."""

from sqlalchemy import Column, delete, select, update

from storage.ids import AnyRow
from storage.store import Store
from storage.tables import (
    absences,
    accounts,
    dossiers,
    duties,
    meetings,
    members,
    mentions,
    pairings,
    people,
    records,
    settings,
)

# Authors of revisions and of the audit log are covered by hashes: there the one who is gone goes on to be named.
_OWNED: tuple[Column[int], ...] = (
    absences.c.person_id,
    absences.c.delegate_id,
    accounts.c.person_id,
    dossiers.c.owner_id,
    duties.c.owner_id,
    duties.c.closer_id,
    meetings.c.owner_id,
    pairings.c.person_id,
    records.c.author_id,
    records.c.changer_id,
)
_PERSONAL = ("person", "profile")


def merge(store: Store, gone: int, kept: int) -> None:
    """Make everything of one person (row id) another's, both of the store's organisation; the higher tiers count.

    Who is gone stays as a name in the history, and may do nothing any more.
    """
    query = select(people.c.id, people.c.tier).where(
        people.c.id.in_((gone, kept)), people.c.organisation_id == store.actor.organisation
    )
    tiers = {row.id: row.tier for row in store.connection.execute(query)}
    if set(tiers) != {gone, kept} or gone == kept:
        raise LookupError("two people of one organisation are merged")
    for column in _OWNED:
        store.connection.execute(update(column.table).where(column == gone).values({column.name: kept}))
    _merge_memberships(store, gone, kept)
    _merge_settings(store, gone, kept)
    store.connection.execute(delete(mentions).where(mentions.c.person_id == gone))
    store.connection.execute(update(people).where(people.c.id == kept).values(tier=max(tiers.values())))
    store.connection.execute(update(people).where(people.c.id == gone).values(tier=0, email_key=None))
    store.audit.add("person.merge", f"person:{kept}", str(gone))


def _merge_memberships(store: Store, gone: int, kept: int) -> None:
    theirs = {row.dossier_id: row for row in _memberships(store, kept)}
    for row in _memberships(store, gone):
        mine = theirs.get(row.dossier_id)
        if mine is None:
            store.connection.execute(update(members).where(members.c.id == row.id).values(person_id=kept))
            continue
        if row.tier > mine.tier:
            store.connection.execute(update(members).where(members.c.id == mine.id).values(tier=row.tier))
        if row.channel_id is None:  # Who was added by name on either side stays when a channel is left.
            store.connection.execute(update(members).where(members.c.id == mine.id).values(channel_id=None))
        store.connection.execute(delete(members).where(members.c.id == row.id))


def _memberships(store: Store, person: int) -> list[AnyRow]:
    query = select(members.c.id, members.c.dossier_id, members.c.tier, members.c.channel_id)
    return list(store.connection.execute(query.where(members.c.person_id == person)).all())


def _merge_settings(store: Store, gone: int, kept: int) -> None:
    """Let what the kept one has set stand; what only the other had set counts from now on."""
    mine = settings.alias()
    taken = select(mine.c.name).where(mine.c.scope == settings.c.scope, mine.c.subject == kept).correlate(settings)
    theirs = settings.c.scope.in_(_PERSONAL) & (settings.c.subject == gone)
    store.connection.execute(delete(settings).where(theirs, settings.c.name.in_(taken)))
    store.connection.execute(update(settings).where(theirs).values(subject=kept))
