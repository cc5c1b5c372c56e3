"""The bot says hello once: to a channel, where it offers to bind it or to start a dossier, and to a person."""

from collections.abc import Mapping
from dataclasses import replace

from chat.events import BotJoined, BotOpened
from chat.messages import Button, Buttons, Heading, Message, Note, Paragraph, Style, Translated
from chat.replies import Answer, Nothing, Show
from chat.router import on
from chat.voice import Voice
from dossier.language import Language
from dossier.views import ChannelView
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
            store.outbox.to_channel(channel, "hello", _about(store, ctx, channel), "hello")
        return Nothing()

    return Write(apply)


def _about(store: Store, ctx: Context, channel: ChannelView) -> Mapping[str, str]:
    """Give what its hello is to say of a channel: the dossier it is bound to already, in the language that was chosen
    for it; where none was, that of who invited the bot."""
    data = {}
    if channel.dossier is not None:
        data["dossier"] = store.dossiers.by_id(channel.dossier).uid
    if ctx.store.actor.person is not None and not store.preferences.chosen("channel", channel.id, "language"):
        data["language"] = ctx.voice.language.value
    return data


@on(BotOpened)
def greet_person(event: BotOpened, ctx: Context) -> Answer:
    """Say what the bot is there for, in every language: nobody knows yet which one they read."""
    claimed = bool(ctx.store.people.managers(1))
    said = {language: _hello(ctx.me.name, replace(ctx.voice, language=language), claimed) for language in Language}
    return Show(Translated(said[ctx.voice.language].blocks, said))


def _hello(name: str, voice: Voice, claimed: bool) -> Message:
    buttons = (
        Button(voice.say("button-help"), "help", {}, Style.PRIMARY),
        Button(voice.say("settings-title"), "settings"),
    )
    return Message(
        (
            Heading(voice.say("home-title", name=name) if name else voice.say("card-hello-title"), "👋"),
            Paragraph((voice.say("home-about"),)),
            Note((voice.say("card-hello-example"),)),
            *(() if claimed else (Paragraph((voice.say("ask-unclaimed"),)),)),
            Buttons(buttons),
        )
    )
