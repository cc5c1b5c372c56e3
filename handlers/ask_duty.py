"""Asking a colleague for an entry, by hand."""

import re
from collections.abc import Sequence

from chat.events import CommandGiven
from chat.replies import Answer, Notice
from chat.router import Command, command
from dossier.asking import asked_for, kind_asked_for
from dossier.duties import Trigger
from dossier.errors import DossierError, NotFound
from dossier.fields import PersonRef
from dossier.kinds import Kind
from dossier.language import Label
from dossier.tiers import Action, Tier
from dossier.views import DossierView
from handlers.context import Context, Write
from storage.meeting_duties import announce_duty
from storage.store import Store

_NEXT = re.compile(r"\s*(?:[,，、;；&和与]|and\b)?\s*(?=[@＠])", re.IGNORECASE)


@command(
    Command(
        "duty",
        "催办",
        Label("请同事补一条记录，会提醒到补上为止", "Ask a colleague for an entry; they are reminded"),
        Label("@同事 要补什么 周五前", "@colleague what is missing by Friday"),
        icon="📌",
        rank=17,
    )
)
def ask_duty(event: CommandGiven, ctx: Context) -> Answer | Write:
    """Have a colleague owe what is asked of them; the channel sees it, and by when."""
    asked, words = _asked(ctx, event.text)
    dossier = ctx.dossier or ctx.one(event.text)
    what, by = asked_for(words, ctx.voice.now, ctx.voice.zone, ctx.store.rules.of(dossier.id).work)
    ctx.store.actor.require(Action.LOG, dossier.id, min(ctx.store.kinds.open, key=lambda kind: kind.lowest(Action.LOG)))
    dossier.require_open()
    for person in asked:
        row = ctx.store.people.id_of(person.id or "")
        if row is None or not ctx.store.absences.reads(row, dossier.id):
            raise DossierError("duty-not-a-member", name=person.name, title=dossier.title)

    def apply(store: Store) -> Answer:
        asker, kind = {"asker": store.actor.name}, _kind_in(store, dossier, what, asked)
        duties = [
            store.duties.raise_for(dossier, Trigger.ASKED, kind, what, each, known=asker, by=by) for each in asked
        ]
        for duty in duties:
            announce_duty(store, dossier, duty, "asked", ctx.channel)
        names = ctx.voice.listed([each.name for each in asked])
        due = ctx.voice.moment(min(duty.due_at for duty in duties))
        return Notice("notice-asked", {"name": names, "count": len(asked), "what": what, "due": due})

    return Write(apply)


def _asked(ctx: Context, text: str) -> tuple[list[PersonRef], str]:
    """Give who is asked, and the words behind. Raises NotFound for nobody, DossierError where no name is to be seen."""
    rest, asked = text.strip(), dict[str, PersonRef]()
    if rest[:1] in ("@", "＠"):
        while rest[:1] in ("@", "＠"):
            person, rest = _first(ctx, rest[1:])
            asked[person.id or person.name] = person
            rest = _NEXT.sub("", rest, count=1) if _NEXT.match(rest) else rest
    else:
        # Without the sign a name is one all the same, where it is just that of a colleague.
        try:
            person, rest = _first(ctx, rest)
        except NotFound:
            raise DossierError("duty-how") from None
        asked[person.id or person.name] = person
    return list(asked.values()), rest


def _first(ctx: Context, text: str) -> tuple[PersonRef, str]:
    """Give whom a text begins with, and the rest of it. Raises NotFound for nobody."""
    text = text.strip()
    spaced = [name for name in ctx.store.people.names() if text.casefold().startswith(f"{name.casefold()} ")]
    name = max(spaced, key=len, default=re.split(r"[\s,，、@＠]", text, maxsplit=1)[0])
    person = ctx.store.people.named(name) if name else None
    if person is None:
        raise NotFound("nobody-called", name=name[:60])
    return person, text[len(name) :]


def _kind_in(store: Store, dossier: DossierView, what: str, asked: Sequence[PersonRef]) -> Kind | None:
    """Give the kind of entry that is asked for, None when any will do: also where one of them may not log it."""
    kind = kind_asked_for(what, store.kinds.open)
    if kind is None:
        return None
    # Who reads it without being a member of it is a manager of the organisation.
    tiers = {each.person.id: each.tier for each in store.dossiers.everybody(dossier)}
    may_all = all(tiers.get(each.id, Tier.MANAGER) >= kind.lowest(Action.LOG) for each in asked)
    return kind if may_all else None
