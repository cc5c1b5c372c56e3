"""What follows an acknowledgement: modals opened, answers shown to one person; what may have arrived is sent once."""

from collections.abc import Callable, Sequence
from dataclasses import replace
from http.client import HTTPException
from typing import Any

import structlog
from slack_sdk.webhook import WebhookClient

from bot.slack import trees
from bot.slack.answers import Answers
from bot.slack.api import TIMEOUT_SECONDS, Api
from bot.slack.events import Payload
from bot.slack.tokens import quiet
from bot.slack.trees import Body
from chat.events import Source
from chat.messages import Message
from chat.platform import Busy, Failed, Lost

Json = dict[str, Any]
NO_VIEW: Payload = {}
_log = structlog.get_logger(__name__)


class Replier:
    """Calls Slack with the answers of events; what Slack refuses is logged, and whoever calls is told."""

    def __init__(self, api: Api, answers: Answers, post: Callable[[Source, Message], None]) -> None:
        """Take the Web API, what makes Slack's JSON, and what puts an answer to its asker alone into the outbox."""
        self._api = api
        self._answers = answers
        self._post = post

    def open(self, workspace: str, trigger: str, view: Json) -> bool:
        """Open a modal (https://docs.slack.dev/reference/methods/views.open); tell whether it is open."""
        return self._tried("views.open", self._api.web.views_open, workspace, trigger_id=trigger, view=view)

    def put(self, workspace: str, trigger: str, view: Json, below: Payload = NO_VIEW) -> bool:
        """Open a modal on top of the one `below`, or in its place where no more fit; tell whether it is open."""
        if below.get("type") != "modal":
            return self.open(workspace, trigger, view)
        if is_third(below):
            return self.update(workspace, below, view)
        return self._tried("views.push", self._api.web.views_push, workspace, trigger_id=trigger, view=view)

    def update(self, workspace: str, shown: Payload, view: Json) -> bool:
        """Replace an open modal, unless it has changed since."""
        arguments = {"view_id": shown["id"], "hash": shown.get("hash"), "view": view}
        return self._tried("views.update", self._api.web.views_update, workspace, **arguments)

    def publish(self, workspace: str, account: str, view: Json) -> bool:
        """Show somebody their Home page."""
        return self._tried("views.publish", self._api.web.views_publish, workspace, user_id=account, view=view)

    def answer(self, source: Source, message: Message) -> None:
        """Show a message to one person in a channel, or write it into their conversation with the bot.

        That is also where a message goes, whole, that Slack does not take in the channel: the bot may not be in it.
        """
        if source.channel is None:
            self._post(source, message)
        elif not self.show(source, message):
            self._post(replace(source, channel=None, thread=None), message)

    def show(self, source: Source, message: Message) -> bool:
        """Show a message to one person in a channel (https://docs.slack.dev/reference/methods/chat.postEphemeral).

        False where Slack refuses it; of one that may have been shown nobody knows.
        """
        where = {"channel": source.channel, "user": source.account, "thread_ts": source.thread}
        for each in self._answers.private(source.workspace, message):
            try:
                if (body := self._ready(each)) is not None:
                    self._api.call(source.workspace, self._api.web.chat_postEphemeral, **where, **body)
            except (Failed, Busy, Lost) as error:
                _log.warning("Slack did not take an answer", method="chat.postEphemeral", error=str(error))
                # Without its picture a message is whole.
                return isinstance(error, Lost) or isinstance(each, trees.Picture)
        return True

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


def is_third(view: Payload) -> bool:
    """Tell whether none can be put on top of a modal (https://docs.slack.dev/surfaces/modals: three at most)."""
    return view.get("previous_view_id") not in (None, "", view.get("root_view_id"))
