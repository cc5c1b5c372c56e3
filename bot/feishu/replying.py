"""What follows an answer in Feishu: cards and forms for the one person who asked. Nothing of it is tried twice."""

import hashlib
import json
from collections.abc import Callable
from typing import Any

import structlog

from bot.feishu.api import Api, Json
from bot.feishu.cards import card
from bot.feishu.sdk import part
from bot.feishu.sender import FeishuPlatform
from chat.events import Source
from chat.messages import Message, Translated
from chat.platform import Busy, Closed, Failed, Lost, Reason, Target
from dossier.language import Language

_log = structlog.get_logger(__name__)


class Replier:
    """Writes to the one person who asked. Nothing is tried twice; what Feishu refuses is logged."""

    def __init__(self, api: Api, platform: FeishuPlatform, mentioned: Callable[[str, str], str | None]) -> None:
        """Take what sends; `mentioned` gives a person's account by workspace and person's id."""
        self._api = api
        self._platform = platform
        self._mentioned = mentioned

    def shown(self, source: Source, message: Message, sign: Callable[[Any], str]) -> Json:
        """Give a message as the card that takes the place of another one."""
        alone = {Language.spoken_in(message.text): message}
        languages = message.languages if isinstance(message, Translated) else alone
        return card(languages, sign, lambda person: self._mentioned(source.workspace, person))

    def message(self, source: Source, message: Message, what: str, *, group: bool = False) -> bool | None:
        """Write a message to the asker, or into the `group`; None when the bot may not write to them at all."""
        target = Target(source.workspace, account=source.account)
        if group:
            target = Target(source.workspace, channel=source.channel, thread=source.thread)
        sent = self._tried(lambda: self._platform.send(target, message, _key(source, what)))
        return sent if sent is None else bool(sent)

    def form(self, source: Source, made: Json, *, group: bool = False) -> str | None:
        """Put a form's card before the asker and give its id, "" when that failed; None as `message` gives it."""
        im = part("api.im.v1")
        body = im.CreateMessageRequestBody.builder().msg_type("interactive").uuid(_key(source, f"form{group:d}"))
        body = body.content(json.dumps(made, ensure_ascii=False, separators=(",", ":")))
        body = body.receive_id(source.channel if group else source.account).build()
        request = im.CreateMessageRequest.builder().receive_id_type("chat_id" if group else "open_id")
        request = request.request_body(body).build()
        return self._tried(lambda: str(self._api.call(request).get("message_id") or ""))

    @staticmethod
    def _tried(send: Callable[[], str]) -> str | None:
        try:
            return send()
        except (Failed, Busy, Lost) as error:
            _log.warning("Feishu did not take an answer", error=str(error))
            # A chat with somebody that is closed to the bot means the same.
            refused = isinstance(error, Closed) or (isinstance(error, Failed) and error.reason is Reason.NO_ACCOUNT)
            return None if refused else ""


def _key(source: Source, what: str) -> str:
    """Give the uuid of what follows an event: the same for every delivery of it, and at most fifty characters."""
    return hashlib.sha256(f"{source.id}:{what}".encode()).hexdigest()[:40]
