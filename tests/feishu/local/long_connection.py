"""Feishu's end of the long connection: the endpoint, connections, frames and their acknowledgements."""

import asyncio
import json
import random
import secrets
import threading
from concurrent.futures import Future
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from aiohttp import WSMsgType, web

from tests.feishu.local.frames import CONTROL, DATA, Frame, decode
from tests.feishu.local.world import Json

if TYPE_CHECKING:
    from tests.feishu.local.state import LocalFeishu

MOST_CONNECTIONS = 50
EVENT, CARD = "event", "card"
_AUTH_FAILED, _TOO_MANY, _SERVICE = 514, 1000040350, 33554678


class NoConnection(ConnectionError):
    """No app is connected."""


@dataclass(frozen=True, slots=True)
class _Connection:
    device: str
    socket: web.WebSocketResponse
    request: web.Request
    loop: asyncio.AbstractEventLoop


class LongConnectionHub:
    """The connections of the app. A payload goes to one of them, by chance; everything may be called anywhere."""

    def __init__(self, feishu: "LocalFeishu") -> None:
        """Take the Feishu it belongs to."""
        self._feishu = feishu
        self.config: Json = {"ReconnectCount": -1, "ReconnectInterval": 1, "ReconnectNonce": 0, "PingInterval": 120}
        """What clients are told about pinging and reconnecting (seconds); Feishu itself says -1, 120, 30, 120."""
        self.silent = False
        """Whether connections stay open and are dead: nothing is read, no ping is answered."""
        self.piece = 0
        """How many bytes of a payload go into one frame; 0 puts it into one, whatever its size."""
        self.pings = 0
        self._tickets: dict[str, str] = {}
        self._connections: list[_Connection] = []
        self._waiting: dict[str, Future[Json]] = {}
        self._received: dict[str, int] = {}
        self._opened = 0
        self._chance = random.Random(1)
        self._changed = threading.Condition()

    @property
    def connected(self) -> int:
        """Count the connections."""
        return len(self._connections)

    @property
    def opened(self) -> int:
        """Count the connections there have been since the beginning."""
        return self._opened

    @property
    def received(self) -> list[int]:
        """Give how many payloads each connection got, for those that got any."""
        return list(self._received.values())

    def wait_connected(self, opened: int = 1, seconds: float = 20.0) -> None:
        """Wait until so many have been opened since the beginning, and one is there. Raises TimeoutError."""
        with self._changed:
            if not self._changed.wait_for(lambda: self._opened >= opened and self._connections, seconds):
                raise TimeoutError("the app did not connect")

    def wait_gone(self, seconds: float = 20.0) -> None:
        """Wait until nobody is connected. Raises TimeoutError."""
        with self._changed:
            if not self._changed.wait_for(lambda: not self._connections, seconds):
                raise TimeoutError("the app is still connected")

    def endpoint(self) -> Json:
        """Give what the endpoint answers to the right credentials: where to connect, once, and how to behave."""
        device, ticket = secrets.token_hex(8), secrets.token_hex(16)
        self._tickets[ticket] = device
        base = self._feishu.base_url.replace("http", "ws", 1)
        query = f"device_id={device}&service_id={_SERVICE}&access_key={ticket}"
        return {"URL": f"{base}/ws/v2?{query}", "ClientConfig": dict(self.config)}

    async def connect(self, request: web.Request) -> web.StreamResponse:
        """Serve one connection until it ends; too many, or one without a ticket, are refused in the handshake."""
        device = self._tickets.pop(request.query.get("access_key", ""), None)
        if device is None or device != request.query.get("device_id"):
            return _refused(403, "ticket is invalid", 0)
        if self.connected >= MOST_CONNECTIONS:
            return _refused(_AUTH_FAILED, "the number of connections exceeded the limit", _TOO_MANY)
        socket = web.WebSocketResponse(timeout=0.1, autoping=False)
        await socket.prepare(request)
        connection = _Connection(device, socket, request, asyncio.get_running_loop())
        with self._changed:
            self._opened += 1
            self._connections.append(connection)
            self._changed.notify_all()
        try:
            async for message in socket:
                await self._heard(socket, message.type, message.data)
        finally:
            with self._changed:
                self._connections.remove(connection)
                self._changed.notify_all()
        return socket

    def send(self, kind: str, payload: Json, seconds: float) -> Json | None:
        """Send a payload (EVENT or CARD) and give its acknowledgement, or None when none came in time.

        Raises NoConnection when nobody is connected.
        """
        with self._changed:
            if not self._connections:
                raise NoConnection
            connection = self._chance.choice(self._connections)
            self._received[connection.device] = self._received.get(connection.device, 0) + 1
        name = secrets.token_hex(16)
        answer: Future[Json] = Future()
        self._waiting[name] = answer
        data = json.dumps(payload, ensure_ascii=False).encode()
        size = self.piece or len(data)
        pieces = [data[start : start + size] for start in range(0, len(data), size)]
        try:
            for number, piece in enumerate(pieces):
                headers = {"type": kind, "message_id": name, "trace_id": secrets.token_hex(8)}
                headers |= {"sum": str(len(pieces)), "seq": str(number)}
                self._write(connection, Frame(DATA, headers, piece, _SERVICE, number + 1, 1))
            return answer.result(seconds)
        except (TimeoutError, ConnectionError):
            return None
        finally:
            del self._waiting[name]

    def drop(self) -> None:
        """Cut every connection without a word."""
        there = list(self._connections)
        for each in there:
            if each.request.transport is not None:
                each.loop.call_soon_threadsafe(each.request.transport.abort)
        self._wait_without(there)

    def end(self) -> None:
        """Close every connection as Feishu does when it restarts a server of its own."""
        there = list(self._connections)
        for each in there:
            asyncio.run_coroutine_threadsafe(each.socket.close(), each.loop).result(5)
        self._wait_without(there)

    async def close(self) -> None:
        """End every connection, when the server stops."""
        for each in list(self._connections):
            await each.socket.close()

    def _wait_without(self, gone: list[_Connection]) -> None:
        with self._changed:
            if not self._changed.wait_for(lambda: not any(each in self._connections for each in gone), 5):
                raise TimeoutError("a connection did not end")

    async def _heard(self, socket: web.WebSocketResponse, kind: WSMsgType, data: Any) -> None:
        if self.silent:
            return
        if kind is WSMsgType.PING:
            await socket.pong(data)
        if kind is not WSMsgType.BINARY:
            return
        frame = decode(data)
        if frame.method == CONTROL and frame.headers.get("type") == "ping":
            with self._changed:
                self.pings += 1
                self._changed.notify_all()
            pong = Frame(CONTROL, {"type": "pong"}, json.dumps(self.config).encode(), frame.service)
            await socket.send_bytes(pong.encode())
        elif frame.method == DATA:
            answer = self._waiting.get(frame.headers.get("message_id", ""))
            if answer is not None and not answer.done():
                answer.set_result(json.loads(frame.payload))

    def _write(self, connection: _Connection, frame: Frame) -> None:
        sending = connection.socket.send_bytes(frame.encode())
        asyncio.run_coroutine_threadsafe(sending, connection.loop).result(5)


def _refused(status: int, message: str, reason: int) -> web.Response:
    headers = {"handshake-status": str(status), "handshake-msg": message, "handshake-autherrcode": str(reason)}
    return web.Response(status=403, headers=headers)
