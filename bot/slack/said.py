"""Messages of Slack as they can be kept: who said what, when, and the way back to it."""

import re
from collections.abc import Callable
from datetime import UTC, datetime

import structlog

from bot.slack.api import Api
from bot.slack.brief import Brief
from bot.slack.events import Bot, Payload, files_of
from bot.slack.wording import said_in
from chat.events import Said
from chat.platform import Busy, Failed, Lost

_DOMAIN = re.compile(r"[a-z0-9-]{1,63}(\.enterprise)?")
_TS = re.compile(r"[0-9]{1,12}\.[0-9]{1,9}")
_log = structlog.get_logger(__name__)


class Fetcher:
    """Reads messages and their addresses. `name_of` gives a person's name by workspace and user id."""

    def __init__(self, api: Api, name_of: Callable[[str, str], str | None], brief: Brief) -> None:
        """Take the Web API, who knows people, and what keeps a request from waiting for Slack."""
        self._api = api
        self._brief = brief
        self._name_of = name_of

    def said(self, workspace: str, channel: str, message: Payload, bot: Bot | None = None, domain: str = "") -> Said:
        """Give a message as Slack sent it. `domain` is the workspace's, where that is known."""

        def name(user: str) -> str | None:
            return self._name_of(workspace, user)

        user, ts = str(message.get("user") or ""), str(message.get("ts") or "0")
        called = message.get("username") or (message.get("bot_profile") or {}).get("name")
        author = (name(user) if user else None) or str(called or "?")
        text = said_in(message, name, bot.user if bot else "")
        at = datetime.fromtimestamp(float(ts), UTC)
        thread = str(message.get("thread_ts") or "")
        link = link_in(domain, channel, ts, thread) or self.link(workspace, channel, ts)
        return Said(channel, ts, link, author, text, at, files_of(message))

    def find(self, workspace: str, channel: str, ts: str) -> Said | None:
        """Give a message by its timestamp, be it in a thread or not; None when it cannot be read."""
        try:
            # Of a reply the thread's root comes along, whatever its time.
            arguments = {"channel": channel, "ts": ts, "latest": ts, "oldest": ts, "inclusive": True}
            answer = self._api.call(workspace, self._api.web.conversations_replies, **arguments)
        except (Failed, Busy, Lost) as error:
            _log.warning("a message could not be read", error=str(error))
            return None
        found = next((each for each in answer.get("messages") or () if each.get("ts") == ts), None)
        return self.said(workspace, channel, found) if found else None

    def link(self, workspace: str, channel: str, ts: str) -> str:
        """Give a message's address, "" when Slack does not tell it, or not in time."""
        return self._brief.ask(("link", workspace, channel, ts), lambda: self._told(workspace, channel, ts)) or ""

    def _told(self, workspace: str, channel: str, ts: str) -> str:
        try:
            answer = self._api.call(workspace, self._api.web.chat_getPermalink, channel=channel, message_ts=ts)
        except (Failed, Busy, Lost) as error:
            _log.warning("a message's address could not be had", error=str(error))
            return ""
        return str(answer.get("permalink") or "")


def link_in(domain: str, channel: str, ts: str, thread: str = "") -> str:
    """Give a message's address as Slack writes it, "" without the domain of its workspace."""
    if not (_DOMAIN.fullmatch(domain) and _TS.fullmatch(ts) and channel.isalnum()):
        return ""
    link = f"https://{domain}.slack.com/archives/{channel}/p{ts.replace('.', '')}"
    return f"{link}?thread_ts={thread}&cid={channel}" if _TS.fullmatch(thread) else link
