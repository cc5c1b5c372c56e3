"""Refusals: how they are noted in the audit log, and what leads on from them."""

import re

from chat.events import ButtonPressed, CommandGiven, Event, FormSubmitted, MessagePosted
from chat.messages import Block, Buttons, Paragraph
from chat.router import router
from chat.voice import Voice
from dossier.errors import Refused
from handlers.ask_access import offer
from handlers.ask_manager import offer_manager
from handlers.confirm_pledge import offer_pledge
from handlers.whom_to_ask import whom_to_ask
from storage.store import Store

_NUMBER = re.compile(r"[#＃]\d{1,9}")


def note_refusal(store: Store, account: str, error: Refused, tried: str) -> None:
    """Note in the audit log that the store's actor was refused something: what they tried, in a word or two.

    `account` is the platform's, which is all there is to note of somebody nobody knows.
    """
    subject = account
    if error.where is not None and store.actor.person is not None:
        subject = f"dossier:{store.dossiers.by_id(error.where).uid}"
    tier = str(error.problem.data.get("tier", ""))
    noted = f"{error.problem.key} {tier or '-'} {tried}" if tried else f"{error.problem.key} {tier}".rstrip()
    store.audit.add("refused", subject, noted)


def ways_on(store: Store, voice: Voice, event: Event, error: Refused) -> tuple[Block, ...]:
    """Give what leads on from a refusal: buttons, else whom to ask."""
    ways = offer(store, voice, error) + offer_pledge(store, voice, error)
    if ways:
        return (Buttons(ways),)
    whom = whom_to_ask(store, voice) if error.where is None and error.problem.data.get("tier") else ""
    asked = offer_manager(store, voice, event, error.problem) if whom else ()
    said: tuple[Block, ...] = (Paragraph((whom,)),) if whom else ()
    return (*said, Buttons(asked)) if asked else said


def tried(event: Event) -> str:
    """Say what somebody tried in a word or two, as the audit log keeps it: nothing of what they typed but a number."""
    match event:
        case CommandGiven(name=name, text=text):
            words = text.split()
            # 档案 is dossier: what stands below is known by that name.
            called = router.named(name)
            name = called.name if called else name
            below = (router.named(words[0], name) or router.meant_by(words[0], name)) if words else None
            below = below or (router.named(words[0]) if words else None)
            number = next((each for each in words if _NUMBER.fullmatch(each)), "")
            return " ".join(filter(None, (f"/{name}", below.name if below else "", number)))
        case MessagePosted():
            given = event.as_command()
            return tried(given) if given is not None else "question"
        case ButtonPressed(action=action) | FormSubmitted(name=action):
            return action
    return ""
