"""Runs the local Slack, or any aiohttp application, on a port of this machine in a thread of its own."""

import asyncio
import threading
from collections.abc import Awaitable, Callable, Iterator
from contextlib import contextmanager
from typing import Any

from aiohttp import web

from tests.slack.local.state import LocalSlack
from tests.slack.local.web_api import WebApi

Started = Callable[[], Awaitable[web.Application]]


@contextmanager
def running(make: Started, port: int = 0) -> Iterator[str]:
    """Run an application, made inside the loop it will run in, and give its base URL; 0 takes a free port."""
    ready: threading.Event = threading.Event()
    state: dict[str, object] = {}

    async def live() -> None:
        stop = asyncio.Event()
        runner = web.AppRunner(await make(), access_log=None, shutdown_timeout=0.1)
        await runner.setup()
        site = web.TCPSite(runner, "127.0.0.1", port)
        await site.start()
        state["loop"], state["stop"] = asyncio.get_running_loop(), stop
        state["url"] = f"http://127.0.0.1:{runner.addresses[0][1]}"
        ready.set()
        await stop.wait()
        await site.stop()
        # Whoever was let in just now is among those who are there a few turns of the loop later.
        await _turns()
        await runner.cleanup()
        await _turns()
        # Whoever has stopped reading would keep it open for ever, and the server does not know all it has let go of.
        loop: Any = asyncio.get_running_loop()
        for transport in list(loop._transports.values()):
            transport.abort()
        await _turns()

    def run() -> None:
        try:
            asyncio.run(live())
        except OSError as problem:
            state["problem"] = problem
            ready.set()

    thread = threading.Thread(target=run, name="local server", daemon=True)
    thread.start()
    ready.wait()
    problem, loop, stop = state.get("problem"), state.get("loop"), state.get("stop")
    if isinstance(problem, OSError):
        raise problem
    assert isinstance(loop, asyncio.AbstractEventLoop)
    assert isinstance(stop, asyncio.Event)
    try:
        yield str(state["url"])
    finally:
        loop.call_soon_threadsafe(stop.set)
        thread.join()


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
