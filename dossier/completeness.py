"""What a dossier should hold in its phase, what it lacks, and what has not been touched for too long."""

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from datetime import datetime, timedelta
from fractions import Fraction

from dossier.kinds import Expected, Kind
from dossier.phases import Phase


@dataclass(frozen=True, slots=True)
class Missing:
    """A kind of which there are too few records."""

    kind: Kind
    have: int
    need: int


@dataclass(frozen=True, slots=True)
class Stale:
    """A kind whose newest record is older than its rhythm."""

    kind: Kind
    days: int


@dataclass(frozen=True, slots=True)
class Completeness:
    """How much of what is expected is there, in percent, and what is missing or stale."""

    percent: int
    missing: tuple[Missing, ...]
    stale: tuple[Stale, ...]


def completeness(
    kinds: Iterable[Kind], phase: Phase, have: Mapping[str, int], latest: Mapping[str, datetime], now: datetime
) -> Completeness:
    """Judge a dossier in `phase` by how many records of each kind it has and when each kind was last touched (UTC).

    In one that is finished, in which nobody can write any more, nothing goes stale.
    """
    expected = [(kind, kind.expected) for kind in kinds if kind.expected and phase.reached(kind.expected.phase)]
    missing = tuple(_missing(expected, have))
    stale = tuple(
        Stale(kind, (now - latest[kind.name]).days)
        for kind, rule in expected
        if phase.writable
        and rule.fresh_days
        and kind.name in latest
        and now - latest[kind.name] > timedelta(days=rule.fresh_days)
    )
    # Counted as health does: two of three requirements are two thirds of what is expected.
    lost = sum((Fraction(each.need - each.have, each.need) for each in missing), Fraction(0))
    percent = 100 - round(100 * lost / len(expected)) if expected else 100
    return Completeness(percent, missing, stale)


def lacking_before(kinds: Iterable[Kind], phase: Phase, have: Mapping[str, int]) -> tuple[Missing, ...]:
    """Give what should be there before a dossier comes to a phase, and is not."""
    due = [(kind, kind.expected) for kind in kinds if kind.expected and not kind.expected.phase.reached(phase)]
    return tuple(_missing(due, have))


def expected_between(kinds: Iterable[Kind], was: Phase, now: Phase) -> tuple[Kind, ...]:
    """Give the kinds that are expected in a phase and were not yet in the one before."""
    return tuple(
        kind
        for kind in kinds
        if kind.expected and now.reached(kind.expected.phase) and not was.reached(kind.expected.phase)
    )


def _missing(expected: Iterable[tuple[Kind, Expected]], have: Mapping[str, int]) -> Iterator[Missing]:
    for kind, rule in expected:
        if have.get(kind.name, 0) < rule.count:
            yield Missing(kind, have.get(kind.name, 0), rule.count)
