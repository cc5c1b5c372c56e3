"""Who is reminded of what is owed, and when: a few steps, each louder than the one before."""

import re
from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum
from itertools import pairwise
from zoneinfo import ZoneInfo

from dossier.errors import DossierError
from dossier.language import Language
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


_LISTENERS = tuple(Listener)
_WORDS = {
    Listener.OWNER: ("本人", "owner", "私信", "私信本人"),
    Listener.CHANNEL: ("频道", "channel", "群", "group"),
    Listener.PM: ("负责人", "pm", "项目负责人"),
    Listener.MANAGEMENT: ("管理层", "management", "managers", "管理"),
}
_READ = {word: listener for listener, words in _WORDS.items() for word in words}
_TOKEN = re.compile(r"(\d{1,4})\s*(?:hours|hour|h|小时)?\s*([^\W\d_]*)", re.IGNORECASE)


@dataclass(frozen=True, slots=True)
class Escalation:
    """The hours after which each step is taken, and whom it speaks to.

    Where `listeners` says nothing the first goes to the owner, the second to the owner in the channel, the third to the
    dossier's PM, every other to management.
    """

    hours: tuple[int, ...] = (20, 24, 48, 72)
    listeners: tuple[Listener, ...] = ()

    def listener(self, step: int) -> Listener:
        """Give whom a step (from 0) speaks to."""
        if step < len(self.listeners):
            return self.listeners[step]
        return _LISTENERS[min(step, len(_LISTENERS) - 1)]

    def at(self, step: int, raised: datetime, rule: WorkRule, zone: ZoneInfo) -> datetime | None:
        """Give when a step (from 0) of what was raised at a moment is to be taken (UTC), None when there is none."""
        if step >= len(self.hours):
            return None
        return add_hours(raised, self.after(step, rule), rule, zone)

    def after(self, step: int, rule: WorkRule) -> float:
        """Give after how many hours a step (from 0) is taken, by how many hours there are for it."""
        return self.hours[step] * rule.hours / _PER

    def reached(self, step: int, raised: datetime, now: datetime, rule: WorkRule, zone: ZoneInfo) -> int | None:
        """Give the last step, from `step` on, whose moment has come; None when none has."""
        last = None
        while (at := self.at(step, raised, rule, zone)) is not None and at <= now:
            last, step = step, step + 1
        return last

    def text(self, language: Language, channel: str = "") -> str:
        """Give the steps as people write them: the hours, and whom each speaks to unless that is the usual four.

        `channel` is what a channel is called, where that is another word.
        """
        if not self.listeners and len(self.hours) <= len(_LISTENERS):
            return " ".join(map(str, self.hours))
        word = 0 if language is Language.ZH else 1
        called = {listener: words[word] for listener, words in _WORDS.items()}
        if channel in _WORDS[Listener.CHANNEL]:
            called[Listener.CHANNEL] = channel
        return " ".join(f"{hours} {called[self.listener(step)]}" for step, hours in enumerate(self.hours))

    def __str__(self) -> str:
        """Give the steps as they are kept."""
        return self.text(Language.EN)


def parse_steps(text: str) -> Escalation:
    """Read steps such as `20 24 48 72`, or `20 owner 24 pm 48 management`: a step that names nobody speaks to whom it
    does by default. Raises DossierError that says what is wrong with them."""
    words = [word for word in re.split(r"[,，、;；/>→]+|\s+(?=\d)", text.strip()) if word.strip()]
    if not words:
        raise DossierError("steps-none")
    read = [_TOKEN.fullmatch(word.strip()) for word in words]
    for word, found in zip(words, read, strict=True):
        if found is None:
            raise DossierError("steps-unreadable", text=word.strip()[:20])
        if found[2] and found[2].casefold() not in _READ:
            raise DossierError("steps-nobody", text=found[2][:20])
    steps = [(int(found[1]), found[2].casefold()) for found in read if found]
    hours = tuple(at for at, _ in steps)
    if len(hours) > MOST_STEPS:
        raise DossierError("steps-too-many", most=MOST_STEPS, count=len(hours))
    if not 1 <= min(hours) <= max(hours) <= MOST_HOURS:
        raise DossierError("steps-too-far", days=MOST_HOURS // 24)
    if any(later <= earlier for earlier, later in pairwise(hours)):
        raise DossierError("steps-order")
    default = Escalation(hours)
    chosen = tuple(_READ[who] if who else default.listener(step) for step, (_, who) in enumerate(steps))
    if any(_LISTENERS.index(later) < _LISTENERS.index(earlier) for earlier, later in pairwise(chosen)):
        raise DossierError("steps-louder")
    as_usual = all(listener is default.listener(step) for step, listener in enumerate(chosen))
    return default if as_usual else Escalation(hours, chosen)
