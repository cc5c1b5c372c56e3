"""What the grammar does not know, asked of libraries: lunar Chinese, rarer English, other languages."""

import re
import warnings
from datetime import UTC, date, datetime, time, timedelta
from functools import cache
from typing import Any, Final

from dossier.moments.calendar import holiday, is_working_day
from dossier.moments.days import MONTHS, Scene
from dossier.moments.readings import Precision, Reading
from dossier.moments.text import pattern

# Words only jionlp-time knows here; without one of them its readings are guesses (三点建议: three o'clock).
_LUNAR: Final = (
    "农历|阴历|旧历|正月|腊月|冬月|七夕|重阳|元宵|除夕|小年|腊八|立春|清明|立夏|夏至|立秋|立冬|冬至|端午|中秋"
    "|母亲节|父亲节|情人节|妇女节|儿童节|教师节|感恩节"
)
_CHINESE_RUN: Final = (
    rf"(?:[0-9零一二三四五六七八九十]+年|[去今明后前]年)?的?(?:{_LUNAR})[初廿卅零一二三四五六七八九十月日号节]*"
)
_ENGLISH_HINT: Final = (
    rf"(?<![a-z])(?:{MONTHS}|mon|tue|wed|thu|fri|sat|sun|\w+day|today|tonight|tomorrow|week"
    rf"|weeks|weekend|month|months|"
    r"quarter|year|years|noon|midnight|morning|afternoon|evening|half past|ago|thanksgiving|easter|halloween|"
    r"[0-9]{1,2}\s*[ap]m|(?:19|20)[0-9]{2})(?![a-z])"
)
_ENGLISH_KINDS: Final = ("date", "datetime", "daterange", "datetimerange", "time", "timerange")
_OTHER_LANGUAGES: Final = ["de", "fr", "es", "it", "pt", "nl", "pl", "ru", "ja", "ko"]
_OTHER_RUN: Final = (
    r"(?<![\w.])[0-9]{1,2}(?:\.|er|º)?\s+(?:de\s+|d['’])?[^\W\d_]{3,12}\.?(?:\s+(?:de\s+)?"
    r"(?:19|20)[0-9]{2})?(?![\w])"
    r"|(?<!\w)(?:(?:19|20)[0-9]{2}년\s*)?[0-9]{1,2}월\s*[0-9]{1,2}일"
)


def warm_up() -> None:
    """Loads the libraries and their tables (about two seconds), so that the first expression does not wait."""
    now = datetime.combine(date(2026, 1, 5), time(9))
    for year in (-1, 0, 1):
        holiday("春节", datetime.now(UTC).year + year)
    is_working_day(now.date())
    for text, ask in (("农历八月十五", chinese), ("week of Nov 23", english), ("15. August 2027", other)):
        ask(Scene(text, now, False, True))


def chinese(scene: Scene) -> tuple[int, Reading] | None:
    """Lunar days and festivals, read by jionlp-time."""
    import jionlp_time

    for found in pattern(_CHINESE_RUN).finditer(scene.text):
        for years in (0, 1, 2) if not scene.past else (0, -1):
            base = scene.now + timedelta(days=365 * years)
            try:
                said = jionlp_time.parse_time(found[0], time_base=base)
                first, last = (datetime.fromisoformat(moment) for moment in said["time"])
            except Exception:  # the library gives up in many ways: ValueError, IndexError, TypeError
                break
            reading = _days(first.date(), last.date(), found.end())
            wanted = first.date() <= scene.today if scene.past else last.date() >= scene.today
            if wanted or "年" in found[0]:
                return found.start(), reading
    return None


def english(scene: Scene) -> tuple[int, Reading] | None:
    """Week of Nov 23, mid December, Thanksgiving …, read by Microsoft's recognizer."""
    if not pattern(_ENGLISH_HINT).search(scene.text):
        return None
    try:
        entities = _recognizer().parse(scene.text, scene.now)
    except Exception:  # the library raises what its rules happen to raise
        return None
    for entity in entities:
        kind = entity.type_name.rpartition(".")[2]
        word = scene.text[entity.start : entity.end + 1]
        if kind not in _ENGLISH_KINDS or re.fullmatch(
            (
                r"(?i)now|may|march|[0-9]+|second|fall|spring|mon|tue|wed|thu|fri|sat|sun|jan|feb|mar|apr"
                r"|jun|jul|aug|sep|oct|nov|dec"
            ),
            word,
        ):
            continue
        if re.match(r"[/.:-]?[0-9]", scene.text[entity.end + 1 :]) or re.search(
            r"[0-9][/.:-]?$", scene.text[: entity.start]
        ):
            continue  # a piece of a longer number
        values = (entity.resolution or {}).get("values", [])
        readings = [reading for value in values if (reading := _recognized(value, entity.end + 1, scene))]
        if readings:
            return entity.start, _preferred(readings, scene)
    return None


def other(scene: Scene) -> tuple[int, Reading] | None:
    """Dates in other languages (15. August 2027, 8월 15일, demain), read by dateparser."""
    runs = [(0, scene.text)] if scene.whole else [(m.start(), m[0]) for m in pattern(_OTHER_RUN).finditer(scene.text)]
    for start, run in runs[:5]:
        run = re.sub(r"(?i)(?<=[0-9])\s*uhr(?:\s*([0-9]{2}))?", lambda m: f":{m[1] or '00'}", run)
        if scene.whole and (len(run) > 60 or not re.search(r"[^\W\d_]{3}|[0-9]월", run)):
            continue
        moment = _parsed(run, scene)
        if moment:
            stop = len(scene.text) if scene.whole else start + len(run)
            if moment.time() == time():
                return start, Reading(Precision.DAY, moment, None, stop)
            return start, Reading(Precision.MOMENT, moment, None, stop, timed=True)
    return None


def _parsed(run: str, scene: Scene) -> datetime | None:
    """Only what names a day: a month or weekday alone would be filled up with guesses."""
    settings = {
        "RELATIVE_BASE": datetime.combine(scene.today, time()),
        "PREFER_DATES_FROM": "past" if scene.past else "future",
        "RETURN_AS_TIMEZONE_AWARE": False,
        "REQUIRE_PARTS": ["day"] if scene.whole else ["day", "month"],
        "PARSERS": ["relative-time", "absolute-time"] if scene.whole else ["absolute-time"],
    }
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")
        try:
            import dateparser

            moment = dateparser.parse(run, languages=_OTHER_LANGUAGES, settings=settings)
        except Exception:  # the library raises what its rules happen to raise
            return None
    return moment.replace(tzinfo=None) if moment else None


def _recognized(value: dict[str, str], stop: int, scene: Scene) -> Reading | None:
    try:
        if value["type"] in ("date", "datetime", "time"):
            day = f"{scene.today} " if value["type"] == "time" else ""
            moment = datetime.fromisoformat(day + value["value"])
            if value["type"] == "date":
                return Reading(Precision.DAY, moment, None, stop)
            return Reading(Precision.MOMENT, moment, None, stop, timed=True)
        day = f"{scene.today} " if value["type"] == "timerange" else ""
        ends = {name: datetime.fromisoformat(day + value[name]) for name in ("start", "end") if name in value}
    except (KeyError, ValueError):
        return None
    start, end = ends.get("start"), ends.get("end")
    if value["type"] != "daterange":
        return Reading(Precision.WINDOW, start, end, stop, timed=True) if start and end else None
    modifier = value.get("Mod", "")
    if start and end and modifier != "after":
        return _days(start.date(), end.date() - timedelta(days=1), stop)
    if end and modifier in ("before", "until"):
        return Reading(Precision.DEADLINE, None, end, stop)
    return Reading(Precision.INTERVAL, start, None, stop) if start else None


def _preferred(readings: list[Reading], scene: Scene) -> Reading:
    def when(reading: Reading) -> datetime:
        return reading.end or reading.start or scene.now

    ordered = sorted(readings, key=when)
    midnight = datetime.combine(scene.today, time())
    if scene.past:
        return next((reading for reading in reversed(ordered) if when(reading) <= scene.now), ordered[0])
    return next((reading for reading in ordered if when(reading) >= midnight), ordered[-1])


def _days(first: date, last: date, stop: int) -> Reading:
    start, end = datetime.combine(first, time()), datetime.combine(last, time())
    return Reading(Precision.INTERVAL, start, end, stop) if last > first else Reading(Precision.DAY, start, None, stop)


@cache
def _recognizer() -> Any:
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")
        from ms_recognizers_date_time import Culture, DateTimeRecognizer

        return DateTimeRecognizer(Culture.English).get_datetime_model()
