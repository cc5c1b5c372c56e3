"""The product's clock: real in `serve`, movable forward in `demo` and in tests."""

import threading
from collections.abc import Callable
from datetime import UTC, datetime, timedelta
from pathlib import Path

DEMO_CLOCK = "clock"
"""The file in which the demo keeps how far its clock is ahead."""


class Clock:
    """Gives the product's moment; leases, signatures and pace use the system's clock, which nobody moves."""

    def now(self) -> datetime:
        """Give the moment, in UTC."""
        return datetime.now(UTC)


class MovableClock(Clock):
    """A clock that goes on by itself and can be moved forward."""

    def __init__(self, start: datetime | None = None, kept_in: Path | None = None) -> None:
        """Begin at a moment (aware), by default the real one; with `kept_in`, as far ahead as that file says."""
        self._lock = threading.Lock()
        self._kept_in = kept_in
        self._before: list[Callable[[], object]] = []
        self._listeners: list[Callable[[], object]] = []
        self._ahead = (start - datetime.now(UTC)) if start else timedelta()
        if kept_in is not None and kept_in.exists():
            self._ahead = timedelta(seconds=float(kept_in.read_text()))

    def now(self) -> datetime:
        """Give the moment, in UTC."""
        with self._lock:
            return datetime.now(UTC) + self._ahead

    def listen(self, call: Callable[[], object]) -> None:
        """Have a function called after every move, by whoever moves it; it must not raise."""
        self._listeners.append(call)

    def before(self, call: Callable[[], object]) -> None:
        """Have a function called before every move, by whoever moves it; it must not raise."""
        self._before.append(call)

    def advance(self, by: timedelta) -> datetime:
        """Move forward and give the new moment. Raises ValueError for a step back or beyond the year 9999."""
        if by < timedelta():
            raise ValueError("the clock only moves forward")
        for call in self._before:
            call()
        try:
            with self._lock:
                ahead = self._ahead + by
                moved = datetime.now(UTC) + ahead
                self._ahead = ahead
                if self._kept_in is not None:
                    self._kept_in.write_text(str(ahead.total_seconds()))
        except OverflowError:
            raise ValueError("the clock ends with the year 9999") from None
        for call in self._listeners:
            call()
        return moved

    def set(self, to: datetime) -> datetime:
        """Move forward to a moment (aware) and give it. Raises ValueError when it lies behind."""
        return self.advance(to - self.now())


def clock_beside(database: Path | None) -> Clock:
    """Give the clock that goes with a database file: the demo keeps how far its own was moved beside its data."""
    kept = database.parent / DEMO_CLOCK if database is not None else None
    return MovableClock(kept_in=kept) if kept is not None and kept.exists() else Clock()
