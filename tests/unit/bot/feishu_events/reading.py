"""A way from the local Feishu straight into the reader: what was sent, and what became of it."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any

from bot.feishu.events import CARD_ACTION, Bot, Reader
from bot.feishu.meetings import Meetings
from bot.signing import Signer
from tests.feishu.local import Ack, LocalFeishu
from tests.feishu.office import api_on

Json = dict[str, Any]
SIGNER = Signer(b"the key of the tests")
COMMANDS = {"minutes", "纪要", "dossier", "档案", "变更"}


@dataclass(slots=True)
class Reading:
    """Takes every payload as delivered; `read` holds what the reader made of them, `payloads` them."""

    feishu: LocalFeishu
    payloads: list[Json] = field(default_factory=list)
    read: list[Any] = field(default_factory=list)

    @property
    def reader(self) -> Reader:
        """Give a reader that knows the groups of this Feishu."""
        meetings = Meetings(api_on(self.feishu))
        return Reader(SIGNER, lambda word: word.casefold() in COMMANDS, self._is_group, meetings)

    @property
    def bot(self) -> Bot:
        """Give whom payloads are for."""
        return Bot(self.feishu.tenant_key, self.feishu.bot_open_id)

    def send(self, payload: Json, card: bool = False) -> Ack:
        """Read a payload."""
        self.payloads.append(payload)
        self.read.append(self.of(payload))
        return Ack(200, "{}")

    def of(self, payload: Mapping[str, Any]) -> Any:
        """Give what is read in a payload."""
        is_card = payload["header"]["event_type"] == CARD_ACTION
        return (self.reader.action if is_card else self.reader.event)(payload, self.bot)

    def close(self) -> None:
        """Hold nothing."""

    def _is_group(self, workspace: str, chat: str) -> bool:
        return workspace == self.feishu.tenant_key and self.feishu.chats[chat].kind == "group"
