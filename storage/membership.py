"""Who is in a channel is in its dossier: colleagues who come in become members, and who leaves is none any more."""

from collections.abc import Collection
from typing import Any

from sqlalchemy import delete, insert, select

from dossier.tiers import Tier
from dossier.views import ChannelView
from storage.leaving import leave
from storage.roles import note_member
from storage.store import Store
from storage.tables import accounts, members, people


def colleagues(store: Store, workspace: int, keys: Collection[str]) -> set[int]:
    """Give the people (row ids) behind accounts of a workspace who belong to the organisation."""
    query = (
        select(people.c.id)
        .join(accounts, accounts.c.person_id == people.c.id)
        .where(
            accounts.c.workspace_id == workspace,
            accounts.c.key.in_(keys),
            people.c.organisation_id == store.actor.organisation,
            people.c.tier > int(Tier.STRANGER),
        )
    )
    return set(store.connection.execute(query).scalars())


def follow(store: Store, channel: ChannelView, present: Collection[int]) -> None:
    """Make the dossier's members by this channel those who are present; who was added by name stays as they are."""
    through = members.c.channel_id == channel.id
    elsewhere = members.c.dossier_id != (channel.dossier or -1)
    gone = through & (elsewhere | members.c.person_id.not_in(present))
    left = delete(members).where(gone).returning(members.c.person_id, members.c.dossier_id)
    for row in store.connection.execute(left).all():
        note_member(store, row.dossier_id, row.person_id, "member.leave")
        leave(store, row.person_id, [row.dossier_id])
    if channel.dossier is None:
        return
    known = select(members.c.person_id).where(members.c.dossier_id == channel.dossier)
    added: list[dict[str, Any]] = [
        {
            "organisation_id": store.actor.organisation,
            "dossier_id": channel.dossier,
            "person_id": person,
            "tier": int(Tier.MEMBER),
            "channel_id": channel.id,
        }
        for person in sorted(set(present) - set(store.connection.execute(known).scalars()))
    ]
    if added:
        store.connection.execute(insert(members), added)
        for new in added:
            note_member(store, channel.dossier, new["person_id"], "member.join")
