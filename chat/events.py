"""What can happen on a platform, as the handlers see it."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any

from dossier.fields import FileRef


@dataclass(frozen=True, slots=True)
class Source:
    """Where an event comes from, in the platform's own ids.

    `id` is what the platform gives every delivery of the same event; `workspace` a Slack team or Feishu tenant.
    `channel` is None in a direct conversation with the bot; `thread` the message a reply belongs to.
    """

    id: str
    platform: str
    workspace: str
    account: str
    channel: str | None = None
    thread: str | None = None


@dataclass(frozen=True, slots=True)
class CommandGiven:
    """A slash command: its name without the slash and the text behind it."""

    source: Source
    name: str
    text: str
    files: tuple[FileRef, ...] = ()


@dataclass(frozen=True, slots=True)
class FormSubmitted:
    """A form was sent: its name, the reference it was opened with, and what stands in its fields."""

    source: Source
    name: str
    ref: Mapping[str, str]
    values: Mapping[str, Any]


@dataclass(frozen=True, slots=True)
class ButtonPressed:
    """A button was pressed."""

    source: Source
    action: str
    args: Mapping[str, str] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class MessagePosted:
    """Somebody wrote to the bot: directly, or mentioning it in a channel (the mention is cut off)."""

    source: Source
    text: str
    files: tuple[FileRef, ...] = ()


@dataclass(frozen=True, slots=True)
class BotJoined:
    """The bot was added to a channel of that name."""

    source: Source
    channel_name: str


Event = CommandGiven | FormSubmitted | ButtonPressed | MessagePosted | BotJoined
