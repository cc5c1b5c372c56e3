"""Calls of Slack's Web API with a workspace's token: they give what Slack answered, or raise the port's errors."""

import time
from collections.abc import Callable, Iterator
from typing import Any

from slack_sdk import WebClient

from bot.slack.errors import slack_errors
from bot.slack.tokens import quiet
from chat.platform import Busy, Failed

TIMEOUT_SECONDS = 10
"""How long to wait for Slack to say something more."""
_MOST_PAGES = 5
# Two readings and a post have to be over before the outbox's lease of 60 s is.
_READING_SECONDS = 15.0

Json = dict[str, Any]


class Api:
    """The Web API for every workspace; may be used by several threads. Nothing is retried here: the outbox does that.

    Every method raises Failed, Busy or Lost.
    """

    def __init__(self, token: Callable[[str], str], base_url: str) -> None:
        """Take what gives the token of a workspace by its key (it may raise Failed or Busy), and where Slack is."""
        self.token = token
        self.web = WebClient(base_url=base_url, timeout=TIMEOUT_SECONDS, retry_handlers=[], logger=quiet)

    def call(self, workspace: str, method: Callable[..., Any], **arguments: Any) -> Json:
        """Call a method of `web` for a workspace."""
        token = self.token(workspace)
        with slack_errors():
            return dict(method(token=token, **arguments).data)

    def items(
        self, workspace: str, method: Callable[..., Any], name: str, limit: int = 200, **arguments: Any
    ) -> Iterator[Any]:
        """Give the items of a list (its name in the answer), in pages of at most `limit` as they are asked for.

        Raises Failed when there are more than five pages, and Busy when it takes too long.
        """
        started, cursor = time.monotonic(), None
        for _ in range(_MOST_PAGES):
            answer = self.call(workspace, method, limit=limit, cursor=cursor, **arguments)
            yield from answer.get(name) or ()
            cursor = (answer.get("response_metadata") or {}).get("next_cursor")
            if not cursor:
                return
            if time.monotonic() - started > _READING_SECONDS:
                raise Busy("Slack is slow", 5.0)
        raise Failed(f"too many {name} to look through")
