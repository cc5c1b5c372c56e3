"""One call of a Web API method: its arguments, its token, and what it may see."""

import json
from collections.abc import Callable, Mapping
from typing import Any

from tests.slack.local.state import LocalSlack
from tests.slack.local.world import Channel, Json, Message, Team, Token, User

_KIND_SCOPES = {"public": "channels", "shared": "channels", "private": "groups", "im": "im"}


class Refused(Exception):
    """The method says no: Slack's error word and what else stands in the reply."""

    def __init__(self, error: str, status: int = 200, headers: Mapping[str, str] | None = None, **more: Any) -> None:
        """Take the error, the HTTP status and headers, and further fields of the reply."""
        super().__init__(error)
        self.status, self.headers = status, dict(headers or {})
        self.reply: Json = {"ok": False, "error": error, **more}


def invalid(error: str, problems: list[str]) -> Refused:
    """Give the refusal that names each problem."""
    return Refused(error, response_metadata={"messages": problems})


class Call:
    """A method called with arguments by whoever holds a token."""

    def __init__(self, slack: LocalSlack, params: Mapping[str, Any], token: Token | None) -> None:
        """Take the state, the arguments as they came (form texts or JSON) and the token, if the method needs one."""
        self.slack, self.params, self._token = slack, params, token

    @property
    def token(self) -> Token:
        """Give the token. Raises Refused when there is none."""
        if self._token is None:
            raise Refused("not_authed")
        return self._token

    @property
    def team(self) -> Team:
        """Give the token's workspace. Raises Refused for an app-level token."""
        if self.token.team is None:
            raise Refused("not_allowed_token_type")
        return self.slack.teams[self.token.team]

    def text(self, name: str, default: str = "") -> str:
        """Give an argument as text."""
        value = self.params.get(name)
        return default if value is None else str(value)

    def need(self, name: str) -> str:
        """Give an argument that must be there."""
        if not self.text(name):
            raise invalid("invalid_arguments", [f"[ERROR] missing required field: {name}"])
        return self.text(name)

    def flag(self, name: str) -> bool:
        """Give an argument that is true or false."""
        return self.text(name).lower() in ("true", "1")

    def number(self, name: str, default: int) -> int:
        """Give an argument that is a whole number."""
        try:
            return int(self.text(name) or default)
        except ValueError:
            raise invalid("invalid_arguments", [f"[ERROR] must be an integer: {name}"]) from None

    def parsed(self, name: str, error: str) -> Any:
        """Give an argument that is JSON, be it encoded in a text or not. Raises Refused with `error` if it is none."""
        value = self.params.get(name)
        if not isinstance(value, str) or not value:
            return value or None
        try:
            return json.loads(value)
        except json.JSONDecodeError:
            raise Refused(error) from None

    def require(self, scope: str) -> None:
        """Raise Refused unless the token has a scope."""
        if scope and scope not in self.token.scopes:
            raise Refused("missing_scope", needed=scope, provided=",".join(self.token.scopes))

    def channel(self, name: str = "channel", scope: str = "", member: bool = False) -> Channel:
        """Give the channel an argument names, if it can be seen; `scope` is what follows channels:, groups: or im:."""
        channel = self.slack.channels.get(self.need(name))
        if channel is None or channel.gone or self.team.id not in channel.teams:
            raise Refused("channel_not_found")
        if scope:
            self.require(f"{_KIND_SCOPES[channel.kind]}:{scope}")
        inside = self.team.bot_user in channel.members
        if channel.kind in ("private", "im") and not inside:
            raise Refused("channel_not_found")
        if member and not inside:
            raise Refused("not_in_channel")
        return channel

    def message(self, channel: Channel, name: str = "ts", error: str = "message_not_found") -> Message:
        """Give the message an argument names."""
        message = channel.message(self.need(name))
        if message is None:
            raise Refused(error)
        return message

    def user(self, name: str = "user") -> User:
        """Give the user an argument names, of this workspace or one it shares a channel with."""
        user = self.slack.users.get(self.need(name))
        if user is None:
            raise Refused("user_not_found")
        shared = any(self.team.id in c.teams and user.id in c.members for c in self.slack.channels.values())
        if user.team != self.team.id and not shared:
            raise Refused("user_not_visible")
        return user

    def page(self, items: list[Any], limit: int, most: int = 1000) -> tuple[list[Any], Json]:
        """Give one page of a list and the fields that lead to the next one."""
        cursor = self.text("cursor")
        if cursor and not cursor.removeprefix("next:").isdigit():
            raise Refused("invalid_cursor")
        start = int(cursor.removeprefix("next:")) if cursor else 0
        size = max(1, min(self.number("limit", limit), most))
        rest = start + size < len(items)
        following = f"next:{start + size}" if rest else ""
        return items[start : start + size], {"response_metadata": {"next_cursor": following}}


Method = Callable[[Call], Json]
METHODS: dict[str, tuple[Method, str]] = {}
"""Every method and the scope it needs whatever it is asked."""
WITHOUT_TOKEN = {"oauth.v2.access", "api.test"}


def method(name: str, scope: str = "") -> Callable[[Method], Method]:
    """Declare a Web API method; what it gives goes into the reply beside `ok`."""

    def declare(function: Method) -> Method:
        METHODS[name] = (function, scope)
        return function

    return declare
