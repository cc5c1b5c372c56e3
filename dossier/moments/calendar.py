"""Working days and holidays of mainland China, by name and by day."""

from calendar import monthrange
from datetime import date, timedelta
from functools import cache
from typing import Final

# Names as people write them -> the name in the holiday table and the days from it.
# The table (package `holidays`) knows the lunar days; 除夕 and 元宵 are counted from the Spring Festival.
_BY_TABLE: Final = {
    "元旦": ("元旦", 0), "除夕": ("春节", -1), "春节": ("春节", 0), "大年初一": ("春节", 0),
    "元宵": ("春节", 14), "清明": ("清明节", 0),
    "五一": ("劳动节", 0), "劳动": ("劳动节", 0), "端午": ("端午节", 0), "中秋": ("中秋节", 0), "国庆": ("国庆节", 0),
    "十一": ("国庆节", 0),
}  # fmt: skip
_ENGLISH: Final = {
    "chinese new year": "春节", "lunar new year": "春节", "spring festival": "春节", "new year": "元旦",
    "qingming": "清明", "labor day": "劳动", "labour day": "劳动", "dragon boat": "端午", "mid-autumn": "中秋",
    "mid autumn": "中秋", "national day": "国庆", "lantern festival": "元宵",
}  # fmt: skip
_FIXED: Final = {"圣诞": (12, 25), "christmas eve": (12, 24), "christmas": (12, 25), "new year's eve": (12, 31)}

HOLIDAY_NAMES: Final = "|".join(sorted([*_BY_TABLE, *_ENGLISH, *_FIXED], key=len, reverse=True))


def holiday(name: str, year: int) -> date | None:
    """The day of the holiday called `name` (one of `HOLIDAY_NAMES`) in `year`; None for years without a table."""
    name = name.lower()
    if name in _FIXED:
        return date(year, *_FIXED[name])
    listed, shift = _BY_TABLE[_ENGLISH.get(name, name)]
    days = [
        day for day, called in _table(year).items() if listed in called and "休" not in called and "补" not in called
    ]
    return min(days) + timedelta(days=shift) if days else None


def days_off(around: date) -> tuple[date, date]:
    """First and last day of the unbroken days off that `around` lies in; the day itself when it is a working day."""
    first = last = around
    while not is_working_day(first - timedelta(days=1)) and (around - first).days < 15:
        first -= timedelta(days=1)
    while not is_working_day(last + timedelta(days=1)) and (last - around).days < 15:
        last += timedelta(days=1)
    return first, last


def is_working_day(day: date) -> bool:
    """Whether people work on `day` in mainland China, by the State Council's yearly order as far as it is published.

    For years without one: Monday to Friday less the statutory holidays (no shifted days).
    """
    import chinese_calendar

    try:
        return bool(chinese_calendar.is_workday(day))
    except NotImplementedError:
        return day.weekday() < 5 and day not in _table(day.year)


def declared(day: date, country: str) -> bool | None:
    """What a country's calendar says of `day` against the week: True for a day worked in lieu, False for a holiday.

    None for any other day. `country` is an ISO 3166 code; of one without a calendar every day is any other day.
    """
    if country != "CN":
        return False if day in _holidays(country, day.year) else None
    import chinese_calendar

    try:
        off, name = chinese_calendar.get_holiday_detail(day)
    except NotImplementedError:
        return False if day in _table(day.year) else None
    return None if name is None else not off


@cache
def has_calendar(country: str) -> bool:
    """Whether a country (its ISO 3166 code) has a calendar of days off here."""
    from holidays import list_supported_countries

    return country in list_supported_countries()


def is_published(year: int, country: str) -> bool:
    """Whether the days off of a year are known for certain: China's are ordered late in the year before."""
    if country != "CN":
        return True
    import chinese_calendar

    try:
        chinese_calendar.is_workday(date(year, 1, 1))
    except NotImplementedError:
        return False
    return True


def add_working_days(day: date, count: int) -> date:
    """The `count`-th working day after `day` (before it when negative); the day itself when `count` is 0."""
    step = timedelta(days=1 if count > 0 else -1)
    left = abs(count)
    while left:
        day += step
        left -= is_working_day(day)
    return day


def month_end(day: date) -> date:
    """The last day of the month of `day`."""
    return day.replace(day=monthrange(day.year, day.month)[1])


@cache
def _holidays(country: str, year: int) -> frozenset[date]:
    from holidays import country_holidays

    try:
        return frozenset(country_holidays(country, years=year, expand=False))
    except NotImplementedError:
        return frozenset()


@cache
def _table(year: int) -> dict[date, str]:
    from holidays import country_holidays

    return dict(country_holidays("CN", years=year, language="zh_CN", expand=False).items())
