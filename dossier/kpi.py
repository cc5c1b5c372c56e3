"""What a member kept in a month: what was due and done on time or late, and how much they wrote down."""

from dataclasses import dataclass
from datetime import date, timedelta

MANAGERS, EVERYONE = "managers", "everyone"
"""Who sees the monthly figures: managers alone, or also everyone their own; else they are off."""


@dataclass(frozen=True, slots=True)
class Kept:
    """One member's month; `open` are duties that were due in it and are still owed, `changed` entries they did not
    make in it but worked on."""

    name: str
    on_time: int = 0
    late: int = 0
    open: int = 0
    entries: int = 0
    changed: int = 0


def month_before(day: date) -> date:
    """Give the first day of the month before a day's."""
    return (day.replace(day=1) - timedelta(days=1)).replace(day=1)


def month_after(day: date) -> date:
    """Give the first day of the month after a day's."""
    return (day.replace(day=1) + timedelta(days=31)).replace(day=1)
