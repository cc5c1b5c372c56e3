"""Looks at the names of attached files once they are fetched, and offers the right ones to who attached them."""

import json
from collections.abc import Mapping
from typing import TYPE_CHECKING, Any

from bot.backoff import Later
from bot.file_jobs import COMING_SECONDS
from chat.messages import Bullets, Button, Buttons, Heading, Message, Paragraph, Style
from chat.voice import Voice
from dossier.views import DossierView, Saved
from handlers.announce import tell_of_names
from handlers.answer_question import COMPANY
from handlers.name_files import names_of_files, offer, right_names, told_by
from storage.database import Connection
from storage.people import recognise
from storage.store import Store

if TYPE_CHECKING:
    from bot.jobs import JobWorker
    from storage.jobs import Job


def check_names(worker: "JobWorker", job: "Job") -> None:
    """Tell who attached files to a record what they should be called. Raises Later until they are fetched."""
    keys = worker.keyring.organisation(job.organisation_uid, job.organisation_key)
    data, now = job.data, worker.now()

    def look(connection: Connection) -> None:
        known = recognise(connection, str(data["platform"]), str(data["workspace"]), str(data["account"]))
        if known is None or known.actor.person is None:
            return
        store = Store(connection, known.actor, now, keys, worker.default)
        saved = store.records.get(str(data["record"]))
        if saved.line.deleted or saved.erased:
            return
        if right := right_names(store, saved):
            offer(store, known.workspace, saved, right)
        else:
            tell_of_names(store, saved)
        if saved.refused:
            # Where it was posted the files stood as if they were there.
            store.outbox.renew_record(saved.line.uid)
        store.finish()

    try:
        worker.database.write(look)
    except LookupError as error:
        raise Later(str(error), COMING_SECONDS) from error


def names_card(store: Store, voice: Voice, data: Mapping[str, Any]) -> Message:
    """Say what wrongly called files should be called, with the button that does it, or that this is done with."""
    saved = store.records.get(data["record"])
    offered = json.loads(data["names"])
    right = [name for _, name in offered]
    if not right and names_of_files(saved):
        return Message((Paragraph(("🏷️ ", voice.say("notice-names-right"))),))
    if right and names_of_files(saved) >= set(right):
        return Message((Paragraph(("🏷️ ", voice.say("card-names-done", names=voice.listed(right)))),))
    if names_of_files(saved).isdisjoint(old for old, _ in offered):
        gone = voice.say("card-names-gone", number=str(saved.line.number), title=saved.title)
        return Message((Paragraph(("🏷️ ", gone)),))
    # What is called by the rule has a name that something else has.
    all_taken = all(store.naming.is_right(saved, old) for old, _ in offered)
    title = voice.say("card-names-taken-title" if all_taken else "card-names-title")
    head = (Heading(title, "🏷️"), Paragraph((f"{saved.title} #{saved.line.number}",)))
    lines = tuple((_line(store, voice, saved, old, new),) for old, new in offered)
    args = {"record": saved.line.uid, "names": told_by(data["names"])}
    button = Button(voice.say("button-name-files"), "name-files", args, Style.PRIMARY)
    return Message((*head, Bullets(lines), Buttons((button,))))


def _line(store: Store, voice: Voice, saved: Saved, old: str, new: str) -> str:
    names = {"wrong": old, "right": new}
    if store.naming.is_right(saved, old):
        return voice.say("card-names-taken", **names)
    customer = store.naming.customer_in(old)
    if customer and not _is_of(saved.dossier, customer):
        return voice.say("card-names-other", customer=customer, **names)
    return voice.say("card-names-line", **names)


def _is_of(dossier: DossierView, customer: str) -> bool:
    """Tell whether a customer's name is one by which that of a dossier goes: ABC, ABC公司, ABC有限公司."""
    said, short = customer.casefold(), dossier.short_name.casefold()
    return said in (short, dossier.customer.casefold()) or said.removeprefix(short) in COMPANY
