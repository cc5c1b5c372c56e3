"""Problems that come more often than they used to: how unlikely that is, and whether somebody should look."""

import re
from collections import Counter
from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass, replace
from datetime import datetime, timedelta
from enum import StrEnum

DAYS, BASE_DAYS = 3, 28
_LEAST = 3
_PRIOR = 0.5
_LEAD = re.compile(r"^(.{2,30}?)\s*[：:—–(（]")


class Level(StrEnum):
    """How loudly to say it."""

    WATCH = "watch"
    ALERT = "alert"


_BELOW = {Level.ALERT: 0.001, Level.WATCH: 0.01}


@dataclass(frozen=True, slots=True)
class Problem:
    """One occurrence: what it is called, how bad it is, and when it was noted (UTC)."""

    title: str
    severity: str
    at: datetime


@dataclass(frozen=True, slots=True)
class Burst:
    """What rises: problems called `name`, or all of a `severity`, or all there are (both empty).

    `count` in the last 3 days, `base` in the 28 before them.
    """

    name: str
    severity: str
    count: int
    base: int
    level: Level


def chance(count: int, base: int) -> float:
    """Give how likely `count` or more in 3 days are, where 28 days had `base`: the tail of the negative binomial
    distribution that the base leaves open (Jeffreys prior of a Poisson rate)."""
    size, stay = base + _PRIOR, BASE_DAYS / (BASE_DAYS + DAYS)
    term, below = stay**size, 0.0
    for number in range(count):
        below += term
        term *= (number + size) / (number + 1) * (1 - stay)
    return max(0.0, 1.0 - below)


def level(count: int, base: int) -> Level | None:
    """Give how loudly a rise is to be told of, None for none."""
    if count < _LEAST:
        return None
    found = chance(count, base)
    return next((each for each, limit in _BELOW.items() if found < limit), None)


def bursts(problems: Iterable[Problem], now: datetime) -> list[Burst]:
    """Give what rises, the surest first: by name; where no name does, by severity, or else as a whole."""
    known = list(problems)
    shown = {name_of(each.title): _shown(each.title) for each in known}
    named = [
        replace(each, name=shown[each.name])
        for each in _rising(known, now, lambda problem: (name_of(problem.title), ""))
    ]
    unnamed = [
        *_rising(known, now, lambda problem: ("", problem.severity)),
        *_rising(known, now, lambda _: ("", "")),
    ]
    return sorted(named or unnamed[:1], key=lambda each: chance(each.count, each.base))


def _rising(problems: Sequence[Problem], now: datetime, key: Callable[[Problem], tuple[str, str]]) -> Iterator[Burst]:
    lately, before = now - timedelta(days=DAYS), now - timedelta(days=DAYS + BASE_DAYS)
    count = Counter(key(each) for each in problems if each.at > lately)
    base = Counter(key(each) for each in problems if before < each.at <= lately)
    for (name, severity), number in count.items():
        loud = level(number, base[name, severity])
        if loud is not None:
            yield Burst(name, severity, number, base[name, severity], loud)


def name_of(title: str) -> str:
    """Give what problems of one name have in common: the words before a colon or bracket, else all but digits and
    signs."""
    return "".join(char for char in _shown(title).casefold() if char.isalpha())


def _shown(title: str) -> str:
    lead = _LEAD.match(title)
    return lead[1] if lead else title
