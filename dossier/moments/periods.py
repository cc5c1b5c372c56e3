"""Periods in words: 上周, next month, Q1 2027, 今年上半年, 12月, 月底, end of month — as the days they can mean."""

import re
from collections.abc import Callable
from datetime import date, timedelta
from typing import Final

from dossier.moments.calendar import month_end
from dossier.moments.days import (
    MONTHS,
    RELATIVE,
    STEPS,
    WEEKDAY_EN,
    YEAR,
    Days,
    Scene,
    Span,
    month_number,
    months,
    weeks,
    years_of,
)
from dossier.moments.text import NUMBER, ImpossibleDate, number, pattern

_EDGE: Final = "份?(?:的?(?P<edge>底|末|初|上旬|中旬|下旬|中(?![间心旬国文等午])))?"
_YEAR_EDGE: Final = "年?(?P<edge>底|末|初)"
_QUARTER: Final = (
    r"(?:(?:第|(?<![0-9一二三四五六七八九十]))(?P<q>[一二三四1-4])季度|(?<![a-z])q(?P<q2>[1-4])(?![0-9a-z]))"
)
_YEAR_EN: Final = r"(?P<y>(?:19|20|21)[0-9]{2})(?![0-9:])"
_REL_EN: Final = "(?P<rel>this|current|next|coming|last|past|previous)"
_UNIT_EN: Final = "(?P<unit>week(?:end)?|month|quarter|year)"
_NTH: Final = {
    "一": 1, "二": 2, "三": 3, "四": 4, "五": 5, "first": 1, "second": 2, "third": 3, "fourth": 4,
    "1st": 1, "2nd": 2, "3rd": 3, "4th": 4,
}  # fmt: skip
_NTH_CN: Final = (
    "的?(?:第(?P<nth>[一二三四五1-5])|(?P<last>最后一))(?:个?(?:周|星期|礼拜)(?P<wd>[一二三四五六日天])|(?P<day>天))"
)
_NTH_EN: Final = (
    rf"(?<![a-z])(?:the )?(?:(?P<nth>first|second|third|fourth|1st|2nd|3rd|4th)|(?P<last>last)) (?:(?P<day>day)"
    rf"|{WEEKDAY_EN}) (?:of|in) "
)


def _of_unit(day: date, unit: str, step: int) -> Span:
    """The `step`-th week, weekend, month, quarter or year from the one of `day`."""
    if unit in ("周", "星期", "礼拜", "week"):
        monday = weeks(day, step)
        return monday, monday + timedelta(days=6)
    if unit in ("周末", "weekend"):
        monday = weeks(day, step)
        return monday + timedelta(days=5), monday + timedelta(days=6)
    if unit in ("月", "month"):
        return months(day, step), month_end(months(day, step))
    if unit.startswith(("季", "quarter")):
        first = months(day.replace(day=1, month=(day.month - 1) // 3 * 3 + 1), 3 * step)
        return first, month_end(months(first, 2))
    year = day.year + step
    return date(year, 1, 1), date(year, 12, 31)


def _part_of(span: Span, edge: str | None) -> Span:
    """The first days, a third or the last day of a period."""
    first, last = span
    long = (last - first).days > 7
    if edge in ("底", "末", "end"):
        return last, last
    if edge in ("初", "上旬", "start", "beginning"):
        if (last - first).days > 31:
            return first, month_end(first)
        return first, first + timedelta(days=9 if long else 1)
    if edge in ("中", "中旬"):
        return first + timedelta(days=10), first + timedelta(days=19)
    return (first + timedelta(days=20), last) if edge == "下旬" else span


def _relative(found: re.Match[str], scene: Scene) -> tuple[Span, ...]:
    groups = found.groupdict()
    span = _of_unit(scene.today, found["unit"].lower(), STEPS[(found["rel"] or "this").lower()])
    return (_part_of(span, groups.get("edge")),)


def _open_edge(found: re.Match[str], scene: Scene) -> tuple[Span, ...]:
    """月底, 年初, 周末: of this one or the next."""
    unit, edge = (found["unit"], found["edge"]) if found["unit"] else ("周末", None)
    return tuple(_part_of(_of_unit(scene.today, unit, step), edge) for step in (-1, 0, 1))


def _month(found: re.Match[str], scene: Scene) -> tuple[Span, ...] | None:
    groups = found.groupdict()
    month = month_number(groups["mon"]) if groups.get("mon") else number(groups["m"])
    if not month or month > 12:
        return None
    firsts = [date(year, month, 1) for year in years_of(found, scene)]
    if rel := (groups.get("rel") or "").lower():
        firsts = [first for first in firsts if (first < months(scene.today, 0)) == (STEPS[rel] < 0) or not STEPS[rel]]
        firsts = firsts[-1:] if STEPS[rel] < 0 else [first for first in firsts if first >= months(scene.today, 0)][:1]
    return tuple(_part_of((first, month_end(first)), groups.get("edge")) for first in firsts)


def _month_bare(found: re.Match[str], scene: Scene) -> tuple[Span, ...] | None:
    """A month alone: written out with a capital, or after a word that wants a date."""
    before = scene.text[: found.start()]
    led = re.search(r"(?i)\b(in|since|until|till|by|before|from|to|through|during|of|-)\s*$", before) or found["rel"]
    capital = found["mon"][0].isupper()
    name = len(found["mon"]) > 3
    if not (
        scene.whole or (led and (capital or found["mon"].lower() not in ("may", "march", "mar"))) or (capital and name)
    ):
        return None
    return _month(found, scene)


def _part_of_year(found: re.Match[str], scene: Scene) -> tuple[Span, ...]:
    groups = found.groupdict()
    years = years_of(found, scene)
    if half := groups.get("half"):
        first_half = half in ("上", "1")
        open_years = years if groups.get("y") or groups.get("yw") else [scene.now.year]
        return tuple(
            (date(y, 1, 1), date(y, 6, 30)) if first_half else (date(y, 7, 1), date(y, 12, 31)) for y in open_years
        )
    quarter = number(groups.get("q") or groups.get("q2") or "1") or 1
    spans = (_of_unit(date(year, quarter * 3, 1), "quarter", 0) for year in years)
    return tuple(_part_of(span, groups.get("edge")) for span in spans)


def _year(found: re.Match[str], scene: Scene) -> tuple[Span, ...] | None:
    years = years_of(found, scene)
    if len(years) > 1 or not 1900 <= years[0] <= 2199:
        return None
    span = _of_unit(date(years[0], 1, 1), "year", 0)
    return (_part_of(span, found.groupdict().get("edge")),)


_INITIALS: Final = {"d": "day", "w": "week", "m": "month", "q": "quarter", "y": "year"}


def _end_english(found: re.Match[str], scene: Scene) -> tuple[Span, ...]:
    letter = (found["letter"] or "").lower()
    unit = _INITIALS.get(letter) or (found["unit"] or found["unit2"] or "day").lower()
    if unit in ("day", "today", "business", "cob"):
        return ((scene.today, scene.today),)
    rel = STEPS[(found["rel"] or "this").lower()]
    return (_part_of(_of_unit(scene.today, unit, rel), (found["where"] or "end").lower()),)


_Rule = Callable[[re.Match[str], Scene], "tuple[Span, ...] | None"]
_HALF: Final = "(?P<half>[上下])半年"
_RULES: Final[tuple[tuple[str, _Rule], ...]] = (
    (rf"{YEAR}?{_HALF}", _part_of_year),
    (r"(?<![a-z0-9])(?P<y>(?:19|20|21)[0-9]{2})[-\s]?q(?P<q2>[1-4])(?![0-9a-z])", _part_of_year),
    (rf"(?<![a-z])q(?P<q2>[1-4])(?:\s*(?:of\s+)?,?\s*{_YEAR_EN})(?![0-9a-z])", _part_of_year),
    (rf"{YEAR}?{_QUARTER}{_EDGE}", _part_of_year),
    (rf"(?<![a-z])h(?P<half>[12])\s*(?:of\s+)?{_YEAR_EN}", _part_of_year),
    (rf"{YEAR}?(?P<m>{NUMBER})月(?![饼球])(?!份?{NUMBER}[日号]){_EDGE}", _month),
    (rf"{YEAR}{_YEAR_EDGE}", _year),
    (YEAR, _year),
    (rf"{RELATIVE}(?P<unit>周末|周(?!期|边|转|年|会议室)|星期|礼拜|月|季度?|年度?(?!轻)){_EDGE}", _relative),
    (r"(?<![a-z])the (?P<unit>week|month|quarter|year) (?P<rel>after next)(?![a-z])", _relative),
    (r"(?<![上下本这个大])(?:周末|(?P<unit>月|年|季度?)(?P<edge>底|末|初))", _open_edge),
    (rf"(?<![a-z])(?:the\s+)?{_REL_EN}\s+{_UNIT_EN}(?![a-z])", _relative),
    (
        (
            r"(?<![a-z])(?:(?:the\s+)?(?:(?P<where>end|start|beginning)\s+of\s+)(?:the\s+)?(?:"
            r"(?P<rel>this|next|last)\s+)?"
            r"(?P<unit>business|day|today|week|month|quarter|year)(?:(?<=business) day)?|"
            r"(?P<unit2>month|quarter|year|week)[- ]end"
            r"|eo(?P<letter>[dwmqy])|cob)(?![a-z])|下班(?=前|之前|以前)"
        ),
        _end_english,
    ),
    (rf"(?<![a-z])(?:in\s+)?(?P<mon>{MONTHS})(?![a-z])\.?,?\s+(?:of\s+)?{_YEAR_EN}", _month),
    (
        (
            rf"(?<![a-z])(?:in\s+)?(?:(?P<rel>last|next|this)\s+)?(?P<mon>{MONTHS})(?![a-z]"
            rf"|\.?\s*[0-9])"
        ),
        _month_bare,
    ),
)
_ENDS: Final = ("底", "末", "end")


def read_period(scene: Scene, at: int) -> Days | None:
    """The period, or the end of one, named at `at`."""
    if nth := pattern(_NTH_EN).match(scene.text, at):
        return _nth_of(nth, read_period(scene, nth.end()) or _this_month(scene, nth.end()), nth)
    if third := pattern(r"(?<![a-z])(early|mid|late)[- ](?:in )?").match(scene.text, at):
        days = read_period(scene, third.end())
        edge = {"early": "上旬", "mid": "中旬", "late": "下旬"}[third[1].lower()]
        if days and not days.edge and all((last - first).days in range(27, 31) for first, last in days.spans):
            return days._replace(spans=tuple(_part_of(span, edge) for span in days.spans))
        return None
    for source, rule in _RULES:
        found = pattern(source).match(scene.text, at)
        spans = rule(found, scene) if found else None
        if not found or spans is None:
            continue
        groups = found.groupdict()
        is_edge = groups.get("edge") in _ENDS or (rule is _end_english and (found["where"] or "end").lower() == "end")
        days = Days(spans, found.end(), period=True, edge=is_edge)
        nth = pattern(_NTH_CN).match(scene.text, days.stop)
        return _nth_of(nth, days) if nth else days
    return None


def _this_month(scene: Scene, at: int) -> Days | None:
    found = pattern("(?:the|each|every|a) (?P<unit>month|quarter)(?![a-z])").match(scene.text, at)
    unit = found["unit"].lower() if found else ""
    return Days((_of_unit(scene.today, unit, 0), _of_unit(scene.today, unit, 1)), found.end()) if found else None


def _nth_of(nth: re.Match[str], days: Days | None, led: re.Match[str] | None = None) -> Days | None:
    """第一个周一, the last Friday, 最后一天 of each of the periods."""
    if not days:
        return None
    count = 0 if nth["last"] else _NTH.get(nth["nth"].lower()) or int(nth["nth"])
    chosen = tuple(day for span in days.spans if (day := _nth_day(span, count, nth)))
    stop = days.stop if led else nth.end()
    if not chosen:
        raise ImpossibleDate(stop)
    return Days(tuple((day, day) for day in chosen), stop)


def _nth_day(span: Span, count: int, nth: re.Match[str]) -> date | None:
    first, last = span
    if nth["day"]:
        return last if not count else first + timedelta(days=count - 1)
    word = nth["wd"].lower().replace("天", "日")
    weekday = "一二三四五六日".find(word)
    weekday = weekday if weekday >= 0 else "montuewedthufrisatsun".index(word[:3]) // 3
    if not count:
        return last - timedelta(days=(last.weekday() - weekday) % 7)
    day = first + timedelta(days=(weekday - first.weekday()) % 7 + 7 * (count - 1))
    return day if day <= last else None
