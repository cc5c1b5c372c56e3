"""What somebody is reminded of in place of others, who are away or may no longer read what they owe."""

from collections.abc import Sequence

from dossier.escalation import Listener
from dossier.tiers import Action
from dossier.views import DutyView
from storage.listeners import Listeners
from storage.store import Store


def owed(store: Store) -> list[DutyView]:
    """Give what the actor is reminded of in place of others, the most urgent first."""
    me, there = store.actor.person, Listeners(store)
    return [
        duty
        for duty in store.duties.owed_by_absent()
        if duty.owner_id != me and me in there.people(Listener.OWNER, duty.owner_id, there.dossier(duty.dossier))
    ]


def owned(store: Store) -> Sequence[int]:
    """Give the dossiers (row ids) the actor owns, and those whose owner is away and they stand in for."""
    me, there = store.actor.person, Listeners(store)
    instead = [
        each.id
        for each in store.dossiers.mine()
        if each.owner_id != me and there.away(each.owner_id) and me in there.people(Listener.PM, each.owner_id, each)
    ]
    mine = (each for each in store.actor.owns if store.actor.may(Action.MANAGE, each))
    return sorted({*mine, *instead})
