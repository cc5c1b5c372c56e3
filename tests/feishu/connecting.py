"""What stands behind the product's ways in during tests: something that takes payloads, and a long connection to it."""

import threading
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from typing import Any

from bot.feishu.long_connection import LongConnection, Pace
from bot.feishu.taking import Taker
from tests.feishu.local import LocalFeishu

PATIENT = Pace(connecting=5, ping=30, closing=5, waiting=lambda failures: 0.01)


def _opened() -> threading.Event:
    event = threading.Event()
    event.set()
    return event


@dataclass
class Product:
    """What takes payloads, each once `open` is set; `failing` makes it raise then."""

    taken: list[dict[str, Any]] = field(default_factory=list)
    threads: list[str] = field(default_factory=list)
    answer: dict[str, Any] = field(default_factory=dict)
    failing: bool = False
    open: threading.Event = field(default_factory=_opened)
    begun: threading.Semaphore = field(default_factory=lambda: threading.Semaphore(0))

    def take(self, payload: dict[str, Any]) -> dict[str, Any]:
        """Take a payload and give the answer."""
        self.begun.release()
        self.open.wait(5)
        self.taken.append(payload)
        self.threads.append(threading.current_thread().name)
        if self.failing:
            raise RuntimeError("the database is gone")
        return self.answer


@dataclass
class Failures:
    """Stands at the pause after each attempt that failed: how many there were in a row, and what is done then."""

    counts: list[int] = field(default_factory=list)
    then: Callable[[], object] = field(default=lambda: None)
    seconds: float = 0.01
    happened: threading.Semaphore = field(default_factory=lambda: threading.Semaphore(0))

    def __call__(self, failures: int) -> float:
        self.counts.append(failures)
        self.then()
        self.happened.release()
        return self.seconds

    def wait(self) -> None:
        """Wait for one more."""
        assert self.happened.acquire(timeout=5), "nothing failed"


@contextmanager
def connecting(
    feishu: LocalFeishu, take: Callable[[dict[str, Any]], dict[str, Any]], pace: Pace = PATIENT, secret: str = ""
) -> Iterator[LongConnection]:
    """Start a connection, and stop it in the end."""
    taker = Taker(take)
    connection = LongConnection(feishu.base_url, feishu.app_id, secret or feishu.app_secret, taker, pace)
    connection.start()
    try:
        yield connection
    finally:
        connection.stop()
        taker.close()


@contextmanager
def connected(feishu: LocalFeishu, product: Product, pace: Pace = PATIENT) -> Iterator[LongConnection]:
    """Start a connection and wait until it is there."""
    with connecting(feishu, product.take, pace) as connection:
        feishu.socket.wait_connected()
        yield connection
    feishu.socket.wait_gone()


def wait_pings(feishu: LocalFeishu, count: int) -> None:
    """Wait until so many pings have come."""
    changed = feishu.socket._changed
    with changed:
        assert changed.wait_for(lambda: feishu.socket.pings >= count, 5), "pings stay away"
