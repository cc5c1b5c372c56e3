"""The two ways from Slack to an app: signed HTTP requests, and Socket Mode."""

import hashlib
import hmac
import json
import time
from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any, Protocol
from urllib.parse import urlencode

import httpx

from tests.slack.local.state import LocalSlack
from tests.slack.local.world import Json

COMMAND, INTERACTIVE, EVENT = "slash_commands", "interactive", "events_api"


@dataclass(frozen=True, slots=True)
class Ack:
    """What the app answered: HTTP status (0: no answer), body, headers, and how long it took in seconds.

    `trouble` is what Slack tells the user when it cannot use the answer.
    """

    status: int
    body: str = ""
    headers: Mapping[str, str] = field(default_factory=dict)
    seconds: float = 0.0
    trouble: str = ""

    @property
    def ok(self) -> bool:
        """Say whether Slack takes it."""
        return self.status == 200

    @property
    def json(self) -> Json:
        """Give the body as JSON; nothing at all is {}."""
        found: Any = json.loads(self.body) if self.body.strip() else {}
        return found if isinstance(found, dict) else {"text": str(found)}


@dataclass(frozen=True, slots=True)
class Retry:
    """A delivery is tried again: the how manieth time, and why (http_timeout, http_error, connection_failed)."""

    number: int = 1
    reason: str = "http_timeout"


class Wire(Protocol):
    """A way to the app."""

    def send(self, kind: str, payload: Json, retry: Retry | None = None) -> Ack:
        """Deliver a payload (COMMAND: form fields, INTERACTIVE, EVENT) and give the answer."""

    def close(self) -> None:
        """Give back what it holds."""


class HttpWire:
    """Signed HTTP requests to one address. `secret` and `age` (seconds) can be made wrong."""

    def __init__(
        self, slack: LocalSlack, base_url: str = "", path: str = "/slack/events", client: httpx.Client | None = None
    ) -> None:
        """Take where the app is, or a client that knows."""
        self._client = client or httpx.Client(base_url=base_url, trust_env=False, timeout=10)
        self.path, self.secret, self.age = path, slack.signing_secret, 0.0

    def send(self, kind: str, payload: Json, retry: Retry | None = None) -> Ack:
        """Deliver a payload as Slack encodes its kind."""
        headers = {"content-type": "application/json"}
        if kind == EVENT:
            body = json.dumps(payload, ensure_ascii=False)
        else:
            headers["content-type"] = "application/x-www-form-urlencoded"
            fields = payload if kind == COMMAND else {"payload": json.dumps(payload, ensure_ascii=False)}
            body = urlencode(fields)
        if retry is not None:
            headers |= {"x-slack-retry-num": str(retry.number), "x-slack-retry-reason": retry.reason}
        return self.raw(body.encode(), headers)

    def raw(self, body: bytes, headers: Mapping[str, str] | None = None, signed: bool = True) -> Ack:
        """Send bytes as they are; headers given here win over the signature's."""
        sent = {"user-agent": "Slackbot 1.0 (+https://api.slack.com/robots)"}
        if signed:
            sent |= self.signature(body)
        sent |= headers or {}
        start = time.perf_counter()
        try:
            found = self._client.post(self.path, content=body, headers=sent)
        except httpx.TransportError:
            return Ack(0, seconds=time.perf_counter() - start)
        return Ack(found.status_code, found.text, found.headers, time.perf_counter() - start)

    def signature(self, body: bytes) -> dict[str, str]:
        """Give the headers that sign a body, by the system's clock."""
        stamp = str(int(time.time() - self.age))
        digest = hmac.new(self.secret.encode(), f"v0:{stamp}:".encode() + body, hashlib.sha256).hexdigest()
        return {"x-slack-request-timestamp": stamp, "x-slack-signature": f"v0={digest}"}

    def close(self) -> None:
        """Close the client's connections."""
        self._client.close()


class SocketWire:
    """Envelopes to the app that is connected."""

    def __init__(self, slack: LocalSlack, seconds: float = 10) -> None:
        """Take the Slack it is connected to and how long to wait for an acknowledgement."""
        self._hub, self._seconds = slack.socket, seconds

    def send(self, kind: str, payload: Json, retry: Retry | None = None) -> Ack:
        """Deliver a payload; no acknowledgement in time is status 0."""
        start = time.perf_counter()
        again = (retry.number, retry.reason) if retry else None
        found = self._hub.send(kind, payload, self._seconds, again)
        seconds = time.perf_counter() - start
        if found is None:
            return Ack(0, seconds=seconds)
        return Ack(200, json.dumps(found) if found else "", seconds=seconds)

    def close(self) -> None:
        """Leave the connection as it is: it is the app's."""
