"""The local Feishu's state: what is in it, its clock, and what a test plants there."""

import hashlib
import threading
import time
from collections.abc import Callable, Iterable, Iterator
from contextlib import contextmanager
from itertools import count
from typing import Any

from tests.feishu.local.faults import Faults
from tests.feishu.local.long_connection import LongConnectionHub
from tests.feishu.local.pace import Pace
from tests.feishu.local.world import (
    Called,
    CardToken,
    Chat,
    Json,
    Meeting,
    Message,
    Minute,
    Resource,
    SlashCommand,
    Toast,
    Token,
    User,
)

TOKEN_SECONDS, TOKEN_KEPT = 7200.0, 1800.0
CARD_TOKEN_SECONDS = 30 * 60.0
SCOPES = (
    "application:app_slash_command:read",
    "application:app_slash_command:write",
    "contact:contact.base:readonly",
    "contact:user.base:readonly",
    "contact:user.email:readonly",
    "contact:user.employee_id:readonly",
    "contact:user.id:readonly",
    "im:chat:readonly",
    "im:message",
    "im:message.group_at_msg:readonly",
    "im:message.group_msg",
    "im:message.p2p_msg:readonly",
    "im:resource",
    "minutes:minutes.basic:read",
    "minutes:minutes.transcript:export",
    "tenant:tenant:readonly",
    "vc:meeting.all_meeting:readonly",
    "vc:meeting:readonly",
)
_apps = count(1)


def word(*parts: str, letters: int = 32) -> str:
    """Give letters and digits that follow from what they are for."""
    return hashlib.sha256("/".join(parts).encode()).hexdigest()[:letters]


class LocalFeishu:
    """One tenant of Feishu with our self-built app in it, and nobody else.

    Change it in tests through its methods, or under `changing()`; read it freely. `base_url` is set by the server
    that shows it. Every one has an app id of its own, because lark_oapi keeps tokens by app id for the whole process.
    """

    def __init__(self, now: Callable[[], float] = time.time) -> None:
        """Take the clock: Unix seconds."""
        self.base_url = "http://127.0.0.1:0"
        seed = str(next(_apps))
        self.app_id = f"cli_{word('app', seed, letters=16)}"
        self.app_secret, self.tenant_key = word("secret", seed), word("tenant", seed, letters=16)
        self.encrypt_key, self.verification_token = word("encrypt", seed), word("verification", seed)
        self.app_name, self.bot_open_id = "Dossier", f"ou_{word('bot', seed)}"
        self.scopes: set[str] = set(SCOPES)
        """What the app may do; im:message.group_msg decides whether it hears every message of its groups."""
        self.paced = False
        """Whether the rates are kept: 50/s and 1000/min for the app, 5/s for a chat and for updating a message."""
        self.pace = Pace()
        self.faults = Faults()
        self.socket = LongConnectionHub(self)
        self.calls: list[Called] = []
        self.users: dict[str, User] = {}
        self.chats: dict[str, Chat] = {}
        self.messages: dict[str, Message] = {}
        self.resources: dict[str, Resource] = {}
        self.tokens: list[Token] = []
        self.card_tokens: dict[str, CardToken] = {}
        self.commands: dict[str, SlashCommand] = {}
        self.meetings: dict[str, Meeting] = {}
        self.minutes: dict[str, Minute] = {}
        self.sent: dict[str, tuple[float, Message]] = {}
        """uuid → when it was used and the message it made."""
        self.toasts: list[Toast] = []
        self.troubles: list[str] = []
        """What Feishu itself told somebody because the app did not answer a callback well, the newest last."""
        self._now, self._ahead, self._last = now, 0.0, 0
        self._numbers, self._seed = count(1), seed
        self._changed = threading.Condition(threading.RLock())

    # The clock and everything that is numbered

    def now(self) -> float:
        """Give the moment it is here: Unix seconds."""
        return self._now() + self._ahead

    def advance(self, seconds: float) -> None:
        """Let time pass: tokens age, windows of rates and uuids close, redeliveries fall due."""
        self._ahead += seconds

    def milliseconds(self) -> int:
        """Give the moment in Unix milliseconds, later than every one given before."""
        with self._changed:
            self._last = max(self._last + 1, int(self.now() * 1000))
            return self._last

    def new_id(self, prefix: str, letters: int = 32) -> str:
        """Give an id such as om_3f2a…"""
        return prefix + word(prefix, self._seed, str(next(self._numbers)), letters=letters)

    @contextmanager
    def changing(self) -> Iterator[None]:
        """Hold the state for changes; those who wait for something look again afterwards."""
        with self._changed:
            yield
            self._changed.notify_all()

    def wait_for(self, what: Callable[[], Any], seconds: float = 20.0) -> Any:
        """Wait until a condition about the state is true and give what it gave. Raises TimeoutError."""
        with self._changed:
            found = self._changed.wait_for(what, seconds)
        if not found:
            raise TimeoutError("it did not happen")
        return found

    # Who and what is here

    def add_user(self, name: str, **about: Any) -> User:
        """Add a person by name; `about` are fields of User (en_name, email, locale, available, muted …)."""
        with self.changing():
            user = User(self.new_id("ou_"), self.new_id("on_"), self.new_id("", 8), name, **about)
            self.users[user.open_id] = user
            return user

    def add_chat(self, name: str, members: Iterable[User] = (), bot: bool = True, **about: Any) -> Chat:
        """Add a group with members; the bot is in it unless told otherwise."""
        with self.changing():
            chat = Chat(self.new_id("oc_"), name, members=[each.open_id for each in members], bot=bot, **about)
            chat.owner = chat.owner or next(iter(chat.members), "")
            self.chats[chat.id] = chat
            return chat

    def direct(self, user: User | str) -> Chat:
        """Give the bot's chat with a person, opened if need be."""
        person = self.user(user)
        with self.changing():
            for each in self.chats.values():
                if each.kind == "p2p" and each.members == [person.open_id]:
                    return each
            chat = Chat(self.new_id("oc_"), "", "p2p", [person.open_id])
            self.chats[chat.id] = chat
            return chat

    def put(self, chat: Chat, kind: str, content: Json, sender: str = "", **about: Any) -> Message:
        """Put a message into a chat; nobody hears of it."""
        with self.changing():
            moment = self.milliseconds()
            message = Message(self.new_id("om_"), chat.id, sender, kind, content, moment, moment, **about)
            chat.messages.append(message)
            self.messages[message.id] = message
            return message

    def add_resource(self, kind: str, name: str, content: bytes, owner: User | None = None) -> Resource:
        """Keep an image or a file (kind: image, file) of a person or, without one, of our app."""
        with self.changing():
            key = self.new_id("img_v3_" if kind == "image" else "file_v3_")
            resource = Resource(key, kind, name, content, owner.open_id if owner else "")
            self.resources[key] = resource
            return resource

    def add_meeting(self, topic: str, host: User, participants: Iterable[User] = (), seconds: int = 3600) -> Meeting:
        """Keep a meeting that ends now and took so many seconds."""
        with self.changing():
            end, people = int(self.now()), [host, *participants]
            number = str(6911188411934433028 + next(self._numbers))
            meeting = Meeting(number, topic, host.open_id, end - seconds, end, [each.open_id for each in people])
            self.meetings[number] = meeting
            return meeting

    def add_minute(self, title: str, owner: User, meeting: Meeting | None = None, transcript: str = "") -> Minute:
        """Keep generated minutes; without a transcript it is not ready yet."""
        with self.changing():
            token, duration = self.new_id("obcn", 20), 1000 * (meeting.end - meeting.start if meeting else 60)
            minute = Minute(token, title, owner.open_id, self.milliseconds(), duration, meeting.id if meeting else "")
            minute.transcript = transcript
            self.minutes[token] = minute
            return minute

    def new_card_token(self, message: Message) -> CardToken:
        """Give the right to update a card that goes out with a callback."""
        with self.changing():
            token = CardToken(self.new_id("c-", 40), message.id, self.now() + CARD_TOKEN_SECONDS)
            self.card_tokens[token.value] = token
            return token

    # Looking things up

    def user(self, user: User | str) -> User:
        """Give a person by any id or by name."""
        if isinstance(user, User):
            return user
        return next(each for each in self.users.values() if user in (*each.ids.values(), each.name, each.en_name))

    def chat(self, chat: Chat | str) -> Chat:
        """Give a chat by id or name."""
        if isinstance(chat, Chat):
            return chat
        return self.chats.get(chat) or next(each for each in self.chats.values() if each.name == chat)

    def posted(self, chat: Chat | str | None = None) -> list[Message]:
        """Give what the app has posted and not deleted, in a chat or everywhere, the oldest first."""
        places = self.chats.values() if chat is None else [self.chat(chat)]
        mine = [m for place in places for m in place.messages if not m.sender and not m.deleted]
        return sorted(mine, key=lambda each: each.created)

    def told(self, user: User | str) -> list[Toast]:
        """Give the toasts a person saw, the oldest first."""
        person = self.user(user)
        return [each for each in self.toasts if each.user == person.open_id]

    def called(self, name: str) -> list[Called]:
        """Give the calls of a name (see Faults), the oldest first."""
        return [each for each in self.calls if each.name == name]

    def commands_shown(self) -> list[str]:
        """Give the slash commands that clients show now, five minutes after they were registered."""
        return [each.command for each in self.commands.values() if each.visible <= self.now()]

    # Tokens

    def token(self) -> Token:
        """Give the tenant token that counts: the same one until less than thirty minutes of it are left."""
        with self.changing():
            last = self.tokens[-1] if self.tokens else None
            if last is None or last.expires - self.now() < TOKEN_KEPT:
                last = Token(self.new_id("t-", 40), self.now() + TOKEN_SECONDS)
                self.tokens.append(last)
            return last

    def spoil_tokens(self) -> None:
        """Make every token given out so far stale, as a reset of the secret does."""
        with self.changing():
            self.tokens.clear()
