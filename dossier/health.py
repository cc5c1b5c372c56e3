"""How well a dossier is kept: a score from 0 to 100 in which every lost point has a cause."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import datetime, timedelta
from enum import StrEnum
from fractions import Fraction
from math import lcm

from dossier.completeness import Completeness, Missing, Stale, completeness
from dossier.kinds import Kind
from dossier.phases import Phase


class Part(StrEnum):
    """What the score is made of."""

    COMPLETENESS = "completeness"
    FRESHNESS = "freshness"
    TIMELINESS = "timeliness"


FULL = 100
"""The points of a dossier in which nothing is missing, stale or late."""

WEIGHTS = {Part.COMPLETENESS: 50, Part.FRESHNESS: 25, Part.TIMELINESS: 25}
"""How many of the 100 points each part is worth: what is not there is worst."""

PUNCTUAL = timedelta(weeks=4)
"""How far back it is looked whether duties were done on time."""

DEAD_LINK = 1
"""How many points each record costs in which a link leads nowhere, and how many all of them cost at most."""
MOST_FOR_LINKS = 5

# An entry that came late is worth half of one that is still not there.
_LATE = Fraction(1, 2)


@dataclass(frozen=True, slots=True)
class Punctuality:
    """Duties of the last four weeks: done on time, done late, and late and still open; `open` are all that are open."""

    on_time: int = 0
    late: int = 0
    overdue: int = 0
    open: int = 0


@dataclass(frozen=True, slots=True)
class Kept:
    """What there is in a dossier: records by kind, when each kind was last touched (UTC), its duties, and in how many
    records a link leads nowhere."""

    have: Mapping[str, int]
    latest: Mapping[str, datetime]
    punctuality: Punctuality
    dead: int = 0


@dataclass(frozen=True, slots=True)
class Loss:
    """Points that are lost, and why: a kind that is missing or stale, duties that were late or still are, or records in
    which a link leads nowhere (`dead`)."""

    part: Part
    points: int
    missing: Missing | None = None
    stale: Stale | None = None
    late: int = 0
    overdue: int = 0
    dead: int = 0


@dataclass(frozen=True, slots=True)
class Health:
    """A score, how full each part is (percent), and what was lost, the most first; losses and score make 100."""

    score: int
    parts: Mapping[Part, int]
    losses: Sequence[Loss]
    whole: Completeness


def health(kinds: Iterable[Kind], phase: Phase, kept: Kept, now: datetime) -> Health:
    """Judge a dossier in `phase` by what is kept in it. A part with nothing to judge is full."""
    declared = list(kinds)
    whole = completeness(declared, phase, kept.have, kept.latest, now)
    expected = [kind for kind in declared if kind.expected and phase.reached(kind.expected.phase)]
    with_rhythm = [kind for kind in expected if kind.expected and kind.expected.fresh_days and kind.name in kept.latest]
    lost: list[tuple[Fraction, Loss]] = [
        *(
            (_share(Part.COMPLETENESS, Fraction(each.need - each.have, each.need), expected), _missing(each))
            for each in whole.missing
        ),
        *(
            (_share(Part.FRESHNESS, Fraction(1), with_rhythm), Loss(Part.FRESHNESS, 0, stale=each))
            for each in whole.stale
        ),
        *_unpunctual(kept.punctuality),
    ]
    lost += _unreachable(kept.dead, lost)
    # In whole numbers of one small share from here on: exact, and many times as fast as adding fractions.
    unit = lcm(*(points.denominator for points, _ in lost))
    shares = [(points.numerator * (unit // points.denominator), loss) for points, loss in lost]
    total = round(Fraction(sum(share for share, _ in shares), unit))
    parts = {
        part: 100 - round(Fraction(100 * sum(share for share, loss in shares if loss.part is part), weight * unit))
        for part, weight in WEIGHTS.items()
    }
    return Health(FULL - total, parts, _rounded(shares, unit, total), whole)


def _missing(each: Missing) -> Loss:
    return Loss(Part.COMPLETENESS, 0, missing=each)


def _share(part: Part, of_one: Fraction, among: Sequence[Kind]) -> Fraction:
    return Fraction(WEIGHTS[part] * of_one.numerator, len(among) * of_one.denominator)


def _unreachable(dead: int, lost: Sequence[tuple[Fraction, Loss]]) -> list[tuple[Fraction, Loss]]:
    """Give what dead links cost: of freshness, or of completeness where that has nothing left to lose."""
    if not dead:
        return []
    wanted = Fraction(min(DEAD_LINK * dead, MOST_FOR_LINKS))
    for part in (Part.FRESHNESS, Part.COMPLETENESS):
        left = WEIGHTS[part] - sum((points for points, loss in lost if loss.part is part), Fraction(0))
        if (points := min(wanted, left)) > 0:
            return [(points, Loss(part, 0, dead=dead))]
    return []


def _unpunctual(duties: Punctuality) -> list[tuple[Fraction, Loss]]:
    counted = duties.on_time + duties.late + duties.overdue
    if not duties.late + duties.overdue:
        return []
    one = Fraction(WEIGHTS[Part.TIMELINESS], counted)
    lost = [
        (one * _LATE * duties.late, Loss(Part.TIMELINESS, 0, late=duties.late)),
        (one * duties.overdue, Loss(Part.TIMELINESS, 0, overdue=duties.overdue)),
    ]
    return [(points, loss) for points, loss in lost if points]


def _rounded(shares: Sequence[tuple[int, Loss]], unit: int, total: int) -> list[Loss]:
    """Give whole points that add up to the total: the largest remainders are rounded up."""
    whole = [share // unit for share, _ in shares]
    order = sorted(range(len(shares)), key=lambda at: (-(shares[at][0] % unit), at))
    for at in order[: total - sum(whole)]:
        whole[at] += 1
    losses = [replace(loss, points=points) for points, (_, loss) in zip(whole, shares, strict=True)]
    return sorted(losses, key=lambda loss: -loss.points)
