"""The two ways from Feishu to an app: encrypted signed HTTP requests, and the long connection."""

import base64
import json
import secrets
import time
from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any, Protocol

import httpx

from tests.feishu.local.long_connection import CARD, EVENT, NoConnection
from tests.feishu.local.sealing import encrypted, signature
from tests.feishu.local.state import LocalFeishu
from tests.feishu.local.world import Json

ANSWER_SECONDS = 3.0
"""How long Feishu waits for the answer to an event or a callback."""


@dataclass(frozen=True, slots=True)
class Ack:
    """What the app answered: HTTP status (0: no answer), body, headers, and how long it took in seconds.

    `trouble` is what Feishu makes of an answer it cannot use; for a callback it is what the person is shown.
    """

    status: int
    body: str = ""
    headers: Mapping[str, str] = field(default_factory=dict)
    seconds: float = 0.0
    trouble: str = ""

    @property
    def ok(self) -> bool:
        """Say whether Feishu takes it as delivered: 200 within three seconds."""
        return self.status == 200 and self.seconds <= ANSWER_SECONDS

    @property
    def json(self) -> Json:
        """Give the body as a JSON object; nothing at all is {}. Raises ValueError when it is none."""
        found: Any = json.loads(self.body) if self.body.strip() else {}
        if not isinstance(found, dict):
            raise TypeError(f"the answer is a {type(found).__name__}, not an object")
        return found


class Wire(Protocol):
    """A way to the app."""

    def send(self, payload: Json, card: bool = False) -> Ack:
        """Deliver an event, or a card's callback, and give the answer."""

    def close(self) -> None:
        """Give back what it holds."""


class HttpWire:
    """Encrypted signed requests, events to one path and callbacks of cards to another.

    `key` (the Encrypt Key; "" sends plain text), `token` (the Verification Token, "" leaves what it is) and `age`
    (seconds) can be made wrong.
    """

    def __init__(
        self,
        feishu: LocalFeishu,
        base_url: str = "",
        events: str = "/feishu/events",
        cards: str = "/feishu/cards",
        client: httpx.Client | None = None,
    ) -> None:
        """Take where the app is, or a client that knows."""
        self._client = client or httpx.Client(base_url=base_url, trust_env=False, timeout=10)
        self.events, self.cards = events, cards
        self.key, self.token, self.age = feishu.encrypt_key, "", 0.0

    def send(self, payload: Json, card: bool = False) -> Ack:
        """Deliver a payload as Feishu seals it."""
        if self.token:
            payload = {**payload, "header": {**payload["header"], "token": self.token}}
        return self.raw(self.sealed(payload), path=self.cards if card else self.events)

    def sealed(self, payload: Json) -> bytes:
        """Give the raw body for a payload."""
        text = json.dumps(payload, ensure_ascii=False)
        return json.dumps({"encrypt": encrypted(text, self.key)}).encode() if self.key else text.encode()

    def raw(
        self, body: bytes, headers: Mapping[str, str] | None = None, signed: bool = True, path: str | None = None
    ) -> Ack:
        """Send bytes as they are; headers given here win over those of the signature."""
        sent = {"Content-Type": "application/json;charset=utf-8", "X-Request-Id": secrets.token_hex(8)}
        sent |= (self.signed(body) if signed else {}) | dict(headers or {})
        start = time.perf_counter()
        try:
            found = self._client.post(path or self.events, content=body, headers=sent)
        except httpx.TransportError:
            return Ack(0, seconds=time.perf_counter() - start)
        return Ack(found.status_code, found.text, found.headers, time.perf_counter() - start)

    def signed(self, body: bytes) -> dict[str, str]:
        """Give the headers that sign a body, in Feishu's own spelling, by the system's clock."""
        stamp, nonce = str(int(time.time() - self.age)), secrets.token_hex(8)
        found = signature(stamp, nonce, self.key, body)
        return {"X-Lark-Request-Timestamp": stamp, "X-Lark-Request-Nonce": nonce, "X-Lark-Signature": found}

    def close(self) -> None:
        """Close the client's connections."""
        self._client.close()


class SocketWire:
    """Frames to the app that is connected. `card_frames` sends callbacks as frames of type card, not event."""

    def __init__(self, feishu: LocalFeishu, seconds: float = ANSWER_SECONDS) -> None:
        """Take the Feishu it is connected to and how long to wait for an acknowledgement."""
        self._hub, self._seconds, self.card_frames = feishu.socket, seconds, False

    def send(self, payload: Json, card: bool = False) -> Ack:
        """Deliver a payload in plain text; without a connection or an acknowledgement in time the status is 0."""
        start = time.perf_counter()
        try:
            found = self._hub.send(CARD if card and self.card_frames else EVENT, payload, self._seconds)
        except NoConnection:
            return Ack(0, trouble="no connection")
        seconds = time.perf_counter() - start
        if found is None:
            return Ack(0, seconds=seconds)
        data = base64.b64decode(found.get("data") or "").decode()
        return Ack(int(found["code"]), data, seconds=seconds)

    def close(self) -> None:
        """Leave the connections as they are: they are the app's."""
