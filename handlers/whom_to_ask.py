"""Whom to ask for what one may not do oneself in an organisation: its managers; and how the first of them is made."""

from chat.voice import Voice
from dossier.tiers import Tier
from storage.store import Store


def whom_to_ask(store: Store, voice: Voice) -> str:
    """Name the managers, or say how the first one is made; "" for a stranger, whom that does not concern."""
    managers = store.people.managers()
    if not managers:
        return voice.say("ask-unclaimed")
    actor = store.actor
    if actor.person is None or (actor.tier is Tier.STRANGER and not actor.tiers):
        return ""
    return voice.say("ask-managers", names=voice.listed(managers))
