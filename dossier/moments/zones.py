"""Wall time in zones whose clocks are put forward and back, and in which country each is."""

from collections.abc import Mapping
from datetime import UTC, date, datetime, time, timedelta
from functools import cache
from importlib.resources import files
from zoneinfo import ZoneInfo


def wall_time(day: date, at: time, zone: ZoneInfo) -> datetime:
    """The moment at which the clocks of `zone` show that time, in UTC.

    Shown twice, it is the first; a time the clocks skip is the moment at which they do.
    """
    wall = datetime.combine(day, at, zone)
    moment = wall.astimezone(UTC)
    if moment.astimezone(zone).replace(tzinfo=None) == wall.replace(tzinfo=None):
        return moment
    return gap_end(wall).astimezone(UTC)


def gap_end(wall: datetime) -> datetime:
    """The first wall time after the gap that `wall` (in a zone) lies in: where the offset changes, to the second."""
    early, late = wall.replace(fold=1).astimezone(UTC), wall.replace(fold=0).astimezone(UTC)
    zone = wall.tzinfo
    while late - early > timedelta(seconds=1):
        middle = early + (late - early) / 2
        changed = middle.astimezone(zone).utcoffset() == late.astimezone(zone).utcoffset()
        early, late = (early, middle) if changed else (middle, late)
    return (late + timedelta(microseconds=500_000)).replace(microsecond=0).astimezone(zone)


def country_of(zone: str) -> str:
    """Give the ISO 3166 code of the country that a zone (by its IANA name) is in, "" where it is in none or several."""
    return _countries().get(zone, "")


@cache
def _countries() -> Mapping[str, str]:
    """Read in which country every zone is, also under the names it had before."""
    data = files("tzdata") / "zoneinfo"
    places = [line.split("\t") for line in (data / "zone.tab").read_text("utf-8").splitlines() if line[:1] != "#"]
    countries = {zone: country for country, _, zone, *_ in places}
    links = [line.split() for line in (data / "tzdata.zi").read_text("utf-8").splitlines() if line.startswith("L ")]
    return {former: countries[zone] for _, zone, former in links if zone in countries} | countries
