"""Meetings in words: when, about what and with whom; and when one that repeats is held again."""

import re
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from zoneinfo import ZoneInfo

from dossier import moments
from dossier.errors import DossierError
from dossier.moments import Precision
from dossier.moments.lengths import read_length
from dossier.moments.recurring import FORTNIGHTLY
from dossier.reading import LINE_LENGTH, short
from dossier.worktime import WorkRule

Times = tuple[datetime, datetime]

_HOUR = timedelta(hours=1)
_LONGEST = timedelta(hours=24)
# An end that lies before the start by the clock is read as the next such time: for so long nobody meets.
_TOO_LONG, _HALF_DAY = timedelta(hours=8), timedelta(hours=12)
_WHOLE_DAY = timedelta(hours=9)
"""How long what goes on all day takes: 9点到6点."""
_MOST = 400
_USUAL = WorkRule()
# Within so many characters a word belongs to the time behind it.
_NEAR = 60
_TO = re.compile(r"\s*(?:[-–—~～到至]|(?:to|until|till)\b)", re.IGNORECASE)
# A number alone is as well a part of a day: 12-01.
_END = (
    r"(?P<{0}zh>上午|早上|下午|晚上|晚)?(?P<{0}hour>\d{{1,2}})"
    r"(?:[:：](?P<{0}minute>\d{{2}})|点|(?=\s*[ap]\.?m\b))\s*(?P<{0}en>[ap]\.?m\b\.?)?"
)
_BACKWARDS = re.compile(rf"{_END.format('a')}\s*(?:-|–|—|~|～|到|至|to|until)\s*{_END.format('b')}", re.IGNORECASE)
# 3pm-4 Recap, 9am to 11: the end without the half of the day that the start has.
_BARE_END = re.compile(
    r"(?:[-–—~～]|\s*(?:to|until|till)\s+)([01]?\d|2[0-4])"
    r"(?![\d:：.%/-]|\s*(?:点|[ap]\.?m\b|min|hours?\b|people\b|[人个位分]))(?=\s|$)",
    re.IGNORECASE,
)
_CLOCK = re.compile(r"(\d{1,2})[:：](\d{2})")
# What looks like a time or a day and was not read as one: there is no such time.
_LEFT = re.compile(r"\d{1,2}[:：]\d{2}|\d{1,2}月\d{1,2}[日号]?|\d{4}-\d{1,2}-\d{1,2}")
# Words that go on before or behind what was read and change what it means: not to be taken for the topic.
_ENGLISH_DAY = r"(?:mon|tue|wed|thu|fri|sat|sun)[a-z]*"
_ORDINAL = "first|second|third|fourth|[1-4](?:st|nd|rd|th)|last|other"
_GOES_BEFORE = re.compile(
    r"(?:每[个隔一二两三四五六七八九十半0-9]*(?:工作日|天|日|周|星期|礼拜|月|季度?|年)?(?:的?(?:第.{1,2}|最后一)个?(?:工作日)?)?"
    r"|[双单隔](?:周|月|季度?|年|天|日)|(?:^|[\s,，])[双单隔]|节假日|工作日|(?:第[一二三四五1-5]|最后一)个)的?\s*$"
    rf"|\b(?:every|each|alternate)"
    rf"(?: (?:{_ORDINAL}|[0-9]|two|three|four|(?:day|week|month|quarter|year)s?|of|the|on))*\s*$"
    rf"|\b(?:{_ORDINAL})\s*$",
    re.IGNORECASE,
)
_OFTEN = re.compile(
    r"\b(?:bi-?weekly|fortnightly|weekly|monthly|quarterly|yearly|daily)(?: on| at)?\s*$", re.IGNORECASE
)
_DATED = re.compile(r"(?:^|\s)(?:\d{1,2}[./-]\d{1,2}\.?|\d{8})\s*$")
_BY_CLOCK = re.compile(r"\s*(?:on |at )?(?:\d{1,2}\s*(?:[:：点时]|[ap]m)|[早上中下晚])", re.IGNORECASE)
_BY_DAY = re.compile(rf"\s*(?:on |at )?{_ENGLISH_DAY}\b", re.IGNORECASE)
_GOES_BEHIND = re.compile(
    r"每[个隔一二两三四2-4]*(?:(?:周|星期|礼拜)[一二三四五六日天](?![次遍])|工作日|月(?:[0-9]|[一二三十]+[日号]|第|最后|底))"
    r"|(?:^|\s)(?:每[天日周月年]|每季度?|工作日|[双单隔][周月天日])(?=\s|$)|[双单隔]周的?(?:周|星期|礼拜)[一二三四五六日天]"
    rf"|\b(?:every|each) (?:(?:{_ORDINAL}) )?(?:week|work|working )?(?:day|week|month|quarter|year|{_ENGLISH_DAY})\b"
    r"|\bof (?:each|every) (?:week|month|quarter|year)\b|^\s*\d{1,2}(?:-\d{1,2}|\.\d{1,2}\.)(?=\s|$)",
    re.IGNORECASE,
)
_ENDS = re.compile(r"直到|截至|截止|持续到|\b(?:until|till|through)\b", re.IGNORECASE)
_TIME = re.compile(r"\d\s*[:：点时]|\d\s*[ap]\.?m\b|[一二三四五六七八九十两]点", re.IGNORECASE)
# How long it takes, right behind the time or at the very end: for 30 minutes, 开半小时, 复盘 30分钟.
_LASTS = re.compile(r"[\s,，(（]*(?P<led>\bfor\s+|(?:会议)?(?:时长|开|持续|共|为期)[:：]?\s*)?(?=\S)", re.IGNORECASE)
_BREAK = re.compile(r"[)）]?(?:的(?=\S)|[\s,，、:：|｜;；]+|$)")
_NO_LENGTH = re.compile(r"\b(?:in|of|within|every|each|last|next|after|the|a|per)\s*\Z", re.IGNORECASE)
_ONE_LETTER = re.compile(r"[\d.]\s*[msd]\Z", re.IGNORECASE)
_NAME = re.compile(r"[@＠]([^@＠]*)")
_END_OF_NAME = re.compile(r"[,，、;；|｜:：。()（）\n]")
_WEEKS = re.compile(
    r"(?:每隔?(?P<zh>[二两三四2-4])个?(?:周|星期|礼拜)|every (?P<en>[2-4]|two|three|four) weeks)", re.IGNORECASE
)
_WORKING_DAYS = re.compile(r"工作日|\b(?:work|working|business)[ -]?days?\b|\bweekdays?\b", re.IGNORECASE)
_WEEKDAY = re.compile(
    r"(?:周|星期|礼拜)[一二三四五六日天]|\b(?:mon|tue|wed|thu|fri|sat|sun)(?:day|sday|nesday|rsday|urday)?\b",
    re.IGNORECASE,
)
_NUMBERS = {"二": 2, "两": 2, "三": 3, "四": 4, "two": 2, "three": 3, "four": 4}


@dataclass(frozen=True, slots=True)
class Announced:
    """A meeting as somebody announced it: when it is held first, by which words it repeats ("" for once), with whom."""

    held: Times
    rule: str
    topic: str
    people: Sequence[str]


def announced(
    text: str, now: datetime, zone: ZoneInfo, known: Sequence[str] = (), work: WorkRule = _USUAL
) -> Announced:
    """Read a meeting such as `今天 9:00-10:00 需求评审 @李雷` or `every Wednesday 10:00 standup`.

    `known` are names that may have spaces in them; `work` tells on which days people work. Raises DossierError that
    says what is missing or cannot be.
    """
    people = [_name(each, known) for each in _NAME.findall(text)]
    words = _without_names(text, people)
    found = moments.find(words, now, zone)
    if found is None:
        no_time = next((each for each in _CLOCK.finditer(words) if int(each[1]) > 24 or int(each[2]) > 59), None)
        if no_time is not None:
            raise DossierError("meeting-no-such-time", text=no_time[0])
        raise DossierError("meeting-when", text=short(words))
    start, stop = found.at
    said, rest = words[start:stop], words[stop:]
    repeats = found.precision is Precision.RECURRING
    try:
        if repeats:
            held, behind = _repeating(said, rest, found.end, now, zone)
            open_end = found.end is None and behind == rest
            rest = behind
            if _WORKING_DAYS.search(said):
                held = _on_a_working_day(held, now, work)
        else:
            held = moments.parse_span(said, now, zone)
            open_end = found.precision is Precision.MOMENT
            held = _at_night(held, said)
    except moments.UnreadableDate:
        timed = _TIME.search(words)
        raise DossierError(
            "meeting-unread" if timed else "meeting-time", text=short(words if timed else said)
        ) from None
    if open_end and (until := _BARE_END.match(rest)):
        held, rest = _until(held[0], int(until[1])), rest[until.end() :]
    elif open_end:
        length, rest = _lasting(rest)
        held = (held[0], _after(held[0], length or _HOUR))
    _require_whole(words[:start], said, rest, repeats=repeats)
    topic = " ".join(f"{words[:start]} {rest}".split()).strip(" ,，、:：|｜-–—。;；")
    if left := _LEFT.search(topic):
        raise DossierError("meeting-no-such-time", text=left[0])
    if moments.impossible(topic, now, zone):
        raise DossierError("meeting-unread", text=short(topic))
    if not topic:
        raise DossierError("meeting-topic")
    if len(topic) > LINE_LENGTH:
        raise DossierError("too-long", max=LINE_LENGTH, length=len(topic))
    _check(held, said + rest, now)
    return Announced((held[0].astimezone(UTC), held[1].astimezone(UTC)), said if repeats else "", topic, people)


def held_again(rule: str, zone: ZoneInfo, last: Times, work: WorkRule = _USUAL) -> Times | None:
    """Give when a meeting is held after the time it was held last, by the words it repeats by; as long as then.

    None when the words name no next time.
    """
    start, end = last
    if _WORKING_DAYS.search(rule):
        return _on_a_working_day((start.astimezone(zone), end.astimezone(zone)), start, work)
    weeks = _WEEKS.search(rule)
    skipped = 1 if re.search(FORTNIGHTLY, rule, re.IGNORECASE) else 0
    if weeks is not None and _WEEKDAY.search(rule):
        # The words name a day of the week: looked for when all weeks but one have passed.
        said = (weeks["zh"] or weeks["en"]).lower()
        skipped = (_NUMBERS.get(said) or int(said)) - 1
    found = moments.find(rule, start + timedelta(weeks=skipped, minutes=1), zone)
    if found is None or found.precision is not Precision.RECURRING or found.start is None or found.start <= start:
        return None
    begins = found.start.astimezone(UTC)
    return begins, begins + (end - start)


def held_until(
    rule: str, zone: ZoneInfo, first: Times, now: datetime, work: WorkRule = _USUAL
) -> tuple[list[Times], Times | None]:
    """Give the times a meeting was held from one on until now, and when it is held next.

    Not the first where it was planned for a working day that has been made a day off since.
    """
    held, following = [first], held_again(rule, zone, first, work) if rule else None
    while following is not None and following[1] <= now and len(held) < _MOST:
        held.append(following)
        following = held_again(rule, zone, following, work)
    off = _WORKING_DAYS.search(rule) is not None and not work.works(first[0].astimezone(zone).date())
    return held[1:] if off else held, following


def _on_a_working_day(held: Times, after: datetime, work: WorkRule) -> Times:
    """Give the first time after a moment, by the clock as it is `held`, on a day on which people work; as it is where
    there is none within a year."""
    zone, clock, length = held[0].tzinfo, held[0].time(), held[1] - held[0]
    first = after.astimezone(zone).date()
    days = (first + timedelta(days=ahead) for ahead in range(366))
    starts = (datetime.combine(day, clock, zone) for day in days if work.works(day))
    start = next((each for each in starts if each.astimezone(UTC) > after.astimezone(UTC)), held[0])
    return start, _after(start, length)


def _repeating(said: str, rest: str, ends: datetime | None, now: datetime, zone: ZoneInfo) -> tuple[Times, str]:
    """Give the first time of a meeting that repeats, and what is left of the words behind it. Raises UnreadableDate."""
    start = moments.parse_moment(said, now, zone)
    if ends is not None or not _TO.match(rest):
        held, stop = (start, ends or _after(start, _HOUR)), 0
    else:
        # Read as that of a single day is.
        day = f"{start:%Y-%m-%d %H:%M}"
        found = moments.find(day + rest, now, zone)
        if found is None or found.end is None:
            return (start, _after(start, _HOUR)), rest
        held, stop = (start, found.end), found.at[1] - len(day)
        if _runs_backwards(day + rest[:stop], found.end - start):
            raise DossierError("meeting-backwards")
    if held[1] <= start:
        raise DossierError("meeting-backwards")
    return held, rest[stop:]


def _lasting(rest: str) -> tuple[timedelta | None, str]:
    """Give how long a meeting takes by the words behind its time, None where they do not say it, and what is left."""
    begins = [0, *(found.start() for found in re.finditer(r"[\s,，(（]+", rest) if found.start())]
    for at in begins:
        led = _LASTS.match(rest, at)
        length = read_length(rest, led.end()) if led else None
        if led is None or length is None or not length.exact or _ONE_LETTER.search(rest[led.end() : length.stop]):
            continue
        ends = _BREAK.match(rest, length.stop)
        takes = length.span
        if _NO_LENGTH.search(rest[:at]):
            continue
        # Elsewhere than right behind the time only the last words say it; 24小时值班 and 24 hours on call are topics.
        if ends is None or (at and ends.end() < len(rest)) or (takes > _TOO_LONG and (at or not led["led"])):
            continue
        return takes, f"{rest[:at]} {rest[ends.end() :]}"
    return None, rest


def _after(start: datetime, length: timedelta) -> datetime:
    """Give the moment so much time later, also where clocks are changed in between."""
    return (start.astimezone(UTC) + length).astimezone(start.tzinfo)


def _require_whole(before: str, said: str, behind: str, *, repeats: bool) -> None:
    """Raise DossierError where words beside those that were read say something else of when it is: every other Monday,
    每季度第一个周一, 12.01 10:00. What is left would become its topic, and the time a wrong one."""
    by_clock = _BY_CLOCK.match(said)
    before = before[-_NEAR:]
    left = (
        _GOES_BEFORE.search(before)
        or (_OFTEN.search(before) if by_clock or _BY_DAY.match(said) else None)
        or (_DATED.search(before) if by_clock else None)
    )
    if left is not None:
        raise DossierError("meeting-unread", text=short(f"{left[0]}{said}".strip()))
    if found := _GOES_BEHIND.search(behind) or (_ENDS.search(behind) if repeats else None):
        raise DossierError("meeting-unread", text=short(behind[found.start() :].strip()))


def _check(held: Times, said: str, now: datetime) -> None:
    start, end = (moment.astimezone(UTC) for moment in held)
    if end <= start or _runs_backwards(said, end - start):
        raise DossierError("meeting-backwards")
    if end - start > _LONGEST:
        raise DossierError("meeting-long")
    if end <= now:
        raise DossierError("meeting-past")


def _at_night(held: Times, said: str) -> Times:
    """Give when something is held whose end is a bare hour that was read as half a day later: 22点到2点."""
    found, too_late = _BACKWARDS.search(said), held[1] - _HALF_DAY
    bare = found is not None and not _is_exact(found)
    return (held[0], too_late) if bare and timedelta() < too_late - held[0] <= _WHOLE_DAY else held


def _until(start: datetime, hour: int) -> Times:
    """Give what begins at a moment and ends at an hour of which the half of the day is not said."""
    day = start.replace(hour=0, minute=0)
    ends = (_after(day, timedelta(hours=hour + later)) for later in (0, 12, 24))
    return start, next((end for end in ends if timedelta() < end - start <= _WHOLE_DAY), start)


def _runs_backwards(said: str, length: timedelta) -> bool:
    """Tell whether words name an end that lies before the start by the clock, for a meeting of that length."""
    found = _BACKWARDS.search(said)
    if found is None or _minute(found, "b") > _minute(found, "a"):
        return False
    # 9点到6点: in the evening, it may be.
    return length > (_TOO_LONG if _is_exact(found) else _HALF_DAY)


def _is_exact(found: re.Match[str]) -> bool:
    """Tell whether the end says more than a bare hour, which may be of either half of the day."""
    return any(found[each] for each in ("bminute", "bzh", "ben"))


def _minute(found: re.Match[str], end: str) -> int:
    hour, half = int(found[f"{end}hour"]), (found[f"{end}zh"] or found[f"{end}en"] or "").lower()
    if half:
        hour = hour % 12 + (12 if half[0] in "p下晚" else 0)
    return hour * 60 + int(found[f"{end}minute"] or 0)


def _name(said: str, known: Sequence[str]) -> str:
    """Give the name that what stands behind an @ begins with: a known one, else its first word."""
    fitting = [name for name in known if said.casefold().startswith(name.casefold())]
    if fitting:
        return said[: len(max(fitting, key=len))]
    return (_END_OF_NAME.split(said)[0].split() or [""])[0]


def _without_names(text: str, names: Sequence[str]) -> str:
    for name in names:
        text = re.sub(rf"[@＠]{re.escape(name)}[,，、]?", " ", text, count=1)
    return text
