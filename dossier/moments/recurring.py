"""Repetitions in words: 每周五, 每月5号, every weekday, every Monday and Thursday — as the days to come."""

import re
from collections.abc import Iterable
from datetime import date, timedelta
from typing import Final

from dossier.moments.calendar import is_working_day
from dossier.moments.days import WEEKDAY_EN, Days, Scene, months, single, weeks
from dossier.moments.lengths import Distance, read_length
from dossier.moments.periods import read_period
from dossier.moments.text import NUMBER, ImpossibleDate, number, pattern

EVERY: Final = (
    r"(?:每个?(?P<working>工作日)|每(?P<daily>[天日]|(?=早|晚))|每个?(?P<weekly>(?=周|星期|礼拜))|每个?"
    r"(?P<monthly>月)|每(?P<yearly>年)"
    r"|每隔?(?P<each>(?=[0-9一两二三四五六七八九十半]))"
    r"|(?<![a-z])(?:(?P<working2>every (?:working|business|work)[ -]?day|(?:every |on )?weekdays?)(?![a-z])"
    r"|(?P<daily2>every ?day|daily|each day)(?![a-z])|(?P<monthly2>monthly on |every month on "
    r"|(?=the [0-9a-z]+ of (?:each|every) month))"
    r"|(?:every|each) (?P<each2>(?=[0-9a-z]))|(?P<plural>weekly on |(?:on )?(?=(?:mon|tues"
    r"|wednes|thurs|fri|satur|sun)days(?![a-z])))))\s*"
)
_LIST_CN: Final = (
    "(?:周|星期|礼拜)[一二三四五六日天](?![次遍个份篇])(?:[、,和及与/](?:周|星期|礼拜)?[一二三四五六日天](?![次遍个]))*"
)
_LIST_EN: Final = (
    rf"(?:{WEEKDAY_EN.replace('(?P<wd>', '(?:').replace('(?![a-z])', 's?(?![a-z])')}(?:\s*(?:,"
    rf"|and|&)\s*(?=[a-z]))?)+"
)
_DAY_OF_MONTH: Final = (
    rf"的?(?:(?P<d>{NUMBER})[日号]|the (?P<en>[0-9]{{1,2}})(?:st|nd|rd|th)(?: of (?:each"
    rf"|every) month)?)"
)
_DAY_OF_YEAR: Final = rf"的?(?P<m>{NUMBER})月(?P<d>{NUMBER})[日号]"


def repeated(scene: Scene, every: re.Match[str]) -> Days | Distance | None:
    """The days to come (or the first moment, for hours and minutes) of what the match of `EVERY` begins."""
    at = every.end()
    ahead = [scene.today + timedelta(days=step) for step in range(15)]
    if every["working"] or every["working2"]:
        return Days(single(day for day in ahead if is_working_day(day)), at)
    if every["daily"] is not None or every["daily2"]:
        return Days(single(ahead), at)
    if every["monthly"] or every["monthly2"] is not None:
        return _monthly(scene, at)
    if every["yearly"]:
        return _yearly(scene, at)
    if every["each"] is not None or every["each2"] is not None:
        return _weekly(scene, at) or _each(scene, at)
    return _weekly(scene, at)


def _weekly(scene: Scene, at: int) -> Days | None:
    """周一、三、五, Monday and Thursday: each of the days named, by the week."""
    if found := pattern(_LIST_CN).match(scene.text, at):
        named = {
            "一二三四五六日".index(c.replace("天", "日")) for c in re.findall("[一二三四五六日天](?!拜)", found[0])
        }
    elif found := pattern(_LIST_EN).match(scene.text, at):
        names = re.findall("mon|tue|wed|thu|fri|sat|sun", found[0].lower())
        named = {"montuewedthufrisatsun".index(name) // 3 for name in names}
    else:
        return None
    stop = found.start() + len(found[0].rstrip(" ,"))
    days = (weeks(scene.today, step) + timedelta(days=n) for step in range(3) for n in sorted(named))
    return Days(single(day for day in days if day >= scene.today), stop)


def _monthly(scene: Scene, at: int) -> Days | None:
    text = scene.text
    if (last := pattern("的?(?:最后一天|月?底)").match(text, at)) is not None:
        return Days(single(months(scene.today, step + 1) - timedelta(days=1) for step in range(3)), last.end())
    if found := pattern(_DAY_OF_MONTH).match(text, at):
        wanted = number(found["d"] or found["en"]) or 0
        if not 0 < wanted < 32:
            raise ImpossibleDate(found.end())
        firsts = (months(scene.today, step) for step in range(15))
        days = (first + timedelta(days=wanted - 1) for first in firsts)
        return _ahead(scene, (day for day in days if day.day == wanted), found.end())
    # 每月第一个周一: read as the first Monday of this month and of those after it.
    nth = [read_period(scene._replace(text=f"{text[: at - 2]}{when}{text[at:]}"), at - 2) for when in ("本月", "下月")]
    found_days = [days for days in nth if days and not days.period]
    if len(found_days) < 2:
        return None
    return _ahead(scene, (days.spans[0][0] for days in found_days), found_days[0].stop)


def _yearly(scene: Scene, at: int) -> Days | None:
    found = pattern(_DAY_OF_YEAR).match(scene.text, at)
    if not found:
        return None
    days = []
    for year in range(scene.now.year, scene.now.year + 9):
        try:
            days.append(date(year, number(found["m"]) or 0, number(found["d"]) or 0))
        except ValueError:
            continue
    if not days:
        raise ImpossibleDate(found.end())
    return _ahead(scene, days, found.end())


def _ahead(scene: Scene, days: Iterable[date], stop: int) -> Days:
    return Days(single(day for day in days if day >= scene.today), stop)


def _each(scene: Scene, at: int) -> Days | Distance | None:
    """每两周周五, every 2 weeks on Friday; every 2 hours: first when the length has passed."""
    length = read_length(scene.text, at)
    if not length:
        return None
    try:
        if length.exact:
            return Distance(None, length.moment(scene.now, 1), length.stop)
        first = length.day(scene.today, 1)
    except (OverflowError, ValueError):
        raise ImpossibleDate(length.stop) from None
    if length.unit == "weeks" and (on := pattern(r"(?:的| on )?\s*").match(scene.text, length.stop)):
        weekly = _weekly(scene, on.end())
        if weekly:
            return weekly
    return Days(single([first]), length.stop)
