"""The web chat as a chat platform: what the product says is stored and shown on the open pages."""

import sys
from collections.abc import Iterator, Sequence

from bot import codec
from bot.clock import MovableClock
from bot.web.hub import Hub, News
from chat.messages import Bullets, Hyperlink, Message
from chat.platform import ChannelProfile, Content, Failed, Profile, Target, Unsure
from storage import webchat
from storage.database import Database
from storage.spool import PIECE, spooled
from storage.uploads import WebUploads

_ANYTHING = "application/octet-stream"
FILE_SCHEME = "file:"
"""How a link to an upload begins, in a message as it is stored."""


def channel_conversation(key: str) -> str:
    """Give the conversation of a channel."""
    return f"c:{key}"


def direct_conversation(account: str) -> str:
    """Give the conversation of an account with the bot."""
    return f"a:{account}"


class WebPlatform:
    """The platform `web` (see chat.platform.Platform); its references are the ids of stored messages."""

    name = webchat.PLATFORM
    unsure = Unsure.LOOK_UP
    settle_seconds = 0.0
    pace_seconds = 0.0

    def __init__(self, db: Database, clock: MovableClock, uploads: WebUploads) -> None:
        """Take the database the messages are kept in, the clock they are dated by, and what keeps uploads."""
        self.hub = Hub()
        self.uploads = uploads
        self._db = db
        self._clock = clock

    def close(self) -> None:
        """Let the streams of the open pages end; to be called when the server is told to stop."""
        self.hub.close()

    def send(self, target: Target, message: Message, key: str) -> str:
        """Store a message as said by the bot and show it. Raises Failed when there is no such conversation."""
        conversation = self._conversation(target)
        post = webchat.Post(
            target.workspace,
            conversation,
            codec.encode(message),
            key,
            self._clock.now(),
            thread=_number(target.thread) if target.thread else None,
        )
        return str(self.post(post))

    def post(self, post: webchat.Post) -> int:
        """Store what a person or the bot said, show it, and give its id."""
        message = self._db.write(lambda connection: webchat.add(connection, post))
        self.hub.publish(News(post.workspace, post.conversation, message))
        return message

    def edit(self, target: Target, ref: str, message: Message) -> None:
        """Replace a stored message and show it. Raises Failed when there is none."""
        number, at = _number(ref), self._clock.now()
        text = codec.encode(message)
        posted = self._db.write(lambda connection: webchat.edit(connection, target.workspace, number, text, at))
        if posted is None:
            raise Failed(f"no message {ref}")
        self.hub.publish(News(target.workspace, posted.conversation, posted.id))

    def find(self, target: Target, key: str) -> str | None:
        """Give the id of the message stored under a key."""
        found = self._db.read(lambda connection: webchat.find(connection, target.workspace, key))
        return None if found is None else str(found)

    def look_up(self, workspace: str, account: str) -> Profile | None:
        """Give an account's name; language and zone are kept by the product itself."""
        persona = self._db.read(lambda connection: webchat.persona(connection, workspace, account))
        return Profile(persona.name) if persona else None

    def open_channel(self, workspace: str, channel: str) -> ChannelProfile | None:
        """Give a channel's name; the bot is in all of them."""
        found = self._db.read(lambda connection: webchat.channel(connection, workspace, channel))
        return ChannelProfile(found.name) if found else None

    def members(self, workspace: str, channel: str) -> Sequence[str]:
        """Give nobody: every persona is in every channel, and has the tier of the sample."""
        return ()

    def fetch(self, workspace: str, file: str) -> Iterator[bytes]:
        """Read an uploaded file. Raises Failed when there is none."""
        upload = self.uploads.open(workspace, file)
        if upload is None:
            raise Failed(f"no file {file}")
        return self.uploads.pieces(upload)

    def send_file(self, target: Target, name: str, content: Content, key: str) -> str:
        """Keep a file as an upload and show a link to it, once under a key."""
        with spooled(_pieces(content), sys.maxsize) as spool:
            file = self.uploads.save(target.workspace, name, _ANYTHING, spool, self._clock.now())
        return self.send(target, Message((Bullets(((Hyperlink(FILE_SCHEME + file.id, name),),)),)), key)

    def _conversation(self, target: Target) -> str:
        if target.channel is not None:
            if self.open_channel(target.workspace, target.channel) is None:
                raise Failed(f"no channel {target.channel}")
            return channel_conversation(target.channel)
        if target.account is None or self.look_up(target.workspace, target.account) is None:
            raise Failed(f"no account {target.account}")
        return direct_conversation(target.account)


def _pieces(content: Content) -> Iterator[bytes]:
    if isinstance(content, bytes):
        yield content
        return
    with content.open("rb") as file:
        while piece := file.read(PIECE):
            yield piece


def _number(ref: str) -> int:
    if not ref.isdecimal() or len(ref) > 18:
        raise Failed(f"no message {ref}")
    return int(ref)
