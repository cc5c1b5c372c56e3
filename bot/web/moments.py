"""How the web chat writes moments: in the reader's zone and language."""

from datetime import datetime
from zoneinfo import ZoneInfo

from dossier.language import Language

_MONTHS = ("Jan", "Feb", "Mar", "Apr", "May", "Jun", "Jul", "Aug", "Sep", "Oct", "Nov", "Dec")
_DAYS = ("Mon", "Tue", "Wed", "Thu", "Fri", "Sat", "Sun")


def stamp(moment: datetime, zone: ZoneInfo, language: Language, now: datetime) -> str:
    """Give day and time in short, with the year when it is not this one: `11月20日 14:03`, `Nov 20, 14:03`."""
    there = moment.astimezone(zone)
    other = there.year != now.astimezone(zone).year
    if language is Language.ZH:
        return f"{f'{there.year}年' if other else ''}{there.month}月{there.day}日 {there:%H:%M}"
    return f"{_MONTHS[there.month - 1]} {there.day}{f', {there.year}' if other else ''}, {there:%H:%M}"


def stamp_in_full(moment: datetime, zone: ZoneInfo, language: Language) -> str:
    """Give weekday, day with year, time and zone."""
    there = moment.astimezone(zone)
    if language is Language.ZH:
        day = f"{there.year}年{there.month}月{there.day}日 周{'一二三四五六日'[there.weekday()]}"
    else:
        day = f"{_DAYS[there.weekday()]}, {_MONTHS[there.month - 1]} {there.day}, {there.year}"
    return f"{day} {there:%H:%M} ({zone.key})"
