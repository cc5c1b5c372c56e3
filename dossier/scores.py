"""Scores over time: what the last one is, and how far it has fallen since it was last higher."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from dossier.kinds import Kind

_WARNS = 2


@dataclass(frozen=True, slots=True)
class Score:
    """One score: of which day, the number of its record, what it is, and why, as far as somebody wrote that down."""

    on: date
    number: int
    value: int
    why: str = ""


@dataclass(frozen=True, slots=True)
class Scores:
    """The scores of a kind of record, one or more, the oldest first."""

    kind: Kind
    each: Sequence[Score]

    @property
    def last(self) -> Score:
        """The newest."""
        return self.each[-1]

    @property
    def high(self) -> Score:
        """Where the last fall began: the newest itself when it is not below the one before."""
        found = self.last
        for earlier in reversed(self.each[:-1]):
            if earlier.value < found.value:
                break
            found = earlier
        return found

    @property
    def warns(self) -> bool:
        """Whether it fell by so much that somebody should ask the customer."""
        return self.high.value - self.last.value >= _WARNS
