"""A program that is killed with -9 while it looks at what time has brought; it forks a victim for every kill.

`python -m tests.faults.killed_reminding URL START` prints `killed` for every victim and `ended` for who finished.
"""

import os
import signal
import sys
from datetime import datetime, timedelta
from typing import Any

from sqlalchemy import event

from bot import logs
from bot.clock import MovableClock
from reminders.scan import Scan
from storage.database import Database
from tests.faults.killed import KEYRING
from tests.team import DEFAULT

STEPS = {
    "moved": "UPDATE duties",
    "recorded": "INSERT INTO nudges",
    "owed": "INSERT INTO duties",
    "planned": "UPDATE meetings",
    "told": "INSERT INTO reports",
    "committing": "",
    "committed": "",
}
"""Where a victim dies: behind a statement, before its commit, or right after it."""
_STEP = ("moved", "recorded", "committing", "committed")
DYING = {
    1: ("owed", "planned", "committing", "committed"),
    20: _STEP,
    24: _STEP,
    47: ("told", "committing", "committed"),
    48: _STEP,
    72: _STEP,
    95: _STEP,
}
"""After so many hours something is due, and somebody dies over it at each of these steps."""


class Doomed(Database):
    """A database whose process dies at a step of the first transaction that comes to it."""

    def __init__(self, url: str, step: str | None) -> None:
        """Take the URL and the step."""
        super().__init__(url)
        self._step = step
        statement = STEPS.get(step or "")
        if statement:
            event.listen(self.engine, "after_cursor_execute", lambda *given: self._executed(given[2], statement))
        elif step == "committing" and self.sqlite:
            event.listen(self.engine, "connect", lambda connection, _: connection.set_trace_callback(_Commit()))
        elif step == "committing":
            event.listen(self.engine, "commit", lambda _: die())

    def write(self, unit: Any) -> Any:
        """Run a unit, and live no longer when that is the step."""
        result = super().write(unit)
        if self._step == "committed":
            die()
        return result

    def _executed(self, statement: str, fatal: str) -> None:
        if statement.startswith(fatal):
            die()


class _Commit:
    """Dies when SQLite is told to commit what was written; readers end their transactions alike."""

    def __init__(self) -> None:
        """Begin before anything is written."""
        self._writing = False

    def __call__(self, statement: str) -> None:
        """Hear of a statement that begins."""
        if statement == "COMMIT" and self._writing:
            die()
        self._writing = self._writing or statement == "BEGIN IMMEDIATE"


def die() -> None:
    """Be killed."""
    os.kill(os.getpid(), signal.SIGKILL)


def remind(url: str, at: datetime, step: str | None) -> None:
    """Look at what is due at a moment, as far as one gets."""
    database = Doomed(url, step)
    Scan(database, KEYRING, MovableClock(at).now, DEFAULT).run()
    database.close()


def main(url: str, start: datetime) -> None:
    """Let victims die at one step after the other, each time something is due; the last finishes."""
    for hours, steps in DYING.items():
        for step in (*steps, None):
            victim = os.fork()
            if victim == 0:
                remind(url, start + timedelta(hours=hours, minutes=5), step)
                os._exit(0)
            _, status = os.waitpid(victim, 0)
            os.write(1, b"killed\n" if os.WIFSIGNALED(status) else b"ended\n")


if __name__ == "__main__":
    logs.configure()
    main(sys.argv[1], datetime.fromisoformat(sys.argv[2]))
