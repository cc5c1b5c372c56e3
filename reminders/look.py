"""What every look at what time has brought has in common: one at a time, and what went wrong is tried again."""

import threading
from abc import ABC, abstractmethod
from collections.abc import Callable
from datetime import datetime
from typing import ClassVar
from zoneinfo import ZoneInfo

import structlog

from storage.database import Connection, Database
from storage.organisations import product
from storage.reminding import House
from storage.secrets import Keyring
from storage.store import Store

_log = structlog.get_logger(__name__)


class Look(ABC):
    """Looks for what is due and does what follows, at every tick of the scheduler; several processes may share it."""

    failed: ClassVar[str]
    """What the log says when a look went wrong."""

    def __init__(self, database: Database, keyring: Keyring, now: Callable[[], datetime], zone: ZoneInfo) -> None:
        """Take the database, the keys, the product's clock (UTC), and the zone of those who set none."""
        self._database = database
        self._keyring = keyring
        self._now = now
        self._zone = zone
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
        return Store(connection, product(house.organisation), now, keys, self._zone)
