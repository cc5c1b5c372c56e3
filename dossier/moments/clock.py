"""Times of day in words: 下午3点半, 3:30pm, noon, and the parts of a day."""

import re
from datetime import timedelta
from typing import Final, NamedTuple

from dossier.moments.text import NUMBER, ImpossibleDate, number, pattern

# Part of the day -> its hours when no time is said; working people's habits, inside every dictionary's.
_HOURS: Final = {
    "凌晨": (0, 6), "早上": (7, 9), "上午": (8, 12), "中午": (12, 13), "下午": (13, 18), "傍晚": (17, 19),
    "晚上": (18, 22), "深夜": (22, 24),
}  # fmt: skip
_SAME: Final = {
    "清晨": "早上", "早晨": "早上", "清早": "早上", "一早": "早上", "大早": "早上", "早": "早上", "晨": "早上",
    "morning": "上午",
    "午间": "中午", "午后": "下午", "afternoon": "下午", "晚间": "晚上", "夜里": "晚上", "夜间": "晚上",
    "夜晚": "晚上", "晚": "晚上", "夜": "晚上", "evening": "晚上", "night": "晚上", "tonight": "晚上", "半夜": "深夜",
}  # fmt: skip
_WORDS: Final = "凌晨|清晨|早晨|早上|清早|一早|大早上?|上午|中午|午间|下午|午后|傍晚|晚上|晚间|夜里|夜间|夜晚|深夜|半夜"
_SHORT: Final = f"{_WORDS}|早|晨|晚|夜"
_HALF_DAY: Final = r"a\.?m\b\.?|p\.?m\b\.?"
_TO: Final = r"\s*(?:-|~|到|至|to|until|till)\s*"
_POINT: Final = r"(?:点钟?|时(?![间候刻长段限效不常代期区差事机]))"
_MEASURE: Final = "[个天日月号周年小项条件名人次份]"

_COLON: Final = (
    rf"(?P<part>{_SHORT})?\s*(?<![0-9:.])(?P<h>[0-9]{{1,2}}):(?P<mi>[0-9]{{2}})(?::"
    rf"(?P<s>[0-9]{{2}})(?:\.[0-9]+)?)?"
    rf"(?![0-9:])(?:\s*(?P<half_day>{_HALF_DAY}))?(?![a-z])"
)
_ISO: Final = (
    r"(?<=[0-9]t)(?P<h>[0-9]{2}):(?P<mi>[0-9]{2})(?::(?P<s>[0-9]{2})(?:\.[0-9]+)?)?(?P<zone>z"
    r"|[+-][0-9]{2}:?[0-9]{2})?(?![0-9a-z:])"
)
_CHINESE: Final = (
    rf"(?P<part>{_SHORT})?\s*(?P<h>{NUMBER})\s*{_POINT}"
    rf"(?:(?P<quarter>半|整|一刻|三刻)|过?\s*(?P<mi>{NUMBER})(?:分(?!钟[前后内之以])钟?|(?!{_MEASURE})))?"
)
_ENGLISH: Final = (
    rf"(?<![0-9.:a-z])(?P<h>[0-9]{{1,2}})(?:[:.](?P<mi>[0-9]{{2}}))?\s*(?P<half_day>{_HALF_DAY}"
    rf"|o'?clock)(?![a-z])"
    r"(?:\s+(?:in the|at)\s+(?P<part>morning|afternoon|evening|night))?"
)
_PAST: Final = (
    rf"(?<![a-z])(?:half past|(?P<quarter_past>a? ?quarter past)|"
    rf"(?P<quarter_to>a? ?quarter to)) (?P<h>[0-9]{{1,2}})(?![0-9:.%a-z/-])"
    rf"(?:\s*(?P<half_day>{_HALF_DAY}))?"
)
_NAMED: Final = (
    r"(?<![a-z])(?:(?P<noon>noon|midday)|(?P<midnight>midnight))(?![a-z])|(?P<noon2>正午|中午)|"
    r"(?P<midnight2>午夜)"
)
_AT: Final = r"(?:(?<=at )|(?<=@ )|(?<=@))(?P<h>[0-9]{1,2})(?![0-9:.%/a-z-])"
_FIRST_OF_TWO: Final = (
    rf"(?P<part>{_SHORT})?\s*(?P<h>{NUMBER}){_TO}(?=(?P<h2>{NUMBER})(?::[0-9]{{2}})?\s*"
    rf"(?:{_POINT}|(?P<half_day>{_HALF_DAY})))"
)


class Clock(NamedTuple):
    """A time of day: hours and minutes after midnight (24 and more: of the next day)."""

    after: timedelta
    stop: int
    offset: timedelta | None = None
    """The offset from UTC where one was written."""
    part: str = ""


class Part(NamedTuple):
    """A part of a day by its name in Chinese."""

    name: str
    stop: int

    @property
    def hours(self) -> tuple[timedelta, timedelta]:
        first, last = _HOURS[self.name]
        return timedelta(hours=first), timedelta(hours=last)


def read_clock(text: str, at: int, part: str = "", *, bare: bool = False) -> Clock | None:
    """The time of day written at `at`; `part` is the part of the day already said, `bare` lets "at 8" be one."""
    if found := pattern(_FIRST_OF_TWO).match(text, at):
        return _first_of_two(found, part)
    for source in (_ISO, _COLON, _CHINESE, _ENGLISH, _PAST, *([_AT] if bare else [])):
        if found := pattern(source).match(text, at):
            return _clock(found, part, exact=source in (_ISO, _COLON))
    if found := pattern(_NAMED).match(text, at):
        return Clock(timedelta(hours=12 if found["noon"] or found["noon2"] else 24), found.end())
    return None


def read_part(text: str, at: int, *, short: bool = False) -> Part | None:
    """The part of a day named at `at`; `short` ones (晚, morning) count only beside a day."""
    words = rf"(?:{_SHORT}|(?<![a-z])(?:morning|afternoon|evening|night)(?![a-z]))" if short else f"(?:{_WORDS})"
    found = pattern(rf"(?:(?<![a-z])(?:in the|at)\s+)?(?P<part>{words})(?!好|安|会议室)").match(text, at)
    return Part(_part(found["part"]), found.end()) if found else None


def _part(word: str | None) -> str:
    word = (word or "").lower()
    return _SAME.get(word, "早上" if word.startswith("大早") else word)


def _clock(found: re.Match[str], said: str, *, exact: bool) -> Clock | None:
    groups = found.groupdict()
    hour = number(found["h"])
    minute = number(groups.get("mi") or "0")
    if "quarter_to" in groups:
        minute = 15 if groups["quarter_past"] else -15 if groups["quarter_to"] else 30
    elif quarter := groups.get("quarter"):
        minute = {"半": 30, "一刻": 15, "三刻": 45}.get(quarter, 0)
    seconds = int(groups.get("s") or 0)
    if hour is None or minute is None:
        return None
    if hour > 24 or minute > 59 or seconds > 59 or (hour == 24 and minute + seconds):
        raise ImpossibleDate(found.end())
    part = _part(groups.get("part")) or said
    half_day = (groups.get("half_day") or "").lower()
    hour = _hour(hour, part, half_day, exact=exact)
    return Clock(timedelta(hours=hour, minutes=minute, seconds=seconds), found.end(), _offset(groups.get("zone")), part)


def _first_of_two(found: re.Match[str], said: str) -> Clock | None:
    """9 of 9-11点, 2 of 2-4pm: the half of the day is that of the second, unless that would turn them round."""
    first, second = number(found["h"]), number(found["h2"])
    if first is None or second is None or first > 24:
        return None
    part, half_day = _part(found["part"]) or said, (found["half_day"] or "").lower()
    if half_day.startswith("p") and (first > second or second == 12):
        half_day = "am"
    stop = found.end("h")
    return Clock(timedelta(hours=_hour(first, part, half_day, exact=False)), stop, None, part)


def _hour(hour: int, part: str, half_day: str, *, exact: bool) -> int:
    """The hour of 24; without any hint 1 to 6 o'clock is taken to be in the afternoon, as at work, 3:00 as written."""
    if half_day.startswith("a"):
        return hour % 12 if hour == 12 else hour
    if half_day.startswith("p"):
        return hour + 12 if hour < 12 else hour
    if part in ("下午", "傍晚"):
        return hour + 12 if 0 < hour < 12 else hour
    if part == "中午":
        return hour + 12 if 0 < hour < 4 else hour
    if part == "晚上":
        return {0: 24, 12: 24}.get(hour, hour + 24 if hour < 5 else hour + 12 if hour < 12 else hour)
    if part == "深夜":
        return 24 if hour in (0, 12) else hour + 12 if 5 < hour < 12 else hour
    if part == "凌晨":
        return hour % 12
    return hour + 12 if not part and not exact and 0 < hour < 7 else hour


def _offset(zone: str | None) -> timedelta | None:
    if not zone:
        return None
    if zone in "zZ":
        return timedelta(0)
    sign = -1 if zone[0] == "-" else 1
    return sign * timedelta(hours=int(zone[1:3]), minutes=int(zone[-2:]))
