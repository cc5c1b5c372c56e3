"""Problems that come more often than they used to: how unlikely that is, and whether somebody should look."""

import re
from bisect import bisect_right
from collections import defaultdict
from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass, replace
from datetime import datetime, timedelta
from difflib import SequenceMatcher
from enum import StrEnum

DAYS, BASE_DAYS = 3, 28
WEEK, LONGEST = timedelta(days=7), timedelta(days=28)
"""For how long back a report looks for what rose: at least, and at most."""
_LEAST = 3
_PRIOR = 0.5
_NUMBERING = re.compile(r"^[\W\d_]+|[\W\d_]*(?:第|\bno\.?)?[\W\d_]*$", re.IGNORECASE)
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

    `count` in 3 days, `base` in the 28 before them. `began` is when the first of them was noted, None where those are
    the last 3 days.
    """

    name: str
    severity: str
    count: int
    base: int
    level: Level
    began: datetime | None = None


def chance(count: int, base: int) -> float:
    """Give how likely `count` or more in 3 days are, where 28 days had `base`: the tail of the negative binomial
    distribution that the base leaves open (Jeffreys prior of a Poisson rate)."""
    size, stay = base + _PRIOR, BASE_DAYS / (BASE_DAYS + DAYS)
    term, below = stay**size, 0.0
    for number in range(count):
        below += term
        term *= (number + size) / (number + 1) * (1 - stay)
    return max(0.0, 1.0 - below)


def level(count: int, base: int, windows: int = 1) -> Level | None:
    """Give how loudly a rise is to be told of, None for none.

    Who looks at several windows finds something in one of them by chance the more often: it has to be the less likely.
    """
    if count < _LEAST:
        return None
    found = chance(count, base) * windows
    return next((each for each, limit in _BELOW.items() if found < limit), None)


def bursts(problems: Iterable[Problem], now: datetime, since: datetime | None = None) -> list[Burst]:
    """Give what rises, the surest first: by name; where no name does, by severity, or else as a whole.

    Of the 3 days that end now, a day ago and so on, those are told that are the surest and went on after `since`
    (default: now alone).
    """
    known, after = list(problems), since or now - timedelta(days=1)
    titles: dict[str, list[str]] = defaultdict(list)
    for problem in known:
        titles[name_of(problem.title)].append(_shown(problem.title))
    named = [
        replace(each, name=_shared(titles[each.name]))
        for each in _rising(known, now, after, lambda problem: (name_of(problem.title), ""))
    ]
    unnamed = [
        *_rising(known, now, after, lambda problem: ("", problem.severity)),
        *_rising(known, now, after, lambda _: ("", "")),
    ]
    return sorted(named or unnamed[:1], key=_odds)


def _rising(
    problems: Sequence[Problem], now: datetime, since: datetime, key: Callable[[Problem], tuple[str, str]]
) -> Iterator[Burst]:
    windows = max(1, round((now - since) / timedelta(days=1)))
    moments: dict[tuple[str, str], list[datetime]] = defaultdict(list)
    for each in problems:
        moments[key(each)].append(each.at)
    for called, ats in moments.items():
        ats.sort()
        rises = [_rise(called, ats, now - timedelta(days=ago), windows) for ago in range(windows)]
        # Of equally sure ones the latest stands; what was over by then has been told of.
        found = [
            (burst, ago) for ago, (burst, last) in enumerate(rises) if burst is not None and (not ago or last > since)
        ]
        if found:
            burst, ago = min(found, key=lambda each: _odds(each[0]))
            yield burst if ago else replace(burst, began=None)


def _rise(
    called: tuple[str, str], ats: Sequence[datetime], end: datetime, windows: int
) -> tuple[Burst | None, datetime]:
    """Give what rose in the 3 days that end at a moment, and when the last of it was noted."""
    start = end - timedelta(days=DAYS)
    before, first, last = (bisect_right(ats, at) for at in (start - timedelta(days=BASE_DAYS), start, end))
    loud = level(last - first, first - before, windows)
    if loud is None:
        return None, end
    return Burst(*called, last - first, first - before, loud, ats[first]), ats[last - 1]


def _odds(burst: Burst) -> float:
    return chance(burst.count, burst.base)


def name_of(title: str) -> str:
    """Give what problems of one name have in common: the words before a colon or bracket, else all but digits and
    signs."""
    return "".join(char for char in _shown(title).casefold() if char.isalpha())


def _shared(titles: Sequence[str]) -> str:
    """Give the words that titles of one name share: they are all found by these."""
    shared = titles[-1]
    for each in dict.fromkeys(titles):
        found = SequenceMatcher(None, shared.lower(), each.lower(), autojunk=False).find_longest_match()
        shared = shared[found.a : found.a + found.size]
    shared = _NUMBERING.sub("", shared)
    return shared if len(name_of(shared)) > 1 else titles[-1]


def _shown(title: str) -> str:
    lead = _LEAD.match(title)
    return lead[1] if lead else title
