"""Repetitions in words: 每周五, 每月5号, every weekday, every Monday and Thursday — as the days to come."""

import re
from collections.abc import Iterable, Sequence
from datetime import date, datetime, timedelta
from typing import Final

from dossier.moments.calendar import is_working_day
from dossier.moments.clock import read_clock
from dossier.moments.days import WEEKDAY_EN, Days, Scene, months, single, weeks
from dossier.moments.lengths import Distance, read_length
from dossier.moments.periods import read_period
from dossier.moments.readings import Precision, Reading, midnight
from dossier.moments.text import NUMBER, ImpossibleDate, number, pattern

FORTNIGHTLY: Final = (
    r"(?:(?:每?[双隔]|每隔一个?)(?:周|星期|礼拜)?的?\s*(?=(?:周|星期|礼拜)[一二三四五六日天])"
    r"|(?<![a-z])(?:every (?:other|second|2nd|alternate) (?:week,? (?:on )?)?|(?:bi-?weekly|fortnightly),? (?:on )?)"
    r"(?=(?:mon|tue|wed|thu|fri|sat|sun)[a-z]*+(?! (?:of|in) )))"
)
# Words that are no time by themselves: 工作日报, 隔天提醒.
_TIMED: Final = r"(?=的?\s*(?:早|上午|中午|下午|晚|[0-9一二三四五六七八九十]{1,3}\s*[:点时]))"
_NTH_OF: Final = r"(?:first|second|third|fourth|1st|2nd|3rd|4th|last) (?:mon|tue|wed|thu|fri|sat|sun)[a-z]*+ (?:of|in)"
EVERY: Final = (
    rf"(?:(?P<fortnightly>{FORTNIGHTLY})|每隔一?(?P<other>[天日])|隔一?(?P<other3>[天日]){_TIMED}"
    rf"|(?<![a-z])every other (?P<other2>day)(?![a-z])"
    rf"|(?<![a-z])(?P<nth>every (?:the )?(?={_NTH_OF} (?:the|each|every|a) (?:month|quarter)(?![a-z]))"
    rf"|(?:on )?(?:the )?(?={_NTH_OF} (?:each|every) (?:month|quarter)(?![a-z])))"
    rf"|(?<![个天0-9])(?P<working3>工作日){_TIMED}"
    r"|每个?(?P<quarterly>季度?)(?=的?(?:第|最后))"
    r"|每个?(?P<working>工作日)|每(?P<daily>[天日]|(?=早|晚))|每(?:周的?|个)?(?P<weekly>(?=周|星期|礼拜))|每个?"
    r"(?P<monthly>月)|每(?P<yearly>年)"
    r"|每隔?(?P<each>(?=[0-9一两二三四五六七八九十半]))"
    r"|(?<![a-z])(?:(?P<working2>every (?:working|business|work)[ -]?day|(?:every |on )?weekdays?)(?![a-z])"
    r"|(?P<daily2>every ?day|daily|each day)(?![a-z])|(?P<monthly2>monthly on |every month on "
    r"|(?=the [0-9a-z]+ of (?:each|every) month))"
    r"|(?:every|each) (?P<each2>(?=[0-9a-z]))|(?P<plural>(?:weekly|every week) on |(?:on )?(?=(?:mon|tues"
    r"|wednes|thurs|fri|satur|sun)days(?![a-z])))))\s*"
)
_DAY_CN: Final = r"(?:[一二三四五六日天]|[1-7](?![0-9月/.:]))(?![次遍个份篇])"
# 三 of 周一三点 is a time.
_LIST_CN: Final = (
    rf"(?:周|星期|礼拜){_DAY_CN}"
    rf"(?:[、,和及与/到至-]?(?:周|星期|礼拜)?{_DAY_CN}(?![一二三四五六七八九十半]*\s*[点时]))*"
)
_DAY_EN: Final = WEEKDAY_EN.replace("(?P<wd>", "(?:").replace("(?![a-z])", "s?(?![a-z])")
_JOINED_EN: Final = r"\s*(?:,(?:\s*(?:and|&))?|/|and|&|-|~|to|through)\s*"
_LIST_EN: Final = rf"{_DAY_EN}(?:{_JOINED_EN}{_DAY_EN})*"
_ONE_DAY: Final = (
    r"([到至~-]|to|through)?\s*(?:周|星期|礼拜)?"
    r"(mon|tue|wed|thu|fri|sat|sun|(?<![a-z])(?:[一二三四五六日天]|[1-7]))[a-z]*"
)
_CLOCK: Final = r"[早上中下晚0-9]|[一二三四五六七八九十]{1,3}点"
_TIME_BEHIND: Final = rf"的?[\s,]*(?:(?:at|from|@)\s*)?(?:每天\s*)?(?={_CLOCK})"
_ENDS: Final = r"(?=\s|$|[,.;:!?。、@])"
_WORKING_WEEK: Final = frozenset(range(5))
_DAY_OF_MONTH: Final = (
    rf"的?(?:(?P<d>{NUMBER})[日号]|the (?P<en>[0-9]{{1,2}})(?:st|nd|rd|th)(?: of (?:each"
    rf"|every) month)?)"
)
_DAY_OF_YEAR: Final = rf"的?(?P<m>{NUMBER})月(?P<d>{NUMBER})[日号]"


def repeated(scene: Scene, every: re.Match[str]) -> Days | Distance | None:
    """The days to come (or the first moment, for hours and minutes) of what the match of `EVERY` begins."""
    at = every.end()
    ahead = _ahead_of(scene)
    if every["nth"] is not None:
        return read_period(scene, at)
    if every["other"] or every["other2"] or every["other3"]:
        return Days(single([scene.today + timedelta(days=2)]), at)
    if every["working"] or every["working2"] or every["working3"]:
        return Days(single(day for day in ahead if is_working_day(day)), at)
    if every["daily"] is not None or every["daily2"]:
        return Days(single(ahead), at)
    if every["quarterly"]:
        return _nth_in(scene, at, ("本季度", "下季度"))
    if every["monthly"] or every["monthly2"] is not None:
        return _monthly(scene, at)
    if every["yearly"]:
        return _yearly(scene, at)
    if every["each"] is not None or every["each2"] is not None:
        return _weekly(scene, at) or _each(scene, at)
    return _weekly(scene, at)


def listed(scene: Scene, at: int, *, timed: bool) -> Days | None:
    """The days to come of weekdays that are only listed: 周一三五, Mon, Wed and Fri, 周一到周五.

    Two in a row, or a range that is no working week, may be meant once: they are none. With `timed` a time must follow.
    """
    if pattern("(?<=[上下本这])|(?<=[上下本这]个)|(?<=next )|(?<=this )|(?<=last )").match(scene.text, at):
        return None
    found = pattern(_LIST_CN).match(scene.text, at) or pattern(rf"(?<![a-z]){_LIST_EN}").match(scene.text, at)
    if not found or (timed and not pattern(_TIME_BEHIND).match(scene.text, found.end())):
        return None
    named, ranged = _named(found[0])
    in_a_row = max(named) - min(named) == 1
    if len(named) < 2 or in_a_row or (ranged and named != _WORKING_WEEK):
        return None
    days = _weekly(scene, at)
    each = pattern("每天").match(scene.text, found.end()) if days else None
    return days._replace(stop=each.end()) if days and each else days


def next_at(scene: Scene, days: Days, after: timedelta) -> datetime:
    """The first time from now on, so long after the midnight of one of some days."""
    whens = [midnight(first) + after for first, _ in days.spans]
    return next((when for when in whens if when > scene.now), whens[-1])


def read_clock_first(scene: Scene, at: int) -> Reading | None:
    """10:00 每周三, 9:30-9:45 on weekdays: a time of day, or from when to when, and the days it is repeated on."""
    led = pattern(r"(?<![a-z])(?:at|from) ").match(scene.text, at)
    clock = read_clock(scene.text, led.end() if led else at, bare=True)
    if not clock:
        return None
    to = pattern(r"\s*(?:到|至|-|~|to(?![a-z])|until(?![a-z]))\s*|(?<=[-~到至])").match(scene.text, clock.stop)
    until = read_clock(scene.text, to.end(), clock.part) if to else None
    join = pattern(r"[\s,]*").match(scene.text, (until or clock).stop)
    days = _repeated_behind(scene, join.end()) if join else None
    if not days:
        return None
    start = next_at(scene, days, clock.after)
    end = start + (until.after - clock.after) if until else None
    return Reading(Precision.RECURRING, start, end, days.stop, timed=True)


def _repeated_behind(scene: Scene, at: int) -> Days | None:
    """The days of a repetition; words that go on (每天进展, weekdays' plan) are no repetition."""
    if days := listed(scene, at, timed=False):
        return days
    if found := pattern(rf"工作日{_ENDS}").match(scene.text, at):
        return Days(single(day for day in _ahead_of(scene) if is_working_day(day)), found.end())
    found = pattern(EVERY).match(scene.text, at)
    repetition = repeated(scene, found) if found else None
    if not found or not isinstance(repetition, Days):
        return None
    stop = at + len(scene.text[at : repetition.stop].rstrip())
    named = found["weekly"] is not None or found["each2"] is not None or found["plural"] is not None
    ends = r"$" if scene.text[at:stop].lower() == "daily" else _ENDS
    return repetition._replace(stop=stop) if named or pattern(ends).match(scene.text, stop) else None


def _weekly(scene: Scene, at: int) -> Days | None:
    """周一、三、五, 周一三五, Monday and Thursday, Mon-Fri: each of the days named, by the week."""
    found = pattern(_LIST_CN).match(scene.text, at) or pattern(_LIST_EN).match(scene.text, at)
    if not found:
        return None
    named, _ = _named(found[0])
    days = (weeks(scene.today, step) + timedelta(days=n) for step in range(3) for n in sorted(named))
    return Days(single(day for day in days if day >= scene.today), found.end())


def _named(said: str) -> tuple[set[int], bool]:
    """Give the weekdays of a list, 0 for Monday: each, and of 周一到周五 those between; and whether there were such."""
    named: set[int] = set()
    before, ranged = 0, False
    for join, word in re.findall(_ONE_DAY, said.lower()):
        day = "montuewedthufrisatsun".find(word) // 3
        if len(word) == 1:
            day = int(word) - 1 if word.isdecimal() else "一二三四五六日".index(word.replace("天", "日"))
        named.update(range(before, day + 1) if join else (day,))
        before, ranged = day, ranged or bool(join)
    return named, ranged


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
    return _nth_in(scene, at, ("本月", "下月"))


def _nth_in(scene: Scene, at: int, periods: Sequence[str]) -> Days | None:
    """每月第一个周一: read as the first Monday of this month, and of the one after it."""
    found = []
    for period in periods:
        said = scene._replace(text=f"{scene.text[:at]}{period}{scene.text[at:]}")
        days = read_period(said, at)
        if days is None or days.period:
            return None
        found.append(days._replace(stop=days.stop - len(period)))
    return _ahead(scene, (days.spans[0][0] for days in found), found[0].stop)


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


def _ahead_of(scene: Scene) -> list[date]:
    return [scene.today + timedelta(days=step) for step in range(15)]


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
