"""Runs the local Slack, or any aiohttp application, on a port of this machine in a thread of its own."""

import asyncio
import socket
import threading
from collections.abc import Awaitable, Callable, Iterator
from concurrent.futures import Future
from contextlib import contextmanager
from dataclasses import dataclass
from typing import Any

from aiohttp import web

from tests.slack.local.state import LocalSlack
from tests.slack.local.web_api import WebApi

Started = Callable[[], Awaitable[web.Application]]


@dataclass(frozen=True, slots=True)
class _Running:
    """A server that listens; setting `stop` in its loop ends it."""

    loop: asyncio.AbstractEventLoop
    stop: asyncio.Event
    url: str


@contextmanager
def running(make: Started, port: int = 0) -> Iterator[str]:
    """Run an application, made inside the loop it will run in, and give its base URL; 0 takes a free port."""
    started: Future[_Running] = Future()
    wrong: list[BaseException] = []

    async def live() -> None:
        stop = asyncio.Event()
        runner = web.AppRunner(await make(), access_log=None, shutdown_timeout=0.1)
        await runner.setup()
        loop: Any = asyncio.get_running_loop()
        with socket.create_server(("127.0.0.1", port)) as door:
            await web.SockSite(runner, door).start()
            started.set_result(_Running(loop, stop, f"http://127.0.0.1:{door.getsockname()[1]}"))
            await stop.wait()
            # Nobody is let in any more, and who was let in just now is there a few turns of the loop later: asyncio
            # forgets to close the connection of whoever it finds before a server that has ended meanwhile.
            loop.remove_reader(door)
            await _turns()
            await runner.cleanup()
        await _turns()
        # Whoever has stopped reading would keep it open for ever, and the server does not know all it has let go of.
        for transport in list(loop._transports.values()):
            transport.abort()
        await _turns()

    def run() -> None:
        try:
            asyncio.run(live())
        except BaseException as problem:
            if started.done():
                wrong.append(problem)
            else:
                started.set_exception(problem)

    thread = threading.Thread(target=run, name="local server", daemon=True)
    thread.start()
    server = started.result()
    try:
        yield server.url
    finally:
        server.loop.call_soon_threadsafe(server.stop.set)
        thread.join()
    for problem in wrong:
        raise problem


@contextmanager
def serving(slack: LocalSlack, port: int = 0) -> Iterator[LocalSlack]:
    """Run a local Slack; afterwards `slack.base_url` and `slack.api_url` say where."""

    async def make() -> web.Application:
        app = web.Application(client_max_size=32 * 1024 * 1024)
        app.add_routes(WebApi(slack).routes())
        app.on_shutdown.append(lambda _: slack.socket.close())
        return app

    with running(make, port) as url:
        slack.base_url = url
        yield slack


async def _turns() -> None:
    for _ in range(10):
        await asyncio.sleep(0)
