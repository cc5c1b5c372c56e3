"""The rules of reminding, as an organisation and its dossiers have set them: settings in, a rule out."""

import re
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field, replace
from datetime import date, datetime, time, timedelta
from typing import TypeVar
from zoneinfo import ZoneInfo

from dossier.duties import Trigger
from dossier.errors import DossierError
from dossier.escalation import Escalation, parse_steps
from dossier.kpi import EVERYONE, MANAGERS
from dossier.moments.calendar import has_calendar
from dossier.worktime import MOST_HOURS, Quiet, WorkRule, due

T = TypeVar("T")

ON, OFF = "on", "off"
WALL, WORKING = "wall", "working"
MOST_QUIET = timedelta(hours=16)
"""For how long a day nobody may be written to: in the rest every reminder has to find its time."""
_LAST_HOURS = 24
_NEVER = ("", "-", "off", "none", "never", "无", "没有", "不")
_ENGLISH_DAYS = ("mon", "tue", "wed", "thu", "fri", "sat", "sun")
_DAY = re.compile(r"[1-7]|[一二三四五六日天]|(?:mon|tue|wed|thu|fri|sat|sun)[a-z]*")
_CLOCK = re.compile(r"(\d{1,2})[:：](\d{2})\s*(?:-|–|—|~|～|至|到|to)\s*(\d{1,2})[:：](\d{2})")


@dataclass(frozen=True, slots=True)
class Rule:
    """How duties of a dossier are counted and reminded of; `names` says whether reports name who owes, `kpi` of an
    organisation who sees what each member kept in a month, `summary` whether its managers get the weekly one.
    """

    work: WorkRule = field(default_factory=WorkRule)
    steps: Escalation = field(default_factory=Escalation)
    names: bool = True
    kpi: str = OFF
    summary: bool = True

    def due_at(self, trigger: Trigger, raised: datetime, zone: ZoneInfo) -> datetime:
        """Give when what was raised at a moment is due, in UTC."""
        work, start = self._counted(trigger, raised)
        return due(start, work, zone)

    def step_at(
        self, trigger: Trigger, step: int, raised: datetime, zone: ZoneInfo, by: datetime | None = None
    ) -> datetime | None:
        """Give when a step (from 0) of what was raised at a moment is to be taken (UTC), None when there is none.

        `by` is when it is due where somebody said so.
        """
        work, start = self._counted(trigger, raised, by)
        return self.steps.at(step, start, work, zone)

    def reached(
        self, trigger: Trigger, step: int, raised: datetime, now: datetime, zone: ZoneInfo, by: datetime | None = None
    ) -> int | None:
        """Give the last step, from `step` on, whose moment has come; None when none has."""
        work, start = self._counted(trigger, raised, by)
        return self.steps.reached(step, start, now, work, zone)

    def _counted(self, trigger: Trigger, raised: datetime, by: datetime | None = None) -> tuple[WorkRule, datetime]:
        """Give how time is counted, and from when: what has a term, or an end that somebody said, is reminded of as if
        raised a day before its end."""
        ends = by or (raised + trigger.term if trigger.term else None)
        if ends is None:
            return self.work, raised
        return replace(self.work, hours=_LAST_HOURS, working=False), ends - timedelta(hours=_LAST_HOURS)

    def settings(self) -> dict[str, str]:
        """Give the rule as settings; `rule_of` reads them back."""
        return {
            "due_hours": str(self.work.hours),
            "country": self.work.country,
            "hours": f"{self.work.opens:%H:%M}-{self.work.closes:%H:%M}",
            "weekdays": " ".join(str(day + 1) for day in sorted(self.work.weekdays)),
            "due_by": WORKING if self.work.working else WALL,
            "quiet": quiet_text(self.work.quiet),
            "steps": str(self.steps),
            "names": ON if self.names else OFF,
            "kpi": self.kpi,
            "summary": ON if self.summary else OFF,
        }


HOUSE_SETTINGS = ("country", "hours", "weekdays", "kpi", "summary")
"""When the organisation works, what it counts and what its managers get: not for a dossier to set."""
KPI = (OFF, MANAGERS, EVERYONE)
SETTINGS = ("due_hours", "due_by", "quiet", "steps", "names", *HOUSE_SETTINGS)
"""The names of the settings a rule is made of."""


def rule_of(settings: Mapping[str, str], overrides: Mapping[date, bool] | None = None) -> Rule:
    """Give the rule that settings make, and an organisation's own days; what is not set, or not to be read, is as by
    default."""
    default = Rule()
    work = WorkRule(
        _read(settings, "due_hours", parse_hours, default.work.hours),
        settings.get("due_by") == WORKING,
        opens=_read(settings, "hours", parse_working_hours, (default.work.opens, default.work.closes))[0],
        closes=_read(settings, "hours", parse_working_hours, (default.work.opens, default.work.closes))[1],
        weekdays=_read(settings, "weekdays", parse_weekdays, default.work.weekdays),
        country=_read(settings, "country", parse_country, default.work.country),
        overrides=overrides or {},
        quiet=_read(settings, "quiet", parse_quiet, default.work.quiet),
    )
    steps = _read(settings, "steps", parse_steps, default.steps)
    kpi = settings.get("kpi", OFF)
    names, summary = (settings.get(name) != OFF for name in ("names", "summary"))
    return Rule(work, steps, names, kpi if kpi in KPI else OFF, summary)


def _read(settings: Mapping[str, str], name: str, parse: Callable[[str], T], default: T) -> T:
    try:
        return parse(settings[name]) if name in settings else default
    except DossierError:
        return default


def parse_hours(text: str) -> int:
    """Read within how many hours something is due. Raises DossierError unless it is a number from 1 to 30 days."""
    number = re.fullmatch(r"(\d{1,4})\s*(?:h|hours?|小时)?", text.strip())
    if number is None or not 1 <= int(number[1]) <= MOST_HOURS:
        raise DossierError("due-hours", text=text.strip()[:20], most=MOST_HOURS)
    return int(number[1])


def parse_quiet(text: str) -> Quiet:
    """Read quiet hours such as `21:00-8:30`; `-`, `none` and 无 mean none.

    Raises DossierError for anything else, and for what leaves too little of the day.
    """
    if text.strip().casefold() in _NEVER:
        return Quiet(time(), time())
    clock = _CLOCK.fullmatch(text.strip())
    try:
        if clock is None:
            raise ValueError(text)
        start, end = (time(int(clock[at]), int(clock[at + 1])) for at in (1, 3))
    except ValueError:
        raise DossierError("quiet-hours", text=text.strip()[:30]) from None
    minutes = (end.hour - start.hour) * 60 + end.minute - start.minute
    if timedelta(minutes=minutes % (24 * 60)) > MOST_QUIET:
        raise DossierError("quiet-long", most=MOST_QUIET // timedelta(hours=1))
    return Quiet(start, end)


def parse_working_hours(text: str) -> tuple[time, time]:
    """Read from when to when people work, such as `9:00-18:00`. Raises DossierError for anything else."""
    clock = _CLOCK.fullmatch(text.strip())
    try:
        if clock is None:
            raise ValueError(text)
        opens, closes = time(int(clock[1]), int(clock[2])), time(int(clock[3]), int(clock[4]))
        if closes <= opens:
            raise ValueError(text)
    except ValueError:
        raise DossierError("working-hours", text=text.strip()[:30]) from None
    return opens, closes


def parse_weekdays(text: str) -> frozenset[int]:
    """Read on which days of the week people work: numbers from Monday, 1, or words such as `周一到周五` and `Sun-Thu`.

    Raises DossierError for anything else.
    """
    said = re.sub(r"周|星期|礼拜", "", text.strip().casefold())
    days = [(found[0], _day(found[0])) for found in re.finditer(_DAY, said)]
    ends = re.split(_DAY, said)
    if not days or any(not re.fullmatch(r"[\s,，、;；]*", end) for end in (ends[0], ends[-1])):
        raise DossierError("weekdays", text=text.strip()[:30])
    found = {days[0][1]}
    for between, (_, before), (_, day) in zip(ends[1:-1], days, days[1:], strict=False):
        if re.fullmatch(r"\s*(?:-|–|—|~|～|到|至|to)\s*", between):
            found |= {(before + ahead) % 7 for ahead in range((day - before) % 7 + 1)}
        elif not re.fullmatch(r"[\s,，、;；]*", between):
            raise DossierError("weekdays", text=text.strip()[:30])
        found.add(day)
    return frozenset(found)


def _day(word: str) -> int:
    if word.isdecimal():
        return int(word) - 1
    return "一二三四五六日天".index(word) % 7 if len(word) == 1 else _ENGLISH_DAYS.index(word[:3])


def parse_country(text: str) -> str:
    """Read a country by its ISO 3166 code of two letters. Raises DossierError for one whose days off nobody knows."""
    code = text.strip().upper()
    if not has_calendar(code):
        raise DossierError("country", text=text.strip()[:20])
    return code


def quiet_text(quiet: Quiet) -> str:
    """Give quiet hours as they are typed."""
    return "-" if quiet.start == quiet.end else f"{quiet.start:%H:%M}-{quiet.end:%H:%M}"
