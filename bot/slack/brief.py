"""Asking Slack before something is acknowledged: for a moment only, and never in all threads at once."""

import threading
import time
from collections.abc import Callable, Iterator
from concurrent.futures import Future, ThreadPoolExecutor
from contextlib import contextmanager
from typing import Any, TypeVar

T = TypeVar("T")

SECONDS = 1.5
"""For so long a request may wait for Slack: in three seconds it has to be acknowledged, and its form opened."""
_WAITING = 12
_ASKING = 16


class Brief:
    """Asks in threads of its own, and waits for the answers of one request for a moment in all.

    Outside of `request` there is no hurry: calls are made as they are.
    """

    def __init__(self, seconds: float = SECONDS, waiting: int = _WAITING) -> None:
        """Take how long a request may wait, and how many may at once: fewer than there are to acknowledge."""
        self._seconds = seconds
        self._slots = threading.BoundedSemaphore(waiting)
        self._pool = ThreadPoolExecutor(_ASKING, thread_name_prefix="slack-ask")
        self._asked: dict[tuple[str, ...], Future[Any]] = {}
        self._lock = threading.Lock()
        self._here = threading.local()

    def until(self) -> float:
        """Give until when a request that begins now may wait (of the monotonic clock)."""
        return time.monotonic() + self._seconds

    @contextmanager
    def request(self, until: float) -> Iterator[None]:
        """Hurry, in this thread, as long as the block lasts."""
        self._here.until = until
        try:
            yield
        finally:
            self._here.until = None

    def ask(self, key: tuple[str, ...], call: Callable[[], T]) -> T | None:
        """Give what a call gives, None when that takes too long: it goes on then. What has one key is asked once."""
        until: float | None = getattr(self._here, "until", None)
        if until is None:
            return call()
        future = self.begin(key, call)
        if not self._slots.acquire(blocking=False):
            return None
        try:
            return future.result(max(until - time.monotonic(), 0))
        except TimeoutError:
            return None
        finally:
            self._slots.release()

    def close(self) -> None:
        """Ask nothing more."""
        self._pool.shutdown(wait=False, cancel_futures=True)

    def begin(self, key: tuple[str, ...], call: Callable[[], T]) -> Future[T]:
        """Begin to ask, or join who has asked already."""
        with self._lock:
            future = self._asked.get(key)
            if future is None:
                future = self._asked[key] = self._pool.submit(call)
                future.add_done_callback(lambda _: self._ended(key))
            return future

    def _ended(self, key: tuple[str, ...]) -> None:
        with self._lock:
            self._asked.pop(key, None)
