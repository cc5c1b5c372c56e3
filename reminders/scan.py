"""One look at what time has brought: meetings that are over, steps that have come, a word in the morning."""

from collections.abc import Callable
from datetime import datetime, timedelta
from functools import partial

import structlog

from reminders.escalate import Pass
from reminders.look import Look
from reminders.meetings import end_meeting
from reminders.morning import Mornings
from storage import reminding
from storage.database import Connection, Database
from storage.meeting_duties import ask_which
from storage.preferences import Preference
from storage.reminding import House
from storage.secrets import Keyring

_LATER = timedelta(hours=1)
_log = structlog.get_logger(__name__)


class Scan(Look):
    """Looks for what is due and writes what follows; several, also in other processes, share it by locks on its rows.

    Each batch is one transaction: what is due, what is said of it and when it is due next. Nothing is sent here.
    """

    failed = "what is due could not be worked on"

    def __init__(self, database: Database, keyring: Keyring, now: Callable[[], datetime], default: Preference) -> None:
        """Take what every look takes."""
        super().__init__(database, keyring, now, default)
        self._mornings = Mornings(database, keyring, now, default)

    def _work(self, now: datetime) -> int:
        return self._meetings(now) + self._duties(now) + self._questions(now) + self._mornings.run()

    def _meetings(self, now: datetime) -> int:
        count = 0
        while self._database.read(partial(reminding.any_over, now=now)):
            ended = self._database.write(partial(self._end_meetings, now=now))
            if not ended:
                break
            count += ended
        return count

    def _end_meetings(self, connection: Connection, now: datetime) -> int:
        count = 0
        for house, meetings in reminding.claim_meetings(connection, now).items():
            store = self._store(connection, house, now)
            for meeting in meetings:
                end_meeting(store, meeting)
            store.finish()
            count += len(meetings)
        return count

    def _questions(self, now: datetime) -> int:
        """Ask what could not be asked in quiet hours."""
        waiting = self._database.read(partial(reminding.questions, now=now))
        return sum(self._database.write(partial(self._ask, now=now, question=each)) for each in waiting)

    def _ask(self, connection: Connection, now: datetime, question: tuple[House, str, int, str]) -> bool:
        house, draft, workspace, account = question
        store = self._store(connection, house, now)
        if not store.drafts.asked(draft):
            return False
        ask_which(store, workspace, account, draft)
        store.finish()
        return True

    def _duties(self, now: datetime) -> int:
        count = 0
        while self._database.read(partial(reminding.any_due, now=now)):
            taken = self._database.write(partial(self._take_steps, now=now))
            if not taken:
                break
            count += taken
        return count

    def _take_steps(self, connection: Connection, now: datetime) -> int:
        count = 0
        for house, duties in reminding.claim(connection, now).items():
            steps = Pass(self._store(connection, house, now))
            for duty in duties:
                try:
                    with connection.begin_nested():
                        steps.take(duty)
                except Exception:
                    # One that cannot be worked on must not keep all others waiting.
                    _log.exception("a duty could not be reminded of", duty=duty.uid)
                    steps.store.nudges.move(duty.id, duty.step, now + _LATER)
            steps.write()
            count += len(duties)
        return count
