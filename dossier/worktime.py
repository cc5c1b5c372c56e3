"""When something is due and when people may be spoken to: working hours, days off, quiet hours, in any zone."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from datetime import UTC, date, datetime, time, timedelta
from zoneinfo import ZoneInfo

from dossier.moments.calendar import declared, is_published
from dossier.moments.zones import wall_time

MOST_HOURS = 30 * 24
"""The longest that anybody may be given for an entry."""

_DAY = timedelta(days=1)
# Nobody is off for longer; without a working day in it, hours are counted by the wall clock.
_FARTHEST = 60


@dataclass(frozen=True, slots=True)
class Quiet:
    """The hours in which nobody is written to, in local time; they may go past midnight. Equal ends mean none."""

    start: time = time(21)
    end: time = time(8, 30)


@dataclass(frozen=True, slots=True)
class WorkRule:
    """How time is counted: so many hours, by the wall clock or in working hours of working days.

    `country` is an ISO 3166 code whose holidays and days worked in lieu count; `overrides` are an organisation's own
    days, which count before all else. Weekdays begin with Monday, 0.
    """

    hours: int = 24
    working: bool = False
    opens: time = time(9)
    closes: time = time(18)
    weekdays: frozenset[int] = frozenset(range(5))
    country: str = "CN"
    overrides: Mapping[date, bool] = field(default_factory=dict)
    quiet: Quiet = field(default_factory=Quiet)

    def works(self, day: date) -> bool:
        """Tell whether people work on a day."""
        ours = self.overrides.get(day)
        if ours is not None:
            return ours
        said = declared(day, self.country)
        return day.weekday() in self.weekdays if said is None else said

    def sure_of(self, day: date) -> bool:
        """Tell whether it is known which days are off around a day: a year's order may not be published yet."""
        return day in self.overrides or is_published(day.year, self.country)


def due(raised: datetime, rule: WorkRule, zone: ZoneInfo) -> datetime:
    """Give when what was raised at a moment (aware) is due, in UTC."""
    return add_hours(raised, rule.hours, rule, zone)


def add_hours(moment: datetime, hours: float, rule: WorkRule, zone: ZoneInfo) -> datetime:
    """Give the moment (UTC) so many hours after another: by the wall clock, or counting working hours alone."""
    start, left = moment.astimezone(UTC), timedelta(hours=hours)
    if not rule.working:
        return start + left
    for opens, closes in _working_hours(start.astimezone(zone).date(), rule, zone):
        begins = max(opens, start)
        if begins >= closes:
            continue
        if left <= closes - begins:
            return begins + left
        left -= closes - begins
    return start + timedelta(hours=hours)


def awake(moment: datetime, rule: WorkRule, zone: ZoneInfo) -> datetime:
    """Give the first moment (UTC), at or after a moment, that lies outside the quiet hours."""
    local = moment.astimezone(zone).date()
    quiet, after = rule.quiet, moment.astimezone(UTC)
    past_midnight = quiet.end < quiet.start
    for day in (local - _DAY, local):
        begins = wall_time(day, quiet.start, zone)
        ends = wall_time(day + _DAY if past_midnight else day, quiet.end, zone)
        if begins <= after < ends:
            return ends
    return after


def next_morning(moment: datetime, rule: WorkRule, zone: ZoneInfo) -> datetime:
    """Give when work begins on the first working day after a moment's, in UTC."""
    today = moment.astimezone(zone).date()
    days = (today + _DAY * ahead for ahead in range(1, _FARTHEST))
    return wall_time(next((day for day in days if rule.works(day)), today + _DAY), rule.opens, zone)


def _working_hours(first: date, rule: WorkRule, zone: ZoneInfo) -> Iterator[tuple[datetime, datetime]]:
    """Give from when to when people work, from a day on, as long as they are not off for ever."""
    day, idle = first, 0
    while idle < _FARTHEST:
        if rule.works(day):
            idle = 0
            yield wall_time(day, rule.opens, zone), wall_time(day, rule.closes, zone)
        else:
            idle += 1
        day += _DAY
