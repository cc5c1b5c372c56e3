"""What people do in chats, and what happens to the app: everything that reaches it as an event."""

import re
from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any

from tests.feishu.local import payloads
from tests.feishu.local.state import LocalFeishu
from tests.feishu.local.wires import Ack, Wire
from tests.feishu.local.world import Chat, Json, Message, Minute, Resource, User

Who = User | str
Where = Chat | str
REDELIVERIES = (15.0, 5 * 60.0, 3600.0, 6 * 3600.0)
"""Seconds between the deliveries of an event that was not answered well."""
_GROUP_ALL = {"im:message.group_msg", "im:message.group_msg:readonly"}
_GROUP_AT = {"im:message.group_at_msg", "im:message.group_at_msg:readonly"}
_P2P = {"im:message.p2p_msg", "im:message.p2p_msg:readonly"}


@dataclass(slots=True)
class _Undelivered:
    payload: Json
    tries: int
    due: float


class EventDriver:
    """Sends events, and changes the Feishu they are about. People and chats are given as such, by id or by name."""

    def __init__(self, feishu: LocalFeishu, wire: Wire) -> None:
        """Take the Feishu and the way to the app."""
        self.feishu, self.wire = feishu, wire
        self._last: tuple[Json, bool] | None = None
        self._undelivered: list[_Undelivered] = []

    # Delivering

    def deliver(self, payload: Json, card: bool = False) -> Ack:
        """Send a payload of one's own making; an event that is not answered well falls due again, a callback never."""
        self._last = payload, card
        ack = self.wire.send(payload, card)
        if not card and not ack.ok:
            self._undelivered.append(_Undelivered(payload, 0, self.feishu.now() + REDELIVERIES[0]))
        return ack

    def again(self) -> Ack:
        """Deliver the last payload once more with the same ids, as happens even after a success."""
        assert self._last is not None, "nothing was delivered yet"
        return self.wire.send(*self._last)

    @property
    def undelivered(self) -> int:
        """Count the events that are to be delivered again."""
        return len(self._undelivered)

    def redeliver(self) -> list[Ack]:
        """Deliver again what has fallen due by Feishu's clock; given up after the fourth time."""
        due = [each for each in self._undelivered if each.due <= self.feishu.now()]
        return [self._redelivered(each) for each in due]

    def event(self, kind: str, event: Json) -> Ack:
        """Send an event of one's own making, by its type."""
        return self.deliver(payloads.envelope(self.feishu, kind, event))

    # Messages

    def say(self, text: str, user: Who, chat: Where, reply_to: Message | None = None) -> Message:
        """Put a text into a chat as somebody types it, `@name` being a mention; the app hears nothing of it."""
        person, place = self.feishu.user(user), self.feishu.chat(chat)
        typed, mentions = self._typed(text)
        about: Json = {"mentions": mentions}
        if reply_to is not None:
            about |= {"root": reply_to.root or reply_to.id, "parent": reply_to.id, "thread": reply_to.thread}
        return self.feishu.put(place, "text", {"text": typed}, person.open_id, **about)

    def message(self, text: str, user: Who, chat: Where, reply_to: Message | None = None) -> Ack:
        """Let somebody write in a chat. The app hears of it where its scopes say so: every message, or @bot alone.

        Gives Ack(0) when it hears nothing.
        """
        return self._heard(self.say(text, user, chat, reply_to), self.feishu.user(user))

    def mention(self, text: str, user: Who, chat: Where, reply_to: Message | None = None) -> Ack:
        """Let somebody write to the bot in a group."""
        return self.message(f"@{self.feishu.app_name} {text}", user, chat, reply_to)

    def direct(self, text: str, user: Who) -> Ack:
        """Let somebody write to the bot alone."""
        return self.message(text, user, self.feishu.direct(user))

    def post(self, title: str, rows: list[list[Json]], user: Who, chat: Where) -> Ack:
        """Let somebody write a rich text."""
        person = self.feishu.user(user)
        content = {"title": title, "content": rows}
        return self._heard(self.feishu.put(self.feishu.chat(chat), "post", content, person.open_id), person)

    def send_file(self, name: str, content: bytes, user: Who, chat: Where) -> Ack:
        """Let somebody send a file."""
        person = self.feishu.user(user)
        resource = self.feishu.add_resource("file", name, content, person)
        return self._heard(self._sent(resource, {"file_key": resource.key, "file_name": name}, chat), person)

    def send_image(self, content: bytes, user: Who, chat: Where) -> Ack:
        """Let somebody send an image."""
        person = self.feishu.user(user)
        resource = self.feishu.add_resource("image", "image", content, person)
        return self._heard(self._sent(resource, {"image_key": resource.key}, chat), person)

    def enter(self, user: Who) -> Ack:
        """Let somebody open the chat with the bot."""
        person, chat = self.feishu.user(user), self.feishu.direct(user)
        event: Json = {"chat_id": chat.id, "operator_id": person.ids}
        if chat.messages:
            last = chat.messages[-1]
            event |= {"last_message_id": last.id, "last_message_create_time": str(last.created)}
        return self.event("im.chat.access_event.bot_p2p_chat_entered_v1", event)

    def menu(self, key: str, user: Who) -> Ack:
        """Let somebody choose an entry of the bot's menu, by its event_key."""
        person = self.feishu.user(user)
        operator = {"operator_name": person.name, "operator_id": person.ids}
        moment = int(self.feishu.now())
        return self.event("application.bot.menu_v6", {"operator": operator, "event_key": key, "timestamp": moment})

    # Groups

    def add_bot(self, chat: Where, user: Who) -> Ack:
        """Let somebody take the bot into a group."""
        return self._bot(chat, user, True, "im.chat.member.bot.added_v1")

    def remove_bot(self, chat: Where, user: Who) -> Ack:
        """Let somebody take the bot out of a group; it hears of that once more."""
        return self._bot(chat, user, False, "im.chat.member.bot.deleted_v1")

    def join(self, users: Iterable[Who], chat: Where, by: Who) -> Ack:
        """Let somebody take people into a group."""
        place, people = self.feishu.chat(chat), [self.feishu.user(each) for each in users]
        with self.feishu.changing():
            place.members += [each.open_id for each in people if each.open_id not in place.members]
        return self._members(place, people, by, "im.chat.member.user.added_v1")

    def leave(self, users: Iterable[Who], chat: Where, by: Who) -> Ack:
        """Let somebody take people out of a group."""
        place, people = self.feishu.chat(chat), [self.feishu.user(each) for each in users]
        with self.feishu.changing():
            place.members = [each for each in place.members if each not in {p.open_id for p in people}]
        return self._members(place, people, by, "im.chat.member.user.deleted_v1")

    def update_chat(self, chat: Where, by: Who, **about: Any) -> Ack:
        """Let somebody change a group (name, description, owner)."""
        place, person = self.feishu.chat(chat), self.feishu.user(by)
        before = payloads.chat_change(self.feishu, place)
        with self.feishu.changing():
            for name, value in about.items():
                setattr(place, name, value)
        after = payloads.chat_change(self.feishu, place)
        changed = {name for name in after if after[name] != before.get(name)}
        event = payloads.about_chat(self.feishu, place, person)
        del event["name"], event["i18n_names"]
        event["after_change"] = {name: after[name] for name in changed}
        event["before_change"] = {name: before[name] for name in changed if name in before}
        return self._about(place, "im.chat.updated_v1", event)

    def recall(self, message: Message, recalled_by: str = "message_owner") -> Ack:
        """Let its author take a message back: the app is told which one, not by whom."""
        event = {"message_id": message.id, "chat_id": message.chat, "recall_type": recalled_by}
        return self.event("im.message.recalled_v1", {**event, "recall_time": str(int(self.feishu.now() * 1000))})

    def disband(self, chat: Where, by: Who) -> Ack:
        """Let somebody dissolve a group."""
        place, person = self.feishu.chat(chat), self.feishu.user(by)
        with self.feishu.changing():
            place.dissolved = True
        return self._about(place, "im.chat.disbanded_v1", payloads.about_chat(self.feishu, place, person))

    # Meetings, minutes, people

    def end_meeting(self, topic: str, host: Who, participants: Iterable[Who] = (), seconds: int = 3600) -> Ack:
        """Let a meeting end that took so many seconds; its event needs vc:meeting.all_meeting:readonly."""
        people = [self.feishu.user(each) for each in participants]
        meeting = self.feishu.add_meeting(topic, self.feishu.user(host), people, seconds)
        if "vc:meeting.all_meeting:readonly" not in self.feishu.scopes:
            return Ack(0)
        return self.event("vc.meeting.all_meeting_ended_v1", payloads.meeting_ended(self.feishu, meeting))

    def generate_minutes(self, minute: Minute) -> Ack:
        """Tell that minutes (see LocalFeishu.add_minute) were generated."""
        return self.event("minutes.minute.generated_v1", payloads.minute_generated(self.feishu, minute))

    def update_user(self, user: Who, **about: Any) -> Ack:
        """Change a person's fields (name, email, resigned …)."""
        person = self.feishu.user(user)
        before = payloads.contact(person)
        with self.feishu.changing():
            for name, value in about.items():
                setattr(person, name, value)
        after = payloads.contact(person)
        old = {name: value for name, value in before.items() if after[name] != value}
        return self.event("contact.user.updated_v3", {"object": after, "old_object": {**person.ids, **old}})

    # What is behind them

    def _redelivered(self, each: _Undelivered) -> Ack:
        ack = self.wire.send(each.payload)
        each.tries += 1
        if ack.ok or each.tries == len(REDELIVERIES):
            self._undelivered.remove(each)
        else:
            each.due = self.feishu.now() + REDELIVERIES[each.tries]
        return ack

    def _typed(self, text: str) -> tuple[str, list[Json]]:
        known: dict[str, Json] = {each.name: each.ids for each in self.feishu.users.values()}
        known[self.feishu.app_name] = {"union_id": "", "user_id": "", "open_id": self.feishu.bot_open_id}
        names = "|".join(re.escape(each) for each in sorted(known, key=len, reverse=True))
        mentions: list[Json] = []

        def named(found: re.Match[str]) -> str:
            key, name = f"@_user_{len(mentions) + 1}", found[1]
            kind = "bot" if name == self.feishu.app_name else "user"
            about = {"key": key, "id": known[name], "name": name, "tenant_key": self.feishu.tenant_key}
            mentions.append({**about, "mentioned_type": kind})
            return key

        return re.sub(f"@({names})", named, text), mentions

    def _heard(self, message: Message, author: User) -> Ack:
        chat, scopes = self.feishu.chats[message.chat], self.feishu.scopes
        mentioned = any(each["id"]["open_id"] == self.feishu.bot_open_id for each in message.mentions)
        if chat.kind == "p2p":
            heard = bool(scopes & _P2P)
        else:
            heard = chat.bot and bool(scopes & _GROUP_ALL or (mentioned and scopes & _GROUP_AT))
        if not heard:
            return Ack(0)
        return self.event("im.message.receive_v1", payloads.received(self.feishu, message, author))

    def _sent(self, resource: Resource, content: Json, chat: Where) -> Message:
        return self.feishu.put(self.feishu.chat(chat), resource.kind, content, resource.owner)

    def _bot(self, chat: Where, user: Who, inside: bool, kind: str) -> Ack:
        place, person = self.feishu.chat(chat), self.feishu.user(user)
        with self.feishu.changing():
            place.bot = inside
        return self.event(kind, payloads.about_chat(self.feishu, place, person))

    def _members(self, place: Chat, people: list[User], by: Who, kind: str) -> Ack:
        tenant = self.feishu.tenant_key
        users = [{"name": each.name, "tenant_key": tenant, "user_id": each.ids} for each in people]
        event = payloads.about_chat(self.feishu, place, self.feishu.user(by), users=users)
        return self._about(place, kind, event)

    def _about(self, place: Chat, kind: str, event: Json) -> Ack:
        return self.event(kind, event) if place.bot else Ack(0)
