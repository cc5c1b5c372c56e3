"""When a meeting that repeats is held again."""

from datetime import UTC, datetime, timedelta
from zoneinfo import ZoneInfo

from dossier import moments
from dossier.moments import Precision

_MOST = 400


def held_again(rule: str, zone: ZoneInfo, last: tuple[datetime, datetime]) -> tuple[datetime, datetime] | None:
    """Give when a meeting is held after the time it was held last, by the words it repeats by; as long as then.

    None when the words name no next time.
    """
    start, end = last
    found = moments.find(rule, start + timedelta(minutes=1), zone)
    if found is None or found.precision is not Precision.RECURRING or found.start is None or found.start <= start:
        return None
    begins = found.start.astimezone(UTC)
    return begins, begins + (end - start)


def held_until(
    rule: str, zone: ZoneInfo, first: tuple[datetime, datetime], now: datetime
) -> tuple[list[tuple[datetime, datetime]], tuple[datetime, datetime] | None]:
    """Give the times a meeting was held from one on until now, and when it is held next."""
    held, following = [first], held_again(rule, zone, first) if rule else None
    while following is not None and following[1] <= now and len(held) < _MOST:
        held.append(following)
        following = held_again(rule, zone, following)
    return held, following
