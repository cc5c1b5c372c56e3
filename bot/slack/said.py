"""Messages of Slack as they can be kept: who said what, when, and the way back to it."""

from collections.abc import Callable
from datetime import UTC, datetime

import structlog

from bot.slack.api import Api
from bot.slack.events import Bot, Payload, files_of
from bot.slack.wording import plain
from chat.events import Said
from chat.platform import Busy, Failed, Lost

_log = structlog.get_logger(__name__)


class Fetcher:
    """Reads messages and their addresses. `name_of` gives a person's name by workspace and user id."""

    def __init__(self, api: Api, name_of: Callable[[str, str], str | None]) -> None:
        """Take the Web API and who knows people."""
        self._api = api
        self._name_of = name_of

    def said(self, workspace: str, channel: str, message: Payload, bot: Bot | None = None) -> Said:
        """Give a message as Slack sent it."""

        def name(user: str) -> str | None:
            return self._name_of(workspace, user)

        user, ts = str(message.get("user") or ""), str(message.get("ts") or "0")
        author = (name(user) if user else None) or str(message.get("username") or "?")
        text = plain(str(message.get("text") or ""), name, bot.user if bot else "")
        at = datetime.fromtimestamp(float(ts), UTC)
        return Said(channel, ts, self.link(workspace, channel, ts), author, text, at, files_of(message))

    def find(self, workspace: str, channel: str, ts: str) -> Said | None:
        """Give a message by its timestamp, be it in a thread or not; None when it cannot be read."""
        try:
            arguments = {"channel": channel, "ts": ts, "latest": ts, "oldest": ts, "inclusive": True, "limit": 1}
            answer = self._api.call(workspace, self._api.web.conversations_replies, **arguments)
        except (Failed, Busy, Lost) as error:
            _log.warning("a message could not be read", error=str(error))
            return None
        found = next((each for each in answer.get("messages") or () if each.get("ts") == ts), None)
        return self.said(workspace, channel, found) if found else None

    def link(self, workspace: str, channel: str, ts: str) -> str:
        """Give a message's address, "" when Slack does not tell it."""
        try:
            answer = self._api.call(workspace, self._api.web.chat_getPermalink, channel=channel, message_ts=ts)
        except (Failed, Busy, Lost) as error:
            _log.warning("a message's address could not be had", error=str(error))
            return ""
        return str(answer.get("permalink") or "")
