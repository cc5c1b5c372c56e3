"""Binding a channel to a dossier: what is logged there goes into it."""

from chat.events import ButtonPressed, CommandGiven
from chat.messages import Button, Buttons, Message, Paragraph
from chat.replies import Answer, Notice, Show
from chat.router import Command, command, on
from dossier.errors import NotFound
from dossier.language import Label
from dossier.reading import short
from dossier.tiers import Action
from dossier.views import DossierView
from handlers.context import Context, Write
from handlers.follow_channel import settle
from storage.store import Store


@command(
    Command(
        "bind",
        "绑定",
        Label("把这里绑定到一个档案", "Bind this place to a dossier"),
        Label("[客户]", "[customer]"),
        "dossier",
        rank=41,
    )
)
def bind_by_words(event: CommandGiven, ctx: Context) -> Answer | Write:
    """Bind to the dossier that is named, or offer those that can be."""
    named = ctx.store.dossiers.named_in(event.text) if event.text.strip() else []
    if len(named) == 1:
        return _bind(ctx, named[0])
    return offer(ctx, named or None, "" if named else event.text.strip())


def offer(ctx: Context, dossiers: list[DossierView] | None = None, unknown: str = "") -> Answer:
    """Offer a button for each dossier the asker may bind channels to; first say that there is none of a name."""
    actor = ctx.store.actor
    mine = [each for each in dossiers or ctx.store.dossiers.mine() if actor.may(Action.MANAGE, each.id)]
    if not mine and actor.may_start():
        raise NotFound("nothing-to-bind-start")
    # One that is named and may be visited is there, though it may not be bound to.
    for each in ctx.store.dossiers.named_in(unknown, Action.VISIT)[:1] if unknown else ():
        actor.require(Action.MANAGE, each.id)
    if not mine:
        raise NotFound("nothing-to-bind")
    missing = NotFound("no-dossier-called", name=short(unknown)) if unknown else None
    first = (ctx.voice.problem(missing.problem), "\n") if missing else ()
    # Not every platform shows the offer where it was asked for.
    here = {"channel": ctx.source.channel} if ctx.source.channel else {}
    buttons = tuple(Button(each.title, "bind", {"dossier": each.uid, **here}) for each in mine[:10])
    return Show(Message((Paragraph((*first, ctx.voice.say("bind-which"))), Buttons(buttons))))


@on(ButtonPressed, "bind")
def press_bind(event: ButtonPressed, ctx: Context) -> Answer | Write:
    """Bind to the dossier of the button; offer the choice when it names none."""
    if not event.args.get("dossier"):
        return offer(ctx)
    return _bind(ctx, ctx.store.dossiers.get(event.args["dossier"]), event.args.get("channel"))


def _bind(ctx: Context, dossier: DossierView, key: str | None = None) -> Write:
    """Bind the channel of that key, or the one this comes from: one that nobody has heard of yet is noted."""
    where = key or ctx.source.channel
    if where is None:
        raise NotFound("not-in-a-channel")

    def apply(store: Store) -> Answer:
        name = ctx.source.channel_name if where == ctx.source.channel else ""
        channel = store.channels.put(ctx.workspace, where, name)
        store.channels.bind(channel, dossier)
        there = settle(store, channel, dossier)
        store.outbox.to_channel(channel, "bound", {"dossier": dossier.uid}, f"dossier:{dossier.uid}")
        if channel.name:
            said = "notice-bound" if there else "notice-bound-uninvited"
        else:
            said = "notice-bound-here" if there else "notice-bound-here-uninvited"
        return Notice(said, {"title": dossier.title, "channel": channel.name})

    return Write(apply)
