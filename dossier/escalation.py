"""Who is reminded of what is owed, and when: a few steps, each louder than the one before."""

import re
from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum
from itertools import pairwise
from zoneinfo import ZoneInfo

from dossier.errors import DossierError
from dossier.worktime import MOST_HOURS, WorkRule, add_hours

MOST_STEPS = 8
_PER = 24
"""The steps' hours are those of a duty that is due in a day; of another one they are stretched or shortened with it."""


class Listener(StrEnum):
    """Whom a step speaks to."""

    OWNER = "owner"
    CHANNEL = "channel"
    PM = "pm"
    MANAGEMENT = "management"


_LISTENERS = (Listener.OWNER, Listener.CHANNEL, Listener.PM)


@dataclass(frozen=True, slots=True)
class Escalation:
    """The hours after which each step is taken: the first goes to the owner, the second to the owner in the channel,
    the third to the dossier's PM, every other to management."""

    hours: tuple[int, ...] = (20, 24, 48, 72)

    def listener(self, step: int) -> Listener:
        """Give whom a step (from 0) speaks to."""
        return _LISTENERS[step] if step < len(_LISTENERS) else Listener.MANAGEMENT

    def at(self, step: int, raised: datetime, rule: WorkRule, zone: ZoneInfo) -> datetime | None:
        """Give when a step (from 0) of what was raised at a moment is to be taken (UTC), None when there is none."""
        if step >= len(self.hours):
            return None
        return add_hours(raised, self.hours[step] * rule.hours / _PER, rule, zone)

    def reached(self, step: int, raised: datetime, now: datetime, rule: WorkRule, zone: ZoneInfo) -> int | None:
        """Give the last step, from `step` on, whose moment has come; None when none has."""
        last = None
        while (at := self.at(step, raised, rule, zone)) is not None and at <= now:
            last, step = step, step + 1
        return last

    def __str__(self) -> str:
        """Give the hours as people write them."""
        return " ".join(map(str, self.hours))


def parse_steps(text: str) -> Escalation:
    """Read the hours of steps, such as `20 24 48 72`. Raises DossierError that says what is wrong with them."""
    words = [word for word in re.split(r"[\s,，、;；/>→]+", text.strip()) if word]
    if not words:
        raise DossierError("steps-none")
    numbers = [re.fullmatch(r"(\d{1,4})(?:h|小时)?", word) for word in words]
    hours = tuple(int(each[1]) for each in numbers if each)
    if len(hours) < len(words):
        raise DossierError("steps-unreadable", text=next(w for w, n in zip(words, numbers, strict=True) if not n)[:20])
    if len(hours) > MOST_STEPS:
        raise DossierError("steps-too-many", most=MOST_STEPS, count=len(hours))
    if not 1 <= min(hours) <= max(hours) <= MOST_HOURS:
        raise DossierError("steps-too-far", days=MOST_HOURS // 24)
    if any(later <= earlier for earlier, later in pairwise(hours)):
        raise DossierError("steps-order")
    return Escalation(hours)
