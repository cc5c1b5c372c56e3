"""The ticking: APScheduler calls us at intervals, and keeps nothing of its own; what is due lives in our tables."""

from collections.abc import Callable
from datetime import UTC, datetime

from apscheduler.schedulers.background import BackgroundScheduler


class Scheduler:
    """Calls functions at intervals of the system's clock, each one at a time, never for a missed moment twice."""

    def __init__(self) -> None:
        """Make it; nothing ticks before `start`."""
        defaults = {"coalesce": True, "max_instances": 1, "misfire_grace_time": None}
        self._scheduler = BackgroundScheduler(timezone=UTC, job_defaults=defaults)

    def every(self, seconds: int, name: str, call: Callable[[], object]) -> None:
        """Have a function called every so many seconds, the first time after one interval."""
        self._scheduler.add_job(call, "interval", seconds=seconds, id=name, name=name)

    def soon(self, name: str) -> None:
        """Have a function called at once, in a thread of its own, and again after every interval from then."""
        self._scheduler.modify_job(name, next_run_time=datetime.now(UTC))

    def start(self) -> None:
        """Begin to tick."""
        self._scheduler.start()

    def stop(self) -> None:
        """Stop ticking, after what is running has ended."""
        if self._scheduler.running:
            self._scheduler.shutdown(wait=True)
