"""What people of Slack say to each other: whoever wrote what looks like a record is asked about it, afterwards."""

from collections.abc import Callable

from bot.slack.events import PLATFORM, Bot, Payload
from bot.slack.markup import unwritten
from bot.slack.replying import Replier
from bot.slack.said import Fetcher
from chat.events import Event, Overheard, Source
from chat.replies import Rendered, Show
from dossier.looks import worth_asking

_SUBTYPES = (None, "file_share", "thread_broadcast")


class Overhearing:
    """Asks the author of what looks like a record, once Slack has been acknowledged; all else costs nothing."""

    def __init__(
        self,
        handle: Callable[[Event], Rendered],
        fetcher: Fetcher,
        replier: Replier,
        is_first: Callable[[Source], bool],
    ) -> None:
        """Take the product and the parts that speak Slack (see Handling)."""
        self._product = handle
        self._fetcher = fetcher
        self._replier = replier
        self._is_first = is_first

    def after(self, payload: Payload, bot: Bot) -> Callable[[], object] | None:
        """Give what is to be done about an event that is not for the bot, once it is acknowledged; None for nothing.

        It is decided by the text and the names of files alone: neither the database nor Slack is asked.
        """
        event = payload["event"]
        if event.get("type") != "message" or event.get("subtype") not in _SUBTYPES or event.get("bot_id"):
            return None
        channel, text = str(event["channel"]), str(event.get("text") or "")
        if event.get("channel_type") not in ("channel", "group") or not event.get("user") or f"<@{bot.user}" in text:
            return None
        files = [str(each.get("name") or "") for each in event.get("files") or ()]
        if not worth_asking(unwritten(text), files):
            return None
        thread = str(event.get("thread_ts") or "") or None
        uid = str(payload.get("event_id") or event.get("event_ts") or "")
        source = Source(uid, PLATFORM, bot.workspace, str(event["user"]), channel, thread)
        return lambda: self._ask(source, event, bot)

    def _ask(self, source: Source, event: Payload, bot: Bot) -> None:
        said = self._fetcher.said(source.workspace, source.channel or "", event, bot)
        answer = self._product(Overheard(source, said))
        if isinstance(answer, Show) and self._is_first(source):
            self._replier.show(source, answer.message)
