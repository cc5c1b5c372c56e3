"""Who the accounts of a platform are: asked of the platform when somebody is new, and once a day."""

import threading
from collections.abc import Callable, Mapping
from datetime import datetime, timedelta

import structlog

from chat.platform import Busy, Failed, Lost, Platform, Profile
from storage import accounts
from storage.database import Database
from storage.secrets import Keyring

_FRESH = timedelta(hours=24)
_MOST_KNOWN = 50_000
_log = structlog.get_logger(__name__)


class Directory:
    """Knows people by their accounts. May be used by several threads."""

    def __init__(
        self, database: Database, keyring: Keyring, now: Callable[[], datetime], platforms: Mapping[str, Platform]
    ) -> None:
        """Take the parts it works with; `now` is the product's clock."""
        self._database = database
        self._keyring = keyring
        self._now = now
        self._platforms = platforms
        self._known: dict[tuple[str, str, str], tuple[str, datetime]] = {}
        self._lock = threading.Lock()
        self._reading = threading.Lock()

    def name_of(self, platform: str, workspace: str, account: str) -> str | None:
        """Give the name of who an account is, asking the platform if need be; None when that cannot be found out."""
        known, fresh = self._known_as(platform, workspace, account)
        if fresh:
            return known
        try:
            profile = self._platforms[platform].look_up(workspace, account)
        except (Busy, Failed, Lost) as error:
            _log.warning("an account could not be looked up", platform=platform, error=str(error))
            profile = None
        if profile is None:
            return known
        return self.note(platform, workspace, account, profile)

    def fresh_name_of(self, platform: str, workspace: str, account: str) -> str | None:
        """Give the name of who an account is when the platform need not be asked, else None."""
        known, fresh = self._known_as(platform, workspace, account)
        return known if fresh else None

    def known_name_of(self, platform: str, workspace: str, account: str) -> str | None:
        """Give the name of who an account is as it was last heard of, without asking the platform."""
        return self._known_as(platform, workspace, account)[0]

    def note(self, platform: str, workspace: str, account: str, profile: Profile) -> str | None:
        """Note what a platform says of an account and give the name it goes by; None for an unknown workspace.

        Programs have a name, and are nobody.
        """
        now = self._now()
        if not profile.human:
            return self._remember((platform, workspace, account), profile.name, now)

        person = self._database.write(
            lambda c: accounts.introduce(c, self._keyring, platform, workspace, account, profile, now)
        )
        return None if person is None else self._remember((platform, workspace, account), person.name, now)

    def names(self, platform: str, workspace: str, account: str) -> list[str]:
        """Give the names an account may choose people from."""
        return self._database.read(lambda connection: accounts.names(connection, platform, workspace, account))

    def _known_as(self, platform: str, workspace: str, account: str) -> tuple[str | None, bool]:
        """Give the name that is known of an account, and whether it need not be asked for again."""
        key, now = (platform, workspace, account), self._now()
        cached = self._known.get(key)
        if cached is not None and now - cached[1] < _FRESH:
            return cached[0], True
        # What somebody sends in a moment arrives together: they are read of once, not for each.
        with self._reading:
            cached = self._known.get(key)
            if cached is not None and now - cached[1] < _FRESH:
                return cached[0], True
            known = self._database.read(lambda connection: accounts.known(connection, *key))
            if known is None:
                return None, False
            if known.checked_at is None or now - known.checked_at < _FRESH:
                return self._remember(key, known.name, known.checked_at or now), True
            return known.name, False

    def _remember(self, key: tuple[str, str, str], name: str, at: datetime) -> str:
        with self._lock:
            if len(self._known) >= _MOST_KNOWN:
                self._known.clear()
            self._known[key] = (name, at)
        return name
