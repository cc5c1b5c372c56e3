"""Asking a colleague for an entry, by hand."""

import re

from chat.events import CommandGiven
from chat.replies import Answer, Notice
from chat.router import Command, command
from dossier.duties import Trigger
from dossier.errors import DossierError, NotFound
from dossier.fields import PersonRef
from dossier.kinds import Kind
from dossier.language import Label
from dossier.reading import LINE_LENGTH
from dossier.tiers import Action
from handlers.context import Context, Write
from storage.meeting_duties import announce_duty
from storage.store import Store

_ASKED = re.compile(r"[@＠](?P<rest>.+)", re.DOTALL)


@command(
    Command(
        "duty",
        "催办",
        Label("请同事补一条记录，会提醒到补上为止", "Ask a colleague for an entry; they are reminded"),
        Label("@同事 要补什么", "@colleague what is missing"),
        icon="📌",
        rank=17,
    )
)
def ask_duty(event: CommandGiven, ctx: Context) -> Answer | Write:
    """Have a colleague owe what is asked of them; the channel sees it, and by when."""
    person, what = _asked(ctx, event.text)
    dossier = ctx.bound() or ctx.one(event.text)
    ctx.store.actor.require(Action.LOG, dossier.id, min(ctx.store.kinds.open, key=lambda kind: kind.lowest(Action.LOG)))
    dossier.require_open()
    row = ctx.store.people.id_of(person.id or "")
    if row is None or not ctx.store.absences.reads(row, dossier.id):
        raise DossierError("duty-not-a-member", name=person.name, title=dossier.title)

    def apply(store: Store) -> Answer:
        asker = {"asker": store.actor.name}
        duty = store.duties.raise_for(dossier, Trigger.ASKED, _kind_in(ctx, what), what, person, known=asker)
        announce_duty(store, dossier, duty, "asked", ctx.channel)
        data = {"name": person.name, "what": what, "due": ctx.voice.moment(duty.due_at)}
        return Notice("notice-asked", data)

    return Write(apply)


def _asked(ctx: Context, text: str) -> tuple[PersonRef, str]:
    """Give who is asked and for what. Raises NotFound for nobody, DossierError for nothing."""
    found = _ASKED.match(text.strip())
    if found is None:
        raise DossierError("duty-how")
    rest = found["rest"].strip()
    spaced = [name for name in ctx.store.people.names() if rest.casefold().startswith(f"{name.casefold()} ")]
    name = max(spaced, key=len, default=rest.split(maxsplit=1)[0])
    person = ctx.store.people.named(name)
    if person is None:
        raise NotFound("nobody-called", name=name[:60])
    what = " ".join(rest[len(name) :].split())
    if not what:
        raise DossierError("duty-how")
    if len(what) > LINE_LENGTH:
        raise DossierError("too-long", max=LINE_LENGTH, length=len(what))
    return person, what


def _kind_in(ctx: Context, what: str) -> Kind | None:
    """Give the kind of record that is asked for by its name, None when any will do."""
    said = what.casefold()
    words = set(re.findall(r"[a-z]+", said))
    return next((kind for kind in ctx.store.kinds.open if kind.command_zh in said or kind.command in words), None)
