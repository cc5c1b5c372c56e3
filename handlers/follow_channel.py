"""What happens to the channels the bot is in is kept up: their names, whether they are open, and who is in them."""

from chat.events import ChannelChanged, MembersChanged
from chat.replies import Answer, Nothing
from chat.router import on
from handlers.context import Context, Write
from storage.store import Store


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
            store.channels.close(channel, closed=event.closed)
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


def gather_members(store: Store, channel: int) -> None:
    """Have a job make the members of a channel (row id) members of its dossier."""
    store.jobs.add("gather_members", {"channel": channel})
