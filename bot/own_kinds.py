"""Files of an organisation's own kinds: checked and used, or told what is wrong; sent back to whoever asks."""

import json
from collections.abc import Mapping, Sequence
from importlib import resources
from typing import TYPE_CHECKING, Any

from bot.askers import asker
from bot.file_jobs import whole
from chat.cards.own_kinds import own_kinds_card, refused_card
from chat.messages import Message, Paragraph
from chat.platform import Target, Uploads
from chat.voice import Voice
from dossier.decoding import decoded
from dossier.errors import DossierError, Problem
from dossier.own.checking import checked
from dossier.own.declared import Declared
from dossier.own.making import merged
from dossier.own.text import MOST_BYTES, Wrong, WrongFile
from dossier.tiers import Action
from handlers.confirm_pledge import cover
from handlers.own_kinds import reserved
from storage.database import Connection
from storage.store import Store

if TYPE_CHECKING:
    from bot.jobs import JobWorker
    from storage.jobs import Job

_TOLD = 8


def example() -> str:
    """Give the example that people can begin with."""
    return resources.files("dossier.own").joinpath("example.yaml").read_text(encoding="utf-8")


def take_kinds(worker: "JobWorker", job: "Job") -> None:
    """Use an uploaded file of kinds if all of it is right, and tell who uploaded it.

    Raises Later until the file is there.
    """
    known = asker(worker, job)
    if known is None or known.actor.person is None:
        return
    keys = worker.keyring.organisation(job.organisation_uid, job.organisation_key)
    file, person = str(job.data["file"]), known.actor.person

    def store_on(connection: Connection) -> Store:
        return Store(connection, known.actor, worker.now(), keys, worker.default)

    stored = worker.database.read(lambda connection: store_on(connection).files.open(file))
    try:
        found = whole(worker, stored, MOST_BYTES)
        content = found if found is not None else bytes(MOST_BYTES + 1)
    except DossierError:
        # What is no text at all was not even kept: it is said to be none.
        content = b"\x00"

    def keep(connection: Connection) -> None:
        store = store_on(connection)
        said: dict[str, str | int] = {"name": stored.ref.name, "wrongs": "[]", "more": 0}
        try:
            store.own_kinds.keep(decoded(content) or "", declared)
            _hide(store, declared)
        except WrongFile as error:
            said |= _wrongs(error.wrongs)
            store.attachments.forget(file)
        store.outbox.to_person(person, known.workspace, "kinds", said, f"kinds:{job.uid}")
        store.finish()

    def refuse(connection: Connection) -> None:
        store = store_on(connection)
        said = {"name": stored.ref.name, **_wrongs(wrongs)}
        store.attachments.forget(file)
        store.outbox.to_person(person, known.workspace, "kinds", said, f"kinds:{job.uid}")
        store.finish()

    try:
        stages = worker.database.read(lambda connection: store_on(connection).naming.stages)
        declared = checked(content, reserved(stages))
    except WrongFile as error:
        wrongs = error.wrongs
        worker.database.write(refuse)
    else:
        worker.database.write(keep)


def _hide(store: Store, declared: Declared) -> None:
    """Have the cards in channels say no more of records that not every member reads from now on."""
    before = {kind.name for kind in store.kinds if kind.open_to_members}
    closed = {kind.name for kind in merged(declared) if not kind.open_to_members} & before
    for dossier in store.dossiers.mine(Action.VISIT) if closed else ():
        cover(store, dossier, closed)


def send_kinds(worker: "JobWorker", job: "Job") -> None:
    """Send the file that counts to somebody who asked for it, or the example where there is none, once."""
    data, known = job.data, asker(worker, job)
    platform = worker.platforms[str(data["platform"])]
    if known is None or not isinstance(platform, Uploads):
        return
    keys = worker.keyring.organisation(job.organisation_uid, job.organisation_key)
    own = worker.database.read(lambda connection: Store(connection, known.actor, worker.now(), keys).own_kinds.file())
    target = Target(str(data["workspace"]), account=str(data["account"]))
    name = "kinds.yaml" if own else "example.yaml"
    platform.send_file(target, name, (own or example()).encode(), job.uid)


def kinds_card(store: Store, voice: Voice, data: Mapping[str, Any]) -> Message:
    """Tell whether an uploaded file of kinds counts from now on, or what is wrong with it."""
    wrongs = [Wrong(line, where, Problem(key, about)) for line, where, key, about in json.loads(data["wrongs"])]
    if wrongs:
        return refused_card(str(data["name"]), wrongs, int(data["more"]), voice)
    used = Paragraph(("✅ ", voice.say("card-kinds-used", name=data["name"])))
    return Message((used, *own_kinds_card(store.kinds, voice).blocks))


def _wrongs(wrongs: Sequence[Wrong]) -> dict[str, str | int]:
    told = [[each.line, each.where, each.problem.key, dict(each.problem.data)] for each in wrongs[:_TOLD]]
    return {"wrongs": json.dumps(told, ensure_ascii=False), "more": max(0, len(wrongs) - _TOLD)}
