"""Whom to ask for what one may not do oneself in an organisation: its managers; and how the first of them is made."""

from chat.voice import Voice
from dossier.tiers import Tier
from storage.access import Actor
from storage.store import Store


def whom_to_ask(store: Store, voice: Voice) -> str:
    """Name the managers, or say how the first one is made; "" for a stranger, whom that does not concern."""
    managers = store.people.managers()
    if not managers:
        return voice.say("ask-unclaimed")
    return voice.say("ask-managers", names=voice.listed(managers)) if may_be_told(store.actor) else ""


def may_be_told(actor: Actor) -> bool:
    """Say whether who manages an organisation is for somebody to know: not for a stranger to it."""
    return actor.person is not None and (actor.tier is not Tier.STRANGER or bool(actor.tiers))
