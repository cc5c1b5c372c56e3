"""Payloads of Slack as events of the product; whatever is of no interest becomes None."""

import hashlib
import json
from collections.abc import Callable, Mapping
from dataclasses import asdict, dataclass, replace
from typing import Any

from bot.signing import Forged, Signer
from bot.slack import modals
from bot.slack.wording import plain, said_in
from chat.events import (
    BotJoined,
    ButtonPressed,
    ChannelChanged,
    CommandGiven,
    Event,
    FormChanged,
    FormClosed,
    FormSubmitted,
    HomeOpened,
    MembersChanged,
    MessageChanged,
    MessageMarked,
    MessagePosted,
    Source,
    Tampered,
)
from chat.forms import ALL_FILES, kept_files
from chat.messages import Button
from dossier.fields import FileRef

PLATFORM = "slack"
REACTIONS = {"memo", "pencil", "pencil2"}
"""Reactions (📝 ✏️ …) that mark a message as worth keeping."""

Payload = Mapping[str, Any]


@dataclass(frozen=True, slots=True)
class Bot:
    """Whom a payload is for: the installation's team id and the bot's user id there."""

    workspace: str
    user: str


@dataclass(frozen=True, slots=True)
class Metadata:
    """What a modal carries along: the form, its page (from 0), whether more follow, and where it was asked for."""

    name: str
    ref: Mapping[str, str]
    page: int
    more: bool
    channel: str | None
    thread: str | None
    link: str


class Reader:
    """Reads payloads. `name_of` gives a person's name by workspace and user id."""

    def __init__(self, signer: Signer, name_of: Callable[[str, str], str | None]) -> None:
        """Take what signs and who knows people."""
        self._signer = signer
        self._name_of = name_of

    def sign_button(self, workspace: str, button: Button) -> str:
        """Give the value of a button for a workspace."""
        return signed_button(self._signer, workspace, button)

    def sign_form(self, workspace: str, account: str, metadata: Metadata) -> str:
        """Give the private metadata of a modal for an account."""
        return self._signer.sign("form", [workspace, account, *asdict(metadata).values()])

    def metadata(self, source: Source, view: Payload) -> Metadata:
        """Give what a modal carried. Raises Forged when it is not one of ours for this account."""
        workspace, account, *carried = self._signer.read("form", str(view.get("private_metadata", "")))
        if (workspace, account) != (source.workspace, source.account):
            raise Forged("form")
        return Metadata(*carried)

    def command(self, payload: Payload, bot: Bot) -> CommandGiven:
        """Read a slash command (https://docs.slack.dev/interactivity/implementing-slash-commands)."""
        source = Source(
            f"command:{payload['trigger_id']}",
            PLATFORM,
            bot.workspace,
            str(payload["user_id"]),
            _channel(str(payload.get("channel_id") or "")),
            channel_name=_named(payload.get("channel_name")),
        )
        return CommandGiven(
            source, str(payload["command"]).lstrip("/"), self._plain(bot, str(payload.get("text") or ""))
        )

    def press(self, payload: Payload, bot: Bot) -> Event:
        """Read a pressed button (https://docs.slack.dev/reference/interaction-payloads/block_actions-payload)."""
        action = payload["actions"][0]
        source = self._pressed(payload, bot, action)
        try:
            workspace, name, args = self._signer.read("button", str(action.get("value") or ""))
        except (Forged, ValueError):
            return Tampered(source, "button")
        if workspace != bot.workspace:
            return Tampered(source, "button")
        return ButtonPressed(source, name, args)

    def change(self, payload: Payload, bot: Bot) -> FormChanged | Tampered:
        """Read that a choice was made in a modal which other fields depend on."""
        source = self._pressed(payload, bot, payload["actions"][0])
        try:
            carried = self.metadata(source, payload["view"])
        except (Forged, ValueError, TypeError):
            return Tampered(source, "form")
        # A view tells nothing of the channel it was opened from; the next one is to know it all the same.
        where = replace(source, channel=carried.channel, thread=carried.thread, link=carried.link)
        return FormChanged(where, carried.name, carried.ref, self.values(payload["view"]))

    def submit(self, payload: Payload, bot: Bot) -> tuple[FormSubmitted, Metadata] | Tampered:
        """Read a sent modal (https://docs.slack.dev/reference/interaction-payloads/view-interactions-payload)."""
        view = payload["view"]
        # A view keeps its hash while it is corrected: what stands in it tells a new attempt from a second delivery.
        state = json.dumps((view.get("state") or {}).get("values"), sort_keys=True)
        uid = f"view:{view['id']}:{view.get('hash', '')}:{hashlib.sha256(state.encode()).hexdigest()[:32]}"
        source = Source(uid, PLATFORM, bot.workspace, str(payload["user"]["id"]))
        try:
            carried = self.metadata(source, view)
        except (Forged, ValueError, TypeError):
            return Tampered(source, "form")
        where = Source(
            source.id, PLATFORM, bot.workspace, source.account, carried.channel, carried.thread, carried.link
        )
        return FormSubmitted(where, carried.name, carried.ref, self.values(view)), carried

    def close(self, payload: Payload, bot: Bot) -> FormClosed | Tampered | None:
        """Read that a modal was closed, with all below it; None when there is still one below it.

        Slack says nothing of what stood in it (https://docs.slack.dev/reference/interaction-payloads/view-interactions-payload).
        """
        view, account = payload["view"], str(payload["user"]["id"])
        root = str(view.get("root_view_id") or view["id"])
        source = Source(f"closed:{root}", PLATFORM, bot.workspace, account)
        if view.get("previous_view_id") and not payload.get("is_cleared"):
            return None
        try:
            carried = self.metadata(source, view)
        except (Forged, ValueError, TypeError):
            return Tampered(source, "form")
        where = replace(source, channel=carried.channel, thread=carried.thread, link=carried.link)
        return FormClosed(where, carried.name, carried.ref)

    def values(self, view: Payload) -> dict[str, Any]:
        """Give what stands in the fields of a modal; Slack's files as references to them."""
        state = (view.get("state") or {}).get("values") or {}
        values, kept = modals.values(state), modals.kept(state)
        for name in [name for name, value in values.items() if isinstance(value, list)]:
            values[name] = [file_ref(each).model_dump() for each in values[name]]
            values[kept_files(name)] = list(kept[name]) if name in kept else ALL_FILES
        return values

    def event(self, payload: Payload, bot: Bot) -> Event | None:
        """Read an event of the Events API (https://docs.slack.dev/reference/events)."""
        event = payload["event"]
        read = _EVENTS.get(str(event.get("type")))
        return read(self, str(payload.get("event_id") or event.get("event_ts") or ""), event, bot) if read else None

    def _mention(self, uid: str, event: Payload, bot: Bot) -> Event | None:
        return self._posted(uid, event, bot, str(event["channel"]))

    def _message(self, uid: str, event: Payload, bot: Bot) -> Event | None:
        subtype = event.get("subtype")
        channel = str(event["channel"])
        if subtype in ("message_changed", "message_deleted"):
            return self._changed(uid, event, bot, channel)
        if event.get("channel_type") != "im" or event.get("bot_id") or subtype not in (None, "file_share"):
            return None
        return self._posted(uid, event, bot, None)

    def _posted(self, uid: str, event: Payload, bot: Bot, channel: str | None) -> Event | None:
        if not event.get("user") or event["user"] == bot.user or event.get("bot_id"):
            return None
        thread = event.get("thread_ts")
        source = Source(uid, PLATFORM, bot.workspace, str(event["user"]), channel, str(thread) if thread else None)
        source = replace(source, message=(str(event["channel"]), str(event["ts"])))
        return MessagePosted(source, self._said(bot, event), files_of(event))

    def _changed(self, uid: str, event: Payload, bot: Bot, channel: str) -> Event | None:
        before = event.get("previous_message") or {}
        after = event.get("message") or {}
        # A message that others have answered is not taken away: it becomes a sentence saying that it was.
        deleted = event["subtype"] == "message_deleted" or after.get("subtype") == "tombstone"
        if bot.user in (before.get("user"), after.get("user")):
            return None
        was, now = (self._said(bot, each) for each in (before, after))
        if was == now and not deleted:
            return None
        # What other apps say need not be of anybody.
        account = str(before.get("user") or after.get("user") or bot.user)
        ts = str(event.get("deleted_ts") or after.get("ts") or "")
        source = Source(uid, PLATFORM, bot.workspace, account, channel)
        return MessageChanged(source, ts, None if deleted else now, was)

    def _joined(self, uid: str, event: Payload, bot: Bot) -> Event | None:
        channel = str(event["channel"])
        if event.get("user") != bot.user:
            return MembersChanged(Source(uid, PLATFORM, bot.workspace, str(event.get("user") or ""), channel))
        by = str(event.get("inviter") or bot.user)
        return BotJoined(Source(uid, PLATFORM, bot.workspace, by, channel), "")

    def _left(self, uid: str, event: Payload, bot: Bot) -> Event | None:
        source = Source(uid, PLATFORM, bot.workspace, str(event.get("user") or bot.user), str(event["channel"]))
        if event["type"] in ("channel_left", "group_left") or event.get("user") == bot.user:
            return ChannelChanged(source, closed=True)
        return MembersChanged(source)

    def _shared(self, uid: str, event: Payload, bot: Bot) -> Event | None:
        # Who is in the channel, and whether people of other companies are, is looked up by the same job.
        return MembersChanged(Source(uid, PLATFORM, bot.workspace, bot.user, str(event["channel"])))

    def _renamed(self, uid: str, event: Payload, bot: Bot) -> Event | None:
        channel = event["channel"]
        return ChannelChanged(Source(uid, PLATFORM, bot.workspace, bot.user, str(channel["id"])), str(channel["name"]))

    def _archived(self, uid: str, event: Payload, bot: Bot) -> Event | None:
        source = Source(uid, PLATFORM, bot.workspace, str(event.get("user") or bot.user), str(event["channel"]))
        return ChannelChanged(source, closed=not str(event["type"]).endswith("_unarchive"))

    def _home(self, uid: str, event: Payload, bot: Bot) -> Event | None:
        if event.get("tab") != "home":
            return None
        return HomeOpened(Source(uid, PLATFORM, bot.workspace, str(event["user"])))

    def _reaction(self, uid: str, event: Payload, bot: Bot) -> Event | None:
        item = event.get("item") or {}
        if event.get("reaction") not in REACTIONS or item.get("type") != "message" or event.get("user") == bot.user:
            return None
        channel = _channel(str(item["channel"]))
        if channel is None:
            # What is said to the bot alone can be told it at once.
            return None
        source = Source(uid, PLATFORM, bot.workspace, str(event["user"]), channel)
        return MessageMarked(source, str(item["ts"]))

    def _pressed(self, payload: Payload, bot: Bot, action: Payload) -> Source:
        container, account = payload.get("container") or {}, str(payload["user"]["id"])
        uid = f"action:{account}:{action.get('action_ts')}:{action.get('action_id')}"
        there = payload.get("channel") or {}
        channel = _channel(str(there.get("id") or container.get("channel_id") or ""))
        thread = container.get("thread_ts") or (payload.get("message") or {}).get("thread_ts")
        name = _named(there.get("name"))
        return Source(
            uid, PLATFORM, bot.workspace, account, channel, str(thread) if thread else None, channel_name=name
        )

    def _said(self, bot: Bot, message: Payload) -> str:
        return said_in(message, lambda user: self._name_of(bot.workspace, user), bot.user)

    def _plain(self, bot: Bot, text: str) -> str:
        return plain(text, lambda user: self._name_of(bot.workspace, user), bot.user)


_EVENTS: dict[str, Callable[[Reader, str, Payload, Bot], Event | None]] = {
    "app_mention": Reader._mention,
    "message": Reader._message,
    "member_joined_channel": Reader._joined,
    "member_left_channel": Reader._left,
    "channel_left": Reader._left,
    "group_left": Reader._left,
    "channel_rename": Reader._renamed,
    "channel_shared": Reader._shared,
    "channel_unshared": Reader._shared,
    "group_rename": Reader._renamed,
    "channel_archive": Reader._archived,
    "channel_unarchive": Reader._archived,
    "channel_deleted": Reader._archived,
    "group_archive": Reader._archived,
    "group_deleted": Reader._archived,
    "group_unarchive": Reader._archived,
    "app_home_opened": Reader._home,
    "reaction_added": Reader._reaction,
}


def _named(name: Any) -> str:
    """Give a channel's name; of private ones and direct messages Slack only says what they are."""
    told = str(name or "")
    return "" if told in ("privategroup", "directmessage") or told.startswith("mpdm-") else told


def _channel(key: str) -> str | None:
    """Give a channel's id, None for a conversation with the bot (its id begins with D)."""
    return key if key and not key.startswith("D") else None


def signed_button(signer: Signer, workspace: str, button: Button) -> str:
    """Give the value of a button for a workspace."""
    return signer.sign("button", [workspace, button.action, dict(button.args)])


def files_of(message: Payload) -> tuple[FileRef, ...]:
    """Give the files of a message."""
    return tuple(file_ref(each) for each in message.get("files") or () if each.get("id"))


def file_ref(file: Payload) -> FileRef:
    """Give a file of Slack's as one of ours: its id, name, size and media type."""
    name = " ".join(str(file.get("name") or file.get("title") or "file").split())[-200:]
    return FileRef(id=str(file["id"]), name=name, size=int(file.get("size") or 0), type=str(file.get("mimetype") or ""))
