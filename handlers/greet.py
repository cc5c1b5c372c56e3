"""The bot joins a channel: it says hello once and offers to bind it or to start a dossier."""

from chat.events import BotJoined
from chat.replies import Answer, Nothing
from chat.router import on
from handlers.context import Context, Write
from handlers.follow_channel import gather_members
from storage.store import Store


@on(BotJoined)
def greet(event: BotJoined, ctx: Context) -> Write:
    """Note the channel and say what the bot can do, the first time."""

    def apply(store: Store) -> Answer:
        channel = store.channels.put(ctx.workspace, event.source.channel or "", event.channel_name)
        store.channels.close(channel, closed=False)
        gather_members(store, channel.id)
        if store.channels.greeted(channel):
            store.outbox.to_channel(channel, "hello", {}, "hello")
        return Nothing()

    return Write(apply)
