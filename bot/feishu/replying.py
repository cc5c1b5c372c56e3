"""What follows an answer in Feishu: cards and forms for the one person who asked, and cards that change later."""

import hashlib
import threading
import time
from collections.abc import Callable
from typing import Any

import structlog

from bot.backoff import backoff
from bot.feishu.api import Api, Json, plain_request
from bot.feishu.cards import card
from bot.feishu.sender import FeishuPlatform
from chat.events import Source
from chat.messages import Message, Translated
from chat.platform import Busy, Closed, Failed, Lost, Reason, Target
from dossier.language import Language

_UPDATE = "/open-apis/interactive/v1/card/update"
PATIENCE_SECONDS = 120.0
"""How long an answer is tried: somebody sits there and waits, and after that it is of no use to them any more."""
_log = structlog.get_logger(__name__)


class Replier:
    """Writes to the one person who asked.

    Where Feishu asks to wait it is tried again after that, and under the same uuid where it is unknown whether it
    arrived. What Feishu refuses is logged.
    """

    def __init__(self, api: Api, platform: FeishuPlatform, mentioned: Callable[[str, str], str | None]) -> None:
        """Take what sends; `mentioned` gives a person's account by workspace and person's id."""
        self._api = api
        self._platform = platform
        self._mentioned = mentioned
        self._closed = threading.Event()

    def close(self) -> None:
        """Wait for nothing any more: what has to be tried again is given up."""
        self._closed.set()

    def shown(self, source: Source, message: Message, sign: Callable[[Any], str]) -> Json:
        """Give a message as the card that takes the place of another one."""
        alone = {Language.spoken_in(message.text): message}
        languages = message.languages if isinstance(message, Translated) else alone
        return card(languages, sign, lambda person: self._mentioned(source.workspace, person))

    def message(self, source: Source, message: Message, what: str, *, group: bool = False) -> bool | None:
        """Write a message to the asker, or into the `group`; None when the bot may not write to them at all."""
        target = _target(source, group=group)
        sent = self._tried(lambda: self._platform.send(target, message, _key(source, what)))
        return sent if sent is None else bool(sent)

    def form(self, source: Source, made: Json, *, group: bool = False) -> str | None:
        """Put a form's card before the asker and give its id, "" when that failed; None as `message` gives it."""
        return self._tried(
            lambda: self._platform.post(_target(source, group=group), made, _key(source, f"form{group:d}"))
        )

    def update(self, token: str, made: Json) -> None:
        """Replace the card of a callback that was answered without it, by the callback's token: it is good for thirty
        minutes and two cards (https://open.feishu.cn/document/server-docs/im-v1/message-card/delay-update-message-card).
        """
        self._tried(lambda: str(self._api.call(plain_request("POST", _UPDATE, {"token": token, "card": made}))))

    def _tried(self, send: Callable[[], str]) -> str | None:
        until, attempts = time.monotonic() + PATIENCE_SECONDS, 0
        while True:
            attempts += 1
            try:
                return send()
            except (Busy, Lost) as error:
                seconds = error.seconds if isinstance(error, Busy) and error.seconds is not None else backoff(attempts)
                if time.monotonic() + seconds > until or self._closed.wait(seconds):
                    return _not_taken(error, "")
            except Failed as error:
                # A chat with somebody that is closed to the bot means the same.
                closed = isinstance(error, Closed) or error.reason is Reason.NO_ACCOUNT
                return _not_taken(error, None if closed else "")


def _target(source: Source, *, group: bool) -> Target:
    if group:
        return Target(source.workspace, channel=source.channel, thread=source.thread)
    return Target(source.workspace, account=source.account)


def _not_taken(error: Exception, found: str | None) -> str | None:
    _log.warning("Feishu did not take an answer", error=str(error))
    return found


def _key(source: Source, what: str) -> str:
    """Give the uuid of what follows an event: the same for every delivery of it, and at most fifty characters."""
    return hashlib.sha256(f"{source.id}:{what}".encode()).hexdigest()[:40]
