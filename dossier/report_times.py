"""When a weekly report comes: a weekday and a clock in a zone, and the next moment that is."""

import re
from datetime import UTC, datetime, time, timedelta
from zoneinfo import ZoneInfo

from dossier.errors import DossierError
from dossier.moments.clock import read_clock
from dossier.moments.text import ImpossibleDate, fold
from dossier.moments.zones import wall_time

OFF = "off"
DEFAULT = "4 16:00"
"""Friday; weekdays count from Monday, 0."""

_NEVER = ("off", "none", "never", "关闭", "关", "不要", "停")
_CHINESE = "一二三四五六日"
_ENGLISH = ("mon", "tue", "wed", "thu", "fri", "sat", "sun")
_DAY = re.compile(
    r"(?:(?:每个?)?(?:周|星期|礼拜)(?P<zh>[一二三四五六日天])|(?:every |each |on )?"
    r"(?P<en>mon|tue|wed|thu|fri|sat|sun)(?:s|nes|r|rs|ur)?(?:days?)?(?![a-z]))(?:\s*[,的]|\s+at(?![a-z]))?\s*",
    re.IGNORECASE,
)
_HOUR = re.compile(r"\d{1,2}")


def parse_schedule(text: str) -> str:
    """Read `周五 16:00`, `每周五下午四点`, `Friday 4pm` or `off` into a setting.

    Raises DossierError for anything else.
    """
    said = text.strip()
    if said.casefold() in _NEVER:
        return OFF
    folded = fold(said).text
    found = _DAY.match(folded)
    after = _clock(folded[found.end() :]) if found else None
    if found is None or after is None:
        raise DossierError("report-time", text=said[:40])
    day = _CHINESE.index(found["zh"].replace("天", "日")) if found["zh"] else _ENGLISH.index(found["en"].lower())
    # Twelve at night is the first hour of the day after.
    clock = time(after.seconds // 3600, after.seconds // 60 % 60)
    return f"{(day + after.days) % 7} {clock:%H:%M}"


def _clock(said: str) -> timedelta | None:
    """Give how long after midnight a time of day is, None for what is not one, or more than one."""
    if _HOUR.fullmatch(said):
        said = f"{said}:00"
    try:
        clock = read_clock(said, 0)
    except ImpossibleDate:
        return None
    return clock.after if clock and clock.stop == len(said) else None


def last_report(schedule: str, zone: ZoneInfo, now: datetime) -> datetime:
    """Give the last moment (UTC) of a schedule that is not off, up to another."""
    # A day more than a week: where clocks have changed since, a week ago is an hour off.
    found = next_report(schedule, zone, now - timedelta(days=8))
    if found is None:
        raise LookupError("a schedule that is off has no moments")
    following = next_report(schedule, zone, found)
    return following if following is not None and following <= now else found


def next_report(schedule: str, zone: ZoneInfo, after: datetime) -> datetime | None:
    """Give the first moment (UTC) of a schedule later than another, None when it is off.

    The clock is the zone's: where it goes back, the first of two such hours; where it skips, the moment it goes on.
    """
    if schedule == OFF:
        return None
    day, _, clock = schedule.partition(" ")
    at = time.fromisoformat(clock)
    today = after.astimezone(zone).date()
    ahead = (int(day) - today.weekday()) % 7
    for days in (ahead, ahead + 7):
        moment = wall_time(today + timedelta(days=days), at, zone).astimezone(UTC)
        if moment > after:
            return moment
    raise LookupError("a week has every weekday")
