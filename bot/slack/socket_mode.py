"""Keeps a Socket Mode connection: opened as soon as Slack can be reached, and anew as soon as it has ended."""

import asyncio
from collections.abc import Awaitable, Callable
from itertools import count
from typing import Any

import structlog
from slack_bolt.adapter.socket_mode.aiohttp import AsyncSocketModeHandler
from slack_bolt.app.async_app import AsyncApp
from slack_sdk.errors import SlackApiError
from slack_sdk.socket_mode.aiohttp import SocketModeClient
from slack_sdk.socket_mode.request import SocketModeRequest

from bot.backoff import backoff
from bot.slack.errors import code

_CONNECTING_SECONDS = 20
_LONGEST_PAUSE_SECONDS = 60.0
_LOOK_SECONDS = 0.1
_ANSWERING_SECONDS = 3
_log = structlog.get_logger(__name__)


class Handler(AsyncSocketModeHandler):
    """Bolt's, which before its connection ends has what it took in answered."""

    def __init__(self, app: AsyncApp, app_token: str, **more: Any) -> None:
        """Take what Bolt's takes."""
        super().__init__(app, app_token, **more)
        self._answering: set[asyncio.Task[Any]] = set()
        self._ending = False

    async def handle(self, client: SocketModeClient, req: SocketModeRequest) -> None:  # type: ignore[override]  # As Bolt's.
        """Handle a request and answer it; once it is to end, nothing is done, so that Slack gives it to another."""
        task = asyncio.current_task()
        if self._ending or task is None:
            return
        self._answering.add(task)
        try:
            await super().handle(client, req)
        finally:
            self._answering.discard(task)

    async def end(self) -> None:
        """Take nothing in any more, have what was taken in answered as long as Slack waits for it, and disconnect."""
        self._ending = True
        if self._answering:
            await asyncio.wait(set(self._answering), timeout=_ANSWERING_SECONDS)
        await self.close_async()  # type: ignore[no-untyped-call]


async def keep_connected(handler: AsyncSocketModeHandler) -> None:
    """Open a connection and replace it whenever it has ended, until the task is cancelled.

    The library too replaces one that was cut without a word, but only looks for that as often as it pings Slack:
    whoever types a command in those seconds is told that it failed.
    """
    client = handler.client
    await _trying(lambda: _opened(client))
    while True:
        await asyncio.sleep(_LOOK_SECONDS)
        session = client.current_session
        if session is not None and session.closed:
            await _trying(client.connect_to_new_endpoint)


async def _opened(client: Any) -> None:
    # A new address for every attempt: each is good for one connection.
    client.wss_uri = await client.issue_new_wss_url()
    await asyncio.wait_for(client.connect(), _CONNECTING_SECONDS)


async def _trying(connect: Callable[[], Awaitable[None]]) -> None:
    """Connect, trying again until that succeeds."""
    for attempt in count(1):
        try:
            await connect()
        except Exception as error:
            pause = min(backoff(min(attempt, 10)), _LONGEST_PAUSE_SECONDS)
            said = code(error) if isinstance(error, SlackApiError) else ""
            _log.warning("no connection to Slack", error=said or type(error).__name__, again_in_seconds=round(pause))
            await asyncio.sleep(pause)
        else:
            return
