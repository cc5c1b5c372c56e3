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
            news = store.channels.close(channel, closed=event.closed)
            if news and event.closed and channel.dossier is not None:
                _tell_owner(store, ctx, channel.dossier, channel.name)
        return Nothing()

    return Write(apply)


def _tell_owner(store: Store, ctx: Context, dossier: int, name: str) -> None:
    """Tell the owner of a dossier that its channel is silent from now on."""
    owned = store.dossiers.by_id(dossier)
    data = {"dossier": owned.uid, "channel": name}
    store.outbox.to_person(owned.owner_id, ctx.workspace, "channel-closed", data, f"channel-closed:{owned.uid}:{name}")


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
