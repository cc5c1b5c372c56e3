"""Slack's side of `bench.slack`: signed slash commands over connections that are kept open."""

import asyncio
import time
from collections.abc import AsyncIterator, Iterable, Iterator
from contextlib import AsyncExitStack, asynccontextmanager
from time import perf_counter
from urllib.parse import urlencode, urlsplit

from slack_sdk.signature import SignatureVerifier

from bench.measuring import Timing
from bench.slack_servers import CPU_PATH
from bot.slack.connection import EVENTS_PATH
from chat.events import CommandGiven

Connection = tuple[asyncio.StreamReader, asyncio.StreamWriter]


def signed(event: CommandGiven, secret: str) -> bytes:
    """Give a command as Slack sends it (https://docs.slack.dev/interactivity/implementing-slash-commands)."""
    source = event.source
    body = urlencode(
        {
            "token": "gone",
            "team_id": source.workspace,
            "team_domain": "galaxy",
            "channel_id": source.channel,
            "channel_name": "abc",
            "user_id": source.account,
            "user_name": "lilei",
            "command": f"/{event.name}",
            "text": event.text,
            "api_app_id": "A0",
            "is_enterprise_install": "false",
            "response_url": "https://hooks.slack.com/commands/T0/1/abc",
            "trigger_id": source.id,
        }
    )
    stamp = str(int(time.time()))
    lines = (
        f"POST {EVENTS_PATH} HTTP/1.1",
        "host: dossier",
        "user-agent: Slackbot 1.0 (+https://api.slack.com/robots)",
        "accept: application/json,*/*",
        "content-type: application/x-www-form-urlencoded",
        f"x-slack-request-timestamp: {stamp}",
        f"x-slack-signature: {SignatureVerifier(secret).generate_signature(timestamp=stamp, body=body)}",
        f"content-length: {len(body)}",
    )
    return "\r\n".join((*lines, "", body)).encode()


class Client:
    """Sends requests to one server."""

    def __init__(self, address: str) -> None:
        """Take the server's address."""
        parts = urlsplit(address)
        self._place = (parts.hostname, parts.port)

    async def run(self, requests: Iterable[bytes], concurrency: int) -> Timing:
        """Send requests, so many at a time. Raises ValueError when one is answered with more than an empty 200."""
        waiting, latencies = iter(requests), list[float]()
        async with AsyncExitStack() as open_ones:
            # Opened before the clock runs: Slack keeps its connections too.
            connections = [await open_ones.enter_async_context(self._connection()) for _ in range(concurrency)]
            begun = perf_counter()
            await asyncio.gather(*(_work(each, waiting, latencies) for each in connections))
            return Timing(latencies, perf_counter() - begun)

    async def cpu(self) -> float:
        """Give how much CPU time the server has taken (seconds)."""
        async with self._connection() as connection:
            return float(await _answer(connection, f"GET {CPU_PATH} HTTP/1.1\r\nhost: dossier\r\n\r\n".encode()))

    @asynccontextmanager
    async def _connection(self) -> AsyncIterator[Connection]:
        reader, writer = await asyncio.open_connection(*self._place)
        try:
            yield reader, writer
        finally:
            writer.close()
            await writer.wait_closed()


async def _work(connection: Connection, waiting: Iterator[bytes], latencies: list[float]) -> None:
    for request in waiting:
        begun = perf_counter()
        said = await _answer(connection, request)
        latencies.append(perf_counter() - begun)
        if said:
            raise ValueError(f"a command was not taken: {said.decode()}")


async def _answer(connection: Connection, request: bytes) -> bytes:
    reader, writer = connection
    writer.write(request)
    head = await reader.readuntil(b"\r\n\r\n")
    if not head.startswith(b"HTTP/1.1 200 "):
        raise ValueError(f"a request was refused: {head.decode()}")
    length = next(line for line in head.lower().split(b"\r\n") if line.startswith(b"content-length:"))
    return await reader.readexactly(int(length.partition(b":")[2]))
