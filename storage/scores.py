"""What records of a kind say in numbers over time, such as how content the customer is: the last, and where it fell."""

from collections.abc import Sequence
from datetime import date
from typing import TYPE_CHECKING

from dossier.kinds import Kind
from dossier.scores import Score, Scores
from dossier.tiers import Action
from dossier.views import DossierView
from storage.record_queries import Filter

if TYPE_CHECKING:
    from storage.store import Store

_LAST, _FEW = 24, 6


class ScoresKept:
    """Scores in the store's organisation."""

    def __init__(self, store: "Store") -> None:
        """Take the store."""
        self._store = store

    def of(self, dossier: DossierView, kind: Kind, most: int = _LAST) -> Scores | None:
        """Give the last scores of a kind in a dossier, as far as the actor may read them, None where there are none."""
        if kind.trend is None:
            return None
        on, number, why = kind.trend
        lines, _ = self._store.records.lines([dossier.id], Filter(kind=kind), most)
        contents = [(line, self._store.records.get(line.uid).content) for line in lines]
        found = [
            Score(date.fromisoformat(each[on]), line.number, int(each[number]), str(each.get(why) or ""))
            for line, each in contents
            if on in each and number in each
        ]
        return Scores(kind, tuple(sorted(found, key=lambda each: (each.on, each.number)))) if found else None

    def every(self, dossier: DossierView) -> Sequence[Scores]:
        """Give the last few scores of every kind that has them and that the actor may read in a dossier."""
        may = self._store.actor.may
        kinds = [kind for kind in self._store.kinds if kind.trend and may(Action.READ, dossier.id, kind)]
        return [scores for kind in kinds if (scores := self.of(dossier, kind, _FEW)) is not None]
