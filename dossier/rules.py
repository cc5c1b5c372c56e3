"""The rules of reminding, as an organisation and its dossiers have set them: settings in, a rule out."""

import re
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from datetime import date, time
from typing import TypeVar

from dossier.errors import DossierError
from dossier.escalation import Escalation, parse_steps
from dossier.worktime import MOST_HOURS, Quiet, WorkRule

T = TypeVar("T")

ON, OFF = "on", "off"
WALL, WORKING = "wall", "working"
_NEVER = ("", "-", "off", "none", "never", "无", "没有", "不")
_CLOCK = re.compile(r"(\d{1,2})[:：](\d{2})\s*(?:-|–|—|~|～|至|到|to)\s*(\d{1,2})[:：](\d{2})")


@dataclass(frozen=True, slots=True)
class Rule:
    """How duties of a dossier are counted and reminded of; `names` says whether reports name who owes."""

    work: WorkRule = field(default_factory=WorkRule)
    steps: Escalation = field(default_factory=Escalation)
    names: bool = True

    def settings(self) -> dict[str, str]:
        """Give the rule as settings; `rule_of` reads them back."""
        return {
            "due_hours": str(self.work.hours),
            "due_by": WORKING if self.work.working else WALL,
            "quiet": quiet_text(self.work.quiet),
            "steps": str(self.steps),
            "names": ON if self.names else OFF,
        }


SETTINGS = ("due_hours", "due_by", "quiet", "steps", "names", "country")
"""The names of the settings a rule is made of."""


def rule_of(settings: Mapping[str, str], overrides: Mapping[date, bool] | None = None) -> Rule:
    """Give the rule that settings make, and an organisation's own days; what is not set, or not to be read, is as by
    default."""
    default = Rule()
    work = WorkRule(
        _read(settings, "due_hours", parse_hours, default.work.hours),
        settings.get("due_by") == WORKING,
        country=settings.get("country") or default.work.country,
        overrides=overrides or {},
        quiet=_read(settings, "quiet", parse_quiet, default.work.quiet),
    )
    steps = _read(settings, "steps", parse_steps, default.steps)
    return Rule(work, steps, settings.get("names") != OFF)


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
    """Read quiet hours such as `21:00-8:30`; `-`, `none` and 无 mean none. Raises DossierError for anything else."""
    if text.strip().casefold() in _NEVER:
        return Quiet(time(), time())
    clock = _CLOCK.fullmatch(text.strip())
    try:
        if clock is None:
            raise ValueError(text)
        return Quiet(time(int(clock[1]), int(clock[2])), time(int(clock[3]), int(clock[4])))
    except ValueError:
        raise DossierError("quiet-hours", text=text.strip()[:30]) from None


def quiet_text(quiet: Quiet) -> str:
    """Give quiet hours as they are typed."""
    return "-" if quiet.start == quiet.end else f"{quiet.start:%H:%M}-{quiet.end:%H:%M}"
