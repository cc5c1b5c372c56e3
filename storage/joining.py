"""A workspace becomes part of another organisation: what it brought along moves, in one transaction."""

from sqlalchemy import delete, func, select, update

from dossier.errors import Conflict
from dossier.tiers import Tier
from storage.deliveries import ended
from storage.organisations import product
from storage.roles import note_rank
from storage.secrets import OrganisationKeys
from storage.store import Store
from storage.tables import (
    absences,
    accounts,
    channels,
    dossiers,
    drafts,
    files,
    inbox,
    installations,
    jobs,
    organisations,
    outbox,
    pairings,
    people,
    settings,
    workspaces,
)

# What is a workspace's and says nothing that is sealed; what refers to it by row id stays right.
_MOVED = (absences, accounts, channels, inbox, jobs, outbox, workspaces)


def join(store: Store, workspace: int, organisation: int, keys: OrganisationKeys) -> None:
    """Make a workspace of the store's organisation one of another, whose open keys are given.

    Its people come along; managers become senior members there, since who manages is the other organisation's to say.
    Raises Conflict when there are dossiers already, or another workspace: what is kept there cannot move.
    """
    here, connection = store.actor.organisation, store.connection
    kept = connection.execute(select(func.count()).where(dossiers.c.organisation_id == here)).scalar_one()
    if kept:
        raise Conflict("link-has-dossiers", count=str(kept))
    others = select(workspaces.c.id).where(workspaces.c.organisation_id == here, workspaces.c.id != workspace)
    if connection.execute(others.limit(1)).first() is not None:
        raise Conflict("link-has-workspaces")
    _reseal(store, organisation, keys)
    # Answers on their way, drafts and files nobody refers to are sealed too, and soon gone anyway.
    unsaid = update(outbox).where(outbox.c.organisation_id == here, outbox.c.sealed.is_not(None))
    connection.execute(unsaid.values(ended("withheld", lease=None)))
    for table in (drafts, files, pairings):
        connection.execute(delete(table).where(table.c.organisation_id == here))
    connection.execute(delete(settings).where(settings.c.organisation_id == here, settings.c.scope == "organisation"))
    for table in (*_MOVED, settings):
        connection.execute(update(table).where(table.c.organisation_id == here).values(organisation_id=organisation))
    moved = _move_people(store, here, organisation)
    other = Store(connection, product(organisation), store.now, keys)
    other.jobs.add("know_people", {"workspace": workspace})
    connection.execute(update(organisations).where(organisations.c.id == here).values(claim_hash=None))
    place = connection.execute(
        select(workspaces.c.platform, workspaces.c.key).where(workspaces.c.id == workspace)
    ).one()
    name = f"workspace:{place.platform}:{place.key}"
    store.audit.add("workspace.leave", name, str(organisation))
    other.audit.add("workspace.join", name, str(here))
    for person, tier in moved:
        note_rank(other, person, tier)
    other.finish()


def _reseal(store: Store, organisation: int, keys: OrganisationKeys) -> None:
    query = select(installations.c.id, installations.c.workspace_id, installations.c.sealed)
    rows = store.connection.execute(query.where(installations.c.organisation_id == store.actor.organisation)).all()
    for row in rows:
        credentials = store.keys.unseal_row("installations", str(row.workspace_id), row.sealed)
        sealed = keys.seal_row("installations", str(row.workspace_id), credentials)
        store.connection.execute(
            update(installations)
            .where(installations.c.id == row.id)
            .values(sealed=sealed, organisation_id=organisation)
        )


def _move_people(store: Store, here: int, organisation: int) -> list[tuple[str, int]]:
    """Move people and give their ids and tiers.

    Who they are to the other side is found out when the platform is asked again, by their address.
    """
    connection = store.connection
    connection.execute(
        update(people)
        .where(people.c.organisation_id == here, people.c.tier > int(Tier.SENIOR))
        .values(tier=int(Tier.SENIOR))
    )
    taken = select(func.lower(people.c.name)).where(people.c.organisation_id == organisation)
    names = set(connection.execute(taken).scalars())
    columns = (people.c.id, people.c.uid, people.c.name, people.c.tier)
    rows = connection.execute(select(*columns).where(people.c.organisation_id == here)).all()
    for row in rows:
        free, number = row.name, 1
        while free.lower() in names:  # People are meant by their names.
            number += 1
            free = f"{row.name} ({number})"
        names.add(free.lower())
        values = {"organisation_id": organisation, "name": free, "email_key": None}
        connection.execute(update(people).where(people.c.id == row.id).values(**values))
    return [(row.uid, row.tier) for row in rows]
