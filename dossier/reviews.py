"""When a customer whose project goes on is looked at again as a whole: every six months from its beginning."""

from calendar import monthrange
from datetime import datetime

MONTHS = 6
"""A customer whose dossier is older than this, and its project not over, is a long-term customer."""


def next_review(begun: datetime, after: datetime) -> datetime:
    """Give the first moment after another that is a whole number of half years after a dossier was begun.

    Counted from the beginning each time: one of August 31 comes on the last of February, then on August 31 again.
    """
    halves = max(1, (_months(after) - _months(begun)) // MONTHS)
    while (moment := _later(begun, halves * MONTHS)) <= after:
        halves += 1
    return moment


def period(until: datetime) -> str:
    """Name the half year that ends with a moment, as `2026-05 – 2026-11`."""
    first = _later(until.replace(day=1), -MONTHS)
    return f"{first:%Y-%m} – {until:%Y-%m}"


def _months(moment: datetime) -> int:
    return moment.year * 12 + moment.month - 1


def _later(moment: datetime, months: int) -> datetime:
    year, month = divmod(_months(moment) + months, 12)
    return moment.replace(year=year, month=month + 1, day=min(moment.day, monthrange(year, month + 1)[1]))
