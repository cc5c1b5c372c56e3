"""Telling the channel what was saved: one card a record, replaced when the record changes."""

from chat.replies import Answer, Nothing, Notice
from dossier.tiers import Action, Tier
from dossier.views import ChannelView, Saved
from handlers.context import Context
from storage.store import Store


def announce(store: Store, ctx: Context, saved: Saved) -> ChannelView | None:
    """Put a record's card into the outbox: for this channel when it is the dossier's, else for the dossier's first.

    Gives the channel, None when the dossier has none or not everybody in it may see the record.
    """
    here = ctx.channel if ctx.channel is not None and ctx.channel.dossier == saved.dossier.id else None
    if here is not None and here.closed:
        here = None
    channel = here or next(iter(store.channels.of(saved.dossier)), None)
    if channel is not None and not shown_in(channel, saved):
        return None
    if channel is not None:
        thread = ctx.source.thread if channel is here else None
        data = {"record": saved.line.uid}
        store.outbox.to_channel(channel, "record", data, f"record:{saved.line.uid}", thread)
    return channel


def shown_in(channel: ChannelView, saved: Saved) -> bool:
    """Tell whether everybody in a channel may see a record of this kind."""
    return (Tier.GUEST if channel.external else Tier.MEMBER) >= saved.line.kind.lowest(Action.READ)


def saved_answer(ctx: Context, saved: Saved, channel: ChannelView | None) -> Answer:
    """Give the word to whoever saved it: none where they see a new card, else where it went and what can be done."""
    here = channel is not None and ctx.channel is not None and channel.id == ctx.channel.id
    if here and saved.line.revision == 1:
        return Nothing()
    name, number = saved.document(ctx.voice.language, ctx.voice.zone), str(saved.line.number)
    record = {"record": saved.line.uid}
    actions = (("button-open", "show", record), ("button-undo", "undo", record))
    if saved.line.revision > 1:
        return Notice("notice-changed", {"title": saved.title, "number": number}, actions)
    if channel is None:
        return Notice("notice-saved", {"name": name, "number": number}, actions)
    return Notice("notice-saved-in", {"name": name, "number": number, "channel": channel.name}, actions)
