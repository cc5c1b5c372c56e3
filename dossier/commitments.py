"""What everybody in an organisation confirms: its dossier standard, and training in data security, which expires."""

import hashlib
from calendar import monthrange
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from enum import StrEnum
from zoneinfo import ZoneInfo

from dossier.fields import PersonRef

MONTHS, MOST_MONTHS = 12, 120
"""For how many months what is confirmed holds where nobody has said, and the most that can be said."""

WARNINGS = (14, 3, 0)
"""So many days before it ends somebody is told that what they confirmed expires."""


class Promise(StrEnum):
    """What somebody is to confirm: the standard, the training, and in a dossier confidentiality."""

    STANDARD = "standard"
    TRAINING = "training"
    NDA = "nda"


@dataclass(frozen=True, slots=True)
class Training:
    """What is to be known about data security, and for how many months knowing it holds."""

    text: str
    months: int

    @property
    def digest(self) -> str:
        """A short mark of the text: what is confirmed is what was shown."""
        return mark(self.text)


@dataclass(frozen=True, slots=True)
class Commitment:
    """That somebody has confirmed something, when, and until when that holds; None for as long as the words stand."""

    person: PersonRef
    at: datetime
    until: datetime | None = None

    def holds(self, now: datetime) -> bool:
        """Tell whether it holds at a moment."""
        return self.until is None or self.until > now

    def renewable(self, now: datetime) -> bool:
        """Tell whether it has expired, or does so soon enough to be given again."""
        return self.until is not None and ends_soon(self.until, now)


@dataclass(frozen=True, slots=True)
class Expiring:
    """Something somebody confirmed that ends soon, or has ended; `dossier` (row id) where it was confirmed in one."""

    what: Promise
    until: datetime
    dossier: int | None = None

    def step(self, now: datetime) -> int:
        """Give which warning it is time for: the days of the last one whose moment has come."""
        return min(days for days in WARNINGS if _due(self.until, days, now))


@dataclass(frozen=True, slots=True)
class Standing:
    """How a member of a dossier stands: until when their confidentiality and training hold, None for not confirmed.

    What is not asked for is not in it.
    """

    person: PersonRef
    confirmed: dict[Promise, datetime | None]

    def lacking(self, now: datetime) -> dict[Promise, datetime | None]:
        """Give what they have not confirmed (None), or what has expired (when)."""
        return {what: until for what, until in self.confirmed.items() if until is None or until <= now}


def ends_soon(until: datetime, now: datetime) -> bool:
    """Tell whether what holds until a moment has ended, or is about to."""
    return _due(until, WARNINGS[0], now)


def _due(until: datetime, days: int, now: datetime) -> bool:
    """Tell whether it is time to say that it ends in so many days: from the morning of that day on."""
    return until < now + timedelta(days=days + 1) if days else until <= now


def whole_day(moment: datetime, zone: ZoneInfo) -> datetime:
    """Give the last second of the day a moment lies in: what holds until a day holds all through it."""
    local = moment.astimezone(zone)
    return local.replace(hour=23, minute=59, second=59, microsecond=0, fold=1).astimezone(UTC)


def after_months(moment: datetime, months: int) -> datetime:
    """Give the same day so many months later, or the last one of that month."""
    years, month = divmod(moment.month - 1 + months, 12)
    year, month = moment.year + years, month + 1
    return moment.replace(year=year, month=month, day=min(moment.day, monthrange(year, month)[1]))


def mark(text: str) -> str:
    """Give a short mark of a text: the same text has the same one."""
    return hashlib.sha256(text.encode()).hexdigest()[:16]
