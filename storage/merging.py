"""Two people who turn out to be one: everything that is somebody's becomes the other's, but what is hashed stays."""

from typing import Any

from sqlalchemy import Column, delete, select, update

from dossier.deciding import RequestState
from dossier.tiers import Tier
from storage.ids import AnyRow
from storage.roles import note_member, note_owner, note_rank
from storage.store import Store
from storage.tables import (
    absences,
    access_requests,
    accounts,
    approvals,
    commitments,
    confirmations,
    dossiers,
    duties,
    handovers,
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
    access_requests.c.decider_id,
    accounts.c.person_id,
    approvals.c.submitter_id,
    approvals.c.decider_id,
    commitments.c.person_id,
    confirmations.c.person_id,
    dossiers.c.owner_id,
    duties.c.owner_id,
    duties.c.closer_id,
    handovers.c.giver_id,
    handovers.c.taker_id,
    handovers.c.starter_id,
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
    query = select(people.c.id, people.c.uid, people.c.tier).where(
        people.c.id.in_((gone, kept)), people.c.organisation_id == store.actor.organisation
    )
    rows = store.connection.execute(query).all()
    tiers, uids = {row.id: row.tier for row in rows}, {row.id: row.uid for row in rows}
    if set(tiers) != {gone, kept} or gone == kept:
        raise LookupError("two people of one organisation are merged")
    owned = select(dossiers.c.uid).where(dossiers.c.owner_id == gone)
    for dossier in store.connection.execute(owned).scalars().all():
        note_owner(store, dossier, uids[kept])
    for column in _OWNED:
        store.connection.execute(update(column.table).where(column == gone).values({column.name: kept}))
    _merge_memberships(store, gone, kept)
    _merge_requests(store, gone, kept)
    _merge_settings(store, gone, kept)
    store.connection.execute(delete(mentions).where(mentions.c.person_id == gone))
    store.connection.execute(update(people).where(people.c.id == kept).values(tier=max(tiers.values())))
    store.connection.execute(update(people).where(people.c.id == gone).values(tier=0, email_key=None))
    store.audit.add("person.merge", f"person:{kept}", str(gone))
    note_rank(store, uids[kept], max(tiers.values()))
    note_rank(store, uids[gone], Tier.STRANGER)


def _merge_memberships(store: Store, gone: int, kept: int) -> None:
    theirs = {row.dossier_id: row for row in _memberships(store, kept)}
    for row in _memberships(store, gone):
        mine = theirs.get(row.dossier_id)
        if mine is None:
            store.connection.execute(update(members).where(members.c.id == row.id).values(person_id=kept))
        else:
            _in_one(store, row, mine)
        note_member(store, row.dossier_id, gone, "member.drop")
        note_member(store, row.dossier_id, kept)


def _in_one(store: Store, row: AnyRow, mine: AnyRow) -> None:
    store.connection.execute(update(members).where(members.c.id == mine.id).values(**_higher(row, mine)))
    if row.channel_id is None:  # Who was added by name on either side stays when a channel is left.
        store.connection.execute(update(members).where(members.c.id == mine.id).values(channel_id=None))
    store.connection.execute(delete(members).where(members.c.id == row.id))


def _higher(one: AnyRow, other: AnyRow) -> dict[str, Any]:
    """Give the tier of two memberships in one: the higher that lasts, and above it one that ends when it ends."""
    lasting = max(row.tier if row.until is None else row.after or 0 for row in (one, other))
    lent = [row for row in (one, other) if row.until is not None and row.tier > lasting]
    if not lent:
        return {"tier": lasting, "until": None, "after": None}
    highest = max(lent, key=lambda row: (row.tier, row.until))
    return {"tier": highest.tier, "until": highest.until, "after": lasting}


def _merge_requests(store: Store, gone: int, kept: int) -> None:
    """Let what both have asked for in a dossier be asked for once."""
    asked = access_requests.alias()
    mine = select(asked.c.dossier_id).where(asked.c.person_id == kept, asked.c.state == RequestState.OPEN.value)
    theirs = update(access_requests).where(access_requests.c.person_id == gone)
    twice = theirs.where(access_requests.c.state == RequestState.OPEN.value, access_requests.c.dossier_id.in_(mine))
    store.connection.execute(twice.values(state=RequestState.EXPIRED.value))
    store.connection.execute(theirs.values(person_id=kept))


def _memberships(store: Store, person: int) -> list[AnyRow]:
    query = select(
        members.c.id, members.c.dossier_id, members.c.tier, members.c.channel_id, members.c.until, members.c.after
    )
    return list(store.connection.execute(query.where(members.c.person_id == person)).all())


def _merge_settings(store: Store, gone: int, kept: int) -> None:
    """Let what the kept one has set stand; what only the other had set counts from now on."""
    mine = settings.alias()
    taken = select(mine.c.name).where(mine.c.scope == settings.c.scope, mine.c.subject == kept).correlate(settings)
    theirs = settings.c.scope.in_(_PERSONAL) & (settings.c.subject == gone)
    store.connection.execute(delete(settings).where(theirs, settings.c.name.in_(taken)))
    store.connection.execute(update(settings).where(theirs).values(subject=kept))
