"""Dates and times in words, Chinese and English (and other languages where dateparser knows them), relative to now.

Looks at the first 500 characters. The language is not asked for: every rule is tried where its words stand, so
"周五 3pm" is read as well as "next Monday 下午3点". What the rules leave open goes to libraries, loaded when needed.
"""

import re
from dataclasses import dataclass
from datetime import UTC, date, datetime, timedelta
from typing import Literal
from zoneinfo import ZoneInfo

from dossier.moments import libraries
from dossier.moments.days import Scene
from dossier.moments.grammar import read
from dossier.moments.readings import Precision, Reading
from dossier.moments.text import ImpossibleDate, fold, pattern
from dossier.moments.zones import gap_end

__all__ = [
    "Expression",
    "Precision",
    "UnreadableDate",
    "find",
    "parse_day",
    "parse_moment",
    "parse_period",
    "parse_span",
    "warm_up",
]

Prefer = Literal["future", "past"]

_BEGINNING = (
    r"(?=[0-9零〇一二两三四五六七八九十百半大前昨今当明后上本这下次周星礼月年季元除春清五劳端中国圣凌早下晚夜傍深正午每过再最近未接往随第直截不自从去来在于定约双隔工])|"
    r"(?<![a-z])(?=[a-z])"
)
# The libraries try every number of a text with every other: what has more of them is no sentence.
_NUMBERS, _MOST_NUMBERS = re.compile(r"\d+"), 30

_LOOSE = " \t.,;:!?。、·…()[]{}<>\"'“”‘’「」《》"
# Words that make more of what the rules find (week of Nov 23, early next week): the recognizer knows those.
_LONGER = r"(?i)(?:week of|early|late|later|mid|after|past|to|half|quarter)[ -](?:the )?$"


class UnreadableDate(ValueError):
    """The text is not the date or time it should be."""

    def __init__(self, text: str) -> None:
        super().__init__(f"not a date or time: {text[:80]!r}")
        self.text = text


@dataclass(frozen=True, slots=True)
class Expression:
    """A date or time found in a text; aware datetimes, days as their midnight, ends inclusive.

    DAY and MOMENT have a start; DEADLINE an end; WINDOW (part of a day) and INTERVAL both, but for INTERVALs open at
    the end ("after Friday"); RECURRING starts with its next time. `at` is the span of characters it was found in.
    """

    precision: Precision
    start: datetime | None
    end: datetime | None
    at: tuple[int, int]


def find(text: str, now: datetime, zone: ZoneInfo, *, prefer: Prefer = "future") -> Expression | None:
    """The first date or time in the first 500 characters of `text`, None when there is none.

    `now` is aware, the result in `zone`. What is open (8月15日, Friday) is the next from now on, or with
    `prefer="past"` the last up to now. Dates that do not exist are none.
    """
    folded = fold(text)
    found = _search(Scene(folded.text, _local(now, zone), prefer == "past", whole=False))
    if not found:
        return None
    at, reading = found
    try:
        start, end = _aware(reading.start, reading, zone), _aware(reading.end, reading, zone)
    except (OverflowError, ValueError):
        return None
    return Expression(reading.precision, start, end, folded.span(at, reading.stop))


def impossible(text: str, now: datetime, zone: ZoneInfo) -> bool:
    """Tell whether a text holds what has the form of a date or time and is none: 2月30日, 25:00."""
    scene = Scene(fold(text).text, _local(now, zone), False, whole=False)
    for found in pattern(_BEGINNING).finditer(scene.text):
        try:
            read(scene, found.start())
        except ImpossibleDate:
            return True
        except OverflowError:
            continue
    return False


def parse_day(text: str, now: datetime, zone: ZoneInfo, *, prefer: Prefer = "future") -> date:
    """The one day all of `text` names (its time is left out; of "by Friday" the Friday); raises `UnreadableDate`."""
    reading = _whole(text, now, zone, prefer)
    if reading.precision is Precision.DEADLINE:
        return _day(reading.end, reading, zone, text)
    if reading.precision is Precision.RECURRING:
        raise UnreadableDate(text)
    first = _day(reading.start, reading, zone, text)
    if reading.precision is Precision.INTERVAL and (not reading.end or _day(reading.end, reading, zone, text) != first):
        raise UnreadableDate(text)
    return first


def parse_moment(text: str, now: datetime, zone: ZoneInfo, *, prefer: Prefer = "future") -> datetime:
    """The moment all of `text` names, aware, in `zone`; raises `UnreadableDate`, also for a day without a time.

    Of a part of a day (明天上午) it is the start, of a repetition the next time.
    """
    reading = _whole(text, now, zone, prefer)
    moment = reading.end if reading.precision is Precision.DEADLINE else reading.start
    if not reading.timed or reading.precision is Precision.INTERVAL:
        raise UnreadableDate(text)
    return _checked(moment, reading, zone, text)


def parse_period(text: str, now: datetime, zone: ZoneInfo, *, prefer: Prefer = "future") -> tuple[date, date]:
    """First and last day, inclusive, of the period all of `text` names; a single day gives it twice.

    A deadline runs from today. Raises `UnreadableDate`, also for a period without an end.
    """
    reading = _whole(text, now, zone, prefer)
    if reading.precision is Precision.RECURRING:
        raise UnreadableDate(text)
    if reading.precision is Precision.DEADLINE:
        first, last = _local(now, zone).date(), _day(reading.end, reading, zone, text)
    else:
        first = _day(reading.start, reading, zone, text)
        single = reading.precision in (Precision.DAY, Precision.MOMENT)
        last = first if single else _day(reading.end, reading, zone, text)
    if last < first:
        raise UnreadableDate(text)
    return first, last


def parse_span(text: str, now: datetime, zone: ZoneInfo) -> tuple[datetime, datetime]:
    """From when to when, aware, in `zone`; a moment lasts one hour.

    Raises `UnreadableDate`, also for days without times.
    """
    reading = _whole(text, now, zone, "future")
    if not reading.timed or reading.precision in (Precision.DEADLINE, Precision.RECURRING):
        raise UnreadableDate(text)
    start = _checked(reading.start, reading, zone, text)
    if reading.precision is Precision.MOMENT:
        return start, (start.astimezone(UTC) + timedelta(hours=1)).astimezone(zone)
    return start, _checked(reading.end, reading, zone, text)


def warm_up() -> None:
    """Loads the libraries (about two seconds): called off the path of requests, the first one does not wait."""
    libraries.warm_up()


def _whole(text: str, now: datetime, zone: ZoneInfo, prefer: Prefer) -> Reading:
    """What all of the text says, loose punctuation aside."""
    folded = fold(text)
    bare = folded.text.strip(_LOOSE)
    if not bare or len(text.strip()) > len(folded.origin):
        raise UnreadableDate(text)
    local = _local(now, zone)
    scene = Scene(bare, local, prefer == "past", whole=True)
    if re.fullmatch(r"(?i)now|right now|现在|此刻|当前", bare):
        return Reading(Precision.MOMENT, local, None, len(bare), timed=True)
    try:
        reading = read(scene, 0)
        if reading and reading.stop == len(bare):
            return reading
        for ask in (libraries.english, libraries.chinese, libraries.other):
            asked = ask(scene)
            if asked and asked[0] == 0 and asked[1].stop == len(bare):
                return asked[1]
    except (ImpossibleDate, OverflowError):
        raise UnreadableDate(text) from None
    raise UnreadableDate(text)


def _search(scene: Scene) -> tuple[int, Reading] | None:
    """The first place where something is read; what has the form of a date but is none is passed over whole."""
    at = 0
    if pattern("农历|阴历|旧历|正月|腊月").search(scene.text) and (lunar := libraries.chinese(scene)):
        return lunar
    while found := pattern(_BEGINNING).search(scene.text, at):
        at = found.start()
        try:
            if reading := read(scene, at):
                return _longer(scene, at, reading)
            at += 1
        except ImpossibleDate as impossible:
            at = max(impossible.stop, at + 1)
            scene = scene._replace(text=" " * at + scene.text[at:])
        except OverflowError:
            at += 1
    if len(_NUMBERS.findall(scene.text)) > _MOST_NUMBERS:
        return None
    answers = [ask(scene) for ask in (libraries.chinese, libraries.english, libraries.other)]
    return next((answer for answer in answers if answer), None)


def _longer(scene: Scene, at: int, reading: Reading) -> tuple[int, Reading]:
    if re.search(_LONGER, scene.text[:at]):
        asked = libraries.english(scene)
        if asked and asked[0] < at and asked[1].stop >= reading.stop:
            return asked
    return at, reading


def _local(now: datetime, zone: ZoneInfo) -> datetime:
    """The wall clock of `now` in `zone`, to the minute's second, without a zone."""
    return now.astimezone(zone).replace(tzinfo=None, microsecond=0)


def _aware(moment: datetime | None, reading: Reading, zone: ZoneInfo) -> datetime | None:
    """In `zone`, by the offset written beside it if there is one; a time the clock skips moves to the first after."""
    if moment is None:
        return None
    if reading.offset is not None:
        return (moment - reading.offset).replace(tzinfo=UTC).astimezone(zone)
    wall = moment.replace(tzinfo=zone)
    back = wall.astimezone(UTC).astimezone(zone)
    if back.replace(tzinfo=None) == moment:
        return wall
    return gap_end(wall)


def _checked(moment: datetime | None, reading: Reading, zone: ZoneInfo, text: str) -> datetime:
    try:
        aware = _aware(moment, reading, zone)
    except (OverflowError, ValueError):
        aware = None
    if aware is None:
        raise UnreadableDate(text)
    return aware


def _day(moment: datetime | None, reading: Reading, zone: ZoneInfo, text: str) -> date:
    """The day of a moment; of a day itself without asking the zone, whose midnight may be skipped."""
    if reading.timed:
        return _checked(moment, reading, zone, text).date()
    if moment is None:
        raise UnreadableDate(text)
    return moment.date()
