"""Days in words: 8月15日, 下周三, the day after tomorrow, Dec 5, 三天后, 春节 — as the days they can mean."""

import re
from collections.abc import Callable, Iterable
from datetime import date, datetime, timedelta
from typing import Final, NamedTuple

from dossier.moments.calendar import HOLIDAY_NAMES, days_off, holiday
from dossier.moments.lengths import read_distance, read_length
from dossier.moments.text import NUMBER, ImpossibleDate, number, pattern, year_number

Span = tuple[date, date]

MONTHS: Final = (
    "jan(?:uary)?|feb(?:ruary)?|mar(?:ch)?|apr(?:il)?|may|june?|july?|aug(?:ust)?|sept?(?:ember)?|oct(?:ober)?|"
    "nov(?:ember)?|dec(?:ember)?"
)
YEAR: Final = (
    "(?:(?:(?P<y>(?<![0-9])(?:[0-9]{4}|[0-9]{2})|[零〇一二三四五六七八九]{4})年|"
    "(?P<yw>大前年|前年|去年|上年|今年|本年|明年|来年|后年)度?)的?)"
)
RELATIVE: Final = "(?P<rel>(?<!以)上上|(?<![以之])上|本|这|当|(?<!以)下下|(?<![以之])下|次)(?:一)?个?"
STEPS: Final = {
    "上上": -2, "上": -1, "last": -1, "past": -1, "previous": -1, "本": 0, "这": 0, "当": 0, "this": 0, "current": 0,
    "下": 1, "次": 1, "next": 1, "coming": 1, "下下": 2, "after next": 2,
}  # fmt: skip
_YEAR_STEPS: Final = {
    "大前年": -3,
    "前年": -2,
    "去年": -1,
    "上年": -1,
    "今年": 0,
    "本年": 0,
    "明年": 1,
    "来年": 1,
    "后年": 2,
}
_DAY_STEPS: Final = {
    "大前天": -3, "前天": -2, "前日": -2, "day before yesterday": -2, "昨": -1, "yesterday": -1, "今": 0, "当天": 0,
    "today": 0, "tonight": 0, "明": 1,
    "tomorrow": 1, "tmr": 1, "tmrw": 1, "后天": 2, "后日": 2, "day after tomorrow": 2,
    "大后天": 3,
}  # fmt: skip
_WEEK: Final = "(?:周|星期|礼拜)"
_WEEKDAY: Final = (
    "(?P<wd>[一二三四五六日天]|[1-7](?![0-9月/.:]))(?!(?:[十百千][一二三四五六七八九]?)?(?:次|遍|个|项|条|件|份|家|名|种|篇|轮))"
    "(?<!日(?=[志程报常]))"
)
WEEKDAY_EN: Final = (
    "(?P<wd>mon(?:day)?|tue(?:s(?:day)?)?|wed(?:nesday)?|thu(?:r(?:s(?:day)?)?)?|fri(?:day)?|sat(?:urday)?|sun(?:day)?)"
    "(?![a-z])"
)
_NOT_A_DAY: Final = "(?![楼线机桌门店院厅仓库位员单码志常本期程报用均活]|会议|文件|服务|问题|需求|工单|bug|环境|系统)"
_ORDINAL: Final = "(?:st|nd|rd|th)"
_MD: Final = rf"(?P<mon>{MONTHS})(?![a-z])\.?"
_YEAR_EN: Final = "(?:,?\\s+(?P<y>(?:19|20|21)[0-9]{2})(?![0-9:]))?"
_FULL_YEAR: Final = "(?:19|20|21)[0-9]{2}"


class Scene(NamedTuple):
    """What a date is read in: the folded text, the local time it was said at, and how it is asked for."""

    text: str
    now: datetime
    past: bool
    whole: bool

    @property
    def today(self) -> date:
        return self.now.date()


class Days(NamedTuple):
    """The days (first, last) an expression can mean, ascending; one when nothing is left open."""

    spans: tuple[Span, ...]
    stop: int
    period: bool = False
    edge: bool = False
    """Whether it names the end of a period (月底): what is due by then."""
    part: str = ""


def chosen(scene: Scene, spans: tuple[Span, ...]) -> Span:
    """The next of `spans` not over today, or for the past the last begun."""
    if scene.past:
        return next((span for span in reversed(spans) if span[0] <= scene.today), spans[0])
    return next((span for span in spans if span[1] >= scene.today), spans[-1])


def weeks(day: date, steps: int = 0) -> date:
    """The Monday of the week `steps` weeks after that of `day`."""
    return day + timedelta(days=7 * steps - day.weekday())


def months(day: date, steps: int) -> date:
    """The first of the month `steps` months after that of `day`."""
    count = day.year * 12 + day.month - 1 + steps
    return date(count // 12, count % 12 + 1, 1)


def years_of(found: re.Match[str], scene: Scene) -> range:
    """The years said, or the ones around now when none is said (8: leap days come at most that far apart)."""
    groups = found.groupdict()
    if groups.get("y"):
        year = year_number(groups["y"])
        return range(year, year + 1)
    if groups.get("yw"):
        year = scene.now.year + _YEAR_STEPS[groups["yw"]]
        return range(year, year + 1)
    return range(scene.now.year - 8, scene.now.year + 9)


def month_number(name: str) -> int:
    """1 to 12 for an English month."""
    return "janfebmaraprmayjunjulaugsepoctnovdec".index(name[:3].lower()) // 3 + 1


def single(days: Iterable[date | None]) -> tuple[Span, ...]:
    """Each day as a span, those that do not exist left out."""
    return tuple((day, day) for day in days if day is not None)


def existing(year: int, month: int | None, day: int | None) -> date | None:
    """The date, None when there is none."""
    try:
        return date(year, month or 0, day or 0)
    except ValueError:
        return None


def _numeric(found: re.Match[str], scene: Scene) -> tuple[Span, ...]:
    month, day = number(found["m"]), number(found["d"])
    return single(existing(year, month, day) for year in years_of(found, scene))


def _slashes(found: re.Match[str], scene: Scene) -> tuple[Span, ...] | None:
    """12/5: month first; day first where it can be nothing else (25/12)."""
    month, day = int(found["m"]), int(found["d"])
    if month > 12 and day <= 12:
        month, day = day, month
    if (month, day) == (7, 24) and not found["y"]:
        return None
    spans = single(existing(year, month, day) for year in years_of(found, scene))
    return spans or (() if found["y"] else None)


def _dotted(found: re.Match[str], scene: Scene) -> tuple[Span, ...] | None:
    """12.3前, 12-3前: a day where there is such a one, else a version or a number."""
    return _numeric(found, scene) or None


def _of_month(found: re.Match[str], scene: Scene) -> tuple[Span, ...] | None:
    day = number(found["d"])
    if day is None or not 0 < day < 32:
        return None
    if rel := (found.groupdict().get("rel") or "").lower():
        first = months(scene.today, STEPS[rel])
        return single([existing(first.year, first.month, day)])
    firsts = (months(scene.today, step) for step in range(-12, 13))
    return single(existing(first.year, first.month, day) for first in firsts)


def _word(found: re.Match[str], scene: Scene) -> tuple[Span, ...]:
    word = re.sub(r"[日天儿]$|^the ", "", found[0].lower()) if found["near"] else found["far"].lower()
    word = re.sub("^tomm?or+ow$", "tomorrow", word)
    return single([scene.today + timedelta(days=_DAY_STEPS[word])])


def _weekday(found: re.Match[str], scene: Scene) -> tuple[Span, ...]:
    word = found["wd"].lower()
    index = "一二三四五六日".find("日" if word == "天" else word)
    if index < 0:
        index = int(word) - 1 if word.isdecimal() else "montuewedthufrisatsun".index(word[:3]) // 3
    rel = (found["rel"] or found.groupdict().get("week") or "").lower()
    steps = range(-60, 61) if not rel or rel.endswith("coming") else [STEPS[rel]]
    return single(weeks(scene.today, step) + timedelta(days=index) for step in steps)


def _weekday_english(found: re.Match[str], scene: Scene) -> tuple[Span, ...] | None:
    """ "sat", "sun", "wed" are words of their own: short forms count with a capital, or beside this/next/last."""
    word = found["wd"]
    if not word.endswith("day") and not (scene.whole or found["rel"] or word[0].isupper()):
        return None
    return _weekday(found, scene)


def _month_english(found: re.Match[str], scene: Scene) -> tuple[Span, ...] | None:
    """ "may 12 people": may and march in small letters count as months only where nothing goes on after the number."""
    if found["mon"] in ("may", "mar", "march") and not (scene.whole or found["y"]):
        before, after = scene.text[: found.start()], scene.text[found.end() :]
        if not re.search(r"(?i)\b(on|by|before|until|till|from|since|due)\s+$", before) and re.match(
            r"\s+[a-z]", after
        ):
            return None
    day = int(found["d"])
    return single(existing(year, month_number(found["mon"]), day) for year in years_of(found, scene))


def _ordinal(found: re.Match[str], scene: Scene) -> tuple[Span, ...] | None:
    before = scene.text[: found.start()]
    if not (scene.whole or found["rel"] or re.search(r"(?i)\b(on|by|before|until|till|from|since|due)\s+$", before)):
        return None
    return _of_month(found, scene)


def _holiday(found: re.Match[str], scene: Scene) -> tuple[Span, ...] | None:
    name, after = found["name"], scene.text[found.end("name") :]
    if name in ("五一", "十一") and not (
        re.match(r"前(?!端)|之前|以前|节|假|长假|小长假|黄金周|期间|后", after) or (scene.whole and not after.strip())
    ):
        return None
    days = [holiday(name, year) for year in years_of(found, scene) if abs(year - scene.now.year) < 3]
    if not found["off"]:
        return single(days)
    return tuple(days_off(day) for day in days if day)


_Rule = Callable[[re.Match[str], Scene], "tuple[Span, ...] | None"]
_RULES: Final[tuple[tuple[str, _Rule], ...]] = (
    (
        (
            rf"(?<![0-9.a-z/])(?P<y>{_FULL_YEAR})(?P<sep>[-/.])(?P<m>[0-9]{{1,2}})(?P=sep)"
            rf"(?P<d>[0-9]{{1,2}})(?![0-9]|[./][0-9])"
        ),
        _numeric,
    ),
    (rf"(?<![0-9.])(?P<d>[0-9]{{1,2}})\.(?P<m>[0-9]{{1,2}})\.(?P<y>{_FULL_YEAR})(?![0-9]|\.[0-9])", _numeric),
    (
        (
            rf"(?<![0-9/.a-z])(?P<m>[0-9]{{1,2}})/(?P<d>[0-9]{{1,2}})(?:/(?P<y>{_FULL_YEAR}"
            rf"|[0-9]{{2}}))?(?![0-9/%a-z]|\.[0-9]|\s*(?:的|of\b|th\b))"
        ),
        _slashes,
    ),
    (r"(?<![0-9.a-z/:-])(?P<m>[0-9]{1,2})-(?P<d>[0-9]{1,2})(?= +[0-9]{1,2}:[0-9]{2})", _numeric),
    (r"(?<![0-9.a-z/:本版-])(?P<m>[0-9]{1,2})[.-](?P<d>[0-9]{1,2})(?=前(?![端台置后]|[一两几0-9]))", _dotted),
    (rf"{YEAR}?(?P<m>{NUMBER})月份?的?\s*(?P<d>{NUMBER})(?:[日号]|(?![个天周年月小分点时:]))", _numeric),
    (rf"{RELATIVE}月份?的?\s*(?P<d>{NUMBER})[日号]", _of_month),
    (rf"(?<![第编单#])(?P<d>{NUMBER})(?:[日号]{_NOT_A_DAY}|(?=\s*[-~到至]\s*[0-9一二三十]{{1,3}}[日号]))", _of_month),
    (r"(?P<near>[今明昨](?:[日天儿]|(?=[早晚晨夜])))|(?P<far>大前天|大后天|前天|前日(?!期)|当天|后天|后日)", _word),
    (r"(?<![a-z])(?:the )?(?P<far>day (?:after tomorrow|before yesterday))(?![a-z])(?P<near>)", _word),
    (r"(?<![a-z])(?P<far>today|tomm?or+ow|tmrw?|yesterday|(?=tonight)(?:tonight))(?![a-z])(?P<near>)", _word),
    (rf"(?:{RELATIVE}{_WEEK}的?\s*{_WEEK}?|(?<![0-9一两二三四五六七八九十半每]){_WEEK}){_WEEKDAY}", _weekday),
    (rf"(?<![a-z])(?P<rel>this|next|last) week(?: on)?,?\s+{WEEKDAY_EN}", _weekday_english),
    (
        (
            rf"(?<![a-z])(?:{WEEKDAY_EN.replace('wd', 'w0')}\.?,?\s+)?{_MD}\s*(?:the\s+)?"
            rf"(?P<d>[0-9]{{1,2}}){_ORDINAL}?(?![0-9a-z:%]|\.[0-9]){_YEAR_EN}"
        ),
        _month_english,
    ),
    (
        (
            rf"(?<![a-z])(?:{WEEKDAY_EN.replace('wd', 'w0')}\.?,?\s+)?(?:the\s+)?(?<![0-9.:])"
            rf"(?P<d>[0-9]{{1,2}}){_ORDINAL}?\.?\s*(?:of\s+)?{_MD}{_YEAR_EN}"
        ),
        _month_english,
    ),
    (
        (
            rf"(?<![a-z0-9.:])(?P<d>[0-9]{{1,2}})(?=\s*(?:-|~|to)\s*[0-9]{{1,2}}{_ORDINAL}?\s*"
            rf"(?:of\s+)?{_MD}{_YEAR_EN})"
        ),
        _month_english,
    ),
    (
        (
            rf"(?<![a-z])(?:(?P<rel>(?:this )?coming|this|next|last|past)\s+)?{WEEKDAY_EN}(?:\s+"
            rf"(?:of\s+)?(?P<week>this|next|last)\s+week)?"
        ),
        _weekday_english,
    ),
    (
        (
            rf"(?<![a-z])(?:the\s+)(?P<d>[0-9]{{1,2}}){_ORDINAL}(?![a-z])(?:\s+(?:of\s+)?(?P<rel>this"
            rf"|next|last)\s+month)?"
        ),
        _ordinal,
    ),
)
_HOLIDAY: Final = (
    rf"(?<![a-z]){YEAR}?(?P<name>{HOLIDAY_NAMES})(?:节|'s day| festival| day)?(?![a-z])"
    rf"(?P<off>假期|长假|小长假|期间|放假|黄金周|\s+holidays?(?![a-z]))?"
)
_WHOLE_RULES: Final[tuple[tuple[str, _Rule], ...]] = (
    (rf"(?P<y>{_FULL_YEAR})(?P<m>[0-9]{{2}})(?P<d>[0-9]{{2}})(?![0-9])", _numeric),
    (r"(?P<m>[0-9]{1,2})-(?P<d>[0-9]{1,2})(?![0-9:.-]|\s*(?:点|时|号|日|am|pm))", _numeric),
)
_REDUNDANT: Final = (
    rf"\s*,?\s*(?:\(\s*(?:{_WEEK}[一二三四五六日天]|{WEEKDAY_EN})\s*\)|{_WEEK}[一二三四五六日天](?!{_WEEK}))"
)


def read_day(scene: Scene, at: int) -> Days | None:
    """The day named at `at`; raises `ImpossibleDate` when none such exists."""
    distance = read_distance(scene.text, at, scene.now)
    if distance and distance.day:
        return _after_weeks(scene, Days(single([distance.day]), distance.stop), weeks_only=distance.in_weeks)
    if (counted := _counted_from(scene, at)) is not None:
        return counted
    for source, rule in (*_RULES, *(_WHOLE_RULES if scene.whole else ())):
        if (found := pattern(source).match(scene.text, at)) and (spans := rule(found, scene)) is not None:
            if not spans:
                raise ImpossibleDate(found.end())
            extra = (
                pattern(_REDUNDANT).match(scene.text, found.end()) if rule in (_numeric, _slashes, _of_month) else None
            )
            return Days(spans, (extra or found).end(), part="晚上" if found[0].lower() == "tonight" else "")
    found = pattern(_HOLIDAY).match(scene.text, at)
    if found and (spans := _holiday(found, scene)):
        return Days(spans, found.end(), period=bool(found["off"]))
    return None


def _counted_from(scene: Scene, at: int) -> Days | None:
    """A week from Friday, 3 days before Christmas."""
    length = read_length(scene.text, at)
    found = pattern(r"\s+(?:(?:from|after)|(?P<back>before))\s+").match(scene.text, length.stop) if length else None
    if not length or length.exact or not found:
        return None
    days = read_day(scene, found.end())
    if not days or days.period:
        return None
    first, _ = chosen(scene, days.spans)
    try:
        spans = single([length.day(first, -1 if found["back"] else 1)])
    except (OverflowError, ValueError):
        raise ImpossibleDate(days.stop) from None
    return days._replace(spans=spans)


def _after_weeks(scene: Scene, days: Days, *, weeks_only: bool) -> Days:
    """两周后的周五: the Friday of that week."""
    found = pattern(rf"的?\s*(?P<rel>){_WEEK}{_WEEKDAY}").match(scene.text, days.stop) if weeks_only else None
    if not found:
        return days
    index = "一二三四五六日".find(found["wd"].replace("天", "日"))
    monday = weeks(days.spans[0][0])
    return Days(single([monday + timedelta(days=index if index >= 0 else int(found["wd"]) - 1)]), found.end())
