"""An app of Bolt's on a Socket Mode connection to the local Slack."""

from collections.abc import Iterator
from contextlib import contextmanager

from aiohttp import web
from slack_bolt.adapter.socket_mode.aiohttp import AsyncSocketModeHandler
from slack_bolt.async_app import AsyncApp
from slack_sdk.web.async_client import AsyncWebClient

from tests.slack.local import LocalSlack, running


@contextmanager
def connected(slack: LocalSlack, app: AsyncApp, ping_seconds: float = 60) -> Iterator[None]:
    """Connect an app, in a thread of its own, for as long as the block lasts.

    The client notices an abrupt end with its next ping; on a busy machine it takes a late one for an end too, so that
    they come seldom where no end is to be noticed.
    """

    async def make() -> web.Application:
        client = AsyncWebClient(base_url=slack.api_url)
        handler = AsyncSocketModeHandler(app, slack.app_token, web_client=client, ping_interval=ping_seconds)

        async def start(_: web.Application) -> None:
            await handler.connect_async()  # type: ignore[no-untyped-call]

        async def stop(_: web.Application) -> None:
            await handler.close_async()  # type: ignore[no-untyped-call]

        server = web.Application()
        server.on_startup.append(start)
        server.on_cleanup.append(stop)
        return server

    before = slack.socket.opened
    with running(make):
        slack.socket.wait_connected(before + 1)
        yield
