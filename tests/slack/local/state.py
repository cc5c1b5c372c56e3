"""The local Slack's state: what is in it, its clock, and what a test plants there."""

import hashlib
import threading
import time
from collections.abc import Callable, Iterable, Iterator
from contextlib import contextmanager
from itertools import count
from typing import Any

from manifest.slack import SCOPES as ASKED
from tests.slack.local.faults import Faults
from tests.slack.local.socket_mode import SocketHub
from tests.slack.local.world import (
    Called,
    Channel,
    Ephemeral,
    File,
    Json,
    Message,
    ResponseUrl,
    Team,
    Token,
    Trigger,
    User,
    View,
)

TRIGGER_SECONDS = 3.0
RESPONSE_URL_SECONDS = 30 * 60.0
TOKEN_SECONDS = 12 * 60 * 60.0
SCOPES = tuple(sorted(ASKED))
"""What an installation grants unless told otherwise: what the manifest asks for, and nothing besides."""


def _word(*parts: str) -> str:
    return hashlib.sha256("/".join(parts).encode()).hexdigest()[:24]


class LocalSlack:
    """One Slack with our app in it.

    It begins with one team, in which the app is installed (`bot_token`), and nobody else. Change it in tests through
    its methods, or under `changing()`; read it freely. `base_url` is set by the server that shows it.
    """

    def __init__(self, now: Callable[[], float] = time.time) -> None:
        """Take the clock: Unix seconds."""
        self.base_url = "http://127.0.0.1:0"
        self.app_id, self.client_id = "A00000001", "1000.2000"
        self.client_secret, self.signing_secret = _word("client"), hashlib.md5(b"signing").hexdigest()
        self.verification_token = _word("verification")
        self.rotating = False
        """Whether installations get tokens that expire."""
        self.trigger_seconds = TRIGGER_SECONDS
        """How long a trigger can be used."""
        self.token_seconds = TOKEN_SECONDS
        """How long such tokens live from now on."""
        self.native_charts = True
        """Whether data_visualization blocks are taken."""
        self.paced = False
        """Whether more than one message a second in a channel is refused."""
        self.subscribed_messages = True
        """Whether message events are sent beside app_mention."""
        self.posted_at: dict[str, float] = {}
        self.faults = Faults()
        self.socket = SocketHub(self.app_id)
        self.calls: list[Called] = []
        self.teams: dict[str, Team] = {}
        self.users: dict[str, User] = {}
        self.channels: dict[str, Channel] = {}
        self.views: dict[str, View] = {}
        self.stacks: dict[str, list[str]] = {}
        self.homes: dict[str, str] = {}
        self.files: dict[str, File] = {}
        self.tokens: dict[str, Token] = {}
        self.codes: dict[str, Json] = {}
        self.triggers: dict[str, Trigger] = {}
        self.response_urls: dict[str, ResponseUrl] = {}
        self.ephemerals: list[Ephemeral] = []
        self.troubles: list[str] = []
        """What Slack itself told a user because the app did not answer well, the newest last."""
        self._now, self._ahead, self._last = now, 0.0, 0
        self._numbers = count(1)
        self._changed = threading.Condition(threading.RLock())
        self.team = self.add_team("Northlight")
        self.bot_token = self.install(self.team, rotating=False).value
        self.app_token = f"xapp-1-{self.app_id}-{_word('app')}"
        self.tokens[self.app_token] = Token(self.app_token, None, ("connections:write",))

    @property
    def api_url(self) -> str:
        """Give the base address of the Web API, with a slash at its end."""
        return f"{self.base_url}/api/"

    # The clock and everything that is numbered

    def now(self) -> float:
        """Give the moment it is here: Unix seconds."""
        return self._now() + self._ahead

    def advance(self, seconds: float) -> None:
        """Let time pass."""
        self._ahead += seconds

    def timestamp(self) -> str:
        """Give a new `ts`, later than every other."""
        with self._changed:
            self._last = max(self._last + 1, int(self.now() * 1_000_000))
            return f"{self._last // 1_000_000}.{self._last % 1_000_000:06d}"

    def new_id(self, letter: str) -> str:
        """Give an id such as U00000017."""
        return f"{letter}{next(self._numbers):08d}"

    def random(self, *parts: str) -> str:
        """Give letters and digits nobody has seen here."""
        return _word(*parts, str(next(self._numbers)))

    @contextmanager
    def changing(self) -> Iterator[None]:
        """Hold the state for changes; those who wait for something look again afterwards."""
        with self._changed:
            yield
            self._changed.notify_all()

    def wait_for(self, what: Callable[[], Any], seconds: float = 40.0) -> Any:
        """Wait until a condition about the state is true and give what it gave. Raises TimeoutError."""
        with self._changed:
            found = self._changed.wait_for(what, seconds)
        if not found:
            raise TimeoutError("it did not happen")
        return found

    # Who and what is here

    def add_team(self, name: str) -> Team:
        """Add a workspace; the app is not installed in it yet."""
        with self.changing():
            team = Team(self.new_id("T"), name, name.lower().replace(" ", "-"), self.new_id("U"), self.new_id("B"))
            self.teams[team.id] = team
            self.users[team.bot_user] = User(team.bot_user, team.id, "dossier", "Dossier", is_bot=True)
            return team

    def install(
        self,
        team: Team | None = None,
        scopes: Iterable[str] = SCOPES,
        user: User | None = None,
        rotating: bool | None = None,
    ) -> Token:
        """Install the app and give its bot token; it expires when `rotating` (as the app is set up, unless told)."""
        team = team or self.team
        expiring = self.rotating if rotating is None else rotating
        with self.changing():
            kind = "xoxe.xoxb-1" if expiring else "xoxb"
            value = f"{kind}-{team.id}-{self.random('bot')}"
            token = Token(value, team.id, tuple(scopes), team.bot_user)
            if expiring:
                token.expires_at, token.refresh = self.now() + self.token_seconds, f"xoxe-1-{self.random('refresh')}"
            self.tokens[value] = token
            return token

    def add_user(self, name: str, team: Team | None = None, **about: Any) -> User:
        """Add a user by the display name; `about` are fields of User (tz, locale, email, is_restricted ...)."""
        with self.changing():
            real = about.pop("real_name", name)
            user = User(self.new_id("U"), (team or self.team).id, name, real, **about)
            self.users[user.id] = user
            return user

    def add_channel(
        self,
        name: str,
        members: Iterable[User] = (),
        kind: str = "public",
        team: Team | None = None,
        bot: bool = True,
        shared_with: Iterable[Team] = (),
    ) -> Channel:
        """Add a channel (public, private, shared) with members; the bot is one of them unless told otherwise."""
        with self.changing():
            home = team or self.team
            channel = Channel(self.new_id("C"), name, kind, home.id, [each.id for each in members])
            channel.teams = [home.id, *(each.id for each in shared_with)]
            if bot:
                channel.members.append(home.bot_user)
            self.channels[channel.id] = channel
            return channel

    def direct(self, user: User | str, team: str | None = None) -> Channel:
        """Give the bot's direct conversation with a user, opened if need be."""
        person = self.users[user] if isinstance(user, str) else user
        home = self.teams[team or person.team]
        with self.changing():
            for each in self.channels.values():
                if each.kind == "im" and each.user == person.id and each.team == home.id:
                    return each
            channel = Channel(self.new_id("D"), "", "im", home.id, [person.id, home.bot_user], user=person.id)
            channel.teams = [home.id]
            self.channels[channel.id] = channel
            return channel

    def add_message(self, user: User | str, channel: Channel | str, text: str, **about: Any) -> Message:
        """Put a message into a channel without telling the app; `about` are fields of Message."""
        author, place = self.user(user), self.channel(channel)
        with self.changing():
            message = Message(place.id, self.timestamp(), author.id, author.team, text, **about)
            place.messages.append(message)
            return message

    def add_file(self, user: User | str, name: str, content: bytes, mimetype: str = "", late: bool = False) -> File:
        """Keep a file a user uploaded."""
        owner = self.user(user)
        with self.changing():
            file = File(self.new_id("F"), owner.team, owner.id, name, content, late=late)
            file.mimetype = mimetype or file.mimetype
            self.files[file.id] = file
            return file

    # Looking things up

    def user(self, user: User | str) -> User:
        """Give a user by id or display name."""
        if isinstance(user, User):
            return user
        return self.users.get(user) or next(each for each in self.users.values() if each.name == user)

    def channel(self, channel: Channel | str) -> Channel:
        """Give a channel by id or name (with or without #)."""
        if isinstance(channel, Channel):
            return channel
        name = channel.removeprefix("#")
        return self.channels.get(channel) or next(each for each in self.channels.values() if each.name == name)

    def posted(self, channel: Channel | str | None = None) -> list[Message]:
        """Give what the app has posted, in a channel or everywhere, the oldest first."""
        places = self.channels.values() if channel is None else [self.channel(channel)]
        return sorted((m for c in places for m in c.messages if m.bot), key=lambda m: m.ts)

    def told(self, user: User | str) -> list[Ephemeral]:
        """Give what a user alone was shown and has not been taken away."""
        person = self.user(user)
        return [each for each in self.ephemerals if each.user == person.id and not each.deleted]

    def open_view(self, user: User | str) -> View | None:
        """Give the modal that lies on top for a user."""
        stack = self.stacks.get(self.user(user).id)
        return self.views[stack[-1]] if stack else None

    def home(self, user: User | str) -> View | None:
        """Give the Home that was published for a user."""
        found = self.homes.get(self.user(user).id)
        return self.views[found] if found else None

    def called(self, method: str) -> list[Called]:
        """Give the calls of a method, the oldest first."""
        return [each for each in self.calls if each.method == method]

    def take_away(self, team: Team | None = None) -> None:
        """Uninstall the app from a workspace: its tokens are dead."""
        with self.changing():
            for each in self.tokens.values():
                if each.team == (team or self.team).id:
                    each.uninstalled = True

    # Rights given out with payloads

    def new_trigger(self, user: str, team: str, view: str | None = None) -> str:
        """Give a trigger_id."""
        with self.changing():
            value = f"{next(self._numbers)}.{int(self.now())}.{self.random('trigger')}"
            self.triggers[value] = Trigger(user, team, self.now() + self.trigger_seconds, view=view)
            return value

    def new_response_url(self, channel: str, user: str, team: str, source: Message | Ephemeral | None = None) -> str:
        """Give a response_url."""
        with self.changing():
            key = self.random("response")
            expires = self.now() + RESPONSE_URL_SECONDS
            self.response_urls[key] = ResponseUrl(channel, user, team, expires, source=source)
            return f"{self.base_url}/response/{team}/{key}"
