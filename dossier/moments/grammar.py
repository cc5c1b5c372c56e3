"""What days, periods and times of day make together: moments, windows, deadlines, ranges and repetitions."""

import re
from collections.abc import Sequence
from datetime import date, datetime, timedelta
from typing import Final, NamedTuple

from dossier.moments.clock import Clock, Part, read_clock, read_part
from dossier.moments.days import Days, Scene, Span, chosen, read_day
from dossier.moments.lengths import Distance, read_distance, read_stretch
from dossier.moments.periods import read_period
from dossier.moments.readings import Precision, Reading, due, from_after, midnight, until_now
from dossier.moments.recurring import EVERY, listed, next_at, read_clock_first, repeated
from dossier.moments.text import ImpossibleDate, pattern


class _Point(NamedTuple):
    """A day, a time of day, or both; without a day it is the nearest one."""

    days: Days | None
    clock: Clock | None
    part: Part | None
    stop: int


_BEFORE_CN: Final = r"(?:之前|以前|前(?![端台面后期])|前?截止|为止)"
_WITHIN_CN: Final = r"(?:之内|以内|内(?![容部存测网外]))"
_SINCE_CN: Final = r"(?:以来|至今|到现在|到目前|到今天(?!.点)|(?:until|till|to) (?:now|date|today)(?![a-z]))"
_AFTER_CN: Final = r"(?:之后|以后|后(?![端台面续期者果天日]))"
_PREFIX: Final = (
    r"(?:(?<![a-z])(?:(?P<before>before|ahead of|prior to)|(?P<by>(?:by )?(?:the )?(?:eod|cob"
    r"|end of day|close of business)(?: on| of)?|by (?:the )?end of(?= (?:mon|tue|wed|thu|fri|sat|sun|to))"
    r"|by|until|till|no later than|not later than"
    r"|due(?: on| by)?|"
    r"deadline(?: is)?:?)|(?P<since>since)|(?P<after>after)|(?P<plain>on|at|from|around|during|for|between)) |"
    r"(?P<by2>截止到|截至|截止(?:日期|时间)?[:：]?|最晚|最迟|不晚于|不迟于|直到)(?:在|于|到)?|(?P<plain2>定在|在|于|自从|自|从))\s*"
)
_TO: Final = r"\s*(?:到|至|-|~|(?<![a-z])(?:to|until|till|through|thru)(?![a-z]))\s*"
_AND: Final = r"\s*(?:and|和|与)\s*"
_JOIN: Final = r"(?:t(?=[0-9]{1,2}:)|[ ,]*(?:(?<![a-z])(?:at|from)(?![a-z])|@)\s*|\s*(?:的|在|于|,)?\s*)"
_CLOCK_DAY: Final = r"\s*(?:,|(?<![a-z])(?:on|of))?\s*"
_CLOSING: Final = r"\s*(?:(?:by )?(?:eod|cob|end of day)(?![a-z])|下班)"
_WEEK: Final = 7
_MONTH: Final = 31
_NOT_A_TIME: Final = "[第这那有几些差早晚快多列提了以上下述共如哪]\\s*$"


def read(scene: Scene, at: int) -> Reading | None:
    """The expression that begins at `at`, as long as it goes; raises `ImpossibleDate` for what cannot be."""
    if recurring := _read_recurring(scene, at):
        return recurring
    stretch = read_stretch(scene.text, at, scene.now)
    if stretch:
        return Reading(Precision.INTERVAL, stretch.start, stretch.end, stretch.stop, stretch.exact)
    if found := pattern(_PREFIX).match(scene.text, at):
        return _read_led(scene, found) or _read_plain(scene, at)
    return _read_plain(scene, at)


def _read_led(scene: Scene, found: re.Match[str]) -> Reading | None:
    if found["since"] and not scene.past:
        scene = scene._replace(past=True)
    inner = _read_plain(scene, found.end(), led=True, pair=(found["plain"] or "").lower() == "between")
    if not inner:
        return None
    if found["since"]:
        return until_now(inner, scene)
    if found["after"]:
        return from_after(inner)
    if found["before"]:
        return due(inner, scene, before=True)
    return due(inner, scene) if found["by"] or found["by2"] else inner


def _read_plain(scene: Scene, at: int, *, led: bool = False, pair: bool = False) -> Reading | None:
    """A distance, period or point with what follows it."""
    distance = read_distance(scene.text, at, scene.now)
    if distance and (distance.moment or distance.within):
        end = distance.moment or midnight(distance.day or scene.today)
        if distance.within:
            return Reading(Precision.DEADLINE, None, end, distance.stop, distance.moment is not None)
        return Reading(Precision.MOMENT, end, None, distance.stop, timed=True)
    point = _read_point(scene, at, led=led)
    if not point:
        return None
    if not scene.past and pattern(r"\s*" + _SINCE_CN).match(scene.text, point.stop):
        return _read_plain(scene._replace(past=True), at, led=led)
    since = pattern(r"\s*" + _SINCE_CN).match(scene.text, point.stop)
    reading = (None if since else _read_range(scene, point, pair=pair)) or _settle(scene, point)
    if pattern(_CLOSING).match(scene.text, reading.stop) and not reading.timed:
        reading = due(_moved(reading, pattern(_CLOSING), scene.text), scene)
    return _with_suffix(scene, reading)


def _with_suffix(scene: Scene, reading: Reading) -> Reading:
    if reading.precision is Precision.DAY and (clock := _clock_due(scene, reading)):
        return clock
    for source in (_BEFORE_CN, _WITHIN_CN, _SINCE_CN, _AFTER_CN):
        suffix = pattern(r"\s*" + source)
        if not suffix.match(scene.text, reading.stop):
            continue
        reading = _moved(reading, suffix, scene.text)
        if source == _SINCE_CN:
            return until_now(reading, scene)
        return (
            from_after(reading) or reading if source == _AFTER_CN else due(reading, scene, before=source == _BEFORE_CN)
        )
    return reading


def _clock_due(scene: Scene, reading: Reading) -> Reading | None:
    """Friday before noon: due at that time of the day just read."""
    found = pattern(r"\s*(?<![a-z])(?:before|by|until|till)\s+").match(scene.text, reading.stop)
    clock = read_clock(scene.text, found.end()) if found else None
    if not clock or not reading.start:
        return None
    return Reading(Precision.DEADLINE, None, reading.start + clock.after, clock.stop, timed=True)


def _moved(reading: Reading, suffix: re.Pattern[str], text: str) -> Reading:
    found = suffix.match(text, reading.stop)
    stop = found.end() if found else reading.stop
    return Reading(reading.precision, reading.start, reading.end, stop, reading.timed, reading.offset)


def _read_point(scene: Scene, at: int, *, led: bool = False) -> _Point | None:
    days = _longer(read_day(scene, at), read_period(scene, at))
    if days and (days.period or days.edge):
        return _Point(days, None, None, days.stop)
    if days:
        return _time_of(scene, days)
    clock = read_clock(scene.text, at, bare=scene.whole)
    if clock:
        join = pattern(_CLOCK_DAY).match(scene.text, clock.stop)
        day = read_day(scene, join.end()) if join else None
        if day and not day.period and not pattern(_TO).match(scene.text, clock.stop) and not _range_open(scene, clock):
            return _Point(day, clock, None, day.stop)
        return None if not led and _no_time(scene, at, clock) else _Point(None, clock, None, clock.stop)
    part = read_part(scene.text, at) or _this_part(scene, at)
    if not part:
        return None
    return _Point(None, None, part, part.stop)


def _longer(day: Days | None, period: Days | None) -> Days | None:
    return max((found for found in (day, period) if found), key=lambda found: found.stop, default=None)


def _time_of(scene: Scene, days: Days) -> _Point:
    """The time or part of the day said after the day: 明天[下午3点], Friday [at 4pm]."""
    join = pattern(_JOIN).match(scene.text, days.stop)
    at = join.end() if join else days.stop
    if clock := read_clock(scene.text, at, days.part, bare=True):
        return _Point(days, clock, None, clock.stop)
    if part := read_part(scene.text, at, short=True):
        after = pattern(_JOIN).match(scene.text, part.stop)
        clock = read_clock(scene.text, after.end() if after else part.stop, part.name, bare=True)
        return _Point(days, clock, None if clock else part, (clock or part).stop)
    return _Point(days, None, Part(days.part, days.stop) if days.part else None, days.stop)


def _range_open(scene: Scene, clock: Clock) -> bool:
    """Whether the clock took the word for "to" with it (2- of 2-4pm)."""
    return bool(pattern(r"(?<=[-~到至])|(?<=[-~到至] )|(?<=to )").match(scene.text, clock.stop))


def _this_part(scene: Scene, at: int) -> Part | None:
    """This morning: a part of today."""
    found = pattern(r"(?<![a-z])this (?=morning|afternoon|evening)").match(scene.text, at)
    return read_part(scene.text, found.end(), short=True) if found else None


def _no_time(scene: Scene, at: int, clock: Clock) -> bool:
    """3点建议, 有一点问题: "points", not hours; only a bare 点 without part of the day is in doubt."""
    word = scene.text[at : clock.stop]
    if scene.whole and word != "一点":
        return False
    if not re.search(r"[0-9一-十]\s*点$", word) or clock.part:
        return False
    after = scene.text[clock.stop :]
    if word == "一点" or re.search(_NOT_A_TIME, scene.text[:at]):
        return not re.match(r"\s*(?:前|之前|到|至|-|钟|开|叫|提醒)", after) or word == "一点"
    return not re.match(
        r"\s*(?:$|[,,。;!?]|前(?![端台])|之|以|到|至|-|~|开|叫|提醒|见|集合|出发|提交|上线|发|在|和|与|跟|去|来|给|要|打|参加|评审|会)",
        after,
    )


def _settle(scene: Scene, point: _Point) -> Reading:
    """The one meant of all a point can mean: the next from now on, or for the past the last so far."""
    if point.days and (point.days.period or point.days.edge):
        first, last = chosen(scene, point.days.spans)
        if point.days.edge:
            return Reading(Precision.DEADLINE, None, midnight(last), point.stop)
        return Reading(Precision.INTERVAL, midnight(first), midnight(last), point.stop)
    hours = _hours(point)
    if not hours:
        spans = point.days.spans if point.days else ((scene.today, scene.today),)
        return Reading(Precision.DAY, midnight(chosen(scene, spans)[0]), None, point.stop)
    start, end = _nearest(scene, point, hours)
    if point.clock:
        return Reading(Precision.MOMENT, start, None, point.stop, True, point.clock.offset)
    return Reading(Precision.WINDOW, start, end, point.stop, timed=True)


def _hours(point: _Point) -> tuple[timedelta, timedelta] | None:
    if point.clock:
        return point.clock.after, point.clock.after
    return point.part.hours if point.part else None


def _nearest(scene: Scene, point: _Point, hours: tuple[timedelta, timedelta]) -> tuple[datetime, datetime]:
    near = [scene.today + timedelta(days=step) for step in (-1, 0, 1)]
    fixed = point.part and not point.clock and pattern("this ").match(scene.text, max(point.part.stop - 14, 0))
    days = [first for first, _ in point.days.spans] if point.days else [scene.today] if fixed else near
    whens = [(midnight(day) + hours[0], midnight(day) + hours[1]) for day in days]
    if scene.past:
        return next((when for when in reversed(whens) if when[0] <= scene.now), whens[0])
    return next((when for when in whens if when[1] >= scene.now), whens[-1])


def _read_range(scene: Scene, point: _Point, *, pair: bool) -> Reading | None:
    """下午2点到4点, 11月20日至25日, Q1 to Q3: the second is the first such after the first."""
    join = pattern(_AND if pair else _TO).match(scene.text, point.stop)
    if not join and point.clock and _range_open(scene, point.clock):
        join = pattern("").match(scene.text, point.stop)
    if not join:
        return None
    if point.clock:
        return _clock_range(scene, point, point.clock, join.end())
    if not point.days or point.part:
        return None
    last = _last_of(scene, point, join.end())
    if not last:
        return None
    pairs = [
        (span[0], end[1])
        for span in point.days.spans
        if (end := next((e for e in last.spans if e[1] >= span[0]), None))
    ]
    if not pairs:
        raise ImpossibleDate(last.stop)
    first, final = chosen(scene, tuple(pairs)) if scene.past else _to_come(scene.today, pairs)
    return Reading(Precision.INTERVAL, midnight(first), midnight(final), last.stop)


def _to_come(today: date, pairs: Sequence[Span]) -> Span:
    """Friday to Wednesday, Thursday to next Tuesday: the next such days. Those that began before today are meant only
    where they did so in this week or month (周一到周五, 5号到10号), or where their end leaves no other."""
    begun = next((pair for pair in pairs if pair[1] >= today), pairs[-1])
    if begun[0] >= today or len(pairs) == 1:
        return begun
    coming = next((pair for pair in pairs if pair[0] >= today), None)
    if pairs[0][1] == pairs[1][1]:
        return coming or pairs[-1]
    apart = (pairs[1][0] - pairs[0][0]).days
    over_a_weekend = apart == _WEEK and begun[0].weekday() > begun[1].weekday()
    last_month = _WEEK < apart <= _MONTH and begun[0] < today.replace(day=1)
    return coming if coming and (over_a_weekend or last_month) else begun


def _last_of(scene: Scene, point: _Point, at: int) -> Days | None:
    days = _longer(read_day(scene, at), read_period(scene, at))
    if days or not point.days:
        return days
    number = pattern(r"(?P<d>[0-9]{1,2})(?:st|nd|rd|th)?(?![0-9a-z:.%/点时]|\s*[ap]m)(?:日|号)?").match(scene.text, at)
    if not number or not re.search("[a-z]", scene.text[: point.stop], re.IGNORECASE):
        return None
    try:
        spans = tuple((day, day) for first, _ in point.days.spans for day in [first.replace(day=int(number["d"]))])
    except ValueError:
        raise ImpossibleDate(number.end()) from None
    return Days(spans, number.end())


def _clock_range(scene: Scene, point: _Point, first: Clock, at: int) -> Reading | None:
    clock = read_clock(scene.text, at, first.part)
    if not clock:
        return _over_days(scene, point, first, at)
    if not point.days:
        join = pattern(_CLOCK_DAY).match(scene.text, clock.stop)
        said = read_day(scene, join.end()) if join else None
        if said and not said.period:  # between 2pm and 4pm tomorrow
            point, clock = point._replace(days=said), clock._replace(stop=said.stop)
    start, _ = _nearest(scene, point, (first.after, clock.after))
    length = clock.after - first.after
    half_open = not clock.part and clock.after.seconds < 43200
    while length <= timedelta(0):
        length += timedelta(hours=12 if half_open and -length < timedelta(hours=12) else 24)
    return Reading(Precision.INTERVAL, start, start + length, clock.stop, timed=True)


def _over_days(scene: Scene, point: _Point, first: Clock, at: int) -> Reading | None:
    """From Monday 2pm to Tuesday 4pm."""
    day = read_day(scene, at)
    second = _time_of(scene, day) if day and not day.period else None
    if not second or not second.clock or not second.days:
        return None
    start, _ = _nearest(scene, point, (first.after, first.after))
    ends = [midnight(span[0]) + second.clock.after for span in second.days.spans]
    end = next((end for end in ends if end > start), ends[-1])
    return Reading(Precision.INTERVAL, start, end, second.stop, timed=True) if end > start else None


def _read_recurring(scene: Scene, at: int) -> Reading | None:
    found = pattern(EVERY).match(scene.text, at)
    times = repeated(scene, found) if found else listed(scene, at, timed=True)
    if not times:
        return read_clock_first(scene, at)
    if isinstance(times, Distance):
        return Reading(Precision.RECURRING, times.moment, None, times.stop, timed=True)
    point = _time_of(scene, times)
    hours = _hours(point)
    if not hours:
        return Reading(
            Precision.RECURRING, midnight(chosen(scene._replace(past=False), times.spans)[0]), None, point.stop
        )
    return Reading(Precision.RECURRING, next_at(scene, times, hours[0]), None, point.stop, True)
