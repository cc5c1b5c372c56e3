"""What has just happened in the web chat, for the streams of the open pages; called from any thread."""

import asyncio
import secrets
import threading
from collections import deque
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass

_REMEMBERED = 5_000


@dataclass(frozen=True, slots=True)
class News:
    """A message was posted or edited, or, without one, a workspace's channels or everybody's clock changed."""

    workspace: str | None = None
    conversation: str | None = None
    message: int | None = None


class Listener:
    """Wakes one stream, whatever thread the news come from."""

    def __init__(self) -> None:
        """Bind to the running event loop."""
        self._loop = asyncio.get_running_loop()
        self._woken = asyncio.Event()

    def wake(self) -> None:
        """Let `wait` return; harmless once the loop is closed."""
        try:
            self._loop.call_soon_threadsafe(self._woken.set)
        except RuntimeError:
            if not self._loop.is_closed():
                raise

    async def wait(self, seconds: float) -> bool:
        """Wait for news and tell whether there were any within the time."""
        try:
            await asyncio.wait_for(self._woken.wait(), seconds)
        except TimeoutError:
            return False
        self._woken.clear()
        return True


class Hub:
    """Numbers the news and keeps the latest of them, so that a stream that broke off can go on where it was."""

    def __init__(self) -> None:
        """Start with no news; cursors of an earlier process are recognised as such."""
        self._life = secrets.token_hex(4)
        self._number = 0
        self._latest: deque[News] = deque(maxlen=_REMEMBERED)
        self._listeners: set[Listener] = set()
        self._lock = threading.Lock()
        self.closed = False

    def publish(self, news: News) -> None:
        """Tell every open stream."""
        with self._lock:
            self._number += 1
            self._latest.append(news)
            listeners = tuple(self._listeners)
        for listener in listeners:
            listener.wake()

    def close(self) -> None:
        """Let every stream end, so that a server can stop while pages are open."""
        with self._lock:
            self.closed = True
            listeners = tuple(self._listeners)
        for listener in listeners:
            listener.wake()

    def cursor(self) -> str:
        """Give the place in the news after everything so far."""
        with self._lock:
            return self._cursor()

    def since(self, cursor: str) -> tuple[list[News] | None, str]:
        """Give what happened after a cursor, None when that is no longer known, and the cursor to go on from."""
        life, _, number = cursor.partition("-")
        with self._lock:
            behind = self._number - int(number) if life == self._life and number.isdecimal() else -1
            known = 0 <= behind <= len(self._latest)
            news = list(self._latest)[len(self._latest) - behind :] if known else None
            return news, self._cursor()

    @contextmanager
    def listen(self) -> Iterator[Listener]:
        """Give a listener that is woken by news for as long as the block runs."""
        listener = Listener()
        with self._lock:
            self._listeners.add(listener)
        try:
            yield listener
        finally:
            with self._lock:
                self._listeners.discard(listener)

    def _cursor(self) -> str:
        return f"{self._life}-{self._number}"
