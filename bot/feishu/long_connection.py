"""What comes in from Feishu over a long connection, which is opened from here: no public address is needed.

The SDK's client handles payloads on its own loop, drops what cards call back, and waits for ever for an endpoint that
hangs; this one hands everything over at once, and gives up whatever is silent.
"""

import asyncio
import base64
import json
import threading
import time
from collections.abc import Callable, Coroutine
from contextlib import suppress
from dataclasses import dataclass
from typing import Any
from urllib.parse import parse_qs, urlsplit

import structlog
from aiohttp import ClientError, ClientSession, ClientTimeout, ClientWebSocketResponse, ClientWSTimeout, WSMsgType
from aiohttp.client_exceptions import WSServerHandshakeError

from bot.backoff import backoff
from bot.feishu.frames import CONTROL, DATA, Assembly, Frame, Unreadable, decode
from bot.feishu.taking import Taker

ENDPOINT = "/callback/ws/endpoint"
"""Where Feishu is asked for the address of a connection."""
_MOST_BYTES = 8 * 1024 * 1024
_MOST_WAIT_SECONDS = 60.0
_TAKEN, _AGAIN = 200, 500
_SILENT_PINGS = 2
_log = structlog.get_logger(__name__)


def _waiting(failures: int) -> float:
    return min(backoff(min(failures, 10)), _MOST_WAIT_SECONDS)


@dataclass(frozen=True, slots=True)
class Pace:
    """How patient the connection is, in real seconds.

    `connecting` is for the endpoint and for the handshake, each; `ping` the longest between two pings, whatever Feishu
    asks for; `closing` for what was taken in but not acknowledged when it stops; `waiting` gives the pause before the
    next attempt, by how many failed in a row (from 1).
    """

    connecting: float = 10.0
    ping: float = 60.0
    closing: float = 5.0
    waiting: Callable[[int], float] = _waiting


class NotConnected(Exception):
    """A connection could not be opened, or is no more; the text says why, and holds nothing secret."""


class LongConnection:
    """Keeps one connection open, in a thread with a loop of its own, from `start` to `stop`."""

    def __init__(self, domain: str, app_id: str, app_secret: str, taker: Taker, pace: Pace | None = None) -> None:
        """Take Feishu's address (`https://open.feishu.cn`), the app's credentials and what takes payloads."""
        self._endpoint = domain.rstrip("/") + ENDPOINT
        self._credentials = {"AppID": app_id, "AppSecret": app_secret}
        self._taker = taker
        self._pace = pace or Pace()
        self._thread: threading.Thread | None = None
        self._stopping = threading.Event()
        self._wake: Callable[[], object] = self._stopping.set
        self._lock = threading.Lock()
        self._connected = False
        self._problem = ""
        self._failures = 0
        self._ping_seconds = self._pace.ping

    @property
    def connected(self) -> bool:
        """Say whether the connection is open, and was heard of not long ago."""
        return self._connected

    @property
    def problem(self) -> str:
        """Give why it is not connected, "" when it is or nothing is known."""
        return "" if self._connected else self._problem

    def start(self) -> None:
        """Begin to connect; gives back at once. Raises RuntimeError when it was started already."""
        if self._thread is not None:
            raise RuntimeError("a long connection is started once")
        self._thread = threading.Thread(target=self._run, name="feishu-connection", daemon=True)
        self._thread.start()

    def stop(self) -> None:
        """Take nothing in any more, acknowledge what was taken in, and wait until the connection is closed."""
        if self._thread is None:
            return
        with self._lock:
            self._stopping.set()
            self._wake()
        # A name that is being looked up cannot be given up; the thread does not keep the program alive.
        self._thread.join(self._pace.closing + self._pace.connecting)

    def _run(self) -> None:
        asyncio.run(self._live())

    async def _live(self) -> None:
        loop, stop = asyncio.get_running_loop(), asyncio.Event()
        with self._lock:
            if self._stopping.is_set():
                return
            self._wake = lambda: loop.call_soon_threadsafe(stop.set)
        stopped = asyncio.create_task(stop.wait())
        try:
            while not stop.is_set():
                await self._once(stopped)
                if not stop.is_set():
                    await asyncio.wait([stopped], timeout=self._pace.waiting(self._failures))
        finally:
            with self._lock:
                self._wake = self._stopping.set
            stopped.cancel()

    async def _once(self, stopped: "asyncio.Task[bool]") -> None:
        """Open a connection and keep it as long as it lasts; never raises what can go wrong with it."""
        try:
            async with ClientSession() as session:
                socket = await _or_stopped(self._open(session), stopped)
                if socket is None:
                    return
                await self._keep(socket, stopped)
        except Exception as error:  # Whatever it is, the next attempt may be a better one.
            self._failures += 1
            self._problem = _reason(error)
            _log.warning("no long connection to Feishu", reason=self._problem, failures=self._failures)

    async def _open(self, session: ClientSession) -> "tuple[ClientWebSocketResponse, int]":
        timeout = ClientTimeout(total=self._pace.connecting)
        async with session.post(self._endpoint, json=self._credentials, timeout=timeout) as response:
            if response.status != 200:
                raise NotConnected(f"the endpoint answered with HTTP {response.status}")
            answer = json.loads(await response.read())
        if answer.get("code") != 0:
            raise NotConnected(f"the endpoint answered with code {answer.get('code')}: {answer.get('msg')}")
        self._configure(answer["data"].get("ClientConfig"))
        url = str(answer["data"]["URL"])
        service = int(parse_qs(urlsplit(url).query)["service_id"][0])
        async with asyncio.timeout(self._pace.connecting):
            closing = ClientWSTimeout(ws_close=min(1.0, self._pace.closing))
            socket = await session.ws_connect(url, timeout=closing, max_msg_size=_MOST_BYTES)
        return socket, service

    async def _keep(self, opened: "tuple[ClientWebSocketResponse, int]", stopped: "asyncio.Task[bool]") -> None:
        socket, service = opened
        held = _Held(socket, service, self._taker, self._heard, self._interval)
        self._connected = True
        _log.info("connected to Feishu")
        try:
            await held.run(stopped)
            if stopped.done():
                await held.finish(self._pace.closing)
        finally:
            self._connected = False
            await held.close()

    def _heard(self, frame: Frame) -> None:
        """Note that the other end lives, and how it wants to be treated."""
        self._failures = 0
        if frame.method == CONTROL and frame.headers.get("type") == "pong" and frame.payload:
            with suppress(ValueError):
                self._configure(json.loads(frame.payload))

    def _interval(self) -> float:
        return self._ping_seconds

    def _configure(self, config: Any) -> None:
        wanted = config.get("PingInterval") if isinstance(config, dict) else None
        if isinstance(wanted, int | float) and wanted > 0:
            self._ping_seconds = min(float(wanted), self._pace.ping)


class _Held:
    """One open connection: it is pinged, listened to, and each payload acknowledged once it was taken."""

    def __init__(
        self,
        socket: ClientWebSocketResponse,
        service: int,
        taker: Taker,
        heard: Callable[[Frame], None],
        interval: Callable[[], float],
    ) -> None:
        self._socket = socket
        self._service = service
        self._taker = taker
        self._heard = heard
        self._interval = interval
        self._assembly = Assembly()
        self._answering: set[asyncio.Task[None]] = set()

    async def run(self, stopped: "asyncio.Task[bool]") -> None:
        """Serve until it is stopped. Raises NotConnected, or what went wrong, when it ends before."""
        tasks = [asyncio.create_task(self._listen()), asyncio.create_task(self._ping())]
        try:
            done, _ = await asyncio.wait([*tasks, stopped], return_when=asyncio.FIRST_COMPLETED)
            for each in done:
                each.result()
        finally:
            for task in tasks:
                task.cancel()
            await asyncio.gather(*tasks, return_exceptions=True)

    async def finish(self, seconds: float) -> None:
        """Wait for what was taken in to be acknowledged, so long at most."""
        if self._answering:
            await asyncio.wait(set(self._answering), timeout=seconds)

    async def close(self) -> None:
        """Close it; what is not acknowledged by now will be delivered again."""
        for task in set(self._answering):
            task.cancel()
        await asyncio.gather(*self._answering, return_exceptions=True)
        await self._socket.close()

    async def _listen(self) -> None:
        while True:
            # Pings are answered: two intervals without a frame, and nobody is there.
            try:
                async with asyncio.timeout(_SILENT_PINGS * self._interval()):
                    message = await self._socket.receive()
            except TimeoutError:
                raise NotConnected("nothing was heard for two pings") from None
            if message.type is WSMsgType.BINARY:
                self._take_in(message.data)
            elif message.type is not WSMsgType.TEXT:
                raise NotConnected("the connection was closed")

    async def _ping(self) -> None:
        while True:
            ping = Frame(CONTROL, {"type": "ping"}, service=self._service)
            await self._write(ping)
            await asyncio.sleep(self._interval())

    def _take_in(self, data: bytes) -> None:
        try:
            frame = decode(data)
            self._heard(frame)
            if frame.method != DATA or frame.headers.get("type") not in ("event", "card"):
                return
            payload = self._assembly.add(frame)
        except Unreadable as error:
            _log.warning("a frame of Feishu's could not be read", reason=str(error))
            return
        if payload is not None:
            task = asyncio.create_task(self._answer(frame, payload))
            self._answering.add(task)
            task.add_done_callback(self._answering.discard)

    async def _answer(self, frame: Frame, data: bytes) -> None:
        start = time.monotonic()
        try:
            payload = json.loads(data)
        except (ValueError, RecursionError):
            payload = None
        if isinstance(payload, dict):
            answer = await self._taker.answer(payload)
        else:
            # It would be the same the next time.
            _log.warning("a payload of Feishu's could not be read")
            answer = {}
        body: dict[str, Any] = {"code": _AGAIN if answer is None else _TAKEN}
        if answer:
            body["data"] = base64.b64encode(json.dumps(answer, ensure_ascii=False).encode()).decode()
        frame.headers["biz_rt"] = str(round((time.monotonic() - start) * 1000))
        frame.payload = json.dumps(body).encode()
        # A connection that is gone by now means that it is delivered again, and taken once all the same.
        with suppress(ConnectionError, TimeoutError, ClientError):
            await self._write(frame)

    async def _write(self, frame: Frame) -> None:
        async with asyncio.timeout(_SILENT_PINGS * self._interval()):
            await self._socket.send_bytes(frame.encode())


async def _or_stopped(work: Coroutine[Any, Any, Any], stopped: "asyncio.Task[bool]") -> Any:
    """Give what work gives, or None when it is stopped before."""
    task = asyncio.create_task(work)
    try:
        await asyncio.wait([task, stopped], return_when=asyncio.FIRST_COMPLETED)
        return task.result() if task.done() else None
    finally:
        task.cancel()
        await asyncio.gather(task, return_exceptions=True)


def _reason(error: Exception) -> str:
    """Say what went wrong without the address, in which there is a ticket."""
    if isinstance(error, NotConnected):
        return str(error)
    if isinstance(error, WSServerHandshakeError):
        said = error.headers.get("handshake-msg", "") if error.headers else ""
        return f"the handshake was refused with HTTP {error.status}: {said}"
    if isinstance(error, TimeoutError):
        return "Feishu did not answer in time"
    return type(error).__name__
