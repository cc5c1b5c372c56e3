"""What follows an acknowledgement: modals opened, answers shown to one person; what may have arrived is sent once."""

import threading
from collections.abc import Callable, Sequence
from concurrent.futures import ThreadPoolExecutor
from dataclasses import replace
from http.client import HTTPException
from typing import Any

import structlog
from slack_sdk.webhook import WebhookClient

from bot.slack import trees
from bot.slack.api import TIMEOUT_SECONDS, Api
from bot.slack.tokens import quiet
from bot.slack.trees import Body
from chat.events import Source
from chat.platform import Busy, Failed, Lost

Json = dict[str, Any]
_MOST_WAITING_SECONDS, _PATIENT = 60, 4
_log = structlog.get_logger(__name__)


class Replier:
    """Calls Slack with the answers of events; what Slack refuses is logged, and whoever calls is told."""

    def __init__(self, api: Api, wait: Callable[[float], bool] | None = None) -> None:
        """Take the Web API, and what waits for so many seconds and tells whether nobody is to wait any more."""
        self._api = api
        self._closing = threading.Event()
        self._wait = wait or self._closing.wait
        self._patient = ThreadPoolExecutor(_PATIENT, thread_name_prefix="slack-later")

    def open(self, workspace: str, trigger: str, view: Json) -> bool:
        """Open a modal (https://docs.slack.dev/reference/methods/views.open); tell whether it is open."""
        return self._tried("views.open", self._api.web.views_open, workspace, trigger_id=trigger, view=view)

    def push(self, workspace: str, trigger: str, view: Json) -> bool:
        """Put a modal on top of the open one; tell whether it is open."""
        return self._tried("views.push", self._api.web.views_push, workspace, trigger_id=trigger, view=view)

    def update(self, workspace: str, shown: Json, view: Json) -> bool:
        """Replace an open modal, unless it has changed since."""
        arguments = {"view_id": shown["id"], "hash": shown.get("hash"), "view": view}
        return self._tried("views.update", self._api.web.views_update, workspace, **arguments)

    def publish(self, workspace: str, account: str, view: Json) -> bool:
        """Show somebody their Home page."""
        return self._tried("views.publish", self._api.web.views_publish, workspace, user_id=account, view=view)

    def whisper(self, source: Source, bodies: Sequence[Body], waited: float = 0) -> bool:
        """Show a message to one person in a channel, or write to them in their conversation with the bot.

        That is also where a message goes that Slack refuses to show in the channel: the bot may not be in it. Where it
        is too much for Slack, as several pages to one person are, the rest follows when Slack takes it; `waited` is for
        how long that has been waited for (seconds).
        """
        for index, each in enumerate(bodies):
            if (body := self._ready(each)) is None:
                continue
            if source.channel is not None:
                where = {"channel": source.channel, "user": source.account, "thread_ts": source.thread}
                method: Callable[..., Any] = self._api.web.chat_postEphemeral
            else:
                where = {"channel": source.account, "thread_ts": source.thread}
                method = self._api.web.chat_postMessage
            try:
                self._api.call(source.workspace, method, **where, **body)
            except Failed as error:
                _log.warning("Slack did not take an answer", method="whisper", error=str(error))
                if source.channel is None:
                    return False
                return self.whisper(replace(source, channel=None, thread=None), bodies[index:], waited)
            except Busy as error:
                return self._whisper_later(source, bodies[index:], error, waited)
            except Lost as error:
                _log.warning("Slack did not take an answer", method="whisper", error=str(error))
                return False
        return True

    def close(self) -> None:
        """Wait for nothing any more."""
        self._closing.set()
        self._patient.shutdown(wait=False, cancel_futures=True)

    def _whisper_later(self, source: Source, bodies: Sequence[Body], error: Busy, waited: float) -> bool:
        """Go on when Slack takes more: what it refuses for now has not arrived.

        The source is https://docs.slack.dev/apis/web-api/rate-limits. It is waited for in threads of their own: those
        that follow acknowledgements have forms to open.
        """
        seconds = error.seconds
        if seconds is None or waited + seconds > _MOST_WAITING_SECONDS or self._closing.is_set():
            _log.warning("Slack did not take an answer", method="whisper", error=str(error))
            return False
        self._patient.submit(self._go_on, source, bodies, seconds, waited + seconds)
        return True

    def _go_on(self, source: Source, bodies: Sequence[Body], seconds: float, waited: float) -> None:
        if self._wait(seconds):
            _log.warning("an answer was not given any more", method="whisper")
            return
        self.whisper(source, bodies, waited)

    def respond(
        self, address: str, bodies: Sequence[Body], thread: str | None = None, *, instead: bool = False
    ) -> bool:
        """Answer to a response URL, which takes five answers within half an hour, for the asker's eyes.

        `instead` has the answer take the place of the message whose button was pressed.
        """
        client = WebhookClient(address, timeout=TIMEOUT_SECONDS, retry_handlers=[], logger=quiet)
        for number, each in enumerate(bodies[:5]):
            if (body := self._ready(each)) is None:
                continue
            where = {"replace_original": instead and number == 0, **({"thread_ts": thread} if thread else {})}
            try:
                answer = client.send_dict({"response_type": "ephemeral", **where, **body})
            except (OSError, HTTPException) as error:
                _log.warning("Slack did not take an answer", error=type(error).__name__)
                return False
            if answer.status_code != 200:
                _log.warning("Slack did not take an answer", status=answer.status_code)
                return False
        return True

    def _ready(self, given: Body) -> Json | None:
        """Give what can be posted; None for a picture that Slack does not take: the words stand before it."""
        return trees.body(self._api, given) if isinstance(given, trees.Picture) else given

    def _tried(self, name: str, method: Callable[..., Any], workspace: str, **arguments: Any) -> bool:
        try:
            self._api.call(workspace, method, **arguments)
        except (Failed, Busy, Lost) as error:
            _log.warning("Slack did not take an answer", method=name, error=str(error))
            return False
        return True
