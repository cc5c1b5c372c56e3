"""What an expression was read as, and what by, since and after make of it."""

from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from enum import StrEnum

from dossier.moments.days import Scene


class Precision(StrEnum):
    """How exactly an expression says when."""

    DAY = "day"
    MOMENT = "moment"
    DEADLINE = "deadline"
    WINDOW = "window"
    INTERVAL = "interval"
    RECURRING = "recurring"


@dataclass(frozen=True, slots=True)
class Reading:
    """What was read, in local time without a zone; `timed`: to the minute, `offset`: the one from UTC written there."""

    precision: Precision
    start: datetime | None
    end: datetime | None
    stop: int
    timed: bool = False
    offset: timedelta | None = None


def due(reading: Reading, scene: Scene, *, before: bool = False) -> Reading:
    """The end by which something is due: the day itself for a day, the day before for a period yet to begin."""
    start, end = reading.start, reading.end
    if reading.precision is Precision.INTERVAL and before and start and start > scene.now and not reading.timed:
        end = start - timedelta(days=1)
    elif reading.precision in (Precision.DAY, Precision.MOMENT):
        end = start
    if reading.precision is Precision.RECURRING:
        return reading
    return Reading(Precision.DEADLINE, None, end, reading.stop, reading.timed, reading.offset)


def until_now(reading: Reading, scene: Scene) -> Reading:
    end = scene.now if reading.timed else midnight(scene.today)
    start = reading.start or reading.end
    return Reading(Precision.INTERVAL, start, end, reading.stop, reading.timed, reading.offset)


def from_after(reading: Reading) -> Reading | None:
    """After Friday: from the next day on, without an end."""
    last = reading.end or reading.start
    if not last or reading.precision is Precision.RECURRING:
        return None
    start = last if reading.timed else last + timedelta(days=1)
    return Reading(Precision.INTERVAL, start, None, reading.stop, reading.timed, reading.offset)


def midnight(day: date) -> datetime:
    """The start of the day, in local time."""
    return datetime.combine(day, time())
