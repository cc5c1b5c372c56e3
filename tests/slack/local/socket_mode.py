"""Slack's end of Socket Mode: tickets, connections, envelopes and their acknowledgements."""

import asyncio
import json
import secrets
import threading
from concurrent.futures import Future
from contextlib import suppress
from dataclasses import dataclass
from typing import Any

from aiohttp import WSMsgType, web

from tests.slack.local.world import Json


class NoConnection(ConnectionError):
    """No app is connected."""


@dataclass(frozen=True, slots=True)
class _Connection:
    number: int
    socket: web.WebSocketResponse
    request: web.Request
    loop: asyncio.AbstractEventLoop


class SocketHub:
    """The connections of one app. An envelope goes to one of them, taken in turn; everything may be called anywhere."""

    def __init__(self, app_id: str) -> None:
        """Take the app's id, which stands in `hello`."""
        self._app_id = app_id
        self._tickets: set[str] = set()
        self._connections: list[_Connection] = []
        self._waiting: dict[str, Future[Json]] = {}
        self._opened = 0
        self._sent = 0
        self._changed = threading.Condition()

    def new_ticket(self) -> str:
        """Give a ticket for one connection."""
        ticket = secrets.token_hex(8)
        self._tickets.add(ticket)
        return ticket

    @property
    def connected(self) -> int:
        """Count the connections."""
        return len(self._connections)

    @property
    def opened(self) -> int:
        """Count the connections there have been since the beginning."""
        return self._opened

    def wait_connected(self, opened: int = 1, seconds: float = 20.0) -> None:
        """Wait until so many have been opened since the beginning, and one is there. Raises TimeoutError."""
        with self._changed:
            if not self._changed.wait_for(lambda: self._opened >= opened and self._connections, seconds):
                raise TimeoutError("the app did not connect")

    async def connect(self, request: web.Request) -> web.StreamResponse:
        """Serve one connection until it ends."""
        ticket = request.query.get("ticket", "")
        if ticket not in self._tickets:
            return web.Response(status=403)
        self._tickets.discard(ticket)
        socket = web.WebSocketResponse(timeout=0.1)
        await socket.prepare(request)
        self._opened += 1
        connection = _Connection(self._opened, socket, request, asyncio.get_running_loop())
        await socket.send_str(json.dumps(self._hello(connection)))
        with self._changed:
            self._connections.append(connection)
            self._changed.notify_all()
        try:
            async for message in socket:
                if message.type is WSMsgType.TEXT:
                    self._acknowledged(message.data)
        finally:
            with self._changed:
                self._connections.remove(connection)
                self._changed.notify_all()
        return socket

    def send(self, kind: str, payload: Json, seconds: float, retry: tuple[int, str] | None = None) -> Json | None:
        """Send an envelope of a kind and give the payload of its acknowledgement, or None when none came in time.

        `retry` is how often it was tried before and why. Raises NoConnection when nobody is connected.
        """
        with self._changed:
            if not self._connections:
                raise NoConnection
            connection = self._connections[self._sent % len(self._connections)]
        self._sent += 1
        envelope: Json = {"envelope_id": secrets.token_hex(16), "type": kind, "payload": payload}
        envelope["accepts_response_payload"] = kind != "events_api"
        if kind == "events_api":
            envelope |= {"retry_attempt": retry[0] if retry else 0, "retry_reason": retry[1] if retry else ""}
        answer: Future[Json] = Future()
        self._waiting[envelope["envelope_id"]] = answer
        self._write(connection, envelope)
        try:
            return answer.result(seconds)
        except TimeoutError:
            return None
        finally:
            del self._waiting[envelope["envelope_id"]]

    def warn(self) -> None:
        """Tell every connection that it will be ended soon."""
        for each in list(self._connections):
            self._write(each, {"type": "disconnect", "reason": "warning", "debug_info": {"host": "local"}})

    def refresh(self) -> None:
        """Ask every connection to be replaced by a new one, and close it as Slack does."""
        for each in list(self._connections):
            self._write(each, {"type": "disconnect", "reason": "refresh_requested", "debug_info": {"host": "local"}})
            asyncio.run_coroutine_threadsafe(each.socket.close(), each.loop).result(5)

    def drop(self) -> None:
        """Cut every connection without a word."""
        for each in list(self._connections):
            if each.request.transport is not None:
                each.loop.call_soon_threadsafe(each.request.transport.abort)
        with self._changed:
            self._changed.wait_for(lambda: not self._connections, 5)

    async def close(self) -> None:
        """End every connection, when the server stops."""
        for each in list(self._connections):
            # One may be ending by itself just now.
            with suppress(ConnectionError):
                await each.socket.close()

    def _hello(self, connection: _Connection) -> Json:
        info = {"host": "local", "build_number": 1, "approximate_connection_time": 18060}
        count = len(self._connections) + 1
        about = {"app_id": self._app_id}
        return {"type": "hello", "num_connections": count, "debug_info": info, "connection_info": about}

    def _acknowledged(self, text: str) -> None:
        message: Any = json.loads(text)
        answer = self._waiting.get(message.get("envelope_id"))
        if answer is not None and not answer.done():
            answer.set_result(message.get("payload") or {})

    def _write(self, connection: _Connection, message: Json) -> None:
        sending = connection.socket.send_str(json.dumps(message, ensure_ascii=False))
        asyncio.run_coroutine_threadsafe(sending, connection.loop).result(5)
