"""What can happen on a platform, as the handlers see it."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any

from chat.forms import Form
from dossier.fields import FileRef


@dataclass(frozen=True, slots=True)
class Source:
    """Where an event comes from, in the platform's own ids.

    `id` is what the platform gives every delivery of the same event; `workspace` a Slack team or Feishu tenant.
    `channel` is None in a direct conversation with the bot, `channel_name` its name where the event tells it; `thread`
    is the message a reply belongs to, and `link` leads to it where the platform has such addresses. `message` is what
    was written to the bot, as its conversation and its id, on platforms that tell when it is edited or deleted.
    """

    id: str
    platform: str
    workspace: str
    account: str
    channel: str | None = None
    thread: str | None = None
    link: str = ""
    channel_name: str = ""
    message: tuple[str, str] | None = None


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
class FormChanged:
    """A form is being filled in: a choice that others depend on was made, or a page of it was sent.

    `values` is everything entered so far; `turned` the fields of the page that was sent, which must be right before the
    next one is shown. It is answered with the form as it has to look now, or with what is wrong.
    """

    source: Source
    name: str
    ref: Mapping[str, str]
    values: Mapping[str, Any]
    turned: tuple[str, ...] = ()


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

    def as_command(self) -> CommandGiven | None:
        """Give the command that was written as a message, None where it is none."""
        text = self.text.strip()
        if not text.startswith(("/", "／")):
            return None
        name, *rest = text[1:].split(maxsplit=1) or [""]
        return CommandGiven(self.source, name, rest[0] if rest else "", self.files)


@dataclass(frozen=True, slots=True)
class BotJoined:
    """The bot was added to a channel of that name."""

    source: Source
    channel_name: str


@dataclass(frozen=True, slots=True)
class BotOpened:
    """Somebody opened their chat with the bot for the first time."""

    source: Source


@dataclass(frozen=True, slots=True)
class Said:
    """A message somebody posted, as it can be made into a record.

    `channel` and `message` are the platform's ids, `at` the product's moment (UTC), `link` leads back to it.
    """

    channel: str
    message: str
    link: str
    author: str
    text: str
    at: datetime
    files: tuple[FileRef, ...] = ()


@dataclass(frozen=True, slots=True)
class Overheard:
    """Somebody said something in a channel that was not for the bot, and looks like a record (see dossier.looks).

    What does not look like one is not handed over at all.
    """

    source: Source
    said: Said


@dataclass(frozen=True, slots=True)
class MessageChosen:
    """Somebody wants a message kept in the dossier."""

    source: Source
    said: Said


@dataclass(frozen=True, slots=True)
class MessageChanged:
    """A message was edited; `text` is what it says now, None when it was deleted. `source.account` did it.

    `before` is what it said until then, "" where the platform does not tell.
    """

    source: Source
    message: str
    text: str | None
    before: str = ""


@dataclass(frozen=True, slots=True)
class MessageMarked:
    """Somebody marked a message of the source's channel as worth keeping."""

    source: Source
    message: str


@dataclass(frozen=True, slots=True)
class FormBegun:
    """A form of several pages is about to be shown: what it holds is to be kept beside it, for every page.

    It is answered with the form, whose reference names what was kept.
    """

    source: Source
    form: Form


@dataclass(frozen=True, slots=True)
class FormLeft:
    """A form could not be shown at once: it is to be kept, with what it holds, until somebody can open it."""

    source: Source
    form: Form


@dataclass(frozen=True, slots=True)
class FormHeld:
    """A form still stands open with what somebody entered, as far as its page says: it is to outlast being closed.

    Its reference names what is kept of it, whether or not there is anything yet.
    """

    source: Source
    name: str
    ref: Mapping[str, str]
    values: Mapping[str, Any]


@dataclass(frozen=True, slots=True)
class FormClosed:
    """A form was closed without being sent; what stood in it is known as far as it was sent or held."""

    source: Source
    name: str
    ref: Mapping[str, str]


@dataclass(frozen=True, slots=True)
class Tampered:
    """Something came back that was not made here, or not for this workspace: a button, a form's reference."""

    source: Source
    what: str


@dataclass(frozen=True, slots=True)
class HomeOpened:
    """Somebody opened the page that the bot has on the platform."""

    source: Source


@dataclass(frozen=True, slots=True)
class ChannelChanged:
    """A channel the bot is in has another name, or can no longer (`closed`) or again be written to."""

    source: Source
    name: str | None = None
    closed: bool | None = None


@dataclass(frozen=True, slots=True)
class MembersChanged:
    """Somebody came into the source's channel or left it."""

    source: Source


@dataclass(frozen=True, slots=True)
class MeetingEnded:
    """A meeting the platform knows of is over, or its minutes were made there.

    `source.account` is its host; `source.channel` the group it was held for, None where the platform does not say.
    `meeting` is the platform's id of this one time it was held, `attendees` are accounts, times are UTC, and `link`
    leads to what the platform has of it.
    """

    source: Source
    meeting: str
    topic: str
    started_at: datetime
    ended_at: datetime
    attendees: tuple[str, ...] = ()
    link: str = ""


Event = (
    CommandGiven
    | FormSubmitted
    | FormChanged
    | ButtonPressed
    | MessagePosted
    | BotJoined
    | BotOpened
    | FormBegun
    | FormLeft
    | FormClosed
    | FormHeld
    | Tampered
    | MessageMarked
    | Overheard
    | MessageChosen
    | MessageChanged
    | HomeOpened
    | ChannelChanged
    | MembersChanged
    | MeetingEnded
)
