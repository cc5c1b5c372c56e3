"""The port every platform is reached through: seven methods, called in worker threads."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from enum import StrEnum
from pathlib import Path
from typing import Protocol, runtime_checkable

from chat.messages import Message


class Unsure(StrEnum):
    """What is done when it is unknown whether a send arrived."""

    LOOK_UP = "look_up"
    REPEAT = "repeat"
    GIVE_UP = "give_up"


REPEAT_SECONDS = 55 * 60.0
"""How long after it was queued a message is sent again where that is safe: such platforms know a key for an hour."""


@dataclass(frozen=True, slots=True)
class Target:
    """Where a message goes, in the platform's ids: a channel (and a thread in it), or an account's direct messages."""

    workspace: str
    channel: str | None = None
    account: str | None = None
    thread: str | None = None


@dataclass(frozen=True, slots=True)
class Profile:
    """What a platform knows of an account: its name, BCP 47 language, IANA zone and e-mail address where it has them.

    `own` says that it is a full member of the workspace: no guest, no bot, nobody of another company. `active` that it
    has not been switched off, `human` that it is no program.
    """

    name: str
    language: str | None = None
    zone: str | None = None
    email: str | None = None
    own: bool = True
    active: bool = True
    human: bool = True


@dataclass(frozen=True, slots=True)
class ChannelProfile:
    """What a platform knows of a channel: its name, and whether people of other companies read along (`external`)."""

    name: str
    external: bool = False


class Reason(StrEnum):
    """Why a send was refused for good, as far as somebody can do something about it; `undelivered-…` are its words."""

    NOT_IN_CHANNEL = "not-in-channel"
    ARCHIVED = "archived"
    NO_ACCOUNT = "no-account"
    NO_TOKEN = "no-token"  # noqa: S105  # nosec B105  (a name, not a token)
    MISSING_SCOPE = "missing-scope"
    RESTRICTED = "restricted"
    REJECTED = "rejected"
    GONE = "gone"


class Failed(Exception):
    """A send was refused for good: nothing arrived and nothing will; `reason` says why, where that is known."""

    def __init__(self, message: str, reason: Reason | None = None) -> None:
        """Take what the platform said, in plain words, and why."""
        super().__init__(message)
        self.reason = reason


class Closed(Failed):
    """Nothing can be said in this channel any more: it is archived, or the bot is not in it."""


class TooOld(Failed):
    """A message stands there too long to be replaced: what it is to say now has to be posted anew."""


class TooLarge(Failed):
    """A file is larger than what the platform gives out, or takes."""


class Busy(Exception):
    """A send was refused for now; `seconds` is how long to wait, when the platform says so."""

    def __init__(self, message: str, seconds: float | None = None) -> None:
        """Take what the platform said and its Retry-After in seconds."""
        super().__init__(message)
        self.seconds = seconds


class Lost(Exception):
    """It is unknown whether a send arrived: the connection broke or the reply never came."""


class Platform(Protocol):
    """A chat platform. Every method may raise Failed, Busy or Lost."""

    name: str
    unsure: Unsure
    settle_seconds: float
    """How long after a lost send the platform can be asked whether it arrived."""
    pace_seconds: float
    """The least time between two messages to one channel."""

    def send(self, target: Target, message: Message, key: str) -> str:
        """Post a message under our key; give the platform's reference to it."""

    def edit(self, target: Target, ref: str, message: Message) -> None:
        """Replace a message posted before. Raises TooOld where it can be replaced no more."""

    def find(self, target: Target, key: str) -> str | None:
        """Give the reference of what was posted under this key, None when nothing was."""

    def look_up(self, workspace: str, account: str) -> Profile | None:
        """Give what is known of an account, None when there is no such account."""

    def open_channel(self, workspace: str, channel: str) -> ChannelProfile | None:
        """Give what is known of a channel the bot is in, None when it is not."""

    def members(self, workspace: str, channel: str) -> Sequence[str]:
        """Give the accounts in a channel; none where the platform does not tie access to being in one."""

    def fetch(self, workspace: str, file: str) -> Iterator[bytes]:
        """Read a file somebody attached, in pieces."""


@runtime_checkable
class Multilingual(Protocol):
    """A platform that shows each reader of a channel their own language: it is given messages that are Translated."""

    multilingual: bool


@runtime_checkable
class Fetched(Protocol):
    """A platform with which files lie that are sent through it: nobody of ours has seen what is in them yet."""

    fetched: bool


Content = bytes | Path
"""What a file holds, or where it lies on disk: what is large is sent from there, and never in memory as a whole."""


@runtime_checkable
class Uploads(Protocol):
    """A platform to which files can be sent, each under a key: sent again under the same one it is there once."""

    def send_file(self, target: Target, name: str, content: Content, key: str) -> str:
        """Send a file and give the platform's reference to the message. Raises Failed, Busy or Lost."""
