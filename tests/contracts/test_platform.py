"""The Platform port: what every platform promises to those who send through it."""

from collections.abc import Callable, Iterator
from dataclasses import dataclass

import pytest
from sqlalchemy import Connection

from bot.codec import decode
from bot.web.platform import WebPlatform
from chat.messages import Message, say
from chat.platform import Failed, Platform, Profile, Target
from storage import webchat
from storage.spool import spooled
from storage.uploads import WebUploads
from tests.recording import RecordingPlatform
from tests.team import HOME, Team

CHANNEL = Target(HOME, channel="abc")
DIRECT = Target(HOME, account="ann")


@dataclass(frozen=True, slots=True)
class Chat:
    """A platform with the channel `abc`, the account `ann` and the file `f1`, and a look at what stands there."""

    platform: Platform
    shown: Callable[[Target], list[Message]]
    file: str


@pytest.fixture(params=["recording", "web"])
def chat(request: pytest.FixtureRequest, sqlite_database_url: str) -> Iterator[Chat]:
    """Give every platform there is."""
    if request.param == "recording":
        yield _recording()
        return
    with Team.on(sqlite_database_url, platform=RecordingPlatform("web")) as team:
        yield _web(team)


def _recording() -> Chat:
    platform = RecordingPlatform()
    platform.people["ann"] = Profile("Ann")
    platform.files["f1"] = b"x" * 3_000_000
    platform.gone |= {"nowhere", "nobody"}

    def shown(target: Target) -> list[Message]:
        if target.channel is not None:
            return platform.in_channel(target.workspace, target.channel)
        return platform.to_account(target.workspace, target.account or "")

    return Chat(platform, shown, "f1")


def _web(team: Team) -> Chat:
    uploads = WebUploads(team.database, team.app.vault, b"u" * 32)
    with spooled((b"x" * 3_000_000,), 3_000_000) as spool:
        file = uploads.save(HOME, "a.bin", "application/octet-stream", spool, team.clock.now()).id

    def shown(target: Target) -> list[Message]:
        conversation = f"c:{target.channel}" if target.channel else f"a:{target.account}"

        def query(connection: Connection) -> list[Message]:
            posts, _ = webchat.page(connection, target.workspace, conversation)
            return [decode(each.message) for each in posts]

        return team.database.read(query)

    return Chat(WebPlatform(team.database, team.clock, uploads), shown, file)


@pytest.mark.parametrize("target", [CHANNEL, DIRECT], ids=["channel", "direct"])
def test_what_is_sent_stands_there_in_order(chat: Chat, target: Target) -> None:
    refs = {chat.platform.send(target, say(text), text) for text in ("one", "two")}
    assert len(refs) == 2
    assert [each.text for each in chat.shown(target)] == ["one", "two"]


def test_a_message_is_found_by_the_key_it_was_sent_under(chat: Chat) -> None:
    chat.platform.send(CHANNEL, say("one"), "k1")
    ref = chat.platform.send(CHANNEL, say("two"), "k2")
    assert chat.platform.find(CHANNEL, "k2") == ref


def test_a_message_in_a_thread_is_found_by_its_key(chat: Chat) -> None:
    root = chat.platform.send(CHANNEL, say("root"), "k1")
    reply = Target(HOME, channel="abc", thread=root)
    ref = chat.platform.send(reply, say("reply"), "k2")
    assert chat.platform.find(reply, "k2") == ref


def test_nothing_is_found_under_a_key_nobody_used(chat: Chat) -> None:
    chat.platform.send(CHANNEL, say("one"), "k1")
    assert chat.platform.find(CHANNEL, "k2") is None


def test_an_edited_message_stands_where_it_stood(chat: Chat) -> None:
    first = chat.platform.send(CHANNEL, say("one"), "k1")
    chat.platform.send(CHANNEL, say("two"), "k2")
    chat.platform.edit(CHANNEL, first, say("changed"))
    assert [each.text for each in chat.shown(CHANNEL)] == ["changed", "two"]
    assert chat.platform.find(CHANNEL, "k1") == first


def test_a_message_that_is_not_there_cannot_be_edited(chat: Chat) -> None:
    with pytest.raises(Failed):
        chat.platform.edit(CHANNEL, "404", say("changed"))


@pytest.mark.parametrize("target", [Target(HOME, channel="nowhere"), Target(HOME, account="nobody")])
def test_what_cannot_be_reached_fails_for_good_and_nothing_arrives(chat: Chat, target: Target) -> None:
    with pytest.raises(Failed):
        chat.platform.send(target, say("one"), "k1")
    assert chat.platform.find(target, "k1") is None


def test_an_account_is_looked_up(chat: Chat) -> None:
    found = chat.platform.look_up(HOME, "ann")
    assert found is not None
    assert found.name == "Ann"
    assert chat.platform.look_up(HOME, "nobody") is None


def test_a_channel_is_known_when_the_bot_is_in_it(chat: Chat) -> None:
    assert chat.platform.open_channel(HOME, "abc")
    assert chat.platform.open_channel(HOME, "nowhere") is None


def test_a_file_is_read_in_pieces(chat: Chat) -> None:
    pieces = list(chat.platform.fetch(HOME, chat.file))
    assert b"".join(pieces) == b"x" * 3_000_000
    assert len(pieces) > 1


def test_a_file_that_is_not_there_fails_for_good(chat: Chat) -> None:
    with pytest.raises(Failed):
        list(chat.platform.fetch(HOME, "nothing"))
