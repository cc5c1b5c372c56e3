"""Moving the demo's clock: a duration or a moment in, the new moment out."""

import re
from datetime import datetime, timedelta
from zoneinfo import ZoneInfo

from bot.clock import MovableClock
from bot.web.problems import Refusal

_DURATION = re.compile(
    r"P(?=.)(?:(?P<weeks>\d{1,4})W)?(?:(?P<days>\d{1,5})D)?"
    r"(?:T(?=.)(?:(?P<hours>\d{1,5})H)?(?:(?P<minutes>\d{1,6})M)?(?:(?P<seconds>\d{1,7})S)?)?"
)
_FARTHEST = timedelta(days=3660)


def read_duration(text: str) -> timedelta:
    """Read an ISO 8601 duration of weeks to seconds (`PT24H`, `P7D`). Raises Refusal (400) for anything else."""
    match = _DURATION.fullmatch(text)
    if match is None:
        raise Refusal(400, "clock", example="PT24H, P7D")
    return timedelta(**{name: int(digits) for name, digits in match.groupdict().items() if digits})


def read_moment(text: str, zone: ZoneInfo | None = None) -> datetime:
    """Read an ISO 8601 moment; one without an offset is in `zone`. Raises Refusal (400) for anything else."""
    try:
        moment = datetime.fromisoformat(text)
    except ValueError:
        raise Refusal(400, "clock", example="2026-11-27T16:00+08:00") from None
    if moment.tzinfo is None:
        if zone is None:
            raise Refusal(400, "clock", example="2026-11-27T16:00+08:00")
        moment = moment.replace(tzinfo=zone)
    return moment


def move(clock: MovableClock, advance: timedelta | None, to: datetime | None) -> datetime:
    """Move the clock by a duration or to a moment and give its time. Raises Refusal (400) where it cannot go."""
    now = clock.now()
    try:
        by = advance if to is None else to - now
    except OverflowError:
        raise Refusal(400, "clock-far") from None
    if by is None:
        raise Refusal(400, "clock", example='{"advance": "PT24H"}')
    if by > _FARTHEST:
        raise Refusal(400, "clock-far")
    try:
        clock.set(to) if to is not None else clock.advance(by)
    except ValueError:
        raise Refusal(400, "clock-back") from None
    return clock.now()
