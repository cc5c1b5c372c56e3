"""What looks at what time has brought have in common: one at a time, and what went wrong is tried again."""

import threading
from abc import ABC, abstractmethod
from collections.abc import Callable
from datetime import UTC, datetime
from functools import partial
from typing import ClassVar

import structlog

from storage.database import Connection, Database
from storage.organisations import product
from storage.preferences import Preference
from storage.reminding import House
from storage.secrets import Keyring
from storage.store import Store

_log = structlog.get_logger(__name__)


class Look(ABC):
    """Looks for what is due and does what follows, at every tick of the scheduler; several processes may share it."""

    failed: ClassVar[str]
    """What the log says when a look went wrong."""

    def __init__(self, database: Database, keyring: Keyring, now: Callable[[], datetime], default: Preference) -> None:
        """Take the database, the keys, the product's clock (UTC), and the installation's language and zone."""
        self._database = database
        self._keyring = keyring
        self._now = now
        self._default = default
        self._lock = threading.Lock()

    def tick(self) -> None:
        """Look once; what goes wrong is logged, and tried again at the next tick."""
        try:
            self.run()
        except Exception:
            _log.exception(self.failed)

    def run(self) -> int:
        """Do all that is due now; give how much that was."""
        with self._lock:
            return self._work(self._now())

    @abstractmethod
    def _work(self, now: datetime) -> int:
        """Do all that is due at a moment; give how much that was."""

    def _store(self, connection: Connection, house: House, now: datetime) -> Store:
        keys = self._keyring.organisation(house.uid, house.key)
        return Store(connection, product(house.organisation), now, keys, self._default)


class QuarterlyLook(Look):
    """Looks once in a quarter of an hour whom there is something to tell, on a reader, and tells each in a unit of
    their own; replicas share the people by what was told."""

    def __init__(self, database: Database, keyring: Keyring, now: Callable[[], datetime], default: Preference) -> None:
        """Take what every look takes."""
        super().__init__(database, keyring, now, default)
        self._looked_at: int | None = None

    def _work(self, now: datetime) -> int:
        if _quarter(now) == self._looked_at:
            return 0
        wanted = self._database.read(partial(self._awaiting, now=now))
        count = sum(self._database.write(partial(self._tell, now=now, house=house, person=p)) for house, p in wanted)
        self._looked_at = _quarter(now)
        return count

    @abstractmethod
    def _awaiting(self, connection: Connection, now: datetime) -> list[tuple[House, int]]:
        """Give who (row ids) is to be told something, without writing."""

    @abstractmethod
    def _tell(self, connection: Connection, now: datetime, house: House, person: int) -> bool:
        """Tell somebody, unless they have been told meanwhile; give whether they were."""


def _quarter(moment: datetime) -> int:
    """Give a moment's quarter of an hour: mornings begin with one, in every zone there is."""
    return int(moment.astimezone(UTC).timestamp()) // 900
