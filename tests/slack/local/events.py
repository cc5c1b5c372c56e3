"""What people do in channels, and what happens to the app: everything that reaches it as an event."""

from collections.abc import Iterable
from typing import Any

from tests.slack.local import payloads
from tests.slack.local.state import LocalSlack
from tests.slack.local.wires import EVENT, Ack, Retry, Wire
from tests.slack.local.world import Channel, File, Json, Message, Team, User

Who = User | str
Where = Channel | str


class EventDriver:
    """Sends events, and changes the Slack they are about. Users and channels are given as such, by id or by name."""

    def __init__(self, slack: LocalSlack, wire: Wire) -> None:
        """Take the Slack and the way to the app."""
        self.slack, self.wire = slack, wire
        self._last: tuple[str, Json] | None = None

    def deliver(self, kind: str, payload: Json, retry: Retry | None = None) -> Ack:
        """Send a payload of one's own making."""
        self._last = kind, payload
        return self.wire.send(kind, payload, retry)

    def again(self, number: int = 1, reason: str = "http_timeout") -> Ack:
        """Deliver the last payload once more, as Slack does when it got no answer."""
        assert self._last is not None, "nothing was delivered yet"
        return self.wire.send(*self._last, Retry(number, reason))

    def event(self, event: Json, team: Team | None = None, shared: bool = False) -> Ack:
        """Send an event of one's own making."""
        event = {"event_ts": self.slack.timestamp(), **event}
        return self.deliver(EVENT, payloads.event_callback(self.slack, event, team or self.slack.team, shared))

    # Messages

    def say(self, text: str, user: Who, channel: Where, thread: Message | str | None = None, **about: Any) -> Message:
        """Put a message into a channel as somebody types it; the app hears nothing of it."""
        root = thread.thread_ts or thread.ts if isinstance(thread, Message) else thread
        text = payloads.typed(self.slack, text)
        return self.slack.add_message(user, channel, text, thread_ts=root, **about)

    def message(
        self,
        text: str,
        user: Who,
        channel: Where,
        thread: Message | str | None = None,
        files: Iterable[File] = (),
    ) -> Ack:
        """Let somebody write: the app hears of it as `message`, and as `app_mention` too if @dossier stands in it.

        Gives the answer to the latter if there is one. An app that is not in the channel hears nothing.
        """
        given = list(files)
        posted = self.say(text, user, channel, thread, files=[each.as_json(self.slack.base_url) for each in given])
        place = self.slack.channels[posted.channel]
        team = self.slack.teams[place.team]
        mentioned, inside = f"<@{team.bot_user}>" in posted.text, team.bot_user in place.members
        ack = Ack(0)
        if inside and (self.slack.subscribed_messages or place.kind == "im"):
            ack = self._about(place, payloads.message_event(self.slack, posted, files=given))
        if mentioned and inside and place.kind != "im":
            ack = self._about(place, payloads.message_event(self.slack, posted, "app_mention", given))
        return ack

    def mention(self, text: str, user: Who, channel: Where, thread: Message | str | None = None) -> Ack:
        """Let somebody write to the bot in a channel."""
        return self.message(f"@dossier {text}", user, channel, thread)

    def direct(self, text: str, user: Who, files: Iterable[File] = ()) -> Ack:
        """Let somebody write to the bot in their direct conversation."""
        return self.message(text, user, self.slack.direct(self.slack.user(user)), files=files)

    def edit(self, message: Message, text: str) -> Ack:
        """Let its author change a message."""
        before = message.as_json()
        with self.slack.changing():
            message.text = payloads.typed(self.slack, text)
            message.edited = {"user": message.user, "ts": self.slack.timestamp()}
        place = self.slack.channels[message.channel]
        return self._about(place, payloads.edited_event(self.slack, message, before))

    def delete(self, message: Message) -> Ack:
        """Let its author delete a message."""
        place = self.slack.channels[message.channel]
        with self.slack.changing():
            place.messages.remove(message)
        if any(each.thread_ts == message.ts for each in place.messages):
            return self._about(place, payloads.buried_event(self.slack, message, message.as_json()))
        return self._about(place, payloads.deleted_event(self.slack, message))

    def reaction(self, name: str, message: Message, user: Who) -> Ack:
        """Let somebody react to a message."""
        person = self.slack.user(user)
        with self.slack.changing():
            message.reactions.setdefault(name, []).append(person.id)
        place = self.slack.channels[message.channel]
        return self._about(place, payloads.reaction_event(self.slack, name, message, person))

    # Channels

    def join(self, user: Who, channel: Where, inviter: Who | None = None) -> Ack:
        """Let somebody, or the bot (`bot_user`), into a channel."""
        person, place = self.slack.user(user), self.slack.channel(channel)
        with self.slack.changing():
            if person.id not in place.members:
                place.members.append(person.id)
        event = {"type": "member_joined_channel", "user": person.id, **self._in(place)}
        if inviter is not None:
            event["inviter"] = self.slack.user(inviter).id
        return self._about(place, event)

    def leave(self, user: Who, channel: Where) -> Ack:
        """Take somebody out of a channel. The bot itself hears of that as channel_left or group_left alone."""
        person, place = self.slack.user(user), self.slack.channel(channel)
        with self.slack.changing():
            place.members.remove(person.id)
        if person.id == self.slack.teams[place.team].bot_user:
            kind = "group_left" if place.kind == "private" else "channel_left"
            return self._about(place, {"type": kind, "channel": place.id, "actor_id": "", "event_ts": self._moment()})
        return self._about(place, {"type": "member_left_channel", "user": person.id, **self._in(place)})

    def rename(self, channel: Where, name: str) -> Ack:
        """Give a channel another name."""
        place = self.slack.channel(channel)
        with self.slack.changing():
            place.name = name
        about = {"id": place.id, "name": name, "name_normalized": name, "created": 1700000000}
        return self._about(place, {"type": self._kind(place, "rename"), "channel": about, "event_ts": self._moment()})

    def archive(self, channel: Where, user: Who | None = None, back: bool = False) -> Ack:
        """Archive a channel, or bring it back."""
        place = self.slack.channel(channel)
        with self.slack.changing():
            place.archived = not back
        kind = self._kind(place, "unarchive" if back else "archive")
        by = self.slack.user(user).id if user else place.members[0]
        return self._about(place, {"type": kind, "channel": place.id, "user": by, "event_ts": self._moment()})

    def share(self, channel: Where, other: Team) -> Ack:
        """Let another workspace into a channel; nobody of it is there yet."""
        place = self.slack.channel(channel)
        with self.slack.changing():
            place.kind = "shared"
            place.teams.append(other.id)
        about = {"type": "channel_shared", "connected_team_id": other.id, "channel": place.id}
        return self._about(place, about | {"event_ts": self._moment()})

    def remove_channel(self, channel: Where) -> Ack:
        """Delete a channel for good."""
        place = self.slack.channel(channel)
        with self.slack.changing():
            place.gone = True
        return self._about(place, {"type": self._kind(place, "deleted"), "channel": place.id})

    # People and the app

    def user_change(self, user: Who, **about: Any) -> Ack:
        """Change a user's fields (tz, locale, deleted ...)."""
        person = self.slack.user(user)
        with self.slack.changing():
            for name, value in about.items():
                setattr(person, name, value)
        shown = person.as_json(locale=True)
        event = {"type": "user_change", "user": shown, "cache_ts": int(self.slack.now())}
        return self.event(event, self.slack.teams[person.team])

    def app_uninstalled(self, team: Team | None = None) -> Ack:
        """Take the app out of a workspace: the tokens are dead, then it hears of it."""
        self.slack.take_away(team)
        return self.event({"type": "app_uninstalled"}, team)

    def tokens_revoked(self, team: Team | None = None) -> Ack:
        """Revoke the bot's tokens in a workspace."""
        home = team or self.slack.team
        with self.slack.changing():
            for each in self.slack.tokens.values():
                each.revoked = each.revoked or each.team == home.id
        return self.event({"type": "tokens_revoked", "tokens": {"oauth": [], "bot": [home.bot_user]}}, team)

    def url_verification(self, challenge: str = "challenge") -> Ack:
        """Ask as Slack does when the request URL is entered."""
        token = self.slack.verification_token
        return self.deliver(EVENT, {"type": "url_verification", "challenge": challenge, "token": token})

    @property
    def bot_user(self) -> User:
        """Give the bot as a user of the first workspace."""
        return self.slack.users[self.slack.team.bot_user]

    def _about(self, place: Channel, event: Json) -> Ack:
        return self.event(event, self.slack.teams[place.team], place.kind == "shared")

    def _moment(self) -> str:
        return self.slack.timestamp()

    def _kind(self, place: Channel, what: str) -> str:
        return f"{'group' if place.kind == 'private' else 'channel'}_{what}"

    def _in(self, place: Channel) -> Json:
        kind = "G" if place.kind == "private" else "C"
        return {"channel": place.id, "channel_type": kind, "team": place.team, "event_ts": self._moment()}
