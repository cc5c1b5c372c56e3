"""When people of the sample were at work: weekdays, in the hours of their organisation, never after now."""

from collections.abc import Sequence
from datetime import date, datetime, time, timedelta
from random import Random
from zoneinfo import ZoneInfo

_FRIDAY = 4
_SATURDAY = 5
_MARGIN = timedelta(minutes=20)


class Workdays:
    """Draws moments (aware, in the organisation's zone) at which somebody may have written something."""

    def __init__(self, now: datetime, zone: ZoneInfo, hours: Sequence[tuple[int, int]], rng: Random) -> None:
        """Take the present, the zone, the spans of a working day in minutes since midnight, and a source of chance."""
        self._now = now.astimezone(zone)
        self._zone = zone
        self._hours = hours
        self._rng = rng
        self.today = self._last_begun()

    def back(self, days: float) -> date:
        """Give the working day so many days ago; a weekend counts as the Friday before it, as does a day not begun."""
        return min(self._weekday(self._now.date() - timedelta(days=round(days))), self.today)

    def on(self, day: date, *, morning: bool = False) -> datetime:
        """Draw a moment in the working hours of a day, or of its morning."""
        start, end = self._hours[0] if morning else self._rng.choice(self._hours)
        minute = self._rng.randint(start, end)
        return self.before(datetime.combine(day, time(minute // 60, minute % 60, self._rng.randrange(60)), self._zone))

    def before(self, moment: datetime) -> datetime:
        """Give a moment, or one shortly before the last minute there was to work when that is earlier."""
        last = self.last()
        return moment if moment <= last else last - timedelta(seconds=self._rng.randint(60, 2400))

    def last(self) -> datetime:
        """Give the last moment so far at which people were at work, at least 20 minutes ago."""
        closing = datetime.combine(self.today, time(0), self._zone) + timedelta(minutes=self._hours[-1][1])
        return min(closing, self._now - _MARGIN)

    def after(self, moment: datetime, days: int) -> datetime:
        """Draw a moment in working hours so many days after another."""
        return max(self.on(min(self.due(moment, days), self.today)), moment + timedelta(minutes=1))

    def due(self, moment: datetime, days: int) -> date:
        """Give the weekday so many days after a moment; a weekend counts as the Monday after it, future or not."""
        day = moment.date() + timedelta(days=days)
        return day + timedelta(days=7 - day.weekday() if day.weekday() >= _SATURDAY else 0)

    def fridays(self, since: date, until: date) -> list[date]:
        """Give the Fridays between two days, both included."""
        first = since + timedelta(days=(_FRIDAY - since.weekday()) % 7)
        return [first + timedelta(days=days) for days in range(0, (until - first).days + 1, 7)]

    def _weekday(self, day: date) -> date:
        return day - timedelta(days=max(0, day.weekday() - _FRIDAY))

    def _last_begun(self) -> date:
        """Give the last weekday on which people had been at work for two hours."""
        opening = timedelta(minutes=self._hours[0][0] + 120)
        today = self._now.date()
        begun = datetime.combine(today, time(0), self._zone) + opening <= self._now
        return self._weekday(today if begun else today - timedelta(days=1))
