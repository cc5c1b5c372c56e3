"""Payloads of Feishu as events of the product; whatever is of no interest becomes None."""

import re
from collections.abc import Callable, Mapping
from dataclasses import asdict, dataclass
from datetime import UTC, datetime
from typing import Any

import structlog

from bot.feishu import forms
from bot.feishu.meetings import Meetings
from bot.feishu.wording import Written, written
from bot.signing import Forged, Signer
from chat.events import (
    BotJoined,
    BotOpened,
    ButtonPressed,
    ChannelChanged,
    CommandGiven,
    Event,
    FormSubmitted,
    MembersChanged,
    MessageChanged,
    MessagePosted,
    Overheard,
    Said,
    Source,
    Tampered,
)
from chat.messages import Button
from dossier.looks import worth_asking

PLATFORM = "feishu"
CARD_ACTION = "card.action.trigger"
PERSON_CHANGED = "contact.user.updated_v3"
SIGNED = "v"
"""In the value of a card's button outside of forms: what was signed."""
_COMMAND = re.compile(r"[/／]\s*(\S+)\s*(.*)", re.DOTALL)
# What reading a payload ends in that is not of Feishu's shapes.
_SHAPELESS = (ValueError, TypeError, AttributeError, LookupError, RecursionError, OverflowError)
_log = structlog.get_logger(__name__)

Payload = Mapping[str, Any]


@dataclass(frozen=True, slots=True)
class Bot:
    """Whom a payload is for: the tenant's key and the bot's open_id there."""

    workspace: str
    user: str


@dataclass(frozen=True, slots=True)
class Metadata:
    """What a form's card carries along: the form, its page (from 0), whether more follow, where it was asked for."""

    name: str
    ref: Mapping[str, str]
    page: int
    more: bool
    channel: str | None
    thread: str | None
    link: str


@dataclass(frozen=True, slots=True)
class Submission:
    """A form's card was sent, or a button beside the form pressed.

    `do` is forms.BACK or forms.CANCEL for such a button, "" for the form's own. `message` is the card's message id.
    `given` and `asked` are what Feishu sent and which inputs there were: where forms.divided(asked) says so, the
    event's values are to be read again with the form as it was shown. `rethought` says that other questions are to be
    asked now.
    """

    event: FormSubmitted
    metadata: Metadata
    message: str
    do: str
    given: Mapping[str, Any]
    asked: tuple[str, ...]
    rethought: bool


@dataclass(frozen=True, slots=True)
class NotTheirs:
    """Somebody used a form's card in a group which was made for somebody else: nothing bad, and nothing done."""

    source: Source


Action = ButtonPressed | Submission | NotTheirs | Tampered


class Reader:
    """Reads payloads.

    `is_command` tells whether a word is the name of a command: without a mention, a group's message is taken as one
    only then. `is_group` tells by workspace and chat id whether a chat is a group of the bot's: Feishu does not say
    where a card stands, and any other chat is taken as the direct one.
    """

    def __init__(
        self,
        signer: Signer,
        is_command: Callable[[str], bool],
        is_group: Callable[[str, str], bool],
        meetings: Meetings,
    ) -> None:
        """Take what signs, and who knows commands, groups and meetings."""
        self._signer = signer
        self._meetings = meetings
        self._is_command = is_command
        self._is_group = is_group

    def sign_button(self, workspace: str, button: Button) -> str:
        """Give what is to stand under SIGNED in the value of a button for a workspace."""
        return self._signer.sign("button", [workspace, button.action, dict(button.args)])

    def sign_form(self, workspace: str, account: str, metadata: Metadata) -> str:
        """Give the metadata of a form's card for the one account that may send it."""
        return self._signer.sign("form", [workspace, account, *asdict(metadata).values()])

    def event(self, payload: Payload, bot: Bot) -> Event | None:
        """Read an event (https://open.feishu.cn/document/server-docs/event-subscription-guide/event-list).

        What is of another tenant or not of the shape that is known becomes None too: another delivery would not help.
        Raises Busy, Failed or Lost where Feishu has to be asked for more, and cannot.
        """
        try:
            header = payload["header"]
            read = _EVENTS.get(str(header["event_type"]))
            if read is None or header["tenant_key"] != bot.workspace:
                return None
            return read(self, _named(header["event_id"]), payload["event"], bot)
        except _SHAPELESS as error:
            # What is in it is no business of the log.
            _log.warning("an event was not of Feishu's shape", error=type(error).__name__)
            return None

    def action(self, payload: Payload, bot: Bot) -> Action | None:
        """Read what was done on a card
        (https://open.feishu.cn/document/feishu-cards/card-callback-communication); None as `event` gives it.

        Its source is named by the callback's token, with which the card can be updated afterwards.
        """
        try:
            event, header = payload["event"], payload["header"]
            if header["event_type"] != CARD_ACTION or header["tenant_key"] != bot.workspace:
                return None
            chat = str(event["context"].get("open_chat_id") or "")
            source = Source(
                _named(event["token"]),
                PLATFORM,
                bot.workspace,
                _named(event["operator"]["open_id"]),
                chat if chat and self._is_group(bot.workspace, chat) else None,
            )
            action = event["action"]
        except _SHAPELESS as error:
            _log.warning("a callback was not of Feishu's shape", error=type(error).__name__)
            return None
        try:
            if forms.METADATA in action["value"]:
                return self._sent(source, action, str(event["context"]["open_message_id"]))
            workspace, name, args = self._signer.read("button", str(action["value"][SIGNED]))
        except _SHAPELESS:
            return Tampered(source, "button")
        if workspace != bot.workspace:
            return Tampered(source, "button")
        return ButtonPressed(source, name, args)

    def _sent(self, source: Source, action: Payload, message: str) -> Submission | NotTheirs | Tampered:
        value, given = action["value"], dict(action.get("form_value") or {})
        try:
            workspace, account, *carried = self._signer.read("form", str(value[forms.METADATA]))
            metadata = Metadata(*carried)
        except (Forged, ValueError, TypeError):
            return Tampered(source, "form")
        if workspace != source.workspace:
            return Tampered(source, "form")
        if account != source.account:
            return NotTheirs(source)
        asked = tuple(str(each) for each in value.get(forms.ASKED) or ())
        where = Source(source.id, PLATFORM, workspace, account, metadata.channel, metadata.thread, metadata.link)
        event = FormSubmitted(where, metadata.name, metadata.ref, forms.values(given, asked))
        do = str(value.get(forms.DO) or "")
        return Submission(event, metadata, message, do, given, asked, forms.rethought(given))

    def _message(self, uid: str, event: Payload, bot: Bot) -> Event | None:
        message, sender = event["message"], event["sender"]
        found = written(message, bot.user) if sender["sender_type"] == "user" else None
        if found is None:
            return None
        command = _COMMAND.fullmatch(found.text)
        is_direct = message["chat_type"] == "p2p"
        source = Source(
            _named(message["message_id"]),
            PLATFORM,
            bot.workspace,
            _named(sender["sender_id"]["open_id"]),
            None if is_direct else _named(message["chat_id"]),
            _thread(message),
            message=(_named(message["chat_id"]), _named(message["message_id"])),
        )
        if is_direct or found.mentions_bot or (command and self._is_command(command[1])):
            return _said(source, found, command)
        return _overheard(source, found, message)

    def _recalled(self, uid: str, event: Payload, bot: Bot) -> Event:
        # Feishu does not tell who did it, and nothing at all of messages that are edited.
        source = Source(uid, PLATFORM, bot.workspace, bot.user, _named(event["chat_id"]))
        return MessageChanged(source, _named(event["message_id"]), None)

    def _menu(self, uid: str, event: Payload, bot: Bot) -> Event:
        # An entry's key is the command, with a colon before what follows: `minutes`, `dossier:status`.
        name, _, text = str(event["event_key"]).strip().lstrip("/／").partition(":")
        account = _named(event["operator"]["operator_id"]["open_id"])
        return CommandGiven(Source(uid, PLATFORM, bot.workspace, account), name.strip(), text.strip())

    def _entered(self, uid: str, event: Payload, bot: Bot) -> Event | None:
        if event.get("last_message_id"):
            return None
        account = _named(event["operator_id"]["open_id"])
        # Named by the person, not the event: whoever comes back without having written is not greeted again.
        return BotOpened(Source(f"entered:{account}", PLATFORM, bot.workspace, account))

    def _bot_added(self, uid: str, event: Payload, bot: Bot) -> Event:
        return BotJoined(_in_chat(uid, event, bot), str(event.get("name") or ""))

    def _closed(self, uid: str, event: Payload, bot: Bot) -> Event:
        return ChannelChanged(_in_chat(uid, event, bot), closed=True)

    def _members(self, uid: str, event: Payload, bot: Bot) -> Event:
        return MembersChanged(_in_chat(uid, event, bot))

    def _meeting_ended(self, uid: str, event: Payload, bot: Bot) -> Event | None:
        return self._meetings.ended(uid, event, PLATFORM, bot.workspace)

    def _minutes_generated(self, uid: str, event: Payload, bot: Bot) -> Event | None:
        return self._meetings.minuted(uid, event, PLATFORM, bot.workspace)

    def _chat_updated(self, uid: str, event: Payload, bot: Bot) -> Event | None:
        name = (event.get("after_change") or {}).get("name")
        return ChannelChanged(_in_chat(uid, event, bot), str(name)) if name else None


def noticed(payload: Payload) -> Payload | None:
    """Give the person a payload tells to have changed, as the contacts have them now; None for any other payload."""
    header, event = payload.get("header"), payload.get("event")
    if not isinstance(header, Mapping) or header.get("event_type") != PERSON_CHANGED or not isinstance(event, Mapping):
        return None
    person = event.get("object")
    return person if isinstance(person, Mapping) and person.get("open_id") else None


_Read = Callable[[Reader, str, Payload, Bot], Event | None]


def _nothing(reader: Reader, uid: str, event: Payload, bot: Bot) -> None:
    return None


_EVENTS: dict[str, _Read] = {
    "im.message.receive_v1": Reader._message,
    "im.message.recalled_v1": Reader._recalled,
    "application.bot.menu_v6": Reader._menu,
    "im.chat.access_event.bot_p2p_chat_entered_v1": Reader._entered,
    "im.chat.member.bot.added_v1": Reader._bot_added,
    "im.chat.member.bot.deleted_v1": Reader._closed,
    "im.chat.member.user.added_v1": Reader._members,
    "im.chat.member.user.deleted_v1": Reader._members,
    "im.chat.member.user.withdrawn_v1": Reader._members,
    "im.chat.updated_v1": Reader._chat_updated,
    "im.chat.disbanded_v1": Reader._closed,
    # The directory takes these (see `noticed`).
    PERSON_CHANGED: _nothing,
    "vc.meeting.all_meeting_ended_v1": Reader._meeting_ended,
    "minutes.minute.generated_v1": Reader._minutes_generated,
}
EVENTS = tuple(_EVENTS)
"""The types of all events that the app subscribes to."""


def _said(source: Source, found: Written, command: "re.Match[str] | None") -> Event | None:
    if command:
        return CommandGiven(source, command[1], command[2].rstrip(), found.files)
    return MessagePosted(source, found.text, found.files)


def _overheard(source: Source, found: Written, message: Payload) -> Overheard | None:
    """Give what people say to each other when it looks like a record; their name is not known here.

    Feishu tells it only where the app may read all of a group's messages, and has no addresses of messages.
    """
    if not worth_asking(found.text, [file.name for file in found.files]):
        return None
    at = datetime.fromtimestamp(int(message["create_time"]) / 1000, UTC)
    return Overheard(source, Said(source.channel or "", source.id, "", "", found.text, at, found.files))


def _in_chat(uid: str, event: Payload, bot: Bot) -> Source:
    """Give the source of a change of a group; it was the bot where nobody is told to have made it."""
    account = (event.get("operator_id") or {}).get("open_id") or bot.user
    return Source(uid, PLATFORM, bot.workspace, _named(account), _named(event["chat_id"]))


def _thread(message: Payload) -> str | None:
    """Give the message that a message answers; one that opens a topic is answered in that topic."""
    root = message.get("root_id") or (message["message_id"] if message.get("thread_id") else None)
    return str(root) if root else None


def _named(value: Any) -> str:
    """Give an id. Raises ValueError when it is none."""
    if not isinstance(value, str) or not value:
        raise ValueError("an id is a text")
    return value
