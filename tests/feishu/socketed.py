"""The SDK's client of the long connection, in a thread with a loop of its own, as an app would run it."""

import asyncio
import threading
from collections.abc import Iterator
from concurrent.futures import Future
from contextlib import contextmanager, suppress
from typing import Any

from tests.feishu.local import LocalFeishu


@contextmanager
def socketed(lark: Any, feishu: LocalFeishu, handler: Any) -> Iterator[Any]:
    """Connect one client for as long as the block lasts; the SDK keeps its loop in its module, so one at a time."""
    loop = asyncio.new_event_loop()
    # The one that its module makes when imported would never be closed.
    lark.ws.client.loop.close()
    lark.ws.client.loop = loop
    made: Future[Any] = Future()

    def run() -> None:
        # The client begins a task as soon as it is made, on the loop of the thread it is made in.
        asyncio.set_event_loop(loop)
        options = {"event_handler": handler, "domain": feishu.base_url}
        client = lark.ws.Client(feishu.app_id, feishu.app_secret, lark.LogLevel.CRITICAL, **options)
        made.set_result(client)
        # Stopping its loop is the only way out of the client, and makes it raise.
        with suppress(RuntimeError):
            client.start()
        tasks = asyncio.all_tasks(loop)
        for task in tasks:
            task.cancel()
        loop.run_until_complete(asyncio.gather(*tasks, return_exceptions=True))
        loop.close()

    thread = threading.Thread(target=run, name="long connection", daemon=True)
    before = feishu.socket.opened
    thread.start()
    client = made.result(5)
    try:
        feishu.socket.wait_connected(before + 1)
        yield client
    finally:
        client._auto_reconnect = False
        asyncio.run_coroutine_threadsafe(client._disconnect(), loop).result(5)
        feishu.socket.wait_gone()
        loop.call_soon_threadsafe(loop.stop)
        thread.join()
