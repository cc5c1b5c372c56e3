"""A Socket Mode connection that was cut without a word is replaced at once, not with the next ping."""

import asyncio

from slack_bolt.adapter.socket_mode.aiohttp import AsyncSocketModeHandler
from slack_bolt.app.async_app import AsyncApp
from slack_sdk.web.async_client import AsyncWebClient

from bot.slack.socket_mode import keep_connected
from tests.slack.local import LocalSlack
from tests.slack.local.server import serving

NEVER = 600
"""Seconds between pings: no test is as patient."""


def test_a_cut_connection_is_replaced_without_waiting_for_the_next_ping() -> None:
    async def run(slack: LocalSlack) -> None:
        client = AsyncWebClient(slack.bot_token, base_url=slack.api_url)
        app = AsyncApp(client=client, request_verification_enabled=False)
        handler = AsyncSocketModeHandler(app, slack.app_token, web_client=client, ping_interval=NEVER)
        kept = asyncio.create_task(keep_connected(handler))
        await asyncio.to_thread(slack.socket.wait_connected)
        for opened in (2, 3):
            await asyncio.to_thread(slack.socket.drop)
            await asyncio.to_thread(slack.socket.wait_connected, opened, 60)
        kept.cancel()
        await asyncio.gather(kept, return_exceptions=True)
        await handler.close_async()  # type: ignore[no-untyped-call]

    with serving(LocalSlack()) as slack:
        asyncio.run(run(slack))
        assert slack.socket.opened == 3
