"""What happens to the channels the bot is in is kept up: their names, whether they are open, and who is in them."""

from dataclasses import replace

from chat.events import ChannelChanged, MembersChanged
from chat.replies import Answer, Nothing
from chat.router import on
from dossier.views import ChannelView, DossierView
from handlers.context import Context, Write
from storage.store import Store
from storage.undelivered import tell_closed


@on(ChannelChanged)
def follow_channel(event: ChannelChanged, ctx: Context) -> Answer | Write:
    """Note the channel's new name, or that nothing can be said in it any more, or can again."""
    channel = ctx.channel
    if channel is None:
        return Nothing()

    def apply(store: Store) -> Answer:
        if event.name is not None:
            store.channels.put(ctx.workspace, channel.key, event.name)
        if event.closed is not None:
            news = store.channels.close(channel, closed=event.closed)
            if news and event.closed:
                tell_closed(store, channel)
        return Nothing()

    return Write(apply)


@on(MembersChanged)
def follow_members(event: MembersChanged, ctx: Context) -> Answer | Write:
    """Have the channel's members looked up anew."""
    channel = ctx.channel
    if channel is None:
        return Nothing()

    def apply(store: Store) -> Answer:
        gather_members(store, channel.id)
        return Nothing()

    return Write(apply)


def settle(store: Store, channel: ChannelView, dossier: DossierView) -> bool:
    """Have a channel that was just bound to a dossier looked at; tell whether the bot is known to be in it.

    That only the platform knows: where the bot has never said hello, who binds is told how to invite it if nothing
    comes.
    """
    gather_members(store, channel.id)
    if channel.closed and dossier.owner_id != store.actor.person:
        tell_closed(store, replace(channel, dossier=dossier.id), uninvited=not channel.greeted)
    return channel.greeted and not channel.closed


def gather_members(store: Store, channel: int) -> None:
    """Have a job make the members of a channel (row id) members of its dossier."""
    store.jobs.add("gather_members", {"channel": channel})
