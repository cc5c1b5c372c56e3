"""Lengths of time and what they lead to: 三天后, in 2 hours, within 3 working days, 最近7天, last 3 months."""

import re
from datetime import date, datetime, timedelta
from typing import Final, NamedTuple

from dossier.moments.calendar import add_working_days
from dossier.moments.text import ENGLISH_NUMBERS, NUMBER, ImpossibleDate, number, pattern

_UNITS: Final = {
    "秒钟": "seconds", "秒": "seconds", "刻钟": "quarters of an hour", "分钟": "minutes", "分": "minutes",
    "小时": "hours", "钟头": "hours", "时辰": "hours", "天": "days", "日": "days", "工作日": "working days",
    "周": "weeks", "星期": "weeks", "礼拜": "weeks", "月": "months", "季度": "quarters", "年": "years",
    "s": "seconds", "sec": "seconds", "second": "seconds", "m": "minutes", "min": "minutes", "minute": "minutes",
    "h": "hours", "hr": "hours", "hour": "hours", "d": "days", "day": "days", "w": "weeks", "wk": "weeks",
    "week": "weeks", "fortnight": "fortnights", "month": "months", "quarter": "quarters", "year": "years",
    "working day": "working days", "business day": "working days", "workday": "working days",
    "work day": "working days",
}  # fmt: skip
_SECONDS: Final = {"seconds": 1, "minutes": 60, "quarters of an hour": 900, "hours": 3600}
_MONTHS: Final = {"months": 1, "quarters": 3, "years": 12}
_WORDS_CN: Final = "秒钟?|刻钟|分钟?|个?小时|个?钟头|天|日|个?工作日|周|个?星期|个?礼拜|个?月|个?季度|年"
_WORDS_EN: Final = (
    "(?:working|business|work)[ -]?day|workday|fortnight|seconds?|secs?|minutes?|mins?|hours?|hrs?|days?|weeks?|wks?|"
    "months?|quarters?|years?|[smhdw]"
)
_NUMBER_EN: Final = "|".join(sorted(ENGLISH_NUMBERS, key=len, reverse=True)).replace("-", "[ -]?")
_LENGTH: Final = (
    rf"(?:(?:大概|大约|约)?(?:(?P<n>[0-9]+\.[0-9]+|{NUMBER})\s*(?P<half1>个半)?|(?P<half0>半)个?)"
    rf"(?P<u>{_WORDS_CN})(?P<half2>半)?"
    rf"(?:零|又)?(?:(?P<n2>{NUMBER})(?P<u2>分钟?|个?小时|天))?"
    rf"|(?:about |approximately |around )?(?<![a-z0-9.])(?P<en>[0-9]+(?:\.[0-9]+)?|"
    rf"(?:{_NUMBER_EN})(?![a-z]))[ -]?(?P<half3>and a half )?"
    rf"(?P<ue>{_WORDS_EN})s?(?![a-z])(?P<half4> and a half)?(?:\s*(?:and )?(?P<n3>[0-9]+)\s*"
    rf"(?P<u3>minutes?|mins?|m)(?![a-z]))?)"
)
_AFTER: Final = r"\s*(?:(?:之|以|过)?后(?![端台面续期者果])|(?:from now|later|hence|from today)(?![a-z]))"
_BEFORE: Final = r"\s*(?:(?:之|以)?前(?![端台面后期])|(?:ago|back)(?![a-z]))"
_WITHIN: Final = r"\s*(?:之|以)?内(?![容部存测网外])"
_LAST: Final = (
    r"(?:过去|最近|(?<!附)近|(?<![提之以目从先])前|这)的?\s*|(?<![a-z])(?:(?:over|in|during|within) )?"
    r"(?:the )?(?:last|past|previous) "
)
_NEXT: Final = (
    r"(?:未来|接下来|今后|往后|随后)的?\s*|(?<![a-z])(?:(?:over|in|during|within) )?(?:the )?(?:next|coming) "
)


class Length(NamedTuple):
    """So much time: exact seconds, or days counted by the calendar."""

    amount: float
    unit: str
    stop: int
    more: timedelta = timedelta(0)

    @property
    def exact(self) -> bool:
        """Whether it is counted in hours or less (half a day is)."""
        return self.unit in _SECONDS or (self.unit == "days" and self.amount % 1 != 0)

    @property
    def span(self) -> timedelta:
        """So much time by the clock, for a length that is exact."""
        return timedelta(seconds=self.amount * _SECONDS.get(self.unit, 86400)) + self.more

    def moment(self, now: datetime, sign: int) -> datetime:
        return now + sign * self.span

    def day(self, today: date, sign: int) -> date:
        if self.unit == "working days":
            return add_working_days(today, sign * min(round(self.amount), 999))
        if self.unit in _MONTHS:
            return _shifted(today, sign * self.amount * _MONTHS[self.unit])
        days = self.amount * {"weeks": 7, "fortnights": 14}.get(self.unit, 1)
        return today + sign * timedelta(days=round(days))


class Distance(NamedTuple):
    """A point so far from now: a day or, for hours and less, a moment; `within`: the end of what is allowed."""

    day: date | None
    moment: datetime | None
    stop: int
    in_weeks: bool = False
    within: bool = False


class Stretch(NamedTuple):
    """The time from one point to another, one of them now."""

    start: datetime
    end: datetime
    exact: bool
    stop: int


def read_length(text: str, at: int) -> Length | None:
    """The length of time written at `at`."""
    found = pattern(_LENGTH).match(text, at)
    if not found:
        return None
    amount: float | None
    if found["half0"]:
        amount = 0.5
    elif word := found["en"]:
        amount = float(word) if word[0].isdecimal() else ENGLISH_NUMBERS.get(re.sub(" ty$", "ty", word.lower()), 0)
    else:
        amount = float(found["n"]) if "." in found["n"] else number(found["n"])
    if not amount or amount > 9999:
        return None
    unit = _UNITS[re.sub("^个", "", found["u"])] if found["u"] else _english_unit(found["ue"])
    amount += 0.5 if found["half1"] or found["half2"] or found["half3"] or found["half4"] else 0
    return Length(amount, unit, found.end(), _rest(found))


def read_distance(text: str, at: int, now: datetime) -> Distance | None:
    """三天后, 3 days ago, in two weeks: a day; in 2 hours, 半小时后: a moment; 三天内, within 3 days: the end."""
    led = pattern(r"再?过(?:了)?\s*|(?<![a-z])(?P<en>in|after|within) ").match(text, at)
    length = read_length(text, led.end() if led else at)
    if not length:
        return None
    for source, sign, within in ((_AFTER, 1, False), (_BEFORE, -1, False), (_WITHIN, 1, True)):
        if not (led and led["en"]) and (found := pattern(source).match(text, length.stop)):
            return _distance(length, now, sign, found.end(), within=within)
    if not led:
        return None
    return _distance(length, now, 1, length.stop, within=(led["en"] or "").lower() == "within")


def read_stretch(text: str, at: int, now: datetime) -> Stretch | None:
    """最近7天, last 3 months, 未来两周: from that far away to now, or the other way."""
    for source, sign in ((_LAST, -1), (_NEXT, 1)):
        if not (led := pattern(source).match(text, at)):
            continue
        length = read_length(text, led.end())
        if not length or (led[0].strip() in ("这", "前") and length.exact):
            return None
        try:
            far = length.moment(now, sign) if length.exact else _midnight(length.day(now.date(), sign))
        except (OverflowError, ValueError):
            raise ImpossibleDate(length.stop) from None
        near = now if length.exact else _midnight(now.date())
        return Stretch(min(far, near), max(far, near), length.exact, length.stop)
    return None


def _distance(length: Length, now: datetime, sign: int, stop: int, *, within: bool) -> Distance:
    try:
        if length.exact:
            return Distance(None, length.moment(now, sign), stop, within=within)
        return Distance(length.day(now.date(), sign), None, stop, length.unit == "weeks", within)
    except (OverflowError, ValueError):
        raise ImpossibleDate(stop) from None


def _rest(found: re.Match[str]) -> timedelta:
    if found["n2"]:
        unit = _UNITS[re.sub("^个", "", found["u2"])]
        return timedelta(**{unit: number(found["n2"]) or 0})
    return timedelta(minutes=int(found["n3"])) if found["n3"] else timedelta(0)


def _english_unit(word: str) -> str:
    word = re.sub("[ -]?day$", " day", word.lower()) if re.match("(?i)work|busi", word) else word.lower()
    return _UNITS.get(word) or _UNITS[word.removesuffix("s")]


def _shifted(day: date, months: float) -> date:
    """`months` later, on the last day where the month is too short; half a month is 15 days."""
    from dateutil.relativedelta import relativedelta

    whole = int(months)
    return day + relativedelta(months=whole) + timedelta(days=round((months - whole) * 30))


def _midnight(day: date) -> datetime:
    return datetime.combine(day, datetime.min.time())
